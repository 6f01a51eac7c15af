"""Queue messages become arrivals of articles, and a batch of them one job per article."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bildtext.errors import InvalidRequest
from description.arrivals import Arrival, arrivals_of, jobs_of

EVENTS = Path(__file__).parents[3] / "events"
BUCKET = "bildtext-photobucket-1ab2c3d4e5f6"


def messages(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((EVENTS / name).read_text("utf-8"))["Records"]
    return found


def test_an_uploaded_article_json_is_an_arrival_of_its_article() -> None:
    (message,) = messages("queue-article-created.json")
    (arrival,) = arrivals_of(message, BUCKET)
    assert (arrival.article, arrival.redelivered) == ("536.514.002", False)
    assert arrival.sequencer.startswith("00617F08299329D190")


@pytest.mark.parametrize("kind", ["Delete Marker Created", "Permanently Deleted"])
def test_whatever_version_goes_the_article_is_looked_at(kind: str) -> None:
    (message,) = messages("queue-article-deleted.json")
    body = json.loads(message["body"])
    body["detail"]["deletion-type"] = kind
    body["detail"]["object"]["version-id"] = "old"
    (arrival,) = arrivals_of({**message, "body": json.dumps(body)}, BUCKET)
    assert arrival.article == "536.514.002"


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


@pytest.mark.parametrize("name", ["/front.jpg", "/old/article.json", "/Article.json", "//article.json"])
def test_a_file_that_is_no_articles_data_is_left_to_the_tagging_function(name: str) -> None:
    (message,) = messages("queue-article-created.json")
    assert arrivals_of({**message, "body": message["body"].replace("/article.json", name)}, BUCKET) == []
