"""Feeds a function from a table's stream as Lambda's event source mapping does: in order, one batch at a time."""

from __future__ import annotations

import json
import logging
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError
from moto.events.models import EventPattern

from bildtext_cli.local.consumer import failed_items
from bildtext_cli.local.function import Function, FunctionFailed
from bildtext_cli.local.template import REGION, StreamMapping

if TYPE_CHECKING:
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient
    from mypy_boto3_sqs import SQSClient

log = logging.getLogger(__name__)
_LOOK_EVERY_S = 0.2  # Lambda looks four times a second
_LONGEST_PAUSE_S = 5.0  # between two attempts; Lambda waits up to minutes
Record = dict[str, Any]


class StreamConsumer:
    """One poller of a stream's only shard (moto has no others), and one batch in flight.

    Records that do not match the mapping's filters are passed over. A batch that fails is repeated from the first
    record in `batchItemFailures`, or, after an exception, in halves if the mapping bisects. What still fails after the
    mapping's attempts is described in a message to the queue of lost changes, and the stream goes on behind it.
    """

    def __init__(
        self,
        streams: DynamoDBStreamsClient,
        sqs: SQSClient,
        stream_arn: str,
        lost_url: str,
        mapping: StreamMapping,
        function: Function,
    ) -> None:
        self._streams = streams
        self._sqs = sqs
        self._stream_arn = stream_arn
        self._lost_url = lost_url
        self._mapping = mapping
        self._filters = [EventPattern.load(pattern) for pattern in mapping.filters]
        self._function = function
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"stream-{mapping.table}", daemon=True)

    def start(self) -> None:
        """Start reading the stream from its beginning, in a separate thread."""
        self._thread.start()

    def stop(self, patience_s: float | None = None) -> None:
        """Take no further batch, and wait up to `patience_s` for the current one to finish."""
        self._stop.set()
        self._thread.join(patience_s)

    def _run(self) -> None:
        iterator = ""
        while not self._stop.is_set():
            try:
                iterator, batch = self._collect(iterator or self._beginning())
            except (BotoCoreError, ClientError):
                log.exception("reading the stream of %s failed; reading it again", self._mapping.table)
                iterator = ""
                self._stop.wait(_LOOK_EVERY_S)
                continue
            if wanted := [record for record in batch if self._passes(record)]:
                self._deliver(wanted)

    def _beginning(self) -> str:
        (shard,) = self._streams.describe_stream(StreamArn=self._stream_arn)["StreamDescription"]["Shards"]
        return self._streams.get_shard_iterator(
            StreamArn=self._stream_arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]

    def _collect(self, iterator: str) -> tuple[str, list[Record]]:
        """Return the next iterator and at most one batch: the records within the window after the first."""
        batch: list[Record] = []
        ends = None
        while len(batch) < self._mapping.batch_size and not self._stop.is_set():
            answer = self._streams.get_records(ShardIterator=iterator, Limit=self._mapping.batch_size - len(batch))
            iterator = answer["NextShardIterator"]
            batch += map(self._record, answer["Records"])
            if ends is None and batch:
                ends = time.monotonic() + self._mapping.window_s
            if ends is not None and time.monotonic() >= ends:
                break
            if not answer["Records"]:
                self._stop.wait(_LOOK_EVERY_S)
        return iterator, batch

    def _passes(self, record: Any) -> bool:
        return not self._filters or any(pattern.matches_event(record) for pattern in self._filters)

    def _record(self, record: Any) -> Record:
        """A record as Lambda passes it on, whose event has times in seconds and the stream's ARN."""
        change = dict(record["dynamodb"])
        change["ApproximateCreationDateTime"] = change["ApproximateCreationDateTime"].timestamp()
        return {**record, "awsRegion": REGION, "dynamodb": change, "eventSourceARN": self._stream_arn}

    def _deliver(self, batch: list[Record]) -> None:
        """Invoke the function with a batch until it has taken all of it, or it is lost."""
        waiting = [(batch, 1)]  # with the number of the attempt; splitting is none
        while waiting and not self._stop.is_set():
            records, attempt = waiting.pop(0)
            first = self._invoke(records)
            if first is None:
                continue
            if first > 0:
                waiting.insert(0, (records[first:], attempt))
            elif self._mapping.bisects and len(records) > 1:
                half = len(records) // 2
                waiting[:0] = [(records[:half], attempt), (records[half:], attempt)]
            elif attempt < self._mapping.attempts or self._mapping.attempts == 0:  # 0: until the stream forgets them
                self._stop.wait(min(_LOOK_EVERY_S * 2**attempt, _LONGEST_PAUSE_S))
                waiting.insert(0, (records, attempt + 1))
            else:
                self._lose(records, attempt)

    def _invoke(self, records: list[Record]) -> int | None:
        """Return the index of the first record that failed, None if all succeeded."""
        try:
            answer = self._function.invoke({"Records": records})
        except FunctionFailed:
            return 0  # already logged
        if not self._mapping.reports_failures:
            return None
        numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
        failed = failed_items(answer, set(numbers))
        return min((numbers.index(number) for number in failed), default=None)

    def _lose(self, records: list[Record], attempts: int) -> None:
        """Send what Lambda sends to an on-failure destination: where the records are, not the records."""
        first, last = records[0]["dynamodb"], records[-1]["dynamodb"]
        message = {
            "requestContext": {"condition": "RetryAttemptsExhausted", "approximateInvokeCount": attempts},
            "version": "1.0",
            "timestamp": datetime.now(UTC).isoformat(),
            "DDBStreamBatchInfo": {
                "startSequenceNumber": first["SequenceNumber"],
                "endSequenceNumber": last["SequenceNumber"],
                "batchSize": len(records),
                "streamArn": self._stream_arn,
            },
        }
        log.error("%d changes of %s were given up after %d attempts", len(records), self._mapping.table, attempts)
        if self._lost_url:
            self._sqs.send_message(QueueUrl=self._lost_url, MessageBody=json.dumps(message))
