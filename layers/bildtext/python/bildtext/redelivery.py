"""Redelivers messages soon after a transient error, with exponential backoff.

Otherwise they stay hidden for the queue's visibility timeout, which has to be six times the function's timeout.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from bildtext.aws import aws_errors
from bildtext.deadlines import call_with_deadline

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import ChangeMessageVisibilityBatchRequestEntryTypeDef

_ENTRIES_PER_CALL: Final = 10  # SQS's own limit
_MAX_DELAY_S: Final = 900
_TIMEOUT_S: Final = 4.0  # for all calls; after that, the queue's visibility timeout applies


class Redelivery:
    """Changes the visibility of a queue's messages; without the queue's URL it does nothing."""

    def __init__(self, client: SQSClient, queue_url: str) -> None:
        self._client = client
        self._queue_url = queue_url

    def schedule(self, messages: Sequence[Mapping[str, Any]]) -> None:
        """Redeliver messages of a batch after `delay_s`. Raises TransientError, ConfigurationError, NotFound."""
        entries: list[ChangeMessageVisibilityBatchRequestEntryTypeDef] = [
            {
                "Id": str(index),
                "ReceiptHandle": message["receiptHandle"],
                "VisibilityTimeout": delay_s(receive_count(message)),
            }
            for index, message in enumerate(messages)
            if message.get("receiptHandle")
        ]
        if entries and self._queue_url:
            call_with_deadline(time.monotonic() + _TIMEOUT_S, self._change, entries)

    def _change(self, entries: list[ChangeMessageVisibilityBatchRequestEntryTypeDef]) -> None:
        for start in range(0, len(entries), _ENTRIES_PER_CALL):
            with aws_errors("show failed messages again soon"):
                self._client.change_message_visibility_batch(
                    QueueUrl=self._queue_url, Entries=entries[start : start + _ENTRIES_PER_CALL]
                )


def delay_s(received: int) -> int:
    """Seconds to wait: 5, 25, 125 and 625, in all 13 minutes before the fifth and last attempt."""
    return int(min(5**received, _MAX_DELAY_S))


def receive_count(message: Mapping[str, Any]) -> int:
    """How often an SQS message was received, including this time."""
    return int(message.get("attributes", {}).get("ApproximateReceiveCount", "1"))
