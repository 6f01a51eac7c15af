"""Statement points of the description function: SQS batches, HTTP and direct invocation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bildtext.change_events import ChangeEvent, article_changes
from bildtext.entrypoints import lambda_handler
from bildtext.errors import BildtextError, InvalidRequest
from bildtext.http import validate
from bildtext.queue_batches import handle_batch
from bildtext.storage.keys import data_key
from description import http, wiring
from description.flow import Outcome, describe_jobs
from description.jobs import jobs_of
from description.observability import record_description, record_outcome
from description.on_demand import DescriptionBody, describe_on_demand

_RESERVED_S = 20.0  # reserved at the end of a batch for storing and publishing


def describe_queue_batch(event: Mapping[str, Any], deadline: float) -> dict[str, list[dict[str, str]]]:
    """SQS batch → messages to redeliver (ReportBatchItemFailures)."""

    def run(changes: list[ChangeEvent[str]]) -> list[BildtextError | None]:
        outcomes = _describe(changes, deadline)
        failed = {outcome.job.article: outcome.error for outcome in outcomes if outcome.status == "failed"}
        return [failed.get(change.article) for change in changes]

    return handle_batch(
        event, lambda message: article_changes(message, wiring.settings().photo_bucket), run, wiring.redelivery
    )


def describe_directly(event: Mapping[str, Any], request_id: str, deadline: float) -> dict[str, Any]:
    """Article numbers, which `describe_articles` describes, or the body of `POST /descriptions`; it is not stored."""
    if "articles" in event:
        return describe_articles(event, request_id, deadline)
    description = describe_on_demand(validate(DescriptionBody, event), wiring.sources(), deadline)
    record_description(description)
    return description.as_json()


def describe_articles(event: Mapping[str, Any], request_id: str, deadline: float) -> dict[str, list[dict[str, Any]]]:
    """`{"articles": ["536.514.002", …]}` → one result per article, in order; texts are stored and published. Raises
    InvalidRequest: not a list of article numbers; InvalidKey: an invalid article number."""
    articles = event["articles"]
    if not isinstance(articles, list) or not all(isinstance(article, str) for article in articles):
        raise InvalidRequest(
            'A direct invocation takes {"articles": ["<number>", …]} or the body of POST /descriptions.'
        )
    for article in articles:
        data_key(article)
    changes = [ChangeEvent(article, request_id) for article in articles]
    outcomes = {outcome.job.article: outcome for outcome in _describe(changes, deadline)}
    return {"results": [_result(outcomes[article]) for article in articles]}


def _describe(changes: list[ChangeEvent[str]], deadline: float) -> list[Outcome]:
    if not changes:
        return []
    outcomes = describe_jobs(jobs_of(changes), wiring.describer(), wiring.dependencies(), deadline)
    for outcome in outcomes:
        record_outcome(outcome)
    return outcomes


def _result(outcome: Outcome) -> dict[str, Any]:
    result: dict[str, Any] = {"article": outcome.job.article, "status": outcome.status}
    if outcome.item is not None and outcome.item.status == "described":
        result["description"] = dict(outcome.item.description)
    if outcome.error is not None:
        result["error"] = outcome.error.as_json()
    return result


handler = lambda_handler(describe_queue_batch, http.app, describe_directly, _RESERVED_S)
