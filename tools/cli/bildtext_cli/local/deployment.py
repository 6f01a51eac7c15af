"""Deploys the translated template to moto through CloudFormation: bucket, queues, rule, bus, table, function."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.exceptions import ClientError

from bildtext_cli.local import StartError
from bildtext_cli.local.template import SystemTemplate

STACK_NAME = "bildtext"

# The resource types deployed to moto. The others are not needed locally (policies, alarms, log delivery, layers), are
# emulated by this package (the API, event source mappings: moto would start containers), or unknown to moto's
# CloudFormation.
DEPLOYED = (
    "AWS::DynamoDB::Table",
    "AWS::Events::EventBus",
    "AWS::Events::Rule",
    "AWS::IAM::Role",
    "AWS::Lambda::Function",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::SQS::Queue",
)
# Resources that values stand for: moto's CloudFormation has no Cognito, and records are signed with a key file.
_STOOD_FOR = ("AWS::Cognito::", "AWS::KMS::")


@dataclass(frozen=True)
class Deployment:
    """The created resources: physical names by logical id (a queue's is its URL), and each function's environment."""

    names: Mapping[str, str]
    environments: Mapping[str, Mapping[str, str]]


def deploy(template: SystemTemplate, values: Mapping[str, str] | None = None) -> Deployment:
    """Create the template's resources at the AWS endpoint of boto3's environment. Raises StartError.

    `values` are of parameters, and of resources that are not created here: the user pool, its clients, the signing key.
    """
    resources = template.body["Resources"]
    stood_for = {name for name, one in resources.items() if one["Type"].startswith(_STOOD_FOR)}
    parameters = {
        **template.body.get("Parameters", {}),
        **{name: {"Type": "String", "Default": name} for name in stood_for},
    }
    for name, value in (values or {}).items():
        parameters[name] = {**parameters[name], "Default": value}
    deployed = {name: _deployable(one) for name, one in resources.items() if one["Type"] in DEPLOYED}
    body = {**template.body, "Parameters": parameters, "Resources": deployed}
    body.pop("Outputs", None)  # they refer to the API, which is not deployed
    cloudformation = boto3.client("cloudformation")
    try:
        cloudformation.create_stack(
            StackName=STACK_NAME,
            TemplateBody=json.dumps(body),
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
        )
        stack = cloudformation.describe_stacks(StackName=STACK_NAME)["Stacks"][0]
        if stack["StackStatus"] != "CREATE_COMPLETE":
            raise StartError(f"The template could not be deployed to moto: {stack['StackStatus']}.")
        created = cloudformation.describe_stack_resources(StackName=STACK_NAME)["StackResources"]
        names = {
            resource["LogicalResourceId"]: resource["PhysicalResourceId"]
            for resource in created
            if resource.get("PhysicalResourceId")
        }
        for name, bucket in template.resources("AWS::S3::Bucket").items():
            _finish_bucket(names[name], bucket["Properties"], (values or {}).get("PageUrl", ""))
        environments = {
            name: boto3.client("lambda")
            .get_function_configuration(FunctionName=names[name])
            .get("Environment", {})
            .get("Variables", {})
            for name in template.resources("AWS::Lambda::Function")
        }
    except ClientError as error:
        raise StartError(f"The template could not be deployed to moto: {error}") from error
    return Deployment(names, environments)


def _deployable(resource: Mapping[str, Any]) -> dict[str, Any]:
    """A resource without what refers to resources that are not deployed: layers, and policies, which moto ignores."""
    left = resource.get("Properties", {}).items()
    properties = {name: each for name, each in left if name not in ("Layers", "Policies")}
    return {**resource, "Properties": properties}


def _finish_bucket(bucket: str, properties: Mapping[str, Any], page_url: str) -> None:
    """Configure versioning, EventBridge and CORS, which moto's CloudFormation ignores."""
    s3 = boto3.client("s3")
    if status := properties.get("VersioningConfiguration", {}).get("Status"):
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": status})
    notifications = properties.get("NotificationConfiguration", {})
    if notifications.get("EventBridgeConfiguration", {}).get("EventBridgeEnabled"):
        s3.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}}
        )
    rules = properties.get("CorsConfiguration", {}).get("CorsRules", [])
    if rules and page_url:
        origins = [page_url, page_url.replace("127.0.0.1", "localhost")]
        local: list[Any] = [
            {**{name: each for name, each in rule.items() if name != "MaxAge"}, "AllowedOrigins": origins}
            for rule in rules
        ]
        s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": local})
