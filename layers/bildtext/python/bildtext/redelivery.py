"""When a message that failed in passing is shown again: soon, and later each time.

Without this it is hidden for the queue's whole visibility, which has to be six times what a function may run.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from bildtext.aws import translated
from bildtext.deadlines import within

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import ChangeMessageVisibilityBatchRequestEntryTypeDef

_ENTRIES_PER_CALL: Final = 10  # SQS's own limit
_LONGEST_S: Final = 900
_SECONDS: Final = 4.0  # for all calls; then the queue's own visibility has to do


class Redelivery:
    """The messages of one queue; without the queue's URL it leaves them as they are."""

    def __init__(self, client: SQSClient, queue_url: str) -> None:
        self._client = client
        self._queue_url = queue_url

    def soon(self, messages: Sequence[Mapping[str, Any]]) -> None:
        """Show these messages of a batch again after `pause_s`. Raises TransientError, ConfigurationError, NotFound."""
        entries: list[ChangeMessageVisibilityBatchRequestEntryTypeDef] = [
            {"Id": str(at), "ReceiptHandle": message["receiptHandle"], "VisibilityTimeout": pause_s(received(message))}
            for at, message in enumerate(messages)
            if message.get("receiptHandle")
        ]
        if entries and self._queue_url:
            within(time.monotonic() + _SECONDS, self._change, entries)

    def _change(self, entries: list[ChangeMessageVisibilityBatchRequestEntryTypeDef]) -> None:
        for at in range(0, len(entries), _ENTRIES_PER_CALL):
            with translated("show failed messages again soon"):
                self._client.change_message_visibility_batch(
                    QueueUrl=self._queue_url, Entries=entries[at : at + _ENTRIES_PER_CALL]
                )


def pause_s(received: int) -> int:
    """After the first try 5 s, then 25, 125 and 625: four pauses of 13 minutes before the fifth try, the last one."""
    return int(min(5**received, _LONGEST_S))


def received(message: Mapping[str, Any]) -> int:
    """How often an SQS message was received, this time included."""
    return int(message.get("attributes", {}).get("ApproximateReceiveCount", "1"))
