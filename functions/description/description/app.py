"""The description function's three doors: a batch from the queue, HTTP, and a direct invocation."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.metrics import MetricUnit

from bildtext.api_paths import resolve
from bildtext.articles import data_key
from bildtext.doors import REQUEST_ID_PATH, Doors, enter
from bildtext.errors import InvalidInput, InvalidRequest, PassingFailure
from bildtext.http import validated
from description import http, wiring
from description.arrivals import Arrival, arrivals_of, asked, jobs_of
from description.flow import Outcome, describe_jobs
from description.observability import logger, metrics, record_description, record_outcome, tracer
from description.request import DescriptionRequest, answer

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

_SECONDS_TO_STORE = 20.0  # kept back of a batch's time, for what comes after the last text


@logger.inject_lambda_context(clear_state=True, correlation_id_path=REQUEST_ID_PATH)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """Lambda's entry point; the event's shape says which door it came through."""
    metrics.add_metric("Invocations", MetricUnit.Count, 1)
    until = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - _SECONDS_TO_STORE
    doors = Doors(
        queue=lambda event: describe_queue_batch(event, until),
        http=lambda event: resolve(http.app, event, context),
        direct=lambda event: describe_directly(event, context.aws_request_id, until),
        logger=logger,
    )
    return enter(event, doors)


def describe_queue_batch(event: Mapping[str, Any], until: float) -> dict[str, list[dict[str, str]]]:
    """SQS batch → the messages to be delivered again (ReportBatchItemFailures)."""
    again: list[str] = []
    senders: dict[str, list[str]] = {}
    arrivals: list[Arrival] = []
    for message in event["Records"]:
        message_id = message["messageId"]
        try:
            found = arrivals_of(message, wiring.settings().photo_bucket)
        except InvalidInput as error:
            logger.error(str(error), extra={"message_id": message_id, "reason": error.code})
            metrics.add_metric("UnreadableMessages", MetricUnit.Count, 1)
            again.append(message_id)
            continue
        arrivals += found
        for arrival in found:
            senders.setdefault(arrival.article, []).append(message_id)
    soon: set[str] = set()
    for outcome in _describe(arrivals, until):
        if outcome.status == "failed":
            again += senders[outcome.job.article]
            if isinstance(outcome.error, PassingFailure):
                soon.update(senders[outcome.job.article])
    if soon:
        wiring.redelivery().soon([message for message in event["Records"] if message["messageId"] in soon])
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in dict.fromkeys(again)]}


def describe_directly(event: Mapping[str, Any], request_id: str, until: float) -> dict[str, Any]:
    """Articles by their numbers, or an order. Raises as these do."""
    if "articles" in event:
        return describe_articles(event, request_id, until)
    return describe_request(event, until)


def describe_articles(event: Mapping[str, Any], request_id: str, until: float) -> dict[str, list[dict[str, Any]]]:
    """`{"articles": ["536.514.002", …]}` → what became of each, in order; texts are stored and announced.

    Raises:
        InvalidRequest: no list of article numbers.
        InvalidKey: what cannot be an article number.
    """
    articles = event["articles"]
    if not isinstance(articles, list) or not all(isinstance(article, str) for article in articles):
        raise InvalidRequest(
            'A direct invocation takes {"articles": ["<number>", …]} or the body of POST /descriptions.'
        )
    for article in articles:
        data_key(article)
    outcomes = {outcome.job.article: outcome for outcome in _describe(asked(articles, request_id), until)}
    return {"results": [_answer(outcomes[article]) for article in articles]}


def describe_request(event: Mapping[str, Any], until: float) -> dict[str, Any]:
    """The body of `POST /descriptions` → its answer; nothing is stored."""
    description = answer(validated(DescriptionRequest, event), wiring.sources(), until)
    record_description(description)
    return description.as_json()


def _describe(arrivals: list[Arrival], until: float) -> list[Outcome]:
    if not arrivals:
        return []
    outcomes = describe_jobs(jobs_of(arrivals), wiring.describer(), wiring.outside(), until)
    for outcome in outcomes:
        record_outcome(outcome)
    return outcomes


def _answer(outcome: Outcome) -> dict[str, Any]:
    answered: dict[str, Any] = {"article": outcome.job.article, "status": outcome.status}
    if outcome.item is not None and outcome.item.status == "described":
        answered["description"] = dict(outcome.item.description)
    if outcome.error is not None:
        answered["error"] = outcome.error.as_json()
    return answered
