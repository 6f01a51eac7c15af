"""Calls that shorten visibility timeouts: how many, for which messages, and their errors."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from bildtext import redelivery
from bildtext.errors import TransientError
from bildtext.redelivery import Redelivery, delay_s, receive_count
from tests.aws_in_memory import aws_in_memory

Call = dict[str, Any]


@pytest.fixture
def sqs() -> Iterator[Any]:
    with aws_in_memory():
        yield boto3.client("sqs")


@pytest.fixture
def calls(sqs: Any) -> list[Call]:
    """The parameters of every call that makes messages visible."""
    made: list[Call] = []

    def note(params: Call, **_: object) -> None:
        made.append(params)

    sqs.meta.events.register("provide-client-params.sqs.ChangeMessageVisibilityBatch", note)
    return made


def a_message(at: int, tries: int = 1) -> dict[str, Any]:
    return {
        "messageId": f"m{at}",
        "receiptHandle": f"handle-{at}",
        "attributes": {"ApproximateReceiveCount": str(tries)},
    }


def test_a_call_takes_ten_messages_each_with_its_own_delay(sqs: Any, calls: list[Call]) -> None:
    queue = sqs.create_queue(QueueName="photos")["QueueUrl"]
    Redelivery(sqs, queue).schedule([a_message(at, 1 + at % 3) for at in range(23)])
    assert [len(call["Entries"]) for call in calls] == [10, 10, 3]
    assert {call["QueueUrl"] for call in calls} == {queue}
    entries = [entry for call in calls for entry in call["Entries"]]
    assert [(entry["ReceiptHandle"], entry["VisibilityTimeout"]) for entry in entries] == [
        (f"handle-{at}", (5, 25, 125)[at % 3]) for at in range(23)
    ]
    assert all(len({entry["Id"] for entry in call["Entries"]}) == len(call["Entries"]) for call in calls)


@pytest.mark.parametrize(
    ("queue", "messages"),
    [
        ("https://sqs/photos", []),
        ("https://sqs/photos", [{"messageId": "m1"}, {"receiptHandle": ""}]),
        ("", [a_message(1)]),
    ],
    ids=["no message", "messages without a receipt handle", "no queue"],
)
def test_without_messages_to_redeliver_there_is_no_call(
    sqs: Any, calls: list[Call], queue: str, messages: list[Any]
) -> None:
    Redelivery(sqs, queue).schedule(messages)
    assert calls == []


def test_a_message_without_a_queue_does_not_affect_the_others(sqs: Any, calls: list[Call]) -> None:
    queue = sqs.create_queue(QueueName="photos")["QueueUrl"]
    Redelivery(sqs, queue).schedule([a_message(1), {"messageId": "m2"}, a_message(3)])
    assert [entry["ReceiptHandle"] for call in calls for entry in call["Entries"]] == ["handle-1", "handle-3"]


class Refused:
    """A queue whose every call is refused."""

    def change_message_visibility_batch(self, **_: object) -> None:
        raise ClientError({"Error": {"Code": "RequestThrottled", "Message": "Slow down"}}, "ChangeMessageVisibility")


class Hanging:
    """A queue that does not answer during the test."""

    def __init__(self) -> None:
        self.over = threading.Event()

    def change_message_visibility_batch(self, **_: object) -> None:
        self.over.wait(60)


def error_of(client: Any) -> TransientError:
    """The error raised if the call fails."""
    with pytest.raises(TransientError) as raised:
        Redelivery(client, "https://sqs/photos").schedule([a_message(1)])
    return raised.value


def test_a_failed_call_raises_an_error_with_its_cause() -> None:
    error = error_of(Refused())
    assert str(error) == "Could not show failed messages again soon: RequestThrottled."
    assert "Slow down" in str(error.__cause__)


def test_a_call_to_an_unresponsive_queue_times_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redelivery, "_TIMEOUT_S", 0.05)
    queue = Hanging()
    error = error_of(queue)
    queue.over.set()
    assert str(error) == "The invocation's time was over before this was done."


def test_a_message_without_a_receive_count_counts_as_received_once() -> None:
    messages: list[dict[str, Any]] = [{}, {"attributes": {}}, a_message(1, 4)]
    assert [receive_count(message) for message in messages] == [1, 1, 4]


def test_delays_grow_and_the_last_of_five_attempts_is_after_a_quarter_of_an_hour() -> None:
    assert [delay_s(tries) for tries in (1, 2, 3, 4, 5, 50)] == [5, 25, 125, 625, 900, 900]
