"""Entry points of the tagging function: SQS batches, HTTP, and direct invocation with a list of keys."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bildtext.change_events import ChangeEvent, photo_changes
from bildtext.entrypoints import Entrypoints, dispatch
from bildtext.errors import BildtextError, InvalidInput, InvalidRequest
from bildtext.http_app import resolve
from bildtext.observability import observed
from bildtext.queue_batches import handle_batch
from bildtext.storage.keys import PhotoKey, photo_key
from tagging import http, wiring
from tagging.flow import tag_arrivals
from tagging.observability import record_batch
from tagging.steps import Outcome

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

_SECONDS_TO_ANSWER = 6.0  # reserved at the end of an invocation for what follows the last photo


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """Lambda entry point; dispatches on the shape of the event."""
    until = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - _SECONDS_TO_ANSWER
    entrypoints = Entrypoints(
        queue=lambda event: tag_queue_batch(event, until),
        http=lambda event: resolve(http.app, event, context),
        direct=lambda event: tag_keys(event, context.aws_request_id, until),
    )
    return dispatch(event, entrypoints)


def tag_queue_batch(event: Mapping[str, Any], until: float) -> dict[str, list[dict[str, str]]]:
    """SQS batch of S3 events → messages to redeliver (ReportBatchItemFailures)."""

    def run(changes: list[ChangeEvent[PhotoKey]]) -> list[BildtextError | None]:
        return [outcome.error if outcome.status == "failed" else None for outcome in _tag(changes, until)]

    return handle_batch(
        event, lambda message: photo_changes(message, wiring.settings().photo_bucket), run, wiring.redelivery
    )


def tag_keys(event: Mapping[str, Any], request_id: str, until: float) -> dict[str, list[dict[str, Any]]]:
    """`{"keys": ["articles/…", …]}` → one result per key, in order.

    Raises:
        InvalidRequest: not a list of keys.
    """
    keys = event.get("keys")
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise InvalidRequest('A direct invocation takes {"keys": ["articles/<number>/<view>.jpg", …]}.')
    answers: dict[int, dict[str, Any]] = {}
    changes: dict[int, ChangeEvent[PhotoKey]] = {}
    for at, key in enumerate(keys):
        try:
            changes[at] = ChangeEvent(photo_key(key), correlation_id=request_id, redelivered=True)
        except InvalidInput as error:
            answers[at] = {"key": key, "status": "refused", "error": error.as_json()}
    for at, outcome in zip(changes, _tag(list(changes.values()), until), strict=True):
        answers[at] = _answer(outcome)
    return {"results": [answers[at] for at in range(len(keys))]}


def _tag(changes: list[ChangeEvent[PhotoKey]], until: float) -> list[Outcome]:
    if not changes:
        return []
    outcomes = tag_arrivals(changes, wiring.tagger(), wiring.dependencies(), until)
    record_batch(outcomes)
    return outcomes


def _answer(outcome: Outcome) -> dict[str, Any]:
    answer: dict[str, Any] = {"key": outcome.change.photo.key, "status": outcome.status}
    if outcome.item is not None and outcome.item.status == "tagged":
        answer["tags"] = list(outcome.item.tags)
    if outcome.error is not None:
        answer["error"] = outcome.error.as_json()
    return answer
