"""Messages of a batch with failed changes are redelivered, soon after a transient error."""

from __future__ import annotations

from typing import Any

import pytest
from aws_lambda_powertools import Logger

from bildtext import queue_batches
from bildtext.change_events import ChangeEvent, Message
from bildtext.errors import InvalidRequest, InvalidSettings, TransientError
from bildtext.queue_batches import handle_batch

ERRORS = {"l": TransientError("later"), "n": InvalidSettings("never")}


def parse(message: Message) -> list[ChangeEvent[str]]:
    """One change per letter."""
    if message["body"] == "?":
        raise InvalidRequest("unreadable")
    return [ChangeEvent(letter, "c") for letter in message["body"]]


@pytest.mark.parametrize(
    ("bodies", "again", "soon"),
    [("a b", "", ""), ("a l bl", "12", "12"), ("ll nl n", "012", "01"), ("a ? n", "12", ""), ("n ?", "10", "")],
)
def test_each_failed_message_is_redelivered_once(bodies: str, again: str, soon: str) -> None:
    shown: list[str] = []

    class Redelivery:
        def schedule(self, messages: list[dict[str, Any]]) -> None:
            shown.extend(message["messageId"] for message in messages)

    records = [{"messageId": str(at), "body": body} for at, body in enumerate(bodies.split())]
    answer = handle_batch(
        {"Records": records},
        parse,
        lambda changes: [ERRORS.get(change.article) for change in changes],
        Redelivery,  # type: ignore[arg-type]
    )
    assert [one["itemIdentifier"] for one in answer["batchItemFailures"]] == list(again)
    assert shown == list(soon)


def test_a_failed_redelivery_call_is_logged_and_the_batch_is_still_answered(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Redelivery:
        def schedule(self, messages: list[dict[str, Any]]) -> None:  # noqa: ARG002
            raise TransientError("Could not show failed messages again soon.") from ValueError("Slow down")

    monkeypatch.setattr(queue_batches, "logger", Logger("test"))
    answer = handle_batch(
        {"Records": [{"messageId": "1", "body": "l"}]},
        parse,
        lambda changes: [ERRORS.get(change.article) for change in changes],
        Redelivery,  # type: ignore[arg-type]
    )
    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    record: Any = caplog.records[-1]
    assert (record.levelname, record.reason, record.cause) == ("WARNING", "try-again", "Slow down")
