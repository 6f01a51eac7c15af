"""encoder.yaml follows the project's rules, alone and with template.yaml, and each rule of encoder_rules can fail."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from bildtext_cli.local.template import SystemTemplate, load_template
from tests.template import encoder_rules as rules
from tests.template import house_rules
from tests.template.changes import Change, set_at
from tests.template.encoder_rules import ENCODER, PairRule
from tests.template.house_rules import Rule


@pytest.fixture(scope="module")
def main() -> SystemTemplate:
    return load_template()


@pytest.fixture(scope="module")
def encoder() -> SystemTemplate:
    return load_template(ENCODER)


@pytest.mark.parametrize("rule", [*rules.RULES, *house_rules.RULES], ids=lambda rule: rule.__name__)
def test_the_encoder_follows_each_rule(encoder: SystemTemplate, rule: Rule) -> None:
    assert list(rule(encoder)) == []


@pytest.mark.parametrize("rule", rules.PAIR_RULES, ids=lambda rule: rule.__name__)
def test_the_two_stacks_follow_each_rule_for_both(
    main: SystemTemplate, encoder: SystemTemplate, rule: PairRule
) -> None:
    assert list(rule(main, encoder)) == []


def _of(resource: str, *path: str | int, to: Any = None) -> Change:
    return set_at("Resources", resource, "Properties", *path, to=to)


def _variant(*path: str | int, to: Any = None) -> Change:
    return _of("EndpointConfig", "ProductionVariants", 0, *path, to=to)


def _statement(number: int, *path: str | int, to: Any = None) -> Change:
    return _of("Role", "Policies", 0, "PolicyDocument", "Statement", number, *path, to=to)


def _default(parameter: str, value: int) -> Change:
    return set_at("Parameters", parameter, "Default", to=value)


_ISOLATION = "EnableNetworkIsolation"
_NETWORK = ("Policies", 1, "Fn::If", 1, "PolicyDocument", "Statement", 0, "Resource")
_SCALING = "ManagedInstanceScaling"
_MEMORY = "GPUMemoryUtilizationNormalized"
_WAKE, _STEPS = "WakePolicy", "StepScalingPolicyConfiguration"
_SLEEPS = "Component never wakes up"
_LOAD = {"Ref": "LoadPolicy"}
_ALLOWED = ("PolicyDocument", "Statement", 0, "Resource")
_BAKE = ("DeploymentConfig", "RollingUpdatePolicy", "WaitIntervalInSeconds")
_ROLLBACK = ("DeploymentConfig", "AutoRollbackConfiguration", "Alarms")
_TARGET = ("TargetTrackingScalingPolicyConfiguration", "TargetValue")
_ALWAYS = "is there without an encoder"
_UNKNOWN = "has a name that the main stack does not know, or not after an update"
_GROUP = "/bildtext/${AWS::StackName}/encoder"

BREACHES: dict[Rule, list[tuple[Change, str]]] = {
    rules.endpoints_keep_photos_to_themselves: [
        (_of("Model", _ISOLATION, to=False), "Model lets its containers out"),
        (_of("EndpointConfig", _ISOLATION), "EndpointConfig lets its containers out"),
        (_of("Model", "VpcConfig"), "Model cannot stand in a VPC"),
        (_of("EndpointConfig", "DataCaptureConfig", to={}), "EndpointConfig keeps photos"),
        (_of("EndpointConfig", "KmsKeyId"), "EndpointConfig takes no KMS key"),
    ],
    rules.endpoints_have_drivers_for_torch: [
        (_variant("InferenceAmiVersion"), "EndpointConfig takes whatever driver its machines have"),
    ],
    rules.endpoints_go_to_sleep: [
        (_variant(_SCALING), "EndpointConfig never gives its last machine back"),
        (_variant(_SCALING, "MinInstanceCount", to=1), "EndpointConfig never gives its last machine back"),
        (_variant("RoutingConfig"), "EndpointConfig sends calls past a machine that is free"),
        (_of("Scaling", "ResourceId", to="inference-component/x"), "Component is not scaled"),
        (_of("Scaling", "MinCapacity", to=1), "Component never gives its last copy back"),
        (set_at("Resources", "Scaling", "DependsOn"), "Component may be scaled before it exists"),
    ],
    rules.endpoints_wake_up: [
        (set_at("Resources", "LoadPolicy"), "Component does not grow with its load"),
        (set_at("Resources", "WakePolicy"), _SLEEPS),
        (set_at("Resources", "WakeAlarm"), _SLEEPS),
        (_of("WakeAlarm", "AlarmActions", 0, to=_LOAD), _SLEEPS),
        (_of("WakeAlarm", "Dimensions", 0, "Value", to="another"), _SLEEPS),
        (_of(_WAKE, _STEPS, "AdjustmentType", to="ChangeInCapacity"), f"{_WAKE} starts a machine with every minute"),
        (_of("WakeAlarm", "Threshold", to=1), "WakeAlarm sleeps on when it is called"),
    ],
    rules.endpoints_are_watched: [
        (set_at("Resources", "ErrorsAlarm"), "Component has no alarm on Invocation5XXErrors"),
        (_of("LatencyAlarm", "AlarmActions"), "Component has no alarm on ModelLatency"),
        (_of("MemoryAlarm", "Namespace", to="AWS/S3"), "MemoryAlarm watches what is not measured"),
        (_of("MemoryAlarm", "MetricName", to="x"), f"Component has no alarm on {_MEMORY}"),
    ],
    rules.deployments_roll_back: [
        (_of("Component", *_ROLLBACK, 0), "Component is not rolled back on Invocation5XXErrors"),
        (_of("Endpoint", "DeploymentConfig"), "Endpoint is not rolled back on ModelLatency"),
        (_of("Component", *_BAKE, to=60), "Component is deployed before LatencyAlarm rings"),
        (_of("Component", "RuntimeConfig", to={}), "Component is deployed without being started"),
        (_statement(4, "Resource", 0), "Role may not look at ErrorsAlarm"),
    ],
    rules.new_images_find_room: [
        (set_at("Mappings", "Fleet", "3", "Instances", to=3), "no room for a new image beside 3"),
        (set_at("Parameters", "MaxInstances", "AllowedValues", to=[9]), "no room for a new image beside 9"),
        (_variant(_SCALING, "MaxInstanceCount", to=9), "EndpointConfig is not of Fleet's size"),
    ],
    rules.the_log_group_is_the_one_that_is_written: [
        (_of("Logs", "LogGroupName", to={"Fn::Sub": _GROUP}), "Component logs elsewhere, for ever"),
    ],
    house_rules.no_wildcard_resource: [
        (_statement(3, "Condition"), "Role allows cloudwatch:PutMetricData on every resource"),
        (_of("Role", *_NETWORK, to="*"), "Role allows ec2:CreateNetworkInterface on every resource"),
        (_statement(0, "Resource", to="*"), "Role allows ecr:BatchGetImage on every resource"),
    ],
}  # fmt: skip


_VARIABLES = ("Environment", "Variables", "ENCODER_COMPONENT")
_GPU = {"Type": "AWS::SageMaker::Model"}
_ANOTHER = {"Fn::ImportValue": "bildtext-encoder-endpoint"}

# The changed template (the main stack's or the encoder's), the change, and the expected breach.
PAIR_BREACHES: dict[PairRule, list[tuple[str, Change, str]]] = {
    rules.the_queue_fits_the_endpoint: [
        ("main", _default("QueueConcurrency", 17), "template.yaml: 17 batches for 2 GPUs of 8 calls"),
        ("encoder", _default("MaxInstances", 1), "template.yaml: 10 batches for 1 GPUs of 8 calls"),
        ("encoder", _of("LoadPolicy", *_TARGET, to=4), "prod: 10 batches for 2 GPUs of 4 calls"),
        ("encoder", _of("Scaling", "MaxCapacity", to=1), "Component does not grow to MaxInstances"),
        ("main", _of("TaggingPhotos", "BatchSize", to=64), "8 calls of 64 photos are more than a server keeps"),
    ],
    rules.the_function_asks_this_encoder_only: [
        ("main", _of("TaggingEncoderPolicy", *_ALLOWED, to="*"), "TaggingEncoderPolicy may ask *"),
        ("main", _of("TaggingEncoderPolicy", *_ALLOWED, to=["x"]), "TaggingEncoderPolicy may ask ['x']"),
        ("main", set_at("Resources", "TaggingEncoderPolicy", "Condition"), f"TaggingEncoderPolicy {_ALWAYS}"),
        ("main", _of("Tagging", *_VARIABLES, to=""), "ENCODER_COMPONENT names something else"),
        ("encoder", _of("Endpoint", "EndpointName", to="x"), f"Endpoint {_UNKNOWN}"),
        ("encoder", _of("Component", "InferenceComponentName", to="x"), f"Component {_UNKNOWN}"),
        ("encoder", set_at("Outputs", "EndpointName", "Value", to="x"), "exported is x"),
    ],
    rules.the_stacks_stand_alone: [
        ("main", set_at("Resources", "Gpu", to=_GPU), "Gpu is paid for without an encoder"),
        ("main", _of("Tagging", *_VARIABLES, to=_ANOTHER), "one stack holds the other fast"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "change", "breach"),
    [(rule, change, breach) for rule, breaches in BREACHES.items() for change, breach in breaches],
)
def test_each_rule_reports_a_breach(encoder: SystemTemplate, rule: Rule, change: Change, breach: str) -> None:
    assert breach in list(rule(_changed(encoder, change)))


@pytest.mark.parametrize(
    ("rule", "which", "change", "breach"),
    [(rule, *each) for rule, breaches in PAIR_BREACHES.items() for each in breaches],
)
def test_each_rule_for_both_reports_a_breach(
    main: SystemTemplate, encoder: SystemTemplate, rule: PairRule, which: str, change: Change, breach: str
) -> None:
    pair = (_changed(main, change), encoder) if which == "main" else (main, _changed(encoder, change))
    assert breach in list(rule(*pair))


def _changed(template: SystemTemplate, change: Change) -> SystemTemplate:
    body = copy.deepcopy(template.body)
    change(body)
    return SystemTemplate(body)


def test_every_rule_can_fail() -> None:
    assert set(rules.RULES) <= BREACHES.keys()
    assert set(rules.PAIR_RULES) == PAIR_BREACHES.keys()
