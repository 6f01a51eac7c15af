"""The project's rules for what functions are given: permissions for exactly the calls of their code, and variables."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import botocore
import botocore.session

from bildtext_cli.local.template import SystemTemplate
from tests.template.image_rules import REPOSITORY

# The only actions allowed on every resource, because AWS does not support resources for them.
ACTIONS_WITHOUT_RESOURCE = {
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "ecr:GetAuthorizationToken",
    *(f"ec2:Describe{those}" for those in ("DhcpOptions", "NetworkInterfaces", "SecurityGroups", "Subnets", "Vpcs")),
}
# The action for which AWS supports a condition instead.
ACTIONS_WITH_CONDITION = {"cloudwatch:PutMetricData": "cloudwatch:namespace"}


def roles_allow_what_is_called(template: SystemTemplate) -> Iterator[str]:
    """Each role allows exactly what its function's code calls, and what Lambda itself needs."""
    for function in template.resources("AWS::Lambda::Function"):
        roles = {f"{function}{policy}" for policy in ("Role", "BedrockPolicy", "EncoderPolicy")}
        granted = {
            action
            for place, statement in statements(template)
            if place in roles and statement["Effect"] == "Allow"
            for action in as_list(statement["Action"])
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
            yield f"{function} is given {name}, which it does not know"
        dockerfile = resource["Metadata"].get("Dockerfile")
        text = (REPOSITORY / dockerfile).read_text("utf-8") if dockerfile else ""
        by_image = re.findall(r"^ENV (\w+)=", text, re.M)
        for name in sorted((known | _POWERTOOLS) - given - set(by_image)):
            yield f"{function} is not given {name}"


_POWERTOOLS = {"LOG_LEVEL", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_SERVICE_NAME"}
_LAMBDA_ITSELF = {
    "sts:AssumeRole",
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:SendMessage",  # to the queue of changes that were given up
    *(f"dynamodb:{action}" for action in ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")),
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "s3:ListBucket",  # never called: it turns the 403 for a missing photo into a 404
    *ACTIONS_WITHOUT_RESOURCE,
}
# The services whose calls are checked.
_SERVICES = ("bedrock-runtime", "dynamodb", "events", "kms", "lambda", "s3", "sagemaker-runtime", "sns", "sqs")
_PERMISSIONS = {  # operations whose permission has another name
    "s3:HeadObject": "s3:GetObject",
    "bedrock-runtime:Converse": "bedrock:InvokeModel",
    "bedrock-runtime:ConverseStream": "bedrock:InvokeModelWithResponseStream",
    "s3:ListObjects": "s3:ListBucket",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:CopyObject": "s3:GetObject s3:PutObject",
    "s3:DeleteObjects": "s3:DeleteObject",
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
    "lambda:Invoke": "lambda:InvokeFunction",
    "sagemaker-runtime:InvokeEndpoint": "sagemaker:InvokeEndpoint",
    "sns:PublishBatch": "sns:Publish",
    "dynamodb:TransactWriteItems": "dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem",
}
# What whoever gets such an address may do with it, the function must be allowed to.
_PRESIGNED = {"generate_presigned_url": "s3:GetObject", "generate_presigned_post": "s3:PutObject"}


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
    wanted: dict[str, str] = dict(_PRESIGNED)
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
    actions = {action for call in calls & wanted.keys() for action in wanted[call].split()}
    return actions | {"s3:GetObjectVersion" for file in files if _reads_versions(file)}


def _reads_versions(file: Path) -> bool:
    """Return whether the file reads a version of an object, which has a permission of its own."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "get_object"
        and any(keyword.arg == "VersionId" for keyword in node.keywords)
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
    )


def _is_publisher(node: ast.expr) -> bool:
    """Return whether this is the project's own `publisher`, whose method has the same name as one of SNS."""
    return (node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")) == "publisher"


def statements(template: SystemTemplate) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, resource in template.body["Resources"].items():
        properties = resource.get("Properties", {})
        documents = [properties.get("PolicyDocument"), properties.get("AssumeRolePolicyDocument")]
        for policy in properties.get("Policies", []):
            either = policy.get("Fn::If", ["", policy])[1:] if isinstance(policy, dict) else []
            documents += [each.get("PolicyDocument") for each in either]
        for document in documents:
            for statement in as_list((document or {}).get("Statement", [])):
                yield name, statement


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
