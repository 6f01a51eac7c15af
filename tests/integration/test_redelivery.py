"""What fails in passing is tried again soon: the functions' doors, and moto's queue."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from bildtext_cli.local.function import FunctionFailed
from description import wiring as description_wiring
from tagging import wiring as tagging_wiring
from tests.doors import BUCKET, Doors
from tests.in_process import InProcess

PHOTO_KEY, DATA_KEY = "articles/1/front.jpg", "articles/1/article.json"


@pytest.fixture
def queue(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A queue that hides a message for as long as the stack's do."""
    queue = boto3.resource("sqs").create_queue(QueueName="photos", Attributes={"VisibilityTimeout": "365"})
    monkeypatch.setenv("QUEUE_URL", queue.url)
    return queue


def batch(queue: Any) -> dict[str, Any]:
    """One batch, as Lambda's poller hands it on."""
    messages = queue.receive_messages(MaxNumberOfMessages=10, AttributeNames=["All"])
    records = [
        {
            "messageId": message.message_id,
            "receiptHandle": message.receipt_handle,
            "body": message.body,
            "attributes": message.attributes,
            "eventSource": "aws:sqs",
        }
        for message in messages
    ]
    return {"Records": records}


def created(key: str) -> str:
    detail = {"bucket": {"name": BUCKET}, "object": {"key": key, "sequencer": "1"}}
    return json.dumps({"source": "aws.s3", "detail-type": "Object Created", "id": key, "detail": detail})


def comes_again(queue: Any) -> list[str]:
    """The messages that are shown within a few seconds."""
    until, bodies = time.monotonic() + 9, list[str]()
    while time.monotonic() < until and not bodies:
        bodies += [message.body for message in queue.receive_messages(MaxNumberOfMessages=10, WaitTimeSeconds=1)]
    return bodies


def throttle(client: Any, operation: str) -> None:
    """DynamoDB's answer to one kind of call, from now on."""

    def throttled(**_: Any) -> Any:
        code = "ProvisionedThroughputExceededException"
        raise ClientError({"Error": {"Code": code, "Message": ""}}, operation)

    setattr(client, xform_name(operation), throttled)


def tagging_client() -> Any:
    return tagging_wiring.outside().table._client  # type: ignore[attr-defined]


def description_client() -> Any:
    return description_wiring.outside().articles._client  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("function", "client", "key"),
    [(InProcess.tagging, tagging_client, PHOTO_KEY), (InProcess.description, description_client, DATA_KEY)],
    ids=["tagging", "description"],
)
def test_a_message_whose_result_cannot_be_stored_now_comes_again_in_seconds_and_one_that_is_no_event_does_not(
    doors: Doors, queue: Any, function: Callable[[], InProcess], client: Callable[[], Any], key: str
) -> None:
    doors.s3.put_object(Bucket=BUCKET, Key=key, Body=b'{"Schuhe": "Slipper"}')
    queue.send_message(MessageBody=created(key))
    queue.send_message(MessageBody="no event")
    invokable = function()
    throttle(client(), "PutItem")
    event = batch(queue)
    failed = invokable.invoke(event)["batchItemFailures"]
    assert {one["itemIdentifier"] for one in failed} == {one["messageId"] for one in event["Records"]}
    assert comes_again(queue) == [created(key)]


def test_a_batch_that_could_not_begin_comes_again_in_seconds(doors: Doors, queue: Any) -> None:
    queue.send_message(MessageBody=created(PHOTO_KEY))
    function = InProcess.tagging()
    throttle(tagging_client(), "BatchGetItem")
    with pytest.raises(FunctionFailed, match="Throughput"):
        function.invoke(batch(queue))
    assert comes_again(queue) == [created(PHOTO_KEY)]


def test_a_queue_that_cannot_be_told_costs_time_and_nothing_else(
    doors: Doors, queue: Any, caplog: pytest.LogCaptureFixture
) -> None:
    doors.s3.put_object(Bucket=BUCKET, Key=PHOTO_KEY, Body=b"%PDF")
    queue.send_message(MessageBody=created(PHOTO_KEY))
    function, event = InProcess.tagging(), batch(queue)
    throttle(tagging_client(), "PutItem")
    queue.delete()
    assert len(function.invoke(event)["batchItemFailures"]) == 1
    assert "Could not show failed messages again soon: AWS.SimpleQueueService.NonExistentQueue." in caplog.messages
