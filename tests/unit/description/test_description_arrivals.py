"""Queue messages become arrivals of articles, and a batch of them one job per article."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bildtext.errors import InvalidKey, InvalidRequest
from description.arrivals import Arrival, arrivals_of, jobs_of

EVENTS = Path(__file__).parents[3] / "events"
BUCKET = "bildtext-photobucket-1ab2c3d4e5f6"


def messages(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((EVENTS / name).read_text("utf-8"))["Records"]
    return found


def test_an_uploaded_article_json_is_an_arrival_of_its_article() -> None:
    (message,) = messages("queue-article-created.json")
    (arrival,) = arrivals_of(message, BUCKET)
    assert (arrival.article, arrival.removed, arrival.redelivered) == ("536.514.002", False, False)
    assert arrival.sequencer.startswith("00617F08299329D190")


def test_a_deleted_one_is_a_removal() -> None:
    (message,) = messages("queue-article-deleted.json")
    assert arrivals_of(message, BUCKET)[0].removed


def test_an_old_version_that_goes_changes_nothing() -> None:
    (message,) = messages("queue-article-deleted.json")
    body = json.loads(message["body"])
    body["detail"]["deletion-type"] = "Permanently Deleted"
    body["detail"]["object"]["version-id"] = "old"
    assert arrivals_of({**message, "body": json.dumps(body)}, BUCKET) == []


def test_a_burst_is_one_job_with_the_newest_data_in_it() -> None:
    found = [one for message in messages("queue-article-burst.json") for one in arrivals_of(message, BUCKET)]
    (job,) = jobs_of([*found, Arrival("536.514.002", "late", sequencer="0")])
    assert len(job.arrivals) == 5
    assert job.newest_data == found[0]


def test_articles_are_jobs_in_the_order_in_which_they_came() -> None:
    jobs = jobs_of([Arrival("2", "a"), Arrival("1", "b"), Arrival("2", "c", redelivered=True)])
    assert [(job.article, job.correlation_id, job.redelivered) for job in jobs] == [("2", "c", True), ("1", "b", False)]
    assert jobs[0].newest_data is None


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("", InvalidRequest),
        ("[]", InvalidRequest),
        ("{}", InvalidRequest),
        ('{"source": "bildtext", "detail-type": "Article Described", "detail": {"article": "1"}}', InvalidRequest),
        ('{"source": "bildtext", "detail-type": "Article Tagged", "detail": {}}', InvalidRequest),
        ('{"source": "bildtext", "detail-type": "Article Tagged", "detail": "1"}', InvalidRequest),
    ],
)
def test_anything_else_is_refused(body: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        arrivals_of({"messageId": "1", "body": body}, BUCKET)


def test_a_key_that_is_no_article_json_is_refused() -> None:
    (message,) = messages("queue-article-created.json")
    with pytest.raises(InvalidKey):
        arrivals_of({**message, "body": message["body"].replace("/article.json", "/front.jpg")}, BUCKET)
