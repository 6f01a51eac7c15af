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

# The resource types deployed to moto. The others are not needed locally (policies, alarms, log delivery), are emulated
# by this package (the API, event source mappings: moto would start containers), or unknown to moto's CloudFormation.
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


@dataclass(frozen=True)
class Deployment:
    """The created resources: physical names by logical id (a queue's is its URL), and each function's environment."""

    names: Mapping[str, str]
    environments: Mapping[str, Mapping[str, str]]


def deploy(template: SystemTemplate) -> Deployment:
    """Create the template's resources at the AWS endpoint of boto3's environment. Raises StartError."""
    deployed = {name: resource for name, resource in template.body["Resources"].items() if resource["Type"] in DEPLOYED}
    body = {**template.body, "Resources": deployed}
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
            _finish_bucket(names[name], bucket["Properties"])
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


def _finish_bucket(bucket: str, properties: Mapping[str, Any]) -> None:
    """Configure versioning and EventBridge, which moto's CloudFormation ignores."""
    s3 = boto3.client("s3")
    if status := properties.get("VersioningConfiguration", {}).get("Status"):
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": status})
    notifications = properties.get("NotificationConfiguration", {})
    if notifications.get("EventBridgeConfiguration", {}).get("EventBridgeEnabled"):
        s3.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}}
        )
