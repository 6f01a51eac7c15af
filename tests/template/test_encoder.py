"""The endpoint in template.yaml keeps its house rules (encoder_rules), and each of them can fail."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from bildtext_cli.local.template import SystemTemplate, load_template
from tests.template import encoder_rules as rules
from tests.template import house_rules
from tests.template.changes import Change, set_at
from tests.template.house_rules import Rule


@pytest.fixture(scope="module")
def template() -> SystemTemplate:
    return load_template()


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_endpoint_keeps_each_house_rule(template: SystemTemplate, rule: Rule) -> None:
    assert list(rule(template)) == []


def _of(resource: str, *path: str | int, to: Any = None) -> Change:
    return set_at("Resources", resource, "Properties", *path, to=to)


def _variant(*path: str | int, to: Any = None) -> Change:
    return _of("EncoderEndpointConfig", "ProductionVariants", 0, *path, to=to)


def _statement(number: int, *path: str | int, to: Any = None) -> Change:
    return _of("EncoderRole", "Policies", 0, "PolicyDocument", "Statement", number, *path, to=to)


_CONDITIONAL = [
    name for name, resource in load_template().body["Resources"].items() if resource.get("Condition") == "HasEncoder"
]
_ISOLATION = "EnableNetworkIsolation"
_NETWORK = ("Policies", 1, "Fn::If", 1, "PolicyDocument", "Statement", 0, "Resource")
_NAME = "InferenceComponentName"
_SCALING = "ManagedInstanceScaling"
_MEMORY = "GPUMemoryUtilizationNormalized"
_WAKE, _STEPS = "EncoderWakePolicy", "StepScalingPolicyConfiguration"
_SLEEPS = "EncoderComponent never wakes up"
_LOAD = {"Ref": "EncoderLoadPolicy"}
_ALLOWED = ("PolicyDocument", "Statement", 0, "Resource")
_BAKE = ("DeploymentConfig", "RollingUpdatePolicy", "WaitIntervalInSeconds")
_ROLLBACK = ("DeploymentConfig", "AutoRollbackConfiguration", "Alarms")
_GROUP = "/bildtext/${AWS::StackName}/encoder"

BREACHES: dict[Rule, list[tuple[Change, str]]] = {
    rules.nothing_without_a_gpu: [
        *((set_at("Resources", name, "Condition"), f"{name} is there without an encoder") for name in _CONDITIONAL),
        (set_at("Outputs", "EncoderEndpointName", "Condition"), "EncoderEndpointName is there without an encoder"),
        (set_at("Resources", "EncoderRole", "Condition", to="HasBedrock"), "EncoderRole is there without an encoder"),
    ],
    rules.endpoints_keep_photos_to_themselves: [
        (_of("EncoderModel", _ISOLATION, to=False), "EncoderModel lets its containers out"),
        (_of("EncoderEndpointConfig", _ISOLATION), "EncoderEndpointConfig lets its containers out"),
        (_of("EncoderModel", "VpcConfig"), "EncoderModel cannot stand in a VPC"),
        (_of("EncoderEndpointConfig", "DataCaptureConfig", to={}), "EncoderEndpointConfig keeps photos"),
        (_of("EncoderEndpointConfig", "KmsKeyId"), "EncoderEndpointConfig takes no KMS key"),
    ],
    rules.endpoints_have_drivers_for_torch: [
        (_variant("InferenceAmiVersion"), "EncoderEndpointConfig takes whatever driver its machines have"),
    ],
    rules.endpoints_go_to_sleep: [
        (_variant(_SCALING), "EncoderEndpointConfig never gives its last machine back"),
        (_variant(_SCALING, "MinInstanceCount", to=1), "EncoderEndpointConfig never gives its last machine back"),
        (_variant("RoutingConfig"), "EncoderEndpointConfig sends calls past a machine that is free"),
        (_of("EncoderScaling", "ResourceId", to="inference-component/x"), "EncoderComponent is not scaled"),
        (_of("EncoderScaling", "MinCapacity", to=1), "EncoderComponent never gives its last copy back"),
        (set_at("Resources", "EncoderScaling", "DependsOn"), "EncoderComponent may be scaled before it exists"),
    ],
    rules.endpoints_wake_up: [
        (set_at("Resources", "EncoderLoadPolicy"), "EncoderComponent does not grow with its load"),
        (set_at("Resources", "EncoderWakePolicy"), _SLEEPS),
        (set_at("Resources", "EncoderWakeAlarm"), _SLEEPS),
        (_of("EncoderWakeAlarm", "AlarmActions", 0, to=_LOAD), _SLEEPS),
        (_of("EncoderWakeAlarm", "Dimensions", 0, "Value", to="another"), _SLEEPS),
        (_of(_WAKE, _STEPS, "AdjustmentType", to="ChangeInCapacity"), f"{_WAKE} starts a machine with every minute"),
        (_of("EncoderWakeAlarm", "Threshold", to=1), "EncoderWakeAlarm sleeps on when it is called"),
    ],
    rules.endpoints_are_watched: [
        (set_at("Resources", "EncoderErrorsAlarm"), "EncoderComponent has no alarm on Invocation5XXErrors"),
        (_of("EncoderLatencyAlarm", "AlarmActions"), "EncoderComponent has no alarm on ModelLatency"),
        (_of("EncoderMemoryAlarm", "Namespace", to="AWS/S3"), "EncoderMemoryAlarm watches what is not measured"),
        (_of("EncoderMemoryAlarm", "MetricName", to="x"), f"EncoderComponent has no alarm on {_MEMORY}"),
    ],
    rules.deployments_roll_back: [
        (_of("EncoderComponent", *_ROLLBACK, 0), "EncoderComponent is not rolled back on Invocation5XXErrors"),
        (_of("EncoderEndpoint", "DeploymentConfig"), "EncoderEndpoint is not rolled back on ModelLatency"),
        (_of("EncoderComponent", *_BAKE, to=60), "EncoderComponent is deployed before EncoderLatencyAlarm rings"),
        (_of("EncoderComponent", "RuntimeConfig", to={}), "EncoderComponent is deployed without being started"),
        (_statement(4, "Resource", 0), "EncoderRole may not look at EncoderErrorsAlarm"),
    ],
    rules.new_images_find_room: [
        (set_at("Mappings", "EncoderFleet", "3", "Instances", to=3), "no room for a new image beside 3"),
        (set_at("Parameters", "EncoderMaxInstances", "AllowedValues", to=[9]), "no room for a new image beside 9"),
        (_variant(_SCALING, "MaxInstanceCount", to=9), "EncoderEndpointConfig is not of EncoderFleet's size"),
    ],
    rules.the_queue_fits_the_endpoint: [
        (set_at("Parameters", "QueueConcurrency", "Default", to=17), "template.yaml: 17 batches for 2 GPUs of 8 calls"),
        (set_at("Parameters", "EncoderMaxInstances", "Default", to=1), "prod: 10 batches for 1 GPUs of 8 calls"),
        (_of("EncoderScaling", "MaxCapacity", to=1), "EncoderComponent does not grow to EncoderMaxInstances"),
        (_of("TaggingPhotos", "BatchSize", to=64), "8 calls of 64 photos are more than a server keeps"),
    ],
    rules.the_function_asks_this_encoder_only: [
        (_of("TaggingEncoderPolicy", *_ALLOWED, to="*"), "TaggingEncoderPolicy may ask *"),
        (_of("TaggingEncoderPolicy", *_ALLOWED, 1), "TaggingEncoderPolicy may ask EncoderEndpoint"),
        (_of("EncoderEndpoint", "EndpointName", to="x"), "ENCODER_ENDPOINT names something else"),
        (_of("EncoderComponent", _NAME, to={"Fn::Sub": "x"}), "ENCODER_COMPONENT names something else"),
    ],
    rules.the_log_group_is_the_one_that_is_written: [
        (_of("EncoderLogs", "LogGroupName", to={"Fn::Sub": _GROUP}), "EncoderComponent logs elsewhere, for ever"),
    ],
    house_rules.no_wildcard_resource: [
        (_statement(3, "Condition"), "EncoderRole allows cloudwatch:PutMetricData on every resource"),
        (_of("EncoderRole", *_NETWORK, to="*"), "EncoderRole allows ec2:CreateNetworkInterface on every resource"),
        (_statement(0, "Resource", to="*"), "EncoderRole allows ecr:BatchGetImage on every resource"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "change", "breach"),
    [(rule, change, breach) for rule, breaches in BREACHES.items() for change, breach in breaches],
)
def test_each_rule_names_what_breaks_it(template: SystemTemplate, rule: Rule, change: Change, breach: str) -> None:
    body = copy.deepcopy(template.body)
    change(body)
    assert breach in list(rule(SystemTemplate(body)))


def test_every_rule_is_proven_able_to_fail() -> None:
    assert set(rules.RULES) <= BREACHES.keys()
