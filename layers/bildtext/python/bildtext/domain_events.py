"""What happened, told to whoever listens on the event bus."""

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
ARTICLE_UNTAGGED = "Article Untagged"  # a photo of it has no tags (any more): it was removed, or refused
ARTICLE_DESCRIBED = "Article Described"
_ENTRIES_PER_CALL = 10  # EventBridge's own limits
_BYTES_PER_CALL = 256 * 1024  # of all entries together they are fewer


@dataclass(frozen=True)
class DomainEvent:
    """One event: its detail-type and its detail (JSON)."""

    kind: str
    detail: Mapping[str, Any]


class EventPublisher(Protocol):
    """Where announcements go."""

    def publish(self, events: Sequence[DomainEvent]) -> list[TransientError | None]:
        """Send all; the answer says for each, in order, why it was not sent (None: it was)."""
        ...


class EventBridgePublisher:
    """Announcements on an EventBridge bus, as many to a call as it takes."""

    def __init__(self, client: EventBridgeClient, bus: str) -> None:
        self._client = client
        self._bus = bus

    def publish(self, events: Sequence[DomainEvent]) -> list[TransientError | None]:
        answers: list[TransientError | None] = []
        for entries in _calls([self._entry(one) for one in events]):
            answers += self._send(entries)
        return answers

    def _entry(self, announcement: DomainEvent) -> PutEventsRequestEntryTypeDef:
        return {
            "EventBusName": self._bus,
            "Source": SOURCE,
            "DetailType": announcement.kind,
            "Detail": json.dumps(announcement.detail, ensure_ascii=False),
        }

    def _send(self, entries: Sequence[PutEventsRequestEntryTypeDef]) -> list[TransientError | None]:
        if (size := sum(map(_size, entries))) >= _BYTES_PER_CALL:  # a single one; no call takes it
            limit = f"EventBridge takes less than {_BYTES_PER_CALL:,}"
            return [TransientError(f"Could not announce a result: it has {size:,} bytes, {limit}.")]
        try:
            with translated("announce results"):
                answer = self._client.put_events(Entries=entries)
        except TransientError as failure:
            return [failure] * len(entries)
        return [
            TransientError(f"Could not announce a result: {entry['ErrorCode']}.") if "ErrorCode" in entry else None
            for entry in answer["Entries"]
        ]


def _calls(entries: Sequence[PutEventsRequestEntryTypeDef]) -> Iterator[list[PutEventsRequestEntryTypeDef]]:
    """As few calls as the limits allow, in order; what is too large for any is alone in its own."""
    call: list[PutEventsRequestEntryTypeDef] = []
    for entry in entries:
        if len(call) == _ENTRIES_PER_CALL or (call and sum(map(_size, [*call, entry])) >= _BYTES_PER_CALL):
            yield call
            call = []
        call.append(entry)
    if call:
        yield call


def _size(entry: PutEventsRequestEntryTypeDef) -> int:
    """Bytes, as EventBridge counts them (user guide, "Calculating PutEvents event entry size")."""
    return sum(len(entry[name].encode()) for name in ("Source", "DetailType", "Detail"))
