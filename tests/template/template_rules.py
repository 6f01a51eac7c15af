"""The project's rules for both templates, as functions over the translated template; each yields a sentence per breach.

cfn-lint checks what AWS accepts; these check our own requirements, on plain CloudFormation including what SAM adds.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import botocore
import botocore.session

from bildtext_cli.local.template import SystemTemplate
from tests.template.image_rules import REPOSITORY, images_can_be_built, images_only_copy_from_other_stages

Rule = Callable[[SystemTemplate], Iterator[str]]

# The only actions allowed on every resource, because AWS does not support resources for them.
ACTIONS_WITHOUT_RESOURCE = {
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "ecr:GetAuthorizationToken",
    *(f"ec2:Describe{those}" for those in ("DhcpOptions", "NetworkInterfaces", "SecurityGroups", "Subnets", "Vpcs")),
}
# The action for which AWS supports a condition instead.
ACTIONS_WITH_CONDITION = {"cloudwatch:PutMetricData": "cloudwatch:namespace"}


def no_wildcard_action(template: SystemTemplate) -> Iterator[str]:
    for place, statement in _statements(template):
        for action in _list(statement.get("Action", "*")):
            if statement["Effect"] == "Allow" and "*" in action:
                yield f"{place} allows {action}"


def no_wildcard_resource(template: SystemTemplate) -> Iterator[str]:
    for place, statement in _statements(template):
        actions = set(_list(statement.get("Action", "*")))
        if statement["Effect"] == "Allow" and "*" in _list(statement.get("Resource", [])):
            asked = {key for keys in statement.get("Condition", {}).values() for key in keys}
            bounded = {action for action in actions if ACTIONS_WITH_CONDITION.get(action) in asked}
            for action in sorted(actions - ACTIONS_WITHOUT_RESOURCE - bounded):
                yield f"{place} allows {action} on every resource"


def no_managed_policies(template: SystemTemplate) -> Iterator[str]:
    for name, role in template.resources("AWS::IAM::Role").items():
        if role["Properties"].get("ManagedPolicyArns"):
            yield f"{name} has a managed policy, which allows more than it needs"


def functions_log_with_retention(template: SystemTemplate) -> Iterator[str]:
    groups = template.resources("AWS::Logs::LogGroup")
    for name, function in template.resources("AWS::Lambda::Function").items():
        group = template.value(function["Properties"].get("LoggingConfig", {}).get("LogGroup"))
        if group not in groups:
            yield f"{name} has no log group of its own"
    for name, found in groups.items():
        if "RetentionInDays" not in found["Properties"]:
            yield f"{name} keeps logs forever"


def queues_are_guarded(template: SystemTemplate) -> Iterator[str]:
    queues = template.resources("AWS::SQS::Queue")
    targets = {_dead_letters(template, queue) for queue in queues.values()}
    for name, queue in queues.items():
        properties = queue["Properties"]
        if name not in targets and _dead_letters(template, queue) not in queues:
            yield f"{name} has no dead-letter queue"
        if name in targets and properties.get("MessageRetentionPeriod") != 14 * 24 * 3600:
            yield f"{name} keeps dead letters for less than 14 days"
        if not (properties.get("SqsManagedSseEnabled") or properties.get("KmsMasterKeyId")):
            yield f"{name} is not encrypted"
        if not _tls_only(template, "AWS::SQS::QueuePolicy", "Queues", name):
            yield f"{name} accepts requests without TLS"
    for mapping in template.queue_mappings():
        function = template.resources("AWS::Lambda::Function")[mapping.function]["Properties"]
        visibility = queues[mapping.queue]["Properties"].get("VisibilityTimeout", 30)
        if visibility < 6 * template.value(function.get("Timeout", 3)) + mapping.window_s:
            yield f"{mapping.queue} redelivers a message after {visibility} s, while {mapping.function} may run"
        if not mapping.reports_failures:
            yield f"{mapping.function} does not report failures of single messages of {mapping.queue}"


def buckets_are_guarded(template: SystemTemplate) -> Iterator[str]:
    blocks = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
    for name, bucket in template.resources("AWS::S3::Bucket").items():
        properties = bucket.get("Properties", {})
        if not all(properties.get("PublicAccessBlockConfiguration", {}).get(block) for block in blocks):
            yield f"{name} is not private"
        if "BucketEncryption" not in properties:
            yield f"{name} is not encrypted"
        if properties.get("VersioningConfiguration", {}).get("Status") != "Enabled":
            yield f"{name} is not versioned"
        if bucket.get("DeletionPolicy") != "Retain":
            yield f"{name} is deleted with the stack"
        if not _tls_only(template, "AWS::S3::BucketPolicy", "Bucket", name):
            yield f"{name} accepts requests without TLS"


def tables_are_guarded(template: SystemTemplate) -> Iterator[str]:
    for name, table in template.resources("AWS::DynamoDB::Table").items():
        properties = table["Properties"]
        if not properties.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled"):
            yield f"{name} cannot be put back to an earlier point in time"
        if properties.get("BillingMode") != "PAY_PER_REQUEST":
            yield f"{name} is not on demand"
        if table.get("DeletionPolicy") != "Retain" or "DeletionProtectionEnabled" not in properties:
            yield f"{name} is deleted with the stack"


def routes_require_a_signature(template: SystemTemplate) -> Iterator[str]:
    for name, api in template.resources("AWS::ApiGatewayV2::Api").items():
        for path, methods in api["Properties"]["Body"]["paths"].items():
            for method, operation in methods.items():
                if {"AWS_IAM": []} not in operation.get("security", []):
                    yield f"{name}: {method.upper()} {path} accepts unsigned requests"


def apis_are_throttled_and_logged(template: SystemTemplate) -> Iterator[str]:
    for name, stage in template.resources("AWS::ApiGatewayV2::Stage").items():
        settings = stage["Properties"].get("DefaultRouteSettings", {})
        if not {"ThrottlingRateLimit", "ThrottlingBurstLimit"} <= settings.keys():
            yield f"{name} accepts any number of requests"
        if "AccessLogSettings" not in stage["Properties"]:
            yield f"{name} writes no access log"


def alarms_notify_someone(template: SystemTemplate) -> Iterator[str]:
    reached = {"AlarmTopic", *template.resources("AWS::ApplicationAutoScaling::ScalingPolicy")}
    watched = set()
    for name, alarm in template.resources("AWS::CloudWatch::Alarm").items():
        watched |= {str(template.value(dimension["Value"])) for dimension in alarm["Properties"].get("Dimensions", [])}
        if not any(template.value(action) in reached for action in alarm["Properties"].get("AlarmActions", [])):
            yield f"{name} notifies nobody"
    for kind in ("AWS::SQS::Queue", "AWS::Lambda::Function", "AWS::ApiGatewayV2::Api"):
        for name in template.resources(kind).keys() - watched:
            yield f"{name} has no alarm"


def roles_allow_what_is_called(template: SystemTemplate) -> Iterator[str]:
    """Each role allows exactly what its function's code calls, and what Lambda itself needs."""
    for function in template.resources("AWS::Lambda::Function"):
        roles = {f"{function}{policy}" for policy in ("Role", "BedrockPolicy", "EncoderPolicy")}
        granted = {
            action
            for place, statement in _statements(template)
            if place in roles and statement["Effect"] == "Allow"
            for action in _list(statement["Action"])
        }
        called = called_actions(*files_behind(REPOSITORY / "functions" / function.lower() / function.lower()))
        for action in sorted(called - granted):
            yield f"{function} calls {action}, which its role does not allow"
        for action in sorted(granted - called - _LAMBDA_ITSELF):
            yield f"{function}'s role allows {action}, which it never calls"


def environment_matches_the_settings(template: SystemTemplate) -> Iterator[str]:
    """Each variable is read by the settings or Powertools; each setting is given here or in the image."""
    for function, resource in template.resources("AWS::Lambda::Function").items():
        given = set(resource["Properties"]["Environment"]["Variables"])
        fields = import_module(f"{function.lower()}.settings").Settings.model_fields
        known = {name.upper() for name in fields if not name.startswith("aws_lambda_")}  # set by Lambda
        for name in sorted(given - known - _POWERTOOLS):
            yield f"{function} has the variable {name}, which it does not read"
        by_image = re.findall(
            r"^ENV (\w+)=", (REPOSITORY / resource["Metadata"]["Dockerfile"]).read_text("utf-8"), re.M
        )
        for name in sorted((known | _POWERTOOLS) - given - set(by_image)):
            yield f"{function} is not given {name}"


_POWERTOOLS = {"LOG_LEVEL", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_SERVICE_NAME"}
_LAMBDA_ITSELF = {
    "sts:AssumeRole",
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "s3:ListBucket",  # never called: it turns the 403 for a missing photo into a 404
    *ACTIONS_WITHOUT_RESOURCE,
}
# The services whose calls are checked.
_SERVICES = ("bedrock-runtime", "dynamodb", "events", "lambda", "s3", "sagemaker-runtime", "sns", "sqs")
_PERMISSIONS = {  # operations whose permission has another name
    "s3:HeadObject": "s3:GetObject",
    "bedrock-runtime:Converse": "bedrock:InvokeModel",
    "bedrock-runtime:ConverseStream": "bedrock:InvokeModelWithResponseStream",
    "s3:ListObjects": "s3:ListBucket",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:CopyObject": "s3:PutObject",
    "s3:DeleteObjects": "s3:DeleteObject",
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
    "lambda:Invoke": "lambda:InvokeFunction",
    "sagemaker-runtime:InvokeEndpoint": "sagemaker:InvokeEndpoint",
    "sns:PublishBatch": "sns:Publish",
}


def files_behind(function: Path) -> set[Path]:
    """Return a function's own files and those of the layer that they import, directly or indirectly."""
    layer = REPOSITORY / "layers/bildtext/python"
    found: set[Path] = set()
    waiting = set(function.rglob("*.py"))
    while waiting:
        file = waiting.pop()
        found.add(file)
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("bildtext"):
                continue
            for name in [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]:
                place = layer.joinpath(*str(name).split("."))
                waiting |= {path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()}
        waiting -= found
    return found


def called_actions(*files: Path) -> set[str]:
    """Return the permissions that the calls of boto3's client methods in these files require."""
    wanted: dict[str, str] = {}
    loader = botocore.session.get_session()
    for service in _SERVICES:
        for operation in loader.get_service_model(service).operation_names:
            action = f"{service}:{operation}"
            wanted[botocore.xform_name(operation)] = _PERMISSIONS.get(action, action)
    calls = {
        node.func.attr
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not _is_publisher(node.func.value)
    }
    return {wanted[call] for call in calls & wanted.keys()}


def _is_publisher(node: ast.expr) -> bool:
    """Return whether this is the project's own `publisher`, whose method has the same name as one of SNS."""
    return (node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")) == "publisher"


RULES: tuple[Rule, ...] = (
    no_wildcard_action,
    no_wildcard_resource,
    no_managed_policies,
    functions_log_with_retention,
    queues_are_guarded,
    buckets_are_guarded,
    tables_are_guarded,
    routes_require_a_signature,
    apis_are_throttled_and_logged,
    alarms_notify_someone,
    images_can_be_built,
    images_only_copy_from_other_stages,
    roles_allow_what_is_called,
    environment_matches_the_settings,
)


def _statements(template: SystemTemplate) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, resource in template.body["Resources"].items():
        properties = resource.get("Properties", {})
        documents = [properties.get("PolicyDocument"), properties.get("AssumeRolePolicyDocument")]
        for policy in properties.get("Policies", []):
            either = policy.get("Fn::If", ["", policy])[1:] if isinstance(policy, dict) else []
            documents += [each.get("PolicyDocument") for each in either]
        for document in documents:
            for statement in _list((document or {}).get("Statement", [])):
                yield name, statement


def _tls_only(template: SystemTemplate, kind: str, field: str, name: str) -> bool:
    """Return whether all requests without TLS are denied, for a bucket including its objects."""
    arn, objects = {"Fn::GetAtt": [name, "Arn"]}, {"Fn::Sub": f"${{{name}.Arn}}/*"}
    action, everything = ("s3:*", [arn, objects]) if kind == "AWS::S3::BucketPolicy" else ("sqs:*", [arn])
    return any(
        name in [template.value(each) for each in _list(policy["Properties"][field])]
        and any(
            (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", action)
            and statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}
            and all(resource in _list(statement["Resource"]) for resource in everything)
            for statement in _list(policy["Properties"]["PolicyDocument"]["Statement"])
        )
        for policy in template.resources(kind).values()
    )


def _dead_letters(template: SystemTemplate, queue: dict[str, Any]) -> Any:
    policy = queue["Properties"].get("RedrivePolicy", {})
    policy = json.loads(policy) if isinstance(policy, str) else policy
    return template.value(policy.get("deadLetterTargetArn"))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
