"""Feeds a function from its queue as Lambda's event source mapping does. Visibility and redrive are left to SQS."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError
from moto.events.models import EventPattern

from bildtext_cli.local.function import Function, FunctionFailed
from bildtext_cli.local.template import REGION, QueueMapping

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

log = logging.getLogger(__name__)
_MOST_PER_CALL = 10  # SQS's limit for one ReceiveMessage and one DeleteMessageBatch
_WAIT_S = 1  # long poll; also how long stopping may take


class QueueConsumer:
    """One poller, and one batch in flight (Lambda would run up to MaximumConcurrency of them).

    The next batch is collected meanwhile, so that the function does not wait for the queue while there is work.

    A batch is invoked when it is full or when the window after its first message is over. Messages that do not match
    the mapping's filters are deleted. Messages returned in `batchItemFailures` stay in the queue, the others are
    deleted; after an exception or an invalid response the entire batch stays.
    """

    def __init__(self, sqs: SQSClient, queue_url: str, mapping: QueueMapping, function: Function) -> None:
        self._sqs = sqs
        self._queue_url = queue_url
        self._queue_arn = f"arn:aws:sqs:{REGION}:123456789012:{queue_url.rsplit('/', 1)[-1]}"
        self._mapping = mapping
        self._filters = [EventPattern.load(pattern) for pattern in mapping.filters]
        self._function = function
        self._stop = threading.Event()
        self._open, self._collecting = threading.Event(), threading.Lock()
        self._open.set()
        self._thread = threading.Thread(target=self._run, name=f"consumer-{mapping.queue}", daemon=True)

    def start(self) -> None:
        """Start polling in a separate thread."""
        self._thread.start()

    def stop(self, patience_s: float | None = None) -> None:
        """Take no further batch, and wait up to `patience_s` for the current one to finish."""
        self._stop.set()
        self._thread.join(patience_s)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Take nothing from the queue within the block, like a disabled event source mapping."""
        self._open.clear()
        try:
            with self._collecting:  # wait for a running poll
                yield
        finally:
            self._open.set()

    def _run(self) -> None:
        with ThreadPoolExecutor(1, f"feeder-{self._mapping.queue}") as feeder:
            fed: Future[None] | None = None
            while not self._stop.is_set():
                if not self._open.wait(_WAIT_S):
                    continue
                try:
                    with self._collecting:
                        batch = self._collect()
                except (BotoCoreError, ClientError):
                    log.exception("polling %s failed; trying again", self._mapping.queue)
                    self._stop.wait(_WAIT_S)
                    continue
                if fed is not None:
                    fed.result()
                if batch and not self._stop.is_set():  # else it becomes visible again
                    fed = feeder.submit(self._feed, batch)

    def _collect(self) -> list[MessageTypeDef]:
        batch: list[MessageTypeDef] = []
        ends = None
        while len(batch) < self._mapping.batch_size and self._open.is_set() and not self._stop.is_set():
            left = _WAIT_S if ends is None else min(_WAIT_S, ends - time.monotonic())
            if left < 0:
                break
            received = self._sqs.receive_message(
                QueueUrl=self._queue_url,
                MaxNumberOfMessages=min(_MOST_PER_CALL, self._mapping.batch_size - len(batch)),
                WaitTimeSeconds=int(left),
                AttributeNames=["All"],
                MessageAttributeNames=["All"],
            ).get("Messages", [])
            wanted = [message for message in received if self._passes(message)]
            self._delete([message for message in received if message not in wanted])
            batch += wanted
            if ends is None and batch:
                ends = time.monotonic() + self._mapping.window_s
            if ends is not None and not received and int(left) == 0:
                self._stop.wait(min(0.05, max(0.0, ends - time.monotonic())))
        return batch

    def _passes(self, message: MessageTypeDef) -> bool:
        if not self._filters:
            return True
        try:
            record: Any = {"body": json.loads(message["Body"])}
        except json.JSONDecodeError:
            return False  # as in Lambda: a JSON filter never matches a body that is not JSON
        return any(pattern.matches_event(record) for pattern in self._filters)

    def _feed(self, batch: list[MessageTypeDef]) -> None:
        try:
            answer = self._function.invoke({"Records": [self._record(message) for message in batch]})
        except FunctionFailed:
            return  # already logged; the entire batch becomes visible again
        failed = (
            failed_items(answer, {message["MessageId"] for message in batch})
            if self._mapping.reports_failures
            else set()
        )
        try:
            self._delete([message for message in batch if message["MessageId"] not in failed])
        except (BotoCoreError, ClientError):
            log.exception("deleting from %s failed; its messages come again", self._mapping.queue)

    def _record(self, message: MessageTypeDef) -> dict[str, Any]:
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message.get("Attributes", {}),
            "messageAttributes": message.get("MessageAttributes", {}),
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self._queue_arn,
            "awsRegion": REGION,
        }

    def _delete(self, messages: list[MessageTypeDef]) -> None:
        for first in range(0, len(messages), _MOST_PER_CALL):
            self._sqs.delete_message_batch(
                QueueUrl=self._queue_url,
                Entries=[
                    {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
                    for number, message in enumerate(messages[first : first + _MOST_PER_CALL])
                ],
            )


def failed_items(answer: Any, batch: set[str]) -> set[str]:
    """Return the message ids that a function's response returns to the queue, by the rules of ReportBatchItemFailures.

    No response, one without such a list and an empty list mean success. Anything that Lambda cannot parse, and an id
    that is not in the batch, mean that the entire batch failed.
    """
    if answer is None:
        return set()
    if not isinstance(answer, dict):
        return batch
    failures = answer.get("batchItemFailures") or []
    if not isinstance(failures, list):
        return batch
    named = {item.get("itemIdentifier") if isinstance(item, dict) else None for item in failures}
    return {name for name in named if name is not None} if named <= batch else batch
