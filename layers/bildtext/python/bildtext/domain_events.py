"""Publishes Bildtext's events on an EventBridge bus."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from bildtext.aws import translated
from bildtext.errors import TransientError

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

SOURCE = "bildtext"
ARTICLE_TAGGED = "Article Tagged"
ARTICLE_UNTAGGED = "Article Untagged"  # one of its photos has no tags (any more): removed or refused
ARTICLE_DESCRIBED = "Article Described"
_ENTRIES_PER_CALL = 10  # EventBridge's own limits
_BYTES_PER_CALL = 256 * 1024  # all entries together must be smaller


@dataclass(frozen=True)
class DomainEvent:
    """An event: its detail-type and its detail (JSON)."""

    kind: str
    detail: Mapping[str, Any]


class EventPublisher(Protocol):
    """Publishes events."""

    def publish(self, events: Sequence[DomainEvent]) -> list[TransientError | None]:
        """Send all events. Returns for each, in order, None if it was sent, else the error."""
        ...


class EventBridgePublisher:
    """Publishes events on an EventBridge bus, as many per call as its limits allow."""

    def __init__(self, client: EventBridgeClient, bus: str) -> None:
        self._client = client
        self._bus = bus

    def publish(self, events: Sequence[DomainEvent]) -> list[TransientError | None]:
        answers: list[TransientError | None] = []
        for entries in _calls([self._entry(event) for event in events]):
            answers += self._send(entries)
        return answers

    def _entry(self, event: DomainEvent) -> PutEventsRequestEntryTypeDef:
        return {
            "EventBusName": self._bus,
            "Source": SOURCE,
            "DetailType": event.kind,
            "Detail": json.dumps(event.detail, ensure_ascii=False),
        }

    def _send(self, entries: Sequence[PutEventsRequestEntryTypeDef]) -> list[TransientError | None]:
        if (size := sum(map(_size, entries))) >= _BYTES_PER_CALL:  # a single entry, too large for any call
            limit = f"EventBridge takes less than {_BYTES_PER_CALL:,}"
            return [TransientError(f"Could not publish a result: it has {size:,} bytes, {limit}.")]
        try:
            with translated("publish results"):
                answer = self._client.put_events(Entries=entries)
        except TransientError as failure:
            return [failure] * len(entries)
        return [
            TransientError(f"Could not publish a result: {entry['ErrorCode']}.") if "ErrorCode" in entry else None
            for entry in answer["Entries"]
        ]


def _calls(entries: Sequence[PutEventsRequestEntryTypeDef]) -> Iterator[list[PutEventsRequestEntryTypeDef]]:
    """The entries of each call, in order, in as few calls as the limits allow; an oversized entry is alone."""
    call: list[PutEventsRequestEntryTypeDef] = []
    size = 0
    for entry in entries:
        added = _size(entry)
        if len(call) == _ENTRIES_PER_CALL or (call and size + added >= _BYTES_PER_CALL):
            yield call
            call, size = [], 0
        call.append(entry)
        size += added
    if call:
        yield call


def _size(entry: PutEventsRequestEntryTypeDef) -> int:
    """Size in bytes as EventBridge counts it (user guide, "Calculating PutEvents event entry size")."""
    return sum(len(entry[name].encode()) for name in ("Source", "DetailType", "Detail"))
