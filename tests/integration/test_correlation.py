"""One id from the gateway to the text: in the API's answer, in the functions' logs, in the table and on the bus."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from bildtext.observability import logger
from tests.deployed_function import BUCKET, DeployedFunction, load_event
from tests.event_outcomes import DATA, NUMBER
from tests.queue_events import queue_batch, s3_event


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
    answered, body = tagging_function.request(load_event(event))
    assert answered == status
    assert {line["correlation_id"] for line in lines(logged)} == {body["request_id"]}


def test_every_line_about_a_request_for_a_text_has_its_id(
    description_function: DeployedFunction, logged: io.StringIO
) -> None:
    _, body = description_function.request(load_event("api-descriptions-text.json"))
    assert {line["correlation_id"] for line in lines(logged)} == {body["request_id"]}


def test_the_text_of_an_async_request_has_the_id_of_the_request(
    description_function: DeployedFunction, logged: io.StringIO
) -> None:
    asked = description_function.request(load_event("api-descriptions-later.json"))[1]["request_id"]
    lines(logged)
    batch = queue_batch(s3_event(BUCKET, DATA, event_id="of-s3", sequencer="1"))
    assert description_function.invoke(batch) == {"batchItemFailures": []}
    (line,) = lines(logged)
    assert (line["correlation_id"], line["status"]) == (asked, "described")
    assert description_function.text(NUMBER)["correlation_id"] == asked
    assert [one["detail"]["correlation_id"] for one in description_function.published_events()] == [asked]
    assert description_function.invoke(batch) == {"batchItemFailures": []}
    assert [(line["correlation_id"], line["status"]) for line in lines(logged)] == [("of-s3", "unchanged")]


def test_the_id_of_a_request_does_not_leak_into_the_next_event(
    tagging_function: DeployedFunction, logged: io.StringIO
) -> None:
    tagging_function.invoke(load_event("api-tags-raw.json"))
    lines(logged)
    tagging_function.invoke(queue_batch("no event"))
    (line,) = lines(logged)
    assert line.get("correlation_id") is None
