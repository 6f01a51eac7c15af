"""Publishes Bildtext's events on an EventBridge bus."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from bildtext.aws import aws_errors
from bildtext.errors import TransientError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

Outcome = TypeVar("Outcome", bound="DataclassInstance")

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


def publish_outcomes(
    outcomes: Sequence[Outcome],
    event_of: Callable[[Outcome], DomainEvent | None],
    publish: Callable[[Sequence[DomainEvent]], Sequence[TransientError | None]],
) -> list[Outcome]:
    """Publish the events of a batch's outcomes; an outcome whose event could not be sent becomes `failed`."""
    events = {index: event for index, outcome in enumerate(outcomes) if (event := event_of(outcome)) is not None}
    errors = dict(zip(events, publish(list(events.values())) if events else (), strict=True))
    return [
        outcome if (error := errors.get(index)) is None else replace(outcome, status="failed", error=error)
        for index, outcome in enumerate(outcomes)
    ]


class EventBridgePublisher:
    """Publishes events on an EventBridge bus, as many per call as its limits allow."""

    def __init__(self, client: EventBridgeClient, bus: str) -> None:
        self._client = client
        self._bus = bus

    def publish(self, events: Sequence[DomainEvent]) -> list[TransientError | None]:
        calls = _calls([self._entry(event) for event in events])
        return [error for entries in calls for error in self._send(entries)]

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
            with aws_errors("publish results"):
                response = self._client.put_events(Entries=entries)
        except TransientError as error:
            return [error] * len(entries)
        return [
            TransientError(f"Could not publish a result: {entry['ErrorCode']}.") if "ErrorCode" in entry else None
            for entry in response["Entries"]
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
