"""The project's rules for encoder.yaml, and for it together with template.yaml; each yields a sentence per breach."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

from bildtext_cli.deploy import Settings, read_settings
from bildtext_cli.local.template import TEMPLATE, SystemTemplate
from tests.template.role_rules import as_list, statements
from tests.template.template_rules import Rule

PairRule = Callable[[SystemTemplate, SystemTemplate], Iterator[str]]  # the main stack's template and the encoder's

ENCODER = TEMPLATE.with_name("encoder.yaml")
CONFIG = TEMPLATE.with_name("samconfig.toml")

# The monitored metrics of an endpoint, and the namespace that has them with the dimension InferenceComponentName
# (SageMaker developer guide, "Amazon SageMaker AI metrics in Amazon CloudWatch").
WATCHED = {
    "Invocation5XXErrors": "AWS/SageMaker",
    "ModelLatency": "AWS/SageMaker",
    "GPUMemoryUtilizationNormalized": "/aws/sagemaker/InferenceComponents",
}
LOAD = "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution"
ROLLED_OUT = ("AWS::SageMaker::Endpoint", "AWS::SageMaker::InferenceComponent")


def endpoints_are_isolated(template: SystemTemplate) -> Iterator[str]:
    for kind in ("AWS::SageMaker::Model", "AWS::SageMaker::EndpointConfig"):
        for name, resource in template.resources(kind).items():
            if resource["Properties"].get("EnableNetworkIsolation") is not True:
                yield f"{name} does not isolate its containers"
            if "VpcConfig" not in resource["Properties"]:
                yield f"{name} cannot be placed in a VPC"
    for name, config in template.resources("AWS::SageMaker::EndpointConfig").items():
        if "DataCaptureConfig" in config["Properties"]:
            yield f"{name} captures photos"
        if "KmsKeyId" not in config["Properties"]:
            yield f"{name} accepts no KMS key"


def endpoints_have_drivers_for_torch(template: SystemTemplate) -> Iterator[str]:
    for name, variant in _variants(template):
        if not variant.get("InferenceAmiVersion", "").startswith("al2023-ami-sagemaker-inference-gpu-"):
            yield f"{name} accepts any driver version"


def endpoints_scale_to_zero(template: SystemTemplate) -> Iterator[str]:
    for name, variant in _variants(template):
        scaling = variant.get("ManagedInstanceScaling", {})
        if (scaling.get("Status"), scaling.get("MinInstanceCount")) != ("ENABLED", 0):
            yield f"{name} never scales to zero machines"
        if variant.get("RoutingConfig", {}).get("RoutingStrategy") != "LEAST_OUTSTANDING_REQUESTS":
            yield f"{name} does not route to the least busy machine"
    for name, _ in _components(template):
        targets = _targets(template, name)
        if len(targets) != 1:
            yield f"{name} is not scaled"
        for target in targets.values():
            if target["Properties"]["MinCapacity"] != 0:
                yield f"{name} never scales to zero copies"
            if target.get("DependsOn") != name:
                yield f"{name} may be scaled before it exists"


def endpoints_scale_from_zero(template: SystemTemplate) -> Iterator[str]:
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
                yield f"{policy_name} adds a machine every minute"
        wake_alarms = {
            alarm_name: alarm
            for alarm_name, alarm in _alarms_on(template, component).items()
            if alarm["MetricName"] == "NoCapacityInvocationFailures"
            and any(policies.get(action, {}).get("PolicyType") == "StepScaling" for action in _actions(template, alarm))
        }
        if not wake_alarms:
            yield f"{name} never scales from zero"
        for wake_alarm, alarm in wake_alarms.items():
            # Clients stop calling after a few refusals, so the first one must suffice.
            if (alarm["Threshold"], alarm["ComparisonOperator"]) != (0, "GreaterThanThreshold"):
                yield f"{wake_alarm} does not fire at the first refused call"


def endpoints_are_watched(template: SystemTemplate) -> Iterator[str]:
    for name, component in _components(template):
        heard = set()
        for alarm_name, alarm in _alarms_on(template, component).items():
            if "AlarmTopic" in _actions(template, alarm):
                heard.add(alarm["MetricName"])
            if alarm["Namespace"] != WATCHED.get(alarm["MetricName"], "AWS/SageMaker"):
                yield f"{alarm_name} watches a metric that does not exist"
        for metric in sorted(WATCHED.keys() - heard):
            yield f"{name} has no alarm on {metric}"


def deployments_roll_back(template: SystemTemplate) -> Iterator[str]:
    ((component_name, component),) = _components(template)
    if component.get("RuntimeConfig", {}).get("CopyCount", 0) < 1:
        yield f"{component_name} is deployed without being started"
    alarms = _alarms_on(template, component)
    visible = {
        template.value(resource)
        for place, statement in statements(template)
        if place == "Role" and "cloudwatch:DescribeAlarms" in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
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
                yield f"Role may not read {alarm}"


def new_images_fit(template: SystemTemplate) -> Iterator[str]:
    """A new image starts on one more machine; without it an update at full load fails for lack of capacity."""
    fleet = template.body["Mappings"]["Fleet"]
    numbers = template.body["Parameters"]["MaxInstances"]["AllowedValues"]
    for number in numbers:
        if fleet.get(str(number), {}).get("Instances") != number + 1:
            yield f"no room for a new image beside {number}"
    for name, variant in _variants(template):
        wanted = {"Fn::FindInMap": ["Fleet", {"Ref": "MaxInstances"}, "Instances"]}
        if variant.get("ManagedInstanceScaling", {}).get("MaxInstanceCount") != wanted:
            yield f"{name} is not of Fleet's size"


def the_log_group_is_the_one_written_to(template: SystemTemplate) -> Iterator[str]:
    names = [group["Properties"]["LogGroupName"] for group in template.resources("AWS::Logs::LogGroup").values()]
    for name, component in _components(template):
        if {"Fn::Sub": f"/aws/sagemaker/InferenceComponents/{_name(component)}"} not in names:
            yield f"{name} logs elsewhere, forever"


def the_queue_fits_the_endpoint(main: SystemTemplate, encoder: SystemTemplate) -> Iterator[str]:
    """At most as many batches are processed at once as the copies accept before scaling out."""
    ((name, _),) = _components(encoder)
    (policy,) = (
        one["Properties"]["TargetTrackingScalingPolicyConfiguration"]
        for one in encoder.resources("AWS::ApplicationAutoScaling::ScalingPolicy").values()
        if one["Properties"]["PolicyType"] == "TargetTrackingScaling"
    )
    for target in _targets(encoder, name).values():
        if target["Properties"]["MaxCapacity"] != {"Ref": "MaxInstances"}:
            yield f"{name} does not grow to MaxInstances"
    for mapping in main.queue_mappings():
        if mapping.function == "Tagging" and policy["TargetValue"] * mapping.batch_size > _server_queue():
            yield f"{policy['TargetValue']} calls of {mapping.batch_size} photos are more than a server keeps"
    settings = _settings()
    for place in ("template.yaml", *(name for name, one in settings.items() if one.template is None)):
        batches = _given(settings.get(place), main, "QueueConcurrency")
        copies = _given(settings.get(f"{place}-encoder"), encoder, "MaxInstances")
        if batches > policy["TargetValue"] * copies:
            yield f"{place}: {batches} batches for {copies} GPUs of {policy['TargetValue']} calls"


def the_function_calls_only_this_encoder(main: SystemTemplate, encoder: SystemTemplate) -> Iterator[str]:
    """The main stack only uses and allows the exported name, which endpoint and component share."""
    ((component, component_properties),) = _components(encoder)
    ((endpoint, found),) = encoder.resources("AWS::SageMaker::Endpoint").items()
    for name, given in (
        (endpoint, found["Properties"]["EndpointName"]),
        (component, component_properties["InferenceComponentName"]),
    ):
        if given != {"Ref": "AWS::StackName"}:
            yield f"{name} has a name that the main stack does not know, or not after an update"
    exported = [encoder.value(each["Value"]) for each in encoder.body["Outputs"].values() if "Export" in each]
    if exported != [endpoint]:
        yield f"exported is {', '.join(exported)}"
    arn = "arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}"
    asked = [{"Fn::Sub": f"{arn}:{kind}/${{EncoderEndpoint}}"} for kind in ("endpoint", "inference-component")]
    for place, statement in statements(main):
        if "sagemaker:InvokeEndpoint" in as_list(statement.get("Action", [])):
            if statement["Resource"] != asked:
                yield f"{place} may ask {statement['Resource']}"
            if main.body["Resources"][place].get("Condition") != "HasEncoder":
                yield f"{place} is there without an encoder"
    variables = main.resources("AWS::Lambda::Function")["Tagging"]["Properties"]["Environment"]["Variables"]
    for variable in ("ENCODER_ENDPOINT", "ENCODER_COMPONENT"):
        if variables.get(variable) != {"Ref": "EncoderEndpoint"}:
            yield f"{variable} names something else"


def the_stacks_are_independent(main: SystemTemplate, encoder: SystemTemplate) -> Iterator[str]:
    """Neither stack is created, updated or deleted with the other, and without an encoder none of it is billed."""
    for name, resource in main.body["Resources"].items():
        if resource["Type"].startswith(("AWS::SageMaker", "AWS::ApplicationAutoScaling")):
            yield f"{name} is paid for without an encoder"
    for template in (main, encoder):
        if "Fn::ImportValue" in json.dumps(template.body):
            yield "one stack locks the other"


RULES: tuple[Rule, ...] = (
    endpoints_are_isolated,
    endpoints_have_drivers_for_torch,
    endpoints_scale_to_zero,
    endpoints_scale_from_zero,
    endpoints_are_watched,
    deployments_roll_back,
    new_images_fit,
    the_log_group_is_the_one_written_to,
)
PAIR_RULES: tuple[PairRule, ...] = (
    the_queue_fits_the_endpoint,
    the_function_calls_only_this_encoder,
    the_stacks_are_independent,
)


def _variants(template: SystemTemplate) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, config in template.resources("AWS::SageMaker::EndpointConfig").items():
        for variant in config["Properties"]["ProductionVariants"]:
            yield name, variant


def _components(template: SystemTemplate) -> list[tuple[str, dict[str, Any]]]:
    components = template.resources("AWS::SageMaker::InferenceComponent")
    return [(name, component["Properties"]) for name, component in components.items()]


def _targets(template: SystemTemplate, component: str) -> dict[str, dict[str, Any]]:
    name = _name(template.body["Resources"][component]["Properties"])
    return {
        target: resource
        for target, resource in template.resources("AWS::ApplicationAutoScaling::ScalableTarget").items()
        if resource["Properties"]["ResourceId"] == {"Fn::Sub": f"inference-component/{name}"}
    }


def _name(component: Mapping[str, Any]) -> str:
    """Return the component's name as a part of a Fn::Sub."""
    return f"${{{component['InferenceComponentName']['Ref']}}}"


def _alarms_on(template: SystemTemplate, component: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the properties of the alarms on a component, by logical id."""
    wanted = {"Name": "InferenceComponentName", "Value": component["InferenceComponentName"]}
    return {
        name: alarm["Properties"]
        for name, alarm in template.resources("AWS::CloudWatch::Alarm").items()
        if alarm["Properties"].get("Dimensions") == [wanted]
    }


def _actions(template: SystemTemplate, alarm: Mapping[str, Any]) -> list[str]:
    return [template.value(action) for action in alarm.get("AlarmActions", [])]


def _server_queue() -> int:
    """Return how many images can wait in the encoder's server before it refuses more."""
    return int(import_module("encoder.settings").Settings.model_fields["encoder_queue"].default)


def _settings() -> dict[str, Settings]:
    """Return the settings in samconfig.toml of each deployed stack, by environment."""
    config = tomllib.loads(CONFIG.read_text("utf-8"))
    deployed = [name for name, commands in config.items() if isinstance(commands, dict) and "deploy" in commands]
    return {name: read_settings(name, CONFIG) for name in deployed}


def _given(settings: Settings | None, template: SystemTemplate, parameter: str) -> int:
    """Return a stack's value of a parameter: from its settings, or else the default."""
    given = settings.parameters if settings else {}
    return int(given.get(parameter, template.body["Parameters"][parameter]["Default"]))
