"""The house's rules for the endpoint in template.yaml: as in house_rules, each yields one sentence per breach."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from bildtext_cli.deploy import read_settings
from bildtext_cli.local.template import SystemTemplate
from tests.template.house_rules import Rule, _list, _statements
from tests.template.image_rules import REPOSITORY

# What an endpoint is watched for, and where SageMaker reports it with the dimension InferenceComponentName
# (SageMaker developer guide, "Amazon SageMaker AI metrics in Amazon CloudWatch").
WATCHED = {
    "Invocation5XXErrors": "AWS/SageMaker",
    "ModelLatency": "AWS/SageMaker",
    "GPUMemoryUtilizationNormalized": "/aws/sagemaker/InferenceComponents",
}
LOAD = "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution"
ROLLED_OUT = ("AWS::SageMaker::Endpoint", "AWS::SageMaker::InferenceComponent")


def nothing_without_a_gpu(template: SystemTemplate) -> Iterator[str]:
    """What belongs to the endpoint, or names what does, has a condition; so a stack without one pays for none of it."""
    parts = {**template.body["Resources"], **template.body.get("Outputs", {})}
    kinds = ("AWS::SageMaker", "AWS::ApplicationAutoScaling")
    own = {name for name, part in parts.items() if name.startswith("Encoder") or part.get("Type", "").startswith(kinds)}
    for name, part in parts.items():
        belongs = name in own or own & set(_named(part))
        if belongs and part.get("Condition") != "HasEncoder":
            yield f"{name} is there without an encoder"


def endpoints_keep_photos_to_themselves(template: SystemTemplate) -> Iterator[str]:
    for kind in ("AWS::SageMaker::Model", "AWS::SageMaker::EndpointConfig"):
        for name, resource in template.resources(kind).items():
            if resource["Properties"].get("EnableNetworkIsolation") is not True:
                yield f"{name} lets its containers out"
            if "VpcConfig" not in resource["Properties"]:
                yield f"{name} cannot stand in a VPC"
    for name, config in template.resources("AWS::SageMaker::EndpointConfig").items():
        if "DataCaptureConfig" in config["Properties"]:
            yield f"{name} keeps photos"
        if "KmsKeyId" not in config["Properties"]:
            yield f"{name} takes no KMS key"


def endpoints_have_drivers_for_torch(template: SystemTemplate) -> Iterator[str]:
    for name, variant in _variants(template):
        if not variant.get("InferenceAmiVersion", "").startswith("al2023-ami-sagemaker-inference-gpu-"):
            yield f"{name} takes whatever driver its machines have"


def endpoints_go_to_sleep(template: SystemTemplate) -> Iterator[str]:
    for name, variant in _variants(template):
        scaling = variant.get("ManagedInstanceScaling", {})
        if (scaling.get("Status"), scaling.get("MinInstanceCount")) != ("ENABLED", 0):
            yield f"{name} never gives its last machine back"
        if variant.get("RoutingConfig", {}).get("RoutingStrategy") != "LEAST_OUTSTANDING_REQUESTS":
            yield f"{name} sends calls past a machine that is free"
    for name, _ in _components(template):
        targets = _targets(template, name)
        if len(targets) != 1:
            yield f"{name} is not scaled"
        for target in targets.values():
            if target["Properties"]["MinCapacity"] != 0:
                yield f"{name} never gives its last copy back"
            if target.get("DependsOn") != name:
                yield f"{name} may be scaled before it exists"


def endpoints_wake_up(template: SystemTemplate) -> Iterator[str]:
    for name, component in _components(template):
        policies = {
            policy_name: policy["Properties"]
            for policy_name, policy in template.resources("AWS::ApplicationAutoScaling::ScalingPolicy").items()
            if template.value(policy["Properties"]["ScalingTargetId"]) in _targets(template, name)
        }
        metrics = [
            policy.get("TargetTrackingScalingPolicyConfiguration", {})
            .get("PredefinedMetricSpecification", {})
            .get("PredefinedMetricType")
            for policy in policies.values()
        ]
        if LOAD not in metrics:
            yield f"{name} does not grow with its load"
        for policy_name, policy in policies.items():
            steps = policy.get("StepScalingPolicyConfiguration", {"AdjustmentType": "ExactCapacity"})
            if steps["AdjustmentType"] != "ExactCapacity":
                yield f"{policy_name} starts a machine with every minute"
        clocks = {
            alarm_name: alarm
            for alarm_name, alarm in _alarms_on(template, component).items()
            if alarm["MetricName"] == "NoCapacityInvocationFailures"
            and any(policies.get(action, {}).get("PolicyType") == "StepScaling" for action in _actions(template, alarm))
        }
        if not clocks:
            yield f"{name} never wakes up"
        for clock, alarm in clocks.items():
            # Who is refused a few times stops asking, so the first refusal must be enough.
            if (alarm["Threshold"], alarm["ComparisonOperator"]) != (0, "GreaterThanThreshold"):
                yield f"{clock} sleeps on when it is called"


def endpoints_are_watched(template: SystemTemplate) -> Iterator[str]:
    topics = template.resources("AWS::SNS::Topic")
    for name, component in _components(template):
        heard = set()
        for alarm_name, alarm in _alarms_on(template, component).items():
            if any(action in topics for action in _actions(template, alarm)):
                heard.add(alarm["MetricName"])
            if alarm["Namespace"] != WATCHED.get(alarm["MetricName"], "AWS/SageMaker"):
                yield f"{alarm_name} watches what is not measured"
        for metric in sorted(WATCHED.keys() - heard):
            yield f"{name} has no alarm on {metric}"


def deployments_roll_back(template: SystemTemplate) -> Iterator[str]:
    ((component_name, component),) = _components(template)
    if component.get("RuntimeConfig", {}).get("CopyCount", 0) < 1:
        yield f"{component_name} is deployed without being started"
    alarms = _alarms_on(template, component)
    visible = {
        template.value(resource)
        for place, statement in _statements(template)
        if place == "EncoderRole" and "cloudwatch:DescribeAlarms" in _list(statement["Action"])
        for resource in _list(statement["Resource"])
    }
    for kind in ROLLED_OUT:
        for name, resource in template.resources(kind).items():
            config = resource["Properties"].get("DeploymentConfig", {})
            wait = config.get("RollingUpdatePolicy") or config.get("BlueGreenUpdatePolicy", {}).get(
                "TrafficRoutingConfiguration", {}
            )
            on = {
                template.value(each["AlarmName"])
                for each in config.get("AutoRollbackConfiguration", {}).get("Alarms", [])
            }
            heard = {alarms[alarm]["MetricName"] for alarm in on & alarms.keys()}
            for metric in sorted(WATCHED.keys() - heard):
                yield f"{name} is not rolled back on {metric}"
            for alarm in sorted(on & alarms.keys()):
                if alarms[alarm]["Period"] * alarms[alarm]["EvaluationPeriods"] > wait.get("WaitIntervalInSeconds", 0):
                    yield f"{name} is deployed before {alarm} rings"
            for alarm in sorted(on - visible):
                yield f"EncoderRole may not look at {alarm}"


def new_images_find_room(template: SystemTemplate) -> Iterator[str]:
    """A new image starts on a machine more; without it an update at full load is refused for want of capacity."""
    fleet = template.body["Mappings"]["EncoderFleet"]
    numbers = template.body["Parameters"]["EncoderMaxInstances"]["AllowedValues"]
    for number in numbers:
        if fleet.get(str(number), {}).get("Instances") != number + 1:
            yield f"no room for a new image beside {number}"
    for name, variant in _variants(template):
        wanted = {"Fn::FindInMap": ["EncoderFleet", {"Ref": "EncoderMaxInstances"}, "Instances"]}
        if variant.get("ManagedInstanceScaling", {}).get("MaxInstanceCount") != wanted:
            yield f"{name} is not of EncoderFleet's size"


def the_queue_fits_the_endpoint(template: SystemTemplate) -> Iterator[str]:
    """No more batches are worked on at once than the copies take before another would be wanted."""
    ((name, _),) = _components(template)
    (policy,) = (
        one["Properties"]["TargetTrackingScalingPolicyConfiguration"]
        for one in template.resources("AWS::ApplicationAutoScaling::ScalingPolicy").values()
        if one["Properties"]["PolicyType"] == "TargetTrackingScaling"
    )
    for target in _targets(template, name).values():
        if target["Properties"]["MaxCapacity"] != {"Ref": "EncoderMaxInstances"}:
            yield f"{name} does not grow to EncoderMaxInstances"
    for mapping in template.queue_mappings():
        if mapping.function == "Tagging" and policy["TargetValue"] * mapping.batch_size > _server_queue():
            yield f"{policy['TargetValue']} calls of {mapping.batch_size} photos are more than a server keeps"
    config = tomllib.loads((REPOSITORY / "samconfig.toml").read_text("utf-8"))
    settings = {name: read_settings(name, REPOSITORY / "samconfig.toml").overrides for name in _deployed(config)}
    for place, words in {"template.yaml": [], **settings}.items():
        given = dict(word.split("=", 1) for word in words)
        batches, copies = (
            int(given.get(name, template.body["Parameters"][name]["Default"]))
            for name in ("QueueConcurrency", "EncoderMaxInstances")
        )
        if batches > policy["TargetValue"] * copies:
            yield f"{place}: {batches} batches for {copies} GPUs of {policy['TargetValue']} calls"


def the_function_asks_this_encoder_only(template: SystemTemplate) -> Iterator[str]:
    ((component, component_properties),) = _components(template)
    ((endpoint, found),) = template.resources("AWS::SageMaker::Endpoint").items()
    for place, statement in _statements(template):
        if "sagemaker:InvokeEndpoint" in _list(statement.get("Action", [])):
            allowed = sorted(str(template.value(each)) for each in _list(statement["Resource"]))
            if allowed != sorted([endpoint, component]):
                yield f"{place} may ask {', '.join(allowed)}"
    variables = template.resources("AWS::Lambda::Function")["Tagging"]["Properties"]["Environment"]["Variables"]
    for variable, name in (
        ("ENCODER_ENDPOINT", found["Properties"]["EndpointName"]),
        ("ENCODER_COMPONENT", component_properties["InferenceComponentName"]),
    ):
        if variables.get(variable) != {"Fn::If": ["HasEncoder", name, ""]}:
            yield f"{variable} names something else"


def the_log_group_is_the_one_that_is_written(template: SystemTemplate) -> Iterator[str]:
    names = [group["Properties"]["LogGroupName"] for group in template.resources("AWS::Logs::LogGroup").values()]
    for name, component in _components(template):
        written = f"/aws/sagemaker/InferenceComponents/{component['InferenceComponentName']['Fn::Sub']}"
        if {"Fn::Sub": written} not in names:
            yield f"{name} logs elsewhere, for ever"


RULES: tuple[Rule, ...] = (
    nothing_without_a_gpu,
    endpoints_keep_photos_to_themselves,
    endpoints_have_drivers_for_torch,
    endpoints_go_to_sleep,
    endpoints_wake_up,
    endpoints_are_watched,
    deployments_roll_back,
    new_images_find_room,
    the_queue_fits_the_endpoint,
    the_function_asks_this_encoder_only,
    the_log_group_is_the_one_that_is_written,
)


def _named(node: Any) -> Iterator[str]:
    """The logical ids that a piece of the template refers to."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("Ref", "DependsOn"):
                yield from _list(value)
            elif key == "Fn::GetAtt":
                yield value[0]
            else:
                yield from _named(value)
    elif isinstance(node, list):
        for each in node:
            yield from _named(each)


def _variants(template: SystemTemplate) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, config in template.resources("AWS::SageMaker::EndpointConfig").items():
        for variant in config["Properties"]["ProductionVariants"]:
            yield name, variant


def _components(template: SystemTemplate) -> list[tuple[str, dict[str, Any]]]:
    components = template.resources("AWS::SageMaker::InferenceComponent")
    return [(name, component["Properties"]) for name, component in components.items()]


def _targets(template: SystemTemplate, component: str) -> dict[str, dict[str, Any]]:
    name = template.body["Resources"][component]["Properties"]["InferenceComponentName"]["Fn::Sub"]
    return {
        target: resource
        for target, resource in template.resources("AWS::ApplicationAutoScaling::ScalableTarget").items()
        if resource["Properties"]["ResourceId"] == {"Fn::Sub": f"inference-component/{name}"}
    }


def _alarms_on(template: SystemTemplate, component: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The properties of the alarms that watch a component, by logical id."""
    wanted = {"Name": "InferenceComponentName", "Value": component["InferenceComponentName"]}
    return {
        name: alarm["Properties"]
        for name, alarm in template.resources("AWS::CloudWatch::Alarm").items()
        if alarm["Properties"].get("Dimensions") == [wanted]
    }


def _actions(template: SystemTemplate, alarm: Mapping[str, Any]) -> list[str]:
    return [template.value(action) for action in alarm.get("AlarmActions", [])]


def _server_queue() -> int:
    """How many images may wait in the encoder's server before it refuses more."""
    return int(import_module("encoder.settings").Settings.model_fields["encoder_queue"].default)


def _deployed(config: Mapping[str, Any]) -> list[str]:
    return [name for name, commands in config.items() if isinstance(commands, dict) and "deploy" in commands]
