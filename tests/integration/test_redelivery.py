"""Messages with transient errors are retried soon: the functions' queue handlers on moto's queue."""

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
from tests.deployed_function import BUCKET, DeployedFunction
from tests.in_process import InProcess
from tests.queue_events import s3_event

PHOTO_KEY, DATA_KEY = "articles/1/front.jpg", "articles/1/article.json"


@pytest.fixture
def queue(tagging_function: DeployedFunction, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A queue with the visibility timeout of the stack's queues."""
    queue = boto3.resource("sqs").create_queue(QueueName="photos", Attributes={"VisibilityTimeout": "365"})
    monkeypatch.setenv("QUEUE_URL", queue.url)
    return queue


def batch(queue: Any) -> dict[str, Any]:
    """One batch in the form Lambda's poller sends."""
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
    return json.dumps(s3_event(BUCKET, key, sequencer="1"))


def redelivered(queue: Any) -> list[str]:
    """The messages that become visible within a few seconds."""
    until, bodies = time.monotonic() + 9, list[str]()
    while time.monotonic() < until and not bodies:
        bodies += [message.body for message in queue.receive_messages(MaxNumberOfMessages=10, WaitTimeSeconds=1)]
    return bodies


def throttle(client: Any, operation: str) -> None:
    """Make DynamoDB throttle every call of one operation."""

    def throttled(**_: Any) -> Any:
        code = "ProvisionedThroughputExceededException"
        raise ClientError({"Error": {"Code": code, "Message": ""}}, operation)

    setattr(client, xform_name(operation), throttled)


def tagging_client() -> Any:
    return tagging_wiring.dependencies().table._client  # type: ignore[attr-defined]


def description_client() -> Any:
    return description_wiring.dependencies().articles._client  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("function", "client", "key"),
    [(InProcess.tagging, tagging_client, PHOTO_KEY), (InProcess.description, description_client, DATA_KEY)],
    ids=["tagging", "description"],
)
def test_a_message_is_redelivered_in_seconds_after_a_transient_error_only(
    tagging_function: DeployedFunction,
    queue: Any,
    function: Callable[[], InProcess],
    client: Callable[[], Any],
    key: str,
) -> None:
    tagging_function.s3.put_object(Bucket=BUCKET, Key=key, Body=b'{"Schuhe": "Slipper"}')
    queue.send_message(MessageBody=created(key))
    queue.send_message(MessageBody="no event")
    invokable = function()
    throttle(client(), "PutItem")
    event = batch(queue)
    failed = invokable.invoke(event)["batchItemFailures"]
    assert {one["itemIdentifier"] for one in failed} == {one["messageId"] for one in event["Records"]}
    assert redelivered(queue) == [created(key)]


def test_a_batch_that_could_not_start_is_redelivered_in_seconds(tagging_function: DeployedFunction, queue: Any) -> None:
    queue.send_message(MessageBody=created(PHOTO_KEY))
    function = InProcess.tagging()
    throttle(tagging_client(), "BatchGetItem")
    with pytest.raises(FunctionFailed, match="Throughput"):
        function.invoke(batch(queue))
    assert redelivered(queue) == [created(PHOTO_KEY)]


def test_failing_to_shorten_the_visibility_timeout_only_delays_the_retry(
    tagging_function: DeployedFunction, queue: Any, caplog: pytest.LogCaptureFixture
) -> None:
    tagging_function.s3.put_object(Bucket=BUCKET, Key=PHOTO_KEY, Body=b"%PDF")
    queue.send_message(MessageBody=created(PHOTO_KEY))
    function, event = InProcess.tagging(), batch(queue)
    throttle(tagging_client(), "PutItem")
    queue.delete()
    assert len(function.invoke(event)["batchItemFailures"]) == 1
    assert "Could not show failed messages again soon: AWS.SimpleQueueService.NonExistentQueue." in caplog.messages
