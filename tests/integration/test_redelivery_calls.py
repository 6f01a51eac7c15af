"""How a queue is told to show messages again: in how many calls, which of them, and what it may cost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from bildtext import redelivery
from bildtext.errors import TransientError
from bildtext.redelivery import Redelivery, pause_s, received
from tests.aws_in_memory import aws_in_memory

Call = dict[str, Any]


@pytest.fixture
def sqs() -> Iterator[Any]:
    with aws_in_memory():
        yield boto3.client("sqs")


@pytest.fixture
def told(sqs: Any) -> list[Call]:
    """The parameters of every call that makes messages visible."""
    calls: list[Call] = []

    def note(params: Call, **_: object) -> None:
        calls.append(params)

    sqs.meta.events.register("provide-client-params.sqs.ChangeMessageVisibilityBatch", note)
    return calls


def a_message(at: int, tries: int = 1) -> dict[str, Any]:
    return {
        "messageId": f"m{at}",
        "receiptHandle": f"handle-{at}",
        "attributes": {"ApproximateReceiveCount": str(tries)},
    }


def test_ten_messages_fit_a_call_and_each_has_a_pause_of_its_own(sqs: Any, told: list[Call]) -> None:
    queue = sqs.create_queue(QueueName="photos")["QueueUrl"]
    Redelivery(sqs, queue).soon([a_message(at, 1 + at % 3) for at in range(23)])
    assert [len(call["Entries"]) for call in told] == [10, 10, 3]
    assert {call["QueueUrl"] for call in told} == {queue}
    entries = [entry for call in told for entry in call["Entries"]]
    assert [(entry["ReceiptHandle"], entry["VisibilityTimeout"]) for entry in entries] == [
        (f"handle-{at}", (5, 25, 125)[at % 3]) for at in range(23)
    ]
    assert all(len({entry["Id"] for entry in call["Entries"]}) == len(call["Entries"]) for call in told)


@pytest.mark.parametrize(
    ("queue", "messages"),
    [
        ("https://sqs/photos", []),
        ("https://sqs/photos", [{"messageId": "m1"}, {"receiptHandle": ""}]),
        ("", [a_message(1)]),
    ],
    ids=["no message", "messages that came from no queue", "no queue"],
)
def test_where_there_is_nothing_to_show_again_nobody_is_called(
    sqs: Any, told: list[Call], queue: str, messages: list[Any]
) -> None:
    Redelivery(sqs, queue).soon(messages)
    assert told == []


def test_a_message_that_came_from_no_queue_leaves_the_others_alone(sqs: Any, told: list[Call]) -> None:
    queue = sqs.create_queue(QueueName="photos")["QueueUrl"]
    Redelivery(sqs, queue).soon([a_message(1), {"messageId": "m2"}, a_message(3)])
    assert [entry["ReceiptHandle"] for call in told for entry in call["Entries"]] == ["handle-1", "handle-3"]


class Refused:
    """A queue whose every call is refused."""

    def change_message_visibility_batch(self, **_: object) -> None:
        raise ClientError({"Error": {"Code": "RequestThrottled", "Message": "Slow down"}}, "ChangeMessageVisibility")


class Hanging:
    """A queue that does not answer while the test lasts."""

    def __init__(self) -> None:
        self.over = threading.Event()

    def change_message_visibility_batch(self, **_: object) -> None:
        self.over.wait(60)


def prevented(client: Any) -> TransientError:
    """What is raised where the queue cannot be told."""
    with pytest.raises(TransientError) as raised:
        Redelivery(client, "https://sqs/photos").soon([a_message(1)])
    return raised.value


def test_what_prevents_it_is_raised_with_its_cause() -> None:
    error = prevented(Refused())
    assert str(error) == "Could not show failed messages again soon: RequestThrottled."
    assert "Slow down" in str(error.__cause__)


def test_a_queue_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redelivery, "_SECONDS", 0.05)
    queue = Hanging()
    error = prevented(queue)
    queue.over.set()
    assert str(error) == "The invocation's time was over before this was done."


def test_a_message_that_does_not_say_how_often_it_came_came_once() -> None:
    messages: list[dict[str, Any]] = [{}, {"attributes": {}}, a_message(1, 4)]
    assert [received(message) for message in messages] == [1, 1, 4]


def test_each_pause_is_longer_and_the_last_of_five_tries_comes_after_a_quarter_of_an_hour() -> None:
    assert [pause_s(tries) for tries in (1, 2, 3, 4, 5, 50)] == [5, 25, 125, 625, 900, 900]
