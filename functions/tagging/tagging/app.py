"""Entry points of the tagging function: SQS batches, HTTP, and direct invocation with a list of keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bildtext.change_events import ChangeEvent, photo_changes
from bildtext.entrypoints import lambda_handler
from bildtext.errors import BildtextError, InvalidInput, InvalidRequest
from bildtext.queue_batches import handle_batch
from bildtext.storage.keys import PhotoKey, photo_key
from tagging import http, wiring
from tagging.batch import Outcome
from tagging.flow import tag_changed_photos
from tagging.observability import record_batch

_RESERVED_S = 6.0  # reserved at the end of an invocation for what follows the last photo


def tag_queue_batch(event: Mapping[str, Any], deadline: float) -> dict[str, list[dict[str, str]]]:
    """SQS batch of S3 events → messages to redeliver (ReportBatchItemFailures)."""

    def run(changes: list[ChangeEvent[PhotoKey]]) -> list[BildtextError | None]:
        return [outcome.error if outcome.status == "failed" else None for outcome in _tag(changes, deadline)]

    return handle_batch(
        event, lambda message: photo_changes(message, wiring.settings().photo_bucket), run, wiring.redelivery
    )


def tag_keys(event: Mapping[str, Any], request_id: str, deadline: float) -> dict[str, list[dict[str, Any]]]:
    """`{"keys": ["articles/…", …]}` → one result per key, in order. Raises InvalidRequest: not a list of keys."""
    keys = event.get("keys")
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise InvalidRequest('A direct invocation takes {"keys": ["articles/<number>/<view>.jpg", …]}.')
    results: dict[int, dict[str, Any]] = {}
    changes: dict[int, ChangeEvent[PhotoKey]] = {}
    for index, key in enumerate(keys):
        try:
            changes[index] = ChangeEvent(photo_key(key), correlation_id=request_id, redelivered=True)
        except InvalidInput as error:
            results[index] = {"key": key, "status": "refused", "error": error.as_json()}
    for index, outcome in zip(changes, _tag(list(changes.values()), deadline), strict=True):
        results[index] = _result(outcome)
    return {"results": [results[index] for index in range(len(keys))]}


def _tag(changes: list[ChangeEvent[PhotoKey]], deadline: float) -> list[Outcome]:
    if not changes:
        return []
    outcomes = tag_changed_photos(changes, wiring.tagger(), wiring.dependencies(), deadline)
    record_batch(outcomes)
    return outcomes


def _result(outcome: Outcome) -> dict[str, Any]:
    result: dict[str, Any] = {"key": outcome.change.photo.key, "status": outcome.status}
    if outcome.item is not None and outcome.item.status == "tagged":
        result["tags"] = list(outcome.item.tags)
    if outcome.error is not None:
        result["error"] = outcome.error.as_json()
    return result


handler = lambda_handler(tag_queue_batch, http.app, tag_keys, _RESERVED_S)
