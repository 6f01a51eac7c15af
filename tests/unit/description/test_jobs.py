"""All changes of an article in a batch are one job."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bildtext.change_events import ChangeEvent, article_changes
from description.jobs import jobs_of

EVENTS = Path(__file__).parents[3] / "events"
BUCKET = "bildtext-photobucket-1ab2c3d4e5f6"


def messages(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((EVENTS / name).read_text("utf-8"))["Records"]
    return found


def test_a_burst_is_one_job_with_the_newest_data() -> None:
    found = [one for message in messages("queue-article-burst.json") for one in article_changes(message, BUCKET)]
    (job,) = jobs_of([*found, ChangeEvent("536.514.002", "late", sequencer="0")])
    assert len(job.changes) == 5
    assert job.newest_data == found[0]


def test_jobs_are_in_order_of_first_appearance() -> None:
    jobs = jobs_of([ChangeEvent("2", "a"), ChangeEvent("1", "b"), ChangeEvent("2", "c", redelivered=True)])
    assert [(job.article, job.correlation_id, job.redelivered) for job in jobs] == [("2", "c", True), ("1", "b", False)]
    assert jobs[0].newest_data is None
