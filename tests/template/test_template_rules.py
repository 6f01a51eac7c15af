"""template.yaml follows the project's rules (template_rules), and each rule can fail."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bildtext_cli.local.template import SystemTemplate, load_template
from tests.template import catalogue_rules, image_rules, role_rules, template_rules
from tests.template.changes import set_at
from tests.template.template_rules import RULES, Rule

Resources = dict[str, Any]


@pytest.fixture(scope="module")
def template() -> SystemTemplate:
    return load_template()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_template_follows_each_rule(template: SystemTemplate, rule: Rule) -> None:
    assert list(rule(template)) == []


def _allow(action: str, resource: Any) -> Callable[[Resources], None]:
    def change(resources: Resources) -> None:
        document = resources["TaggingRole"]["Properties"]["Policies"][0]["PolicyDocument"]
        document["Statement"].append({"Effect": "Allow", "Action": action, "Resource": resource})

    return change


def _without(name: str) -> Callable[[Resources], None]:
    return lambda resources: resources.pop(name)


BREACHES: list[tuple[Callable[[Resources], None], Rule, str]] = [
    (_allow("s3:*", "arn"), template_rules.no_wildcard_action, "TaggingRole allows s3:*"),
    (
        _allow("s3:GetObject", "*"),
        template_rules.no_wildcard_resource,
        "TaggingRole allows s3:GetObject on every resource",
    ),
    (
        set_at("TaggingRole", "Properties", "ManagedPolicyArns", to=["arn:aws:iam::aws:policy/AdministratorAccess"]),
        template_rules.no_managed_policies,
        "TaggingRole has a managed policy, which allows more than it needs",
    ),
    (
        set_at("Tagging", "Properties", "LoggingConfig", to=None),
        template_rules.functions_log_with_retention,
        "Tagging has no log group of its own",
    ),
    (
        set_at("ApiLogs", "Properties", "RetentionInDays", to=None),
        template_rules.functions_log_with_retention,
        "ApiLogs keeps logs forever",
    ),
    (
        set_at("TaggingQueue", "Properties", "RedrivePolicy", to=None),
        template_rules.queues_are_guarded,
        "TaggingQueue has no dead-letter queue",
    ),
    (
        set_at("TaggingQueue", "Properties", "VisibilityTimeout", to=300),
        template_rules.queues_are_guarded,
        "TaggingQueue redelivers a message after 300 s, while Tagging may run",
    ),
    (
        set_at("TaggingQueue", "Properties", "SqsManagedSseEnabled", to=None),
        template_rules.queues_are_guarded,
        "TaggingQueue is not encrypted",
    ),
    (_without("TaggingQueuePolicy"), template_rules.queues_are_guarded, "TaggingQueue accepts requests without TLS"),
    (
        set_at("TaggingDeadLetters", "Properties", "MessageRetentionPeriod", to=None),
        template_rules.queues_are_guarded,
        "TaggingDeadLetters keeps dead letters for less than 14 days",
    ),
    (
        set_at("TaggingPhotos", "Properties", "FunctionResponseTypes", to=None),
        template_rules.queues_are_guarded,
        "Tagging does not report failures of single messages of TaggingQueue",
    ),
    (
        set_at("PhotoBucket", "Properties", "PublicAccessBlockConfiguration", "BlockPublicPolicy", to=False),
        template_rules.buckets_are_guarded,
        "PhotoBucket is not private",
    ),
    (
        set_at("PhotoBucket", "Properties", "VersioningConfiguration", to=None),
        template_rules.buckets_are_guarded,
        "PhotoBucket is not versioned",
    ),
    (
        set_at("PhotoBucket", "Properties", "BucketEncryption", to=None),
        template_rules.buckets_are_guarded,
        "PhotoBucket is not encrypted",
    ),
    (
        set_at("PhotoBucket", "DeletionPolicy", to="Delete"),
        template_rules.buckets_are_guarded,
        "PhotoBucket is deleted with the stack",
    ),
    (_without("PhotoBucketPolicy"), template_rules.buckets_are_guarded, "PhotoBucket accepts requests without TLS"),
    (
        set_at("ArticleTable", "Properties", "PointInTimeRecoverySpecification", to=None),
        template_rules.tables_are_guarded,
        "ArticleTable cannot be put back to an earlier point in time",
    ),
    (
        set_at("ArticleTable", "Properties", "BillingMode", to="PROVISIONED"),
        template_rules.tables_are_guarded,
        "ArticleTable is not on demand",
    ),
    (
        set_at("ArticleTable", "DeletionPolicy", to=None),
        template_rules.tables_are_guarded,
        "ArticleTable is deleted with the stack",
    ),
    (
        set_at("Api", "Properties", "Body", "paths", "/tags", "post", "security", to=None),
        catalogue_rules.routes_want_a_token,
        "POST /tags takes requests without token",
    ),
    (
        set_at("Api", "Properties", "Body", "paths", "/tags", "post", "security", to=[{"Login": []}]),
        catalogue_rules.routes_want_a_token,
        "POST /tags demands no scope",
    ),
    (
        set_at("Api", "Properties", "Body", "paths", "/labels", to=None),
        catalogue_rules.routes_want_a_token,
        "GET /labels is not in the API",
    ),
    (
        set_at("UserPool", "Properties", "AdminCreateUserConfig", "AllowAdminCreateUserOnly", to=False),
        catalogue_rules.logins_are_guarded,
        "UserPool lets everybody sign up",
    ),
    (
        set_at("UserPool", "Properties", "Policies", "PasswordPolicy", "MinimumLength", to=8),
        catalogue_rules.logins_are_guarded,
        "UserPool takes short passwords",
    ),
    (
        set_at("UserPool", "DeletionPolicy", to=None),
        catalogue_rules.logins_are_guarded,
        "UserPool goes with the stack",
    ),
    (
        set_at("PageClient", "Properties", "AllowedOAuthFlows", to=["code", "implicit"]),
        catalogue_rules.logins_are_guarded,
        "PageClient allows code implicit",
    ),
    (
        set_at("PageClient", "Properties", "GenerateSecret", to=True),
        catalogue_rules.logins_are_guarded,
        "PageClient has a secret",
    ),
    (
        set_at("PageClient", "Properties", "ExplicitAuthFlows", to=["ALLOW_USER_PASSWORD_AUTH"]),
        catalogue_rules.logins_are_guarded,
        "PageClient also takes ALLOW_USER_PASSWORD_AUTH",
    ),
    (
        set_at("CatalogueChanges", "Properties", "DestinationConfig", to=None),
        catalogue_rules.streams_lose_nothing,
        "Catalogue drops changes of ArticleTable",
    ),
    (
        set_at("CatalogueChanges", "Properties", "MaximumRetryAttempts", to=None),
        catalogue_rules.streams_lose_nothing,
        "Catalogue tries a change of ArticleTable infinitely many times",
    ),
    (
        set_at("CatalogueChanges", "Properties", "BisectBatchOnFunctionError", to=None),
        catalogue_rules.streams_lose_nothing,
        "Catalogue stops at one bad change of ArticleTable",
    ),
    (
        set_at("Catalogue", "Properties", "Layers", to=None),
        catalogue_rules.archives_have_the_layer,
        "Catalogue has the layers none",
    ),
    (
        set_at("ApiApiGatewayDefaultStage", "Properties", "DefaultRouteSettings", to=None),
        template_rules.apis_are_throttled_and_logged,
        "ApiApiGatewayDefaultStage accepts any number of requests",
    ),
    (
        set_at("ApiApiGatewayDefaultStage", "Properties", "AccessLogSettings", to=None),
        template_rules.apis_are_throttled_and_logged,
        "ApiApiGatewayDefaultStage writes no access log",
    ),
    (
        set_at("TaggingErrorsAlarm", "Properties", "AlarmActions", to=None),
        template_rules.alarms_notify_someone,
        "TaggingErrorsAlarm notifies nobody",
    ),
    (_without("DeadLettersAlarm"), template_rules.alarms_notify_someone, "TaggingDeadLetters has no alarm"),
    (
        set_at("Tagging", "Metadata", "Dockerfile", to="functions/nowhere/Dockerfile"),
        image_rules.images_can_be_built,
        "Tagging is built from functions/nowhere/Dockerfile, which does not exist",
    ),
    (
        set_at("Tagging", "Metadata", "Dockerfile", to="tests/e2e/base/Dockerfile"),
        image_rules.images_only_copy_from_other_stages,
        "tests/e2e/base/Dockerfile starts from bildtext-debian, not from BASE_IMAGE",
    ),
    (
        set_at("Tagging", "Metadata", "DockerBuildArgs", "MODEL", to="no-such-model"),
        image_rules.images_can_be_built,
        "functions/tagging/Dockerfile copies layers/models/no-such-model/bundl[e], which does not exist",
    ),
    (
        _allow("dynamodb:Scan", "arn"),
        role_rules.roles_allow_what_is_called,
        "Tagging's role allows dynamodb:Scan, which it never calls",
    ),
    (
        set_at("Tagging", "Properties", "Environment", "Variables", "FOTO_BUCKET", to="photos"),
        role_rules.environment_matches_the_settings,
        "Tagging is given FOTO_BUCKET, which it does not know",
    ),
    (
        set_at("Tagging", "Properties", "Environment", "Variables", "ARTICLE_TABLE", to=None),
        role_rules.environment_matches_the_settings,
        "Tagging is not given ARTICLE_TABLE",
    ),
]


@pytest.mark.parametrize(("change", "rule", "breach"), BREACHES, ids=[breach for _, _, breach in BREACHES])
def test_each_rule_reports_a_breach(
    template: SystemTemplate, change: Callable[[Resources], None], rule: Rule, breach: str
) -> None:
    body = copy.deepcopy(template.body)
    change(body["Resources"])
    assert breach in list(rule(SystemTemplate(body)))


def test_every_rule_can_fail() -> None:
    assert {rule for _, rule, _ in BREACHES} == set(RULES)


@pytest.mark.parametrize(
    ("calls", "actions"),
    [
        ("table.scan(); events.put_events(Entries=[])", {"dynamodb:Scan", "events:PutEvents"}),
        ("s3.copy_object()", {"s3:GetObject", "s3:PutObject"}),
        ("s3.generate_presigned_post('photos', 'key')", {"s3:PutObject"}),
    ],
)
def test_calls_of_aws_operations_are_found_in_code(calls: str, actions: set[str], tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text(f"def run(table, events, s3):\n    {calls}\n")
    assert role_rules.called_actions(*tmp_path.iterdir()) == actions
