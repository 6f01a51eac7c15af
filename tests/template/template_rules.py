"""The project's rules for both templates, as functions over the translated template; each yields a sentence per breach.

cfn-lint checks what AWS accepts; these check our own requirements, on plain CloudFormation including what SAM adds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from bildtext_cli.local.template import SystemTemplate
from tests.template.catalogue_rules import (
    archives_have_the_layer,
    logins_are_guarded,
    routes_want_a_token,
    streams_lose_nothing,
)
from tests.template.image_rules import images_can_be_built, images_only_copy_from_other_stages
from tests.template.role_rules import (
    ACTIONS_WITH_CONDITION,
    ACTIONS_WITHOUT_RESOURCE,
    as_list,
    environment_matches_the_settings,
    roles_allow_what_is_called,
    statements,
)

Rule = Callable[[SystemTemplate], Iterator[str]]


def no_wildcard_action(template: SystemTemplate) -> Iterator[str]:
    for place, statement in statements(template):
        for action in as_list(statement.get("Action", "*")):
            if statement["Effect"] == "Allow" and "*" in action:
                yield f"{place} allows {action}"


def no_wildcard_resource(template: SystemTemplate) -> Iterator[str]:
    for place, statement in statements(template):
        actions = set(as_list(statement.get("Action", "*")))
        if statement["Effect"] == "Allow" and "*" in as_list(statement.get("Resource", [])):
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
    targets |= {mapping.lost for mapping in template.stream_mappings()}
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


RULES: tuple[Rule, ...] = (
    no_wildcard_action,
    no_wildcard_resource,
    no_managed_policies,
    functions_log_with_retention,
    queues_are_guarded,
    buckets_are_guarded,
    tables_are_guarded,
    routes_want_a_token,
    logins_are_guarded,
    streams_lose_nothing,
    archives_have_the_layer,
    apis_are_throttled_and_logged,
    alarms_notify_someone,
    images_can_be_built,
    images_only_copy_from_other_stages,
    roles_allow_what_is_called,
    environment_matches_the_settings,
)


def _tls_only(template: SystemTemplate, kind: str, field: str, name: str) -> bool:
    """Return whether all requests without TLS are denied, for a bucket including its objects."""
    arn, objects = {"Fn::GetAtt": [name, "Arn"]}, {"Fn::Sub": f"${{{name}.Arn}}/*"}
    action, everything = ("s3:*", [arn, objects]) if kind == "AWS::S3::BucketPolicy" else ("sqs:*", [arn])
    return any(
        name in [template.value(each) for each in as_list(policy["Properties"][field])]
        and any(
            (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", action)
            and statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}
            and all(resource in as_list(statement["Resource"]) for resource in everything)
            for statement in as_list(policy["Properties"]["PolicyDocument"]["Statement"])
        )
        for policy in template.resources(kind).values()
    )


def _dead_letters(template: SystemTemplate, queue: dict[str, Any]) -> Any:
    policy = queue["Properties"].get("RedrivePolicy", {})
    policy = json.loads(policy) if isinstance(policy, str) else policy
    return template.value(policy.get("deadLetterTargetArn"))
