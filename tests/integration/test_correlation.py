"""One id from the gateway to the text: in the API's answer, in the functions' logs, in the table and on the bus."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from bildtext.observability import logger
from tests.deployed_function import BUCKET, DeployedFunction, an_event
from tests.event_outcomes import DATA, NUMBER


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """The functions' log output."""
    written = io.StringIO()
    for handler in logger._logger.handlers:
        monkeypatch.setattr(handler, "stream", written)
    return written


def lines(logged: io.StringIO) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in logged.getvalue().splitlines()]
    logged.seek(0)
    logged.truncate()
    return found


@pytest.mark.parametrize(
    ("event", "status"),
    [("api-tags-raw.json", 200), ("api-tags-not-an-image.json", 415), ("api-tags-empty.json", 400)],
)
def test_every_line_about_a_request_for_tags_has_its_id(
    tagging_function: DeployedFunction, logged: io.StringIO, event: str, status: int
) -> None:
    answer = tagging_function.invoke(an_event(event))
    assert answer["statusCode"] == status
    records = lines(logged)
    assert records
    assert {line["correlation_id"] for line in records} == {json.loads(answer["body"])["request_id"]}


def test_every_line_about_a_request_for_a_text_has_its_id(
    description_function: DeployedFunction, logged: io.StringIO
) -> None:
    answer = description_function.invoke(an_event("api-descriptions-text.json"))
    records = lines(logged)
    assert records
    assert {line["correlation_id"] for line in records} == {json.loads(answer["body"])["request_id"]}


def test_the_text_of_an_async_request_has_the_id_of_the_request(
    description_function: DeployedFunction, logged: io.StringIO
) -> None:
    asked = json.loads(description_function.invoke(an_event("api-descriptions-later.json"))["body"])["request_id"]
    lines(logged)
    detail = {"bucket": {"name": BUCKET}, "object": {"key": DATA, "sequencer": "1"}}
    body = {"source": "aws.s3", "detail-type": "Object Created", "id": "of-s3", "detail": detail}
    message = {"messageId": "m", "eventSource": "aws:sqs", "body": json.dumps(body)}
    assert description_function.invoke({"Records": [message]}) == {"batchItemFailures": []}
    (line,) = lines(logged)
    assert (line["correlation_id"], line["status"]) == (asked, "described")
    text = description_function.text(NUMBER)
    assert text is not None
    assert text["correlation_id"] == {"S": asked}
    assert [one["detail"]["correlation_id"] for one in description_function.published_events()] == [asked]
    assert description_function.invoke({"Records": [message]}) == {"batchItemFailures": []}
    assert [(line["correlation_id"], line["status"]) for line in lines(logged)] == [("of-s3", "unchanged")]


def test_the_id_of_a_request_does_not_leak_into_the_next_event(
    tagging_function: DeployedFunction, logged: io.StringIO
) -> None:
    tagging_function.invoke(an_event("api-tags-raw.json"))
    lines(logged)
    tagging_function.invoke({"Records": [{"messageId": "m", "eventSource": "aws:sqs", "body": "no event"}]})
    (line,) = lines(logged)
    assert line.get("correlation_id") is None
