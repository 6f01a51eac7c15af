"""template.yaml is valid (cfn-lint) and follows the project's rules (house_rules), and each rule can fail."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from moto.events.models import EventPattern

from bildtext.change_events import article_changes, photo_changes
from bildtext_cli.local.template import SystemTemplate, load_template
from tests.template import house_rules, image_rules
from tests.template.changes import set_at
from tests.template.house_rules import RULES, Rule
from tests.template.image_rules import REPOSITORY

Resources = dict[str, Any]


@pytest.fixture(scope="module")
def template() -> SystemTemplate:
    return load_template()


def test_cfn_lint_finds_nothing_in_the_template() -> None:
    linter = Path(sys.executable).with_name("cfn-lint")
    result = subprocess.run([linter, REPOSITORY / "template.yaml"], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (0, "")


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
    (_allow("s3:*", "arn"), house_rules.no_wildcard_action, "TaggingRole allows s3:*"),
    (
        _allow("s3:GetObject", "*"),
        house_rules.no_wildcard_resource,
        "TaggingRole allows s3:GetObject on every resource",
    ),
    (
        set_at("TaggingRole", "Properties", "ManagedPolicyArns", to=["arn:aws:iam::aws:policy/AdministratorAccess"]),
        house_rules.no_managed_policies,
        "TaggingRole takes a managed policy, which allows more than it needs",
    ),
    (
        set_at("Tagging", "Properties", "LoggingConfig", to=None),
        house_rules.functions_log_with_retention,
        "Tagging has no log group of its own",
    ),
    (
        set_at("ApiLogs", "Properties", "RetentionInDays", to=None),
        house_rules.functions_log_with_retention,
        "ApiLogs keeps logs for ever",
    ),
    (
        set_at("TaggingQueue", "Properties", "RedrivePolicy", to=None),
        house_rules.queues_are_guarded,
        "TaggingQueue has no dead-letter queue",
    ),
    (
        set_at("TaggingQueue", "Properties", "VisibilityTimeout", to=300),
        house_rules.queues_are_guarded,
        "TaggingQueue shows a message again after 300 s, while Tagging may run",
    ),
    (
        set_at("TaggingQueue", "Properties", "SqsManagedSseEnabled", to=None),
        house_rules.queues_are_guarded,
        "TaggingQueue is not encrypted",
    ),
    (_without("TaggingQueuePolicy"), house_rules.queues_are_guarded, "TaggingQueue takes requests without TLS"),
    (
        set_at("TaggingDeadLetters", "Properties", "MessageRetentionPeriod", to=None),
        house_rules.queues_are_guarded,
        "TaggingDeadLetters keeps dead letters for less than 14 days",
    ),
    (
        set_at("TaggingPhotos", "Properties", "FunctionResponseTypes", to=None),
        house_rules.queues_are_guarded,
        "Tagging cannot give single messages of TaggingQueue back",
    ),
    (
        set_at("PhotoBucket", "Properties", "PublicAccessBlockConfiguration", "BlockPublicPolicy", to=False),
        house_rules.buckets_are_guarded,
        "PhotoBucket is not private",
    ),
    (
        set_at("PhotoBucket", "Properties", "VersioningConfiguration", to=None),
        house_rules.buckets_are_guarded,
        "PhotoBucket is not versioned",
    ),
    (
        set_at("PhotoBucket", "Properties", "BucketEncryption", to=None),
        house_rules.buckets_are_guarded,
        "PhotoBucket is not encrypted",
    ),
    (
        set_at("PhotoBucket", "DeletionPolicy", to="Delete"),
        house_rules.buckets_are_guarded,
        "PhotoBucket goes with the stack",
    ),
    (_without("PhotoBucketPolicy"), house_rules.buckets_are_guarded, "PhotoBucket takes requests without TLS"),
    (
        set_at("ArticleTable", "Properties", "PointInTimeRecoverySpecification", to=None),
        house_rules.tables_are_guarded,
        "ArticleTable cannot be put back to an earlier point in time",
    ),
    (
        set_at("ArticleTable", "Properties", "BillingMode", to="PROVISIONED"),
        house_rules.tables_are_guarded,
        "ArticleTable is not on demand",
    ),
    (
        set_at("ArticleTable", "DeletionPolicy", to=None),
        house_rules.tables_are_guarded,
        "ArticleTable goes with the stack",
    ),
    (
        set_at("Api", "Properties", "Body", "paths", "/tags", "post", "security", to=None),
        house_rules.routes_want_a_signature,
        "Api: POST /tags takes unsigned requests",
    ),
    (
        set_at("ApiApiGatewayDefaultStage", "Properties", "DefaultRouteSettings", to=None),
        house_rules.apis_are_throttled_and_logged,
        "ApiApiGatewayDefaultStage takes any number of requests",
    ),
    (
        set_at("ApiApiGatewayDefaultStage", "Properties", "AccessLogSettings", to=None),
        house_rules.apis_are_throttled_and_logged,
        "ApiApiGatewayDefaultStage writes no access log",
    ),
    (
        set_at("TaggingErrorsAlarm", "Properties", "AlarmActions", to=None),
        house_rules.alarms_reach_someone,
        "TaggingErrorsAlarm tells nobody",
    ),
    (_without("DeadLettersAlarm"), house_rules.alarms_reach_someone, "TaggingDeadLetters has no alarm"),
    (
        set_at("Tagging", "Metadata", "Dockerfile", to="functions/nowhere/Dockerfile"),
        image_rules.images_can_be_built,
        "Tagging is built from functions/nowhere/Dockerfile, which does not exist",
    ),
    (
        set_at("Tagging", "Metadata", "Dockerfile", to="tests/e2e/base/Dockerfile"),
        image_rules.images_hold_what_other_stages_made,
        "tests/e2e/base/Dockerfile starts from bildtext-debian, not from BASE_IMAGE",
    ),
    (
        set_at("Tagging", "Metadata", "DockerBuildArgs", "MODEL", to="no-such-model"),
        image_rules.images_can_be_built,
        "functions/tagging/Dockerfile copies layers/models/no-such-model/bundl[e], which does not exist",
    ),
    (
        _allow("dynamodb:Scan", "arn"),
        house_rules.roles_allow_what_is_called,
        "Tagging's role allows dynamodb:Scan, which it never calls",
    ),
    (
        set_at("Tagging", "Properties", "Environment", "Variables", "FOTO_BUCKET", to="photos"),
        house_rules.environment_is_what_the_function_knows,
        "Tagging is given FOTO_BUCKET, which it does not know",
    ),
    (
        set_at("Tagging", "Properties", "Environment", "Variables", "ARTICLE_TABLE", to=None),
        house_rules.environment_is_what_the_function_knows,
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


def test_calls_of_aws_operations_are_found_in_code(tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text("def run(table, events):\n    table.scan()\n    events.put_events(Entries=[])\n")
    assert house_rules.called_actions(*tmp_path.iterdir()) == {"dynamodb:Scan", "events:PutEvents"}


PHOTOS = [
    "articles/1/front.jpg",
    "articles/1/Rückseite groß + M.JPEG",
    "articles/A-7/x.Png",
    "articles/1/a.jfif",
    "articles/1/no-ending",
    "articles/1/deep/a.jpg",
    "articles/1/IMG_1.HEIC",
    "articles/1/photo.jpg.txt",
    "articles/1/.DS_Store",
    "articles/1/",
    "articles/loose.jpg",
    "articles/article.json",
    "articles//article.json",
    "articles/1/old/article.json",
    "articles/1/Article.JSON",
    "articles/1/other.json",
]
DATA = ["articles/1/article.json", "articles/A 7+ü/article.json"]
OTHERS = ["thumbnails/1/front.jpg", "elsewhere/1/article.json", "article.json", "front.jpg", "articles"]


@pytest.mark.parametrize("kind", ["Object Created", "Object Deleted"])
@pytest.mark.parametrize("key", PHOTOS + DATA + OTHERS)
def test_every_file_of_the_articles_is_processed_by_exactly_one_function(
    template: SystemTemplate, key: str, kind: str
) -> None:
    """The rules and filters deliver the event, and the function accepts it."""
    detail = {"bucket": {"name": "photos"}, "object": {"key": key}}
    event = {"source": "aws.s3", "detail-type": kind, "detail": detail}
    message = {"messageId": "1", "body": json.dumps(event)}
    functions = (("Tagging", photo_changes), ("Description", article_changes))
    owners = [name for name, taken in functions if _reaches(template, name, event) and taken(message, "photos")]
    assert owners == (["Tagging"] if key in PHOTOS else ["Description"] if key in DATA else [])


@pytest.mark.parametrize("key", OTHERS)
def test_other_files_of_the_bucket_reach_no_function(template: SystemTemplate, key: str) -> None:
    detail = {"bucket": {"name": "photos"}, "object": {"key": key}}
    event = {"source": "aws.s3", "detail-type": "Object Created", "detail": detail}
    assert [name for name in ("Tagging", "Description") if _reaches(template, name, event)] == []


def test_the_photo_rule_is_within_the_limits_of_eventbridge(template: SystemTemplate) -> None:
    """A pattern has at most 2048 characters, and more than a few wildcards in one are refused as too complex."""
    pattern = str(template.resources("AWS::Events::Rule")["PhotoRule"]["Properties"]["EventPattern"])
    assert len(pattern) < 2048
    assert "wildcard" not in pattern


def _reaches(template: SystemTemplate, function: str, event: Any) -> bool:
    """Return whether an event reaches a function: by a rule to its queue, and through the queue's filters."""
    (mapping,) = (one for one in template.queue_mappings() if one.function == function)
    delivered = False
    for rule in template.resources("AWS::Events::Rule").values():
        if mapping.queue in {template.value(target["Arn"]) for target in rule["Properties"]["Targets"]}:
            pattern = copy.deepcopy(rule["Properties"]["EventPattern"])
            if "detail" in pattern:
                pattern["detail"]["bucket"]["name"] = ["photos"]
            delivered |= EventPattern(None, pattern).matches_event(event)
    message: Any = {"body": event}
    filters = [EventPattern.load(each) for each in mapping.filters]
    return delivered and (not filters or any(each.matches_event(message) for each in filters))


@pytest.mark.parametrize(
    ("kind", "described"), [("Article Tagged", True), ("Article Untagged", True), ("Article Described", False)]
)
def test_tagged_articles_reach_the_description_but_described_ones_do_not_loop(
    template: SystemTemplate, kind: str, described: bool
) -> None:
    event = {"source": "bildtext", "detail-type": kind, "detail": {"article": "1"}}
    assert _reaches(template, "Description", event) == described
