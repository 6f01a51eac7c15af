"""The local queue keeps SQS's guarantees with any backlog."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.sqs.models import Message, SQSBackend

from bildtext_cli.local import moto_queue
from bildtext_cli.local.aws import aws_environment, environment, local_aws
from bildtext_cli.local.consumer import QueueConsumer
from bildtext_cli.local.moto_queue import IndexedQueue
from bildtext_cli.local.template import QueueMapping
from tests.waiting import wait_for

VISIBILITY_S = 1


@pytest.fixture(scope="module")
def sqs() -> Iterator[Any]:
    with local_aws() as url, environment(aws_environment(url)):
        yield boto3.client("sqs")


@pytest.fixture
def queue(sqs: Any, request: pytest.FixtureRequest) -> str:
    attributes = {"VisibilityTimeout": str(VISIBILITY_S)}
    url: str = sqs.create_queue(QueueName=f"queue-{abs(hash(request.node.name))}", Attributes=attributes)["QueueUrl"]
    return url


def _send(sqs: Any, queue: str, *bodies: str, delay_s: int = 0) -> None:
    for first in range(0, len(bodies), 10):
        entries = [
            {"Id": str(number), "MessageBody": body, "DelaySeconds": delay_s}
            for number, body in enumerate(bodies[first : first + 10])
        ]
        assert len(sqs.send_message_batch(QueueUrl=queue, Entries=entries)["Successful"]) == len(entries)


def _receive(sqs: Any, queue: str, wait_s: int = 5, **more: Any) -> list[dict[str, Any]]:
    answer = sqs.receive_message(
        QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=wait_s, AttributeNames=["All"], **more
    )
    found: list[dict[str, Any]] = answer.get("Messages", [])
    return found


def _bodies(messages: list[dict[str, Any]]) -> list[str]:
    return [one["Body"] for one in messages]


def _count(sqs: Any, queue: str) -> tuple[int, ...]:
    """The numbers of visible, in-flight and delayed messages."""
    found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    kinds = ("", "NotVisible", "Delayed")
    return tuple(int(found[f"ApproximateNumberOfMessages{kind}"]) for kind in kinds)


def test_a_message_is_hidden_from_others_until_its_visibility_timeout_is_over(sqs: Any, queue: str) -> None:
    _send(sqs, queue, "a")
    (first,) = _receive(sqs, queue)
    assert _count(sqs, queue) == (0, 1, 0)
    assert _receive(sqs, queue, wait_s=0) == []
    (second,) = _receive(sqs, queue)
    assert first["MessageId"] == second["MessageId"]
    assert second["Attributes"]["ApproximateReceiveCount"] == "2"
    for name in ("SentTimestamp", "ApproximateFirstReceiveTimestamp"):
        assert first["Attributes"][name] == second["Attributes"][name]


def test_a_delayed_message_is_delivered_after_its_delay(sqs: Any, queue: str) -> None:
    _send(sqs, queue, "later", delay_s=1)
    assert _count(sqs, queue) == (0, 0, 1)
    assert _receive(sqs, queue, wait_s=0) == []
    assert _bodies(_receive(sqs, queue)) == ["later"]


def test_a_waiting_receiver_gets_messages_sent_meanwhile(sqs: Any, queue: str) -> None:
    timer = threading.Timer(0.5, _send, (sqs, queue, "sent"))
    timer.start()
    assert _bodies(_receive(sqs, queue, wait_s=20)) == ["sent"]
    timer.join()


def test_a_visibility_timeout_can_be_ended_or_extended(sqs: Any, queue: str) -> None:
    _send(sqs, queue, "a")
    (first,) = _receive(sqs, queue)
    sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=first["ReceiptHandle"], VisibilityTimeout=0)
    (second,) = _receive(sqs, queue, wait_s=0)
    sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=second["ReceiptHandle"], VisibilityTimeout=60)
    assert _receive(sqs, queue, wait_s=VISIBILITY_S + 1) == []
    with pytest.raises(ClientError, match="not available for visibility timeout change"):
        sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=first["ReceiptHandle"], VisibilityTimeout=0)


def test_only_the_newest_receipt_handle_deletes_and_deleting_twice_is_harmless(sqs: Any, queue: str) -> None:
    _send(sqs, queue, "a")
    (first,), (second,) = _receive(sqs, queue), _receive(sqs, queue)
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=first["ReceiptHandle"])
    assert sum(_count(sqs, queue)) == 1
    for _ in range(2):
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=second["ReceiptHandle"])
        assert sum(_count(sqs, queue)) == 0
    with pytest.raises(ClientError, match="ReceiptHandleIsInvalid"):
        sqs.delete_message(QueueUrl=queue, ReceiptHandle="none")


def test_a_late_delete_removes_a_message_that_is_visible_again(sqs: Any, queue: str) -> None:
    _send(sqs, queue, "a")
    (late,) = _receive(sqs, queue)
    time.sleep(VISIBILITY_S + 0.1)
    assert _count(sqs, queue) == (1, 0, 0)
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=late["ReceiptHandle"])
    assert _count(sqs, queue) == (0, 0, 0)


def test_a_message_received_too_often_moves_to_the_dead_letter_queue_unchanged(sqs: Any, queue: str) -> None:
    letters = sqs.create_queue(QueueName="letters")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=letters, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = f'{{"deadLetterTargetArn": "{arn}", "maxReceiveCount": 2}}'
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"RedrivePolicy": policy, "VisibilityTimeout": "0"})
    _send(sqs, queue, "a")
    (first,), (_,) = _receive(sqs, queue), _receive(sqs, queue)
    assert _receive(sqs, queue, wait_s=0) == []
    (letter,) = _receive(sqs, letters)
    assert (letter["MessageId"], letter["Body"]) == (first["MessageId"], "a")
    assert sum(_count(sqs, queue)) == 0


def test_a_purge_deletes_all_messages(sqs: Any, queue: str) -> None:
    _send(sqs, queue, "a", "b")
    _receive(sqs, queue)
    sqs.purge_queue(QueueUrl=queue)
    assert _count(sqs, queue) == (0, 0, 0)


def test_several_receivers_share_a_backlog_without_duplicates(sqs: Any, queue: str) -> None:
    bodies = [str(number) for number in range(200)]
    _send(sqs, queue, *bodies)
    found: list[str] = []

    def take() -> None:
        while messages := _receive(sqs, queue, wait_s=0, VisibilityTimeout=60):
            found.extend(_bodies(messages))

    takers = [threading.Thread(target=take) for _ in range(4)]
    for one in takers:
        one.start()
    for one in takers:
        one.join()
    assert sorted(found, key=int) == bodies


def _calls(work: Callable[[], object]) -> int:
    """The number of Python and C function calls, which grows with a loop over messages on any machine."""
    count = 0

    def counting(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("in_flight", [False, True])
def test_no_call_costs_more_with_10000_messages_than_with_20(in_flight: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("purge_queue", "receive_message", "change_message_visibility"):
        monkeypatch.setattr(SQSBackend, name, getattr(SQSBackend, name))  # restored after the test
    monkeypatch.setattr("moto.sqs.models.Queue", None)
    moto_queue.index_queues()
    costs = []
    for backlog in (20, 10_000):
        backend = SQSBackend("eu-central-1", "123456789012")
        queue = backend.create_queue("queue", {}, region="eu-central-1", VisibilityTimeout=600)
        assert isinstance(queue, IndexedQueue)
        for number in range(backlog):
            backend.send_message("queue", str(number))
        if in_flight:
            queue.receive(backlog - 10, 0, 600)
        taken: list[Message] = []
        costs.append(
            (
                _calls(lambda: backend.send_message("queue", "one more")),  # noqa: B023 (called at once)
                _calls(lambda: taken.extend(backend.receive_message("queue", 10, 0, 600))),  # noqa: B023
                _calls(lambda: backend.change_message_visibility("queue", taken[0].receipt_handle or "", 60)),  # noqa: B023
                _calls(lambda: backend.delete_message("queue", taken[0].receipt_handle or "")),  # noqa: B023
                _calls(lambda: backend.get_queue_attributes("queue", ["All"])),  # noqa: B023
            )
        )
        assert len(taken) == 10
    assert all(of_10000 <= 1.1 * of_20 for of_20, of_10000 in zip(*costs, strict=True)), costs


class BusyFunction:
    """A function that is busy with each batch until it is released."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.may_go_on = threading.Event()

    def invoke(self, event: Any, /) -> Any:
        self.batches.append([record["body"] for record in event["Records"]])
        assert self.may_go_on.wait(60)


def test_while_a_function_is_busy_exactly_one_more_batch_is_collected(sqs: Any) -> None:
    queue = sqs.create_queue(QueueName="busy", Attributes={"VisibilityTimeout": "600"})["QueueUrl"]
    _send(sqs, queue, *map(str, range(7)))
    function = BusyFunction()
    consumer = QueueConsumer(sqs, queue, QueueMapping("busy", "Function", 2, 0.1, False, ()), function)
    consumer.start()
    try:
        wait_for(lambda: _count(sqs, queue)[:2] == (3, 4))
        assert function.batches == [["0", "1"]]
        function.may_go_on.set()
        wait_for(lambda: _count(sqs, queue) == (0, 0, 0))
    finally:
        function.may_go_on.set()
        consumer.stop()
    assert function.batches == [["0", "1"], ["2", "3"], ["4", "5"], ["6"]]


def test_a_stopping_consumer_finishes_its_batch_and_starts_no_other(sqs: Any) -> None:
    queue = sqs.create_queue(QueueName="stopped", Attributes={"VisibilityTimeout": "600"})["QueueUrl"]
    _send(sqs, queue, "a", "b", "c")
    function = BusyFunction()
    consumer = QueueConsumer(sqs, queue, QueueMapping("stopped", "Function", 1, 0.1, False, ()), function)
    consumer.start()
    wait_for(lambda: _count(sqs, queue)[:2] == (1, 2))
    consumer.stop(patience_s=0)
    function.may_go_on.set()
    consumer.stop()
    assert function.batches == [["a"]]
    assert _count(sqs, queue) == (1, 1, 0), "one was not begun, and one is seen again when its time is over"


def test_a_paused_consumer_receives_nothing(sqs: Any) -> None:
    queue = sqs.create_queue(QueueName="held")["QueueUrl"]
    function = BusyFunction()
    function.may_go_on.set()
    consumer = QueueConsumer(sqs, queue, QueueMapping("held", "Function", 2, 0.1, False, ()), function)
    consumer.start()
    with consumer.paused():
        _send(sqs, queue, "a", "b")
        time.sleep(0.2)
        assert (_count(sqs, queue), function.batches) == ((2, 0, 0), [])
    wait_for(lambda: _count(sqs, queue) == (0, 0, 0))
    consumer.stop()
    assert function.batches == [["a", "b"]]
