"""encoder.yaml follows the project's rules, alone and with template.yaml, and each rule of encoder_rules can fail."""

from __future__ import annotations

from typing import Any

import pytest

from bildtext_cli.local.template import SystemTemplate, load_template
from tests.template import encoder_rules as rules
from tests.template import template_rules
from tests.template.changes import Change, changed, set_at, set_property
from tests.template.encoder_rules import ENCODER, PairRule
from tests.template.template_rules import Rule


@pytest.fixture(scope="module")
def main() -> SystemTemplate:
    return load_template()


@pytest.fixture(scope="module")
def encoder() -> SystemTemplate:
    return load_template(ENCODER)


@pytest.mark.parametrize("rule", [*rules.RULES, *template_rules.RULES], ids=lambda rule: rule.__name__)
def test_the_encoder_follows_each_rule(encoder: SystemTemplate, rule: Rule) -> None:
    assert list(rule(encoder)) == []


@pytest.mark.parametrize("rule", rules.PAIR_RULES, ids=lambda rule: rule.__name__)
def test_the_two_stacks_follow_each_rule_for_both(
    main: SystemTemplate, encoder: SystemTemplate, rule: PairRule
) -> None:
    assert list(rule(main, encoder)) == []


def _variant(*path: str | int, to: Any = None) -> Change:
    return set_property("EndpointConfig", "ProductionVariants", 0, *path, to=to)


def _statement(number: int, *path: str | int, to: Any = None) -> Change:
    return set_property("Role", "Policies", 0, "PolicyDocument", "Statement", number, *path, to=to)


def _default(parameter: str, value: int) -> Change:
    return set_at("Parameters", parameter, "Default", to=value)


_ISOLATION = "EnableNetworkIsolation"
_NETWORK = ("Policies", 1, "Fn::If", 1, "PolicyDocument", "Statement", 0, "Resource")
_SCALING = "ManagedInstanceScaling"
_MEMORY = "GPUMemoryUtilizationNormalized"
_WAKE, _STEPS = "WakePolicy", "StepScalingPolicyConfiguration"
_NO_WAKE = "Component never scales from zero"
_EAGER = "WakePolicy adds a machine every minute"
_LOAD = {"Ref": "LoadPolicy"}
_ALLOWED = ("PolicyDocument", "Statement", 0, "Resource")
_BAKE = ("DeploymentConfig", "RollingUpdatePolicy", "WaitIntervalInSeconds")
_ROLLBACK = ("DeploymentConfig", "AutoRollbackConfiguration", "Alarms")
_TARGET = ("TargetTrackingScalingPolicyConfiguration", "TargetValue")
_ALWAYS = "is there without an encoder"
_UNKNOWN = "has a name that the main stack does not know, or not after an update"
_GROUP = "/bildtext/${AWS::StackName}/encoder"

BREACHES: dict[Rule, list[tuple[Change, str]]] = {
    rules.endpoints_are_isolated: [
        (set_property("Model", _ISOLATION, to=False), "Model does not isolate its containers"),
        (set_property("EndpointConfig", _ISOLATION), "EndpointConfig does not isolate its containers"),
        (set_property("Model", "VpcConfig"), "Model cannot be placed in a VPC"),
        (set_property("EndpointConfig", "DataCaptureConfig", to={}), "EndpointConfig captures photos"),
        (set_property("EndpointConfig", "KmsKeyId"), "EndpointConfig accepts no KMS key"),
    ],
    rules.endpoints_have_drivers_for_torch: [
        (_variant("InferenceAmiVersion"), "EndpointConfig accepts any driver version"),
    ],
    rules.endpoints_scale_to_zero: [
        (_variant(_SCALING), "EndpointConfig never scales to zero machines"),
        (_variant(_SCALING, "MinInstanceCount", to=1), "EndpointConfig never scales to zero machines"),
        (_variant("RoutingConfig"), "EndpointConfig does not route to the least busy machine"),
        (set_property("Scaling", "ResourceId", to="inference-component/x"), "Component is not scaled"),
        (set_property("Scaling", "MinCapacity", to=1), "Component never scales to zero copies"),
        (set_at("Resources", "Scaling", "DependsOn"), "Component may be scaled before it exists"),
    ],
    rules.endpoints_scale_from_zero: [
        (set_at("Resources", "LoadPolicy"), "Component does not grow with its load"),
        (set_at("Resources", "WakePolicy"), _NO_WAKE),
        (set_at("Resources", "WakeAlarm"), _NO_WAKE),
        (set_property("WakeAlarm", "AlarmActions", 0, to=_LOAD), _NO_WAKE),
        (set_property("WakeAlarm", "Dimensions", 0, "Value", to="another"), _NO_WAKE),
        (set_property(_WAKE, _STEPS, "AdjustmentType", to="ChangeInCapacity"), _EAGER),
        (set_property("WakeAlarm", "Threshold", to=1), "WakeAlarm does not fire at the first refused call"),
    ],
    rules.endpoints_are_watched: [
        (set_at("Resources", "ErrorsAlarm"), "Component has no alarm on Invocation5XXErrors"),
        (set_property("LatencyAlarm", "AlarmActions"), "Component has no alarm on ModelLatency"),
        (set_property("MemoryAlarm", "Namespace", to="AWS/S3"), "MemoryAlarm watches a metric that does not exist"),
        (set_property("MemoryAlarm", "MetricName", to="x"), f"Component has no alarm on {_MEMORY}"),
    ],
    rules.deployments_roll_back: [
        (set_property("Component", *_ROLLBACK, 0), "Component is not rolled back on Invocation5XXErrors"),
        (set_property("Endpoint", "DeploymentConfig"), "Endpoint is not rolled back on ModelLatency"),
        (set_property("Component", *_BAKE, to=60), "Component is deployed before LatencyAlarm rings"),
        (set_property("Component", "RuntimeConfig", to={}), "Component is deployed without being started"),
        (_statement(4, "Resource", 0), "Role may not read ErrorsAlarm"),
    ],
    rules.new_images_fit: [
        (set_at("Mappings", "Fleet", "3", "Instances", to=3), "no room for a new image beside 3"),
        (set_at("Parameters", "MaxInstances", "AllowedValues", to=[9]), "no room for a new image beside 9"),
        (_variant(_SCALING, "MaxInstanceCount", to=9), "EndpointConfig is not of Fleet's size"),
    ],
    rules.the_log_group_is_the_one_written_to: [
        (set_property("Logs", "LogGroupName", to={"Fn::Sub": _GROUP}), "Component logs elsewhere, forever"),
    ],
    template_rules.no_wildcard_resource: [
        (_statement(3, "Condition"), "Role allows cloudwatch:PutMetricData on every resource"),
        (set_property("Role", *_NETWORK, to="*"), "Role allows ec2:CreateNetworkInterface on every resource"),
        (_statement(0, "Resource", to="*"), "Role allows ecr:BatchGetImage on every resource"),
    ],
}  # fmt: skip


_VARIABLES = ("Environment", "Variables", "ENCODER_COMPONENT")
_GPU = {"Type": "AWS::SageMaker::Model"}
_FULL = "8 calls of 64 photos are more than a server keeps"
_ANOTHER = {"Fn::ImportValue": "bildtext-encoder-endpoint"}

# The changed template (the main stack's or the encoder's), the change, and the expected breach.
PAIR_BREACHES: dict[PairRule, list[tuple[str, Change, str]]] = {
    rules.the_queue_fits_the_endpoint: [
        ("main", _default("QueueConcurrency", 17), "template.yaml: 17 batches for 2 GPUs of 8 calls"),
        ("encoder", _default("MaxInstances", 1), "template.yaml: 10 batches for 1 GPUs of 8 calls"),
        ("encoder", set_property("LoadPolicy", *_TARGET, to=4), "prod: 10 batches for 2 GPUs of 4 calls"),
        ("encoder", set_property("Scaling", "MaxCapacity", to=1), "Component does not grow to MaxInstances"),
        ("main", set_property("TaggingPhotos", "BatchSize", to=64), _FULL),
    ],
    rules.the_function_calls_only_this_encoder: [
        ("main", set_property("TaggingEncoderPolicy", *_ALLOWED, to="*"), "TaggingEncoderPolicy may ask *"),
        ("main", set_property("TaggingEncoderPolicy", *_ALLOWED, to=["x"]), "TaggingEncoderPolicy may ask ['x']"),
        ("main", set_at("Resources", "TaggingEncoderPolicy", "Condition"), f"TaggingEncoderPolicy {_ALWAYS}"),
        ("main", set_property("Tagging", *_VARIABLES, to=""), "ENCODER_COMPONENT names something else"),
        ("encoder", set_property("Endpoint", "EndpointName", to="x"), f"Endpoint {_UNKNOWN}"),
        ("encoder", set_property("Component", "InferenceComponentName", to="x"), f"Component {_UNKNOWN}"),
        ("encoder", set_at("Outputs", "EndpointName", "Value", to="x"), "exported is x"),
    ],
    rules.the_stacks_are_independent: [
        ("main", set_at("Resources", "Gpu", to=_GPU), "Gpu is paid for without an encoder"),
        ("main", set_property("Tagging", *_VARIABLES, to=_ANOTHER), "one stack locks the other"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "change", "breach"),
    [(rule, change, breach) for rule, breaches in BREACHES.items() for change, breach in breaches],
)
def test_each_rule_reports_a_breach(encoder: SystemTemplate, rule: Rule, change: Change, breach: str) -> None:
    assert breach in list(rule(changed(encoder, change)))


@pytest.mark.parametrize(
    ("rule", "which", "change", "breach"),
    [(rule, *each) for rule, breaches in PAIR_BREACHES.items() for each in breaches],
)
def test_each_rule_for_both_reports_a_breach(
    main: SystemTemplate, encoder: SystemTemplate, rule: PairRule, which: str, change: Change, breach: str
) -> None:
    pair = (changed(main, change), encoder) if which == "main" else (main, changed(encoder, change))
    assert breach in list(rule(*pair))


def test_every_rule_can_fail() -> None:
    assert set(rules.RULES) <= BREACHES.keys()
    assert set(rules.PAIR_RULES) == PAIR_BREACHES.keys()
