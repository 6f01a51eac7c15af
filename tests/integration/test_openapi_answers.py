"""What POST /tags, /descriptions and /checks really answer is as /openapi.json says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_events import ApiAnswer, api_event, machine
from tests.deployed_function import DeployedFunction, load_event
from tests.openapi_contract import check_contract

DATA = {"Artikelart": "Slipper", "Farbe": "Weiß", "Obermaterial": "Glattleder", "Absatz": ["flach", "hoch"]}


def answer_of(function: DeployedFunction, event: dict[str, Any]) -> ApiAnswer:
    """The function's answer, compared with the document."""
    answer = ApiAnswer.of(function.invoke(event))
    check_contract(event["routeKey"], answer)
    return answer


def ask(function: DeployedFunction, route: str, body: Any, **headers: str) -> ApiAnswer:
    """Send JSON as a machine client with all that the two functions need."""
    return answer_of(function, api_event(route, {}, body, claims=machine("tag", "describe"), headers=headers))


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("api-tags-raw.json", 200),
        ("api-tags-labels.json", 200),
        ("api-tags-base64.json", 200),
        ("api-tags-empty.json", 400),
        ("api-tags-not-an-image.json", 415),
        ("api-tags-bad-json.json", 400),
        ("api-tags-key.json", 404),
    ],
)
def test_tags(tagging_function: DeployedFunction, name: str, status: int) -> None:
    assert answer_of(tagging_function, load_event(name)).status == status


def test_tags_with_all_scores(tagging_function: DeployedFunction) -> None:
    event = load_event("api-tags-raw.json")
    answer = answer_of(tagging_function, {**event, "queryStringParameters": {"explain": "true"}})
    assert answer.json["scores"]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("api-descriptions-text.json", 200),
        ("api-descriptions-json.json", 200),
        ("api-descriptions-later.json", 202),
        ("api-descriptions-no-data.json", 422),
        ("api-descriptions-bad-field.json", 400),
        ("api-descriptions-article.json", 404),
    ],
)
def test_descriptions(description_function: DeployedFunction, name: str, status: int) -> None:
    assert answer_of(description_function, load_event(name)).status == status


def test_checks(description_function: DeployedFunction) -> None:
    text = "Roter, klimaneutraler Slipper aus Glattleder."
    answer = ask(description_function, "POST /checks", {"data": DATA, "text": text, "examples": ["Ein Beispiel."]})
    assert answer.status == 200
    assert answer.json["claims"]
    assert answer.json["findings"]
    (legal,) = answer.json["legal"]
    assert (legal["rule"], legal["date"]) == ("climate-claim", "2026-09-27")
    assert answer.json["request_id"] == "request-1"


def test_nothing_is_stored_by_a_check(description_function: DeployedFunction) -> None:
    assert ask(description_function, "POST /checks", {"data": DATA, "text": "Ein Slipper."}).status == 200
    assert description_function.dynamodb.scan(TableName="articles")["Count"] == 0
    assert "Contents" not in description_function.s3.list_objects_v2(Bucket="bildtext-photobucket-1ab2c3d4e5f6")
    assert description_function.published_events() == []


WRONG_CHECKS: list[tuple[Any, int]] = [
    ({"data": DATA}, 400),
    ({"text": "Ein Slipper."}, 400),
    ({"data": DATA, "data_text": "Farbe: Weiß", "text": "x"}, 400),
    ({"data": {}, "text": "Ein Slipper."}, 422),
    ({"data": DATA, "text": "x" * 20_001}, 400),
    ({"data": DATA, "text": "x" * 300}, 400),
    ({"data": DATA, "text": "x", "image": {"key": "k"}}, 400),
    ({"article": "none", "text": "x"}, 404),
    ({"article": "a/b", "text": "x"}, 400),
    ("{", 400),
    ("", 400),
    ("null", 400),
    ('{"text": "\\ud800", "data": {}}', 400),
    ('{"text": "a", "text": "b", "data": {}}', 400),
]


def test_checks_that_cannot_be_made(description_function: DeployedFunction) -> None:
    for body, status in WRONG_CHECKS:
        answer = ask(description_function, "POST /checks", body)
        assert (answer.status, bool(answer.json["detail"])) == (status, True), body
