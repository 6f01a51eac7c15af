"""Handles a batch of SQS messages: messages → change events → a partial batch response."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bildtext.change_events import ChangeEvent, Message, Subject
from bildtext.errors import BildtextError, InvalidInput, TransientError
from bildtext.observability import count, logger
from bildtext.redelivery import Redelivery


def handle_batch(
    batch: Mapping[str, Any],
    parse: Callable[[Message], list[ChangeEvent[Subject]]],
    run: Callable[[list[ChangeEvent[Subject]]], Sequence[BildtextError | None]],
    redelivery: Callable[[], Redelivery],
) -> dict[str, list[dict[str, str]]]:
    """Run a batch; returns the messages to redeliver (ReportBatchItemFailures), soon after a TransientError.

    `parse` raises InvalidInput for a message that it cannot read. `run` returns for each change, in order, its error or
    None. Raises what `run` raises.
    """
    failed_ids: list[str] = []
    changes: list[ChangeEvent[Subject]] = []
    messages: list[Message] = []  # the message of each change
    for message in batch["Records"]:
        try:
            parsed = parse(message)
        except InvalidInput as error:
            logger.error(str(error), extra={"message_id": message["messageId"], "reason": error.code})
            count("UnreadableMessages")
            failed_ids.append(message["messageId"])
            continue
        changes += parsed
        messages += [message] * len(parsed)
    try:
        failures = list(zip(messages, run(changes), strict=True))
    except TransientError:
        _schedule_redelivery(messages, redelivery)
        raise
    _schedule_redelivery([message for message, error in failures if isinstance(error, TransientError)], redelivery)
    failed_ids += [message["messageId"] for message, error in failures if error is not None]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in dict.fromkeys(failed_ids)]}


def _schedule_redelivery(messages: Sequence[Message], redelivery: Callable[[], Redelivery]) -> None:
    """Redeliver before the visibility timeout. An error is only logged, because it merely delays the messages."""
    if not messages:
        return
    try:
        redelivery().schedule(list({message["messageId"]: message for message in messages}.values()))
    except BildtextError as error:
        logger.warning(str(error), extra={"reason": error.code, "cause": str(error.__cause__ or "")})
