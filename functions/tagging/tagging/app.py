"""The tagging function's three doors: a batch from the queue, HTTP, and a direct invocation with a list of keys."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.metrics import MetricUnit

from bildtext.api_paths import resolve
from bildtext.articles import photo_key
from bildtext.doors import REQUEST_ID_PATH, Doors, enter
from bildtext.errors import InvalidInput, InvalidRequest, PassingFailure
from tagging import http, wiring
from tagging.arrivals import arrivals_of
from tagging.flow import tag_arrivals
from tagging.observability import logger, metrics, record_batch, tracer
from tagging.steps import Arrival, Outcome

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


_SECONDS_TO_ANSWER = 6.0  # kept back of an invocation's time, for what comes after the last photo


@logger.inject_lambda_context(clear_state=True, correlation_id_path=REQUEST_ID_PATH)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """Lambda's entry point; the event's shape says which door it came through."""
    metrics.add_metric("Invocations", MetricUnit.Count, 1)
    until = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - _SECONDS_TO_ANSWER
    doors = Doors(
        queue=lambda event: tag_queue_batch(event, until),
        http=lambda event: resolve(http.app, event, context),
        direct=lambda event: tag_keys(event, context.aws_request_id, until),
        logger=logger,
    )
    return enter(event, doors)


def tag_queue_batch(event: Mapping[str, Any], until: float) -> dict[str, list[dict[str, str]]]:
    """SQS batch of S3 events → the messages to be delivered again (ReportBatchItemFailures)."""
    again: list[str] = []
    senders: list[Mapping[str, Any]] = []
    arrivals: list[Arrival] = []
    for message in event["Records"]:
        try:
            found = arrivals_of(message, wiring.settings().photo_bucket)
        except InvalidInput as error:
            logger.error(str(error), extra={"message_id": message["messageId"], "reason": error.code})
            metrics.add_metric("UnreadableMessages", MetricUnit.Count, 1)
            again.append(message["messageId"])
            continue
        arrivals += found
        senders += [message] * len(found)
    try:
        outcomes = _tag(arrivals, until)
    except PassingFailure:
        _try_soon(senders)
        raise
    failed = [(sender, one.error) for sender, one in zip(senders, outcomes, strict=True) if one.status == "failed"]
    _try_soon([sender for sender, error in failed if isinstance(error, PassingFailure)])
    again += [sender["messageId"] for sender, _ in failed]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in dict.fromkeys(again)]}


def _try_soon(messages: list[Mapping[str, Any]]) -> None:
    if messages:
        wiring.redelivery().soon(list({message["messageId"]: message for message in messages}.values()))


def tag_keys(event: Mapping[str, Any], request_id: str, until: float) -> dict[str, list[dict[str, Any]]]:
    """`{"keys": ["articles/…", …]}` → what became of each, in order.

    Raises:
        InvalidRequest: no list of keys.
    """
    keys = event.get("keys")
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise InvalidRequest('A direct invocation takes {"keys": ["articles/<number>/<view>.jpg", …]}.')
    answers: dict[int, dict[str, Any]] = {}
    arrivals: dict[int, Arrival] = {}
    for at, key in enumerate(keys):
        try:
            arrivals[at] = Arrival(photo_key(key), correlation_id=request_id, redelivered=True)
        except InvalidInput as error:
            answers[at] = {"key": key, "status": "refused", "error": error.as_json()}
    for at, outcome in zip(arrivals, _tag(list(arrivals.values()), until), strict=True):
        answers[at] = _answer(outcome)
    return {"results": [answers[at] for at in range(len(keys))]}


def _tag(arrivals: list[Arrival], until: float) -> list[Outcome]:
    if not arrivals:
        return []
    outcomes = tag_arrivals(arrivals, wiring.tagger(), wiring.outside(), until)
    record_batch(outcomes)
    return outcomes


def _answer(outcome: Outcome) -> dict[str, Any]:
    answer: dict[str, Any] = {"key": outcome.arrival.photo.key, "status": outcome.status}
    if outcome.item is not None and outcome.item.status == "tagged":
        answer["tags"] = list(outcome.item.tags)
    if outcome.error is not None:
        answer["error"] = outcome.error.as_json()
    return answer
