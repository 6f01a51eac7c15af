"""template.yaml is valid (cfn-lint) and follows the project's rules (template_rules), and each rule can fail."""

from __future__ import annotations

import copy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from moto.events.models import EventPattern

from bildtext.change_events import article_changes, photo_changes
from bildtext_cli.local.template import SystemTemplate, load_template
from tests.queue_events import queue_batch, s3_event
from tests.template import image_rules
from tests.template import template_rules as rules
from tests.template.changes import Change, changed, set_at, set_property
from tests.template.image_rules import REPOSITORY
from tests.template.template_rules import Rule


@pytest.fixture(scope="module")
def template() -> SystemTemplate:
    return load_template()


def test_cfn_lint_finds_nothing_in_the_template() -> None:
    linter = Path(sys.executable).with_name("cfn-lint")
    result = subprocess.run([linter, REPOSITORY / "template.yaml"], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (0, "")


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_template_follows_each_rule(template: SystemTemplate, rule: Rule) -> None:
    assert list(rule(template)) == []


def _allow(action: str, resource: str) -> Change:
    def change(body: dict[str, Any]) -> None:
        document = body["Resources"]["TaggingRole"]["Properties"]["Policies"][0]["PolicyDocument"]
        document["Statement"].append({"Effect": "Allow", "Action": action, "Resource": resource})

    return change


def _removed(name: str) -> Change:
    return set_at("Resources", name)


def _metadata(*path: str, to: str) -> Change:
    return set_at("Resources", "Tagging", "Metadata", *path, to=to)


def _variable(name: str, to: str | None = None) -> Change:
    return set_property("Tagging", "Environment", "Variables", name, to=to)


_ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
_PUBLIC = ("PublicAccessBlockConfiguration", "BlockPublicPolicy")
_SIGNATURE = ("Body", "paths", "/tags", "post", "security")
_RECOVERY = "PointInTimeRecoverySpecification"
_STAGE = "ApiApiGatewayDefaultStage"
_NO_MODEL = "functions/tagging/Dockerfile copies layers/models/no-such-model/bundl[e], which does not exist"

BREACHES: dict[Rule, list[tuple[Change, str]]] = {
    rules.no_wildcard_action: [(_allow("s3:*", "arn"), "TaggingRole allows s3:*")],
    rules.no_wildcard_resource: [(_allow("s3:GetObject", "*"), "TaggingRole allows s3:GetObject on every resource")],
    rules.no_managed_policies: [
        (
            set_property("TaggingRole", "ManagedPolicyArns", to=[_ADMINISTRATOR]),
            "TaggingRole has a managed policy, which allows more than it needs",
        ),
    ],
    rules.functions_log_with_retention: [
        (set_property("Tagging", "LoggingConfig"), "Tagging has no log group of its own"),
        (set_property("ApiLogs", "RetentionInDays"), "ApiLogs keeps logs forever"),
    ],
    rules.queues_are_guarded: [
        (set_property("TaggingQueue", "RedrivePolicy"), "TaggingQueue has no dead-letter queue"),
        (
            set_property("TaggingQueue", "VisibilityTimeout", to=300),
            "TaggingQueue redelivers a message after 300 s, while Tagging may run",
        ),
        (set_property("TaggingQueue", "SqsManagedSseEnabled"), "TaggingQueue is not encrypted"),
        (_removed("TaggingQueuePolicy"), "TaggingQueue accepts requests without TLS"),
        (
            set_property("TaggingDeadLetters", "MessageRetentionPeriod"),
            "TaggingDeadLetters keeps dead letters for less than 14 days",
        ),
        (
            set_property("TaggingPhotos", "FunctionResponseTypes"),
            "Tagging does not report failures of single messages of TaggingQueue",
        ),
    ],
    rules.buckets_are_guarded: [
        (set_property("PhotoBucket", *_PUBLIC, to=False), "PhotoBucket is not private"),
        (set_property("PhotoBucket", "VersioningConfiguration"), "PhotoBucket is not versioned"),
        (set_property("PhotoBucket", "BucketEncryption"), "PhotoBucket is not encrypted"),
        (set_at("Resources", "PhotoBucket", "DeletionPolicy", to="Delete"), "PhotoBucket is deleted with the stack"),
        (_removed("PhotoBucketPolicy"), "PhotoBucket accepts requests without TLS"),
    ],
    rules.tables_are_guarded: [
        (set_property("ArticleTable", _RECOVERY), "ArticleTable cannot be put back to an earlier point in time"),
        (set_property("ArticleTable", "BillingMode", to="PROVISIONED"), "ArticleTable is not on demand"),
        (set_at("Resources", "ArticleTable", "DeletionPolicy"), "ArticleTable is deleted with the stack"),
    ],
    rules.routes_require_a_signature: [(set_property("Api", *_SIGNATURE), "Api: POST /tags accepts unsigned requests")],
    rules.apis_are_throttled_and_logged: [
        (set_property(_STAGE, "DefaultRouteSettings"), f"{_STAGE} accepts any number of requests"),
        (set_property(_STAGE, "AccessLogSettings"), f"{_STAGE} writes no access log"),
    ],
    rules.alarms_notify_someone: [
        (set_property("TaggingErrorsAlarm", "AlarmActions"), "TaggingErrorsAlarm notifies nobody"),
        (_removed("DeadLettersAlarm"), "TaggingDeadLetters has no alarm"),
    ],
    image_rules.images_can_be_built: [
        (
            _metadata("Dockerfile", to="functions/nowhere/Dockerfile"),
            "Tagging is built from functions/nowhere/Dockerfile, which does not exist",
        ),
        (_metadata("DockerBuildArgs", "MODEL", to="no-such-model"), _NO_MODEL),
    ],
    image_rules.images_only_copy_from_other_stages: [
        (
            _metadata("Dockerfile", to="tests/e2e/base/Dockerfile"),
            "tests/e2e/base/Dockerfile starts from bildtext-debian, not from BASE_IMAGE",
        ),
    ],
    rules.roles_allow_what_is_called: [
        (_allow("dynamodb:Scan", "arn"), "Tagging's role allows dynamodb:Scan, which it never calls"),
    ],
    rules.environment_matches_the_settings: [
        (_variable("FOTO_BUCKET", to="photos"), "Tagging has the variable FOTO_BUCKET, which it does not read"),
        (_variable("ARTICLE_TABLE"), "Tagging is not given ARTICLE_TABLE"),
    ],
}


@pytest.mark.parametrize(
    ("rule", "change", "breach"),
    [(rule, change, breach) for rule, breaches in BREACHES.items() for change, breach in breaches],
)
def test_each_rule_reports_a_breach(template: SystemTemplate, rule: Rule, change: Change, breach: str) -> None:
    assert breach in list(rule(changed(template, change)))


def test_every_rule_can_fail() -> None:
    assert BREACHES.keys() == set(rules.RULES)


def test_calls_of_aws_operations_are_found_in_code(tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text("def run(table, events):\n    table.scan()\n    events.put_events(Entries=[])\n")
    assert rules.called_actions(*tmp_path.iterdir()) == {"dynamodb:Scan", "events:PutEvents"}


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
    event = s3_event("photos", key, kind)
    (message,) = queue_batch(event)["Records"]
    functions = (("Tagging", photo_changes), ("Description", article_changes))
    owners = [name for name, taken in functions if _reaches(template, name, event) and taken(message, "photos")]
    assert owners == (["Tagging"] if key in PHOTOS else ["Description"] if key in DATA else [])


@pytest.mark.parametrize("key", OTHERS)
def test_other_files_of_the_bucket_reach_no_function(template: SystemTemplate, key: str) -> None:
    event = s3_event("photos", key)
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
