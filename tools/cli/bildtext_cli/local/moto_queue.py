"""moto's SQS queue with its messages indexed by state, so that the cost of a call does not grow with the backlog.

moto scans every message of a queue on each send, receive, delete and visibility change. This subclass gives the same
responses, and is closer to SQS with several receivers or expired receipts.
"""

from __future__ import annotations

import copy
import heapq
import time
from collections import OrderedDict
from typing import Any

from moto.sqs import models
from moto.sqs.exceptions import ReceiptHandleIsInvalid
from moto.sqs.models import Message, Queue, SQSBackend


def index_queues() -> None:
    """Make moto create every queue as a IndexedQueue from now on."""
    purge = SQSBackend.purge_queue

    def purge_sorted(backend: SQSBackend, queue_name: str) -> None:
        purge(backend, queue_name)
        _sorted(backend, queue_name).clear()

    for name, method in {
        "purge_queue": purge_sorted,
        "receive_message": _receive_message,
        "change_message_visibility": _change_message_visibility,
    }.items():
        setattr(SQSBackend, name, method)
    setattr(models, "Queue", IndexedQueue)  # noqa: B010 (mypy rejects replacing a class)


class NotInFlight(ReceiptHandleIsInvalid):
    """Only the last receiver of a message can change its visibility, while it is in flight."""

    code = "InvalidParameterValue"

    def __init__(self) -> None:
        super().__init__()
        self.message = (
            "Value for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for "
            "visibility timeout change."
        )


class IndexedQueue(Queue):
    """A standard queue. A message is ready, delayed, or in flight; the latter two become ready at a known time.

    As in SQS only the newest receipt deletes a message; an older one, or one of a deleted message, has no effect.
    """

    message_retention_period: int  # seconds; set from the attribute of that name
    redrive_policy: dict[str, Any]

    def __init__(self, name: str, region: str, account_id: str, **attributes: Any) -> None:
        self._ready: OrderedDict[str, Message] = OrderedDict()  # by id, the oldest first
        self._delayed: dict[str, Message] = {}
        self._in_flight: dict[str, Message] = {}
        self._returns: list[tuple[float, str]] = []  # heap of (milliseconds, id); outdated entries are ignored
        super().__init__(name, region, account_id, **attributes)
        if self.fifo_queue:
            raise ValueError(
                f"{name} is a FIFO queue, which the local system does not keep in order; use a standard queue."
            )

    def add_message(self, message: Message) -> None:
        """Add a message, ready now or when its delay is over."""
        with self._messages_lock:
            if message.delayed:
                self._delayed[message.id] = message
                heapq.heappush(self._returns, (message.delayed_until, message.id))
            else:
                self._ready[message.id] = message
            self._messages_lock.notify_all()

    def receive(self, count: int, wait_s: float, visibility_s: int) -> list[Message]:
        """Return copies of at most `count` messages as soon as there are any, or none after `wait_s`."""
        ends = time.monotonic() + wait_s
        with self._messages_lock:
            while not (received := self._take(count, visibility_s)) and (left := ends - time.monotonic()) > 0:
                self._messages_lock.wait(min(left, self._next_return_s()))
        return received

    def delete_message(self, receipt_handle: str) -> None:
        """Delete a message. Raises ReceiptHandleIsInvalid for a malformed receipt."""
        with self._messages_lock:
            message = self._received_with(receipt_handle)
            if message is not None:
                self._ready.pop(message.id, None)  # if its visibility timeout has expired and it was not received since
                self._in_flight.pop(message.id, None)

    def hide(self, receipt_handle: str, seconds: int) -> None:
        """Make a message in flight visible again in `seconds`. Raises NotInFlight."""
        with self._messages_lock:
            message = self._received_with(receipt_handle)
            if message is None or message.id not in self._in_flight:
                raise NotInFlight
            message.change_visibility(seconds)
            heapq.heappush(self._returns, (message.visible_at, message.id))
            self._messages_lock.notify_all()  # a receiver may now be waiting too long

    def clear(self) -> None:
        """Delete all messages."""
        with self._messages_lock:
            for some in (self._ready, self._delayed, self._in_flight, self._returns):
                some.clear()

    @property
    def messages(self) -> list[Message]:
        """The messages that can be received now."""
        with self._messages_lock:
            self._bring_back()
            return list(self._ready.values())

    approximate_number_of_messages = property(lambda queue: queue._count("_ready"))
    approximate_number_of_messages_not_visible = property(lambda queue: queue._count("_in_flight"))
    approximate_number_of_messages_delayed = property(lambda queue: queue._count("_delayed"))

    def _count(self, state: str) -> int:
        with self._messages_lock:
            self._bring_back()
            return len(getattr(self, state))

    def _take(self, count: int, visibility_s: int) -> list[Message]:
        self._bring_back()
        now = time.time() * 1000
        taken: list[Message] = []
        while self._ready and len(taken) < count:
            message = self._ready.popitem(last=False)[1]
            if (message.sent_timestamp or 0) + self.message_retention_period * 1000 <= now:
                continue
            if self.dead_letter_queue and message.approximate_receive_count >= self.redrive_policy["maxReceiveCount"]:
                self.dead_letter_queue.add_message(message)
                continue
            message.approximate_first_receive_timestamp = message.approximate_first_receive_timestamp or int(now)
            message.approximate_receive_count += 1
            message.visible_at = now + visibility_s * 1000
            message.receipt_handle = f"{message.id}#{message.approximate_receive_count}"
            taken.append(copy.copy(message))
            self._in_flight[message.id] = message
            heapq.heappush(self._returns, (message.visible_at, message.id))
        return taken

    def _bring_back(self) -> None:
        """Move messages whose delay or visibility timeout is over to the ready ones."""
        now = time.time() * 1000
        while self._returns and self._returns[0][0] <= now:
            due, message_id = heapq.heappop(self._returns)
            if (message := self._delayed.get(message_id)) and message.delayed_until == due:
                self._ready[message_id] = self._delayed.pop(message_id)
            elif (message := self._in_flight.get(message_id)) and message.visible_at == due:
                self._ready[message_id] = self._in_flight.pop(message_id)

    def _next_return_s(self) -> float:
        return max(0.0, self._returns[0][0] / 1000 - time.time()) + 0.001 if self._returns else float("inf")

    def _received_with(self, receipt_handle: str) -> Message | None:
        message_id, mark, _ = receipt_handle.partition("#")
        if not mark:
            raise ReceiptHandleIsInvalid
        message = self._in_flight.get(message_id) or self._ready.get(message_id)
        return message if message is not None and message.receipt_handle == receipt_handle else None


def _sorted(backend: SQSBackend, queue_name: str) -> IndexedQueue:
    queue = backend.get_queue(queue_name)
    assert isinstance(queue, IndexedQueue)  # noqa: S101 (for mypy: there are no others)
    return queue


def _receive_message(
    backend: SQSBackend,
    queue_name: str,
    count: int,
    wait_seconds_timeout: int,
    visibility_timeout: int,
    message_attribute_names: list[str] | None = None,
) -> list[Message]:
    received = _sorted(backend, queue_name).receive(count, wait_seconds_timeout, visibility_timeout)
    for message in received:
        models._filter_message_attributes(message, message_attribute_names or [])
    return received


def _change_message_visibility(
    backend: SQSBackend, queue_name: str, receipt_handle: str, visibility_timeout: int
) -> None:
    _sorted(backend, queue_name).hide(receipt_handle, int(visibility_timeout))
