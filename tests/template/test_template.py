"""template.yaml is valid (cfn-lint), and its rules and filters deliver each event to the right function."""

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
from tests.template.image_rules import REPOSITORY


@pytest.fixture(scope="module")
def template() -> SystemTemplate:
    return load_template()


def test_cfn_lint_finds_nothing_in_the_template() -> None:
    linter = Path(sys.executable).with_name("cfn-lint")
    result = subprocess.run([linter, REPOSITORY / "template.yaml"], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (0, "")


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


@pytest.mark.parametrize(
    ("pk", "sk", "listed"),
    [
        ("ARTICLE#1", "DATA", True),
        ("ARTICLE#1", "IMAGE#articles/1/front.jpg", True),
        ("ARTICLE#1", "TEXT", True),
        ("ARTICLE#1", "DECISION#0000000001", True),
        ("ARTICLE#1", "SUMMARY", False),
        ("WORD#pumps#3", "1", False),
        ("COUNTS#3", "STATES", False),
        ("UNASSIGNED", "IMAGE#articles/loose.jpg", False),
    ],
)
def test_the_list_follows_what_is_stored_about_articles_but_not_itself(
    template: SystemTemplate, pk: str, sk: str, listed: bool
) -> None:
    (mapping,) = template.stream_mappings()
    record: Any = {"dynamodb": {"Keys": {"pk": {"S": pk}, "sk": {"S": sk}}}}
    assert any(EventPattern.load(each).matches_event(record) for each in mapping.filters) == listed
