"""Entry points of the description function: SQS batches, HTTP and direct invocation."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bildtext.change_events import ChangeEvent, article_changes
from bildtext.entrypoints import Entrypoints, dispatch
from bildtext.errors import BildtextError, InvalidRequest
from bildtext.http import validated
from bildtext.http_app import resolve
from bildtext.observability import observed
from bildtext.queue_batches import handle_batch
from bildtext.storage.keys import data_key
from description import http, wiring
from description.flow import Outcome, describe_jobs
from description.jobs import jobs_of
from description.observability import record_description, record_outcome
from description.request import DescriptionBody, answer

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

_SECONDS_TO_STORE = 20.0  # reserved at the end of a batch for storing and publishing


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """Lambda entry point; dispatches on the shape of the event."""
    until = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - _SECONDS_TO_STORE
    entrypoints = Entrypoints(
        queue=lambda event: describe_queue_batch(event, until),
        http=lambda event: resolve(http.app, event, context),
        direct=lambda event: describe_directly(event, context.aws_request_id, until),
    )
    return dispatch(event, entrypoints)


def describe_queue_batch(event: Mapping[str, Any], until: float) -> dict[str, list[dict[str, str]]]:
    """SQS batch → messages to redeliver (ReportBatchItemFailures)."""

    def run(changes: list[ChangeEvent[str]]) -> list[BildtextError | None]:
        outcomes = _describe(changes, until)
        failed = {outcome.job.article: outcome.error for outcome in outcomes if outcome.status == "failed"}
        return [failed.get(change.article) for change in changes]

    return handle_batch(
        event, lambda message: article_changes(message, wiring.settings().photo_bucket), run, wiring.redelivery
    )


def describe_directly(event: Mapping[str, Any], request_id: str, until: float) -> dict[str, Any]:
    """Article numbers, or a request body. Raises what `describe_articles` and `describe_request` raise."""
    if "articles" in event:
        return describe_articles(event, request_id, until)
    return describe_request(event, until)


def describe_articles(event: Mapping[str, Any], request_id: str, until: float) -> dict[str, list[dict[str, Any]]]:
    """`{"articles": ["536.514.002", …]}` → one result per article, in order; texts are stored and published.

    Raises:
        InvalidRequest: not a list of article numbers.
        InvalidKey: an invalid article number.
    """
    articles = event["articles"]
    if not isinstance(articles, list) or not all(isinstance(article, str) for article in articles):
        raise InvalidRequest(
            'A direct invocation takes {"articles": ["<number>", …]} or the body of POST /descriptions.'
        )
    for article in articles:
        data_key(article)
    changes = [ChangeEvent(article, request_id) for article in articles]
    outcomes = {outcome.job.article: outcome for outcome in _describe(changes, until)}
    return {"results": [_answer(outcomes[article]) for article in articles]}


def describe_request(event: Mapping[str, Any], until: float) -> dict[str, Any]:
    """The body of `POST /descriptions` → its response; nothing is stored."""
    description = answer(validated(DescriptionBody, event), wiring.sources(), until)
    record_description(description)
    return description.as_json()


def _describe(changes: list[ChangeEvent[str]], until: float) -> list[Outcome]:
    if not changes:
        return []
    outcomes = describe_jobs(jobs_of(changes), wiring.describer(), wiring.dependencies(), until)
    for outcome in outcomes:
        record_outcome(outcome)
    return outcomes


def _answer(outcome: Outcome) -> dict[str, Any]:
    result: dict[str, Any] = {"article": outcome.job.article, "status": outcome.status}
    if outcome.item is not None and outcome.item.status == "described":
        result["description"] = dict(outcome.item.description)
    if outcome.error is not None:
        result["error"] = outcome.error.as_json()
    return result
