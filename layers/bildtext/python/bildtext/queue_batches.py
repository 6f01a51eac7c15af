"""A batch of a function's queue: messages → change events → a partial batch response."""

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
    """The messages of an SQS batch to be delivered again (ReportBatchItemFailures): soon after a TransientError.

    `parse` raises InvalidInput for a message that it cannot read. `run` returns the error of each change, in order, or
    None. Raises what `run` raises.
    """
    again: list[str] = []
    changes: list[ChangeEvent[Subject]] = []
    messages: list[Message] = []  # the message of each change
    for message in batch["Records"]:
        try:
            found = parse(message)
        except InvalidInput as error:
            logger.error(str(error), extra={"message_id": message["messageId"], "reason": error.code})
            count("UnreadableMessages")
            again.append(message["messageId"])
            continue
        changes += found
        messages += [message] * len(found)
    try:
        failures = list(zip(messages, run(changes), strict=True))
    except TransientError:
        _show_soon(messages, redelivery)
        raise
    _show_soon([message for message, error in failures if isinstance(error, TransientError)], redelivery)
    again += [message["messageId"] for message, error in failures if error is not None]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in dict.fromkeys(again)]}


def _show_soon(messages: Sequence[Message], redelivery: Callable[[], Redelivery]) -> None:
    """What prevents it is logged: it costs time, not more."""
    if not messages:
        return
    try:
        redelivery().soon(list({message["messageId"]: message for message in messages}.values()))
    except BildtextError as error:
        logger.warning(str(error), extra={"reason": error.code, "cause": str(error.__cause__ or "")})
