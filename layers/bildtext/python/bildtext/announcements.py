"""What happened, told to whoever listens on the event bus."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from bildtext.aws import translated
from bildtext.errors import PassingFailure

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

SOURCE = "bildtext"
ARTICLE_TAGGED = "Article Tagged"
ARTICLE_UNTAGGED = "Article Untagged"  # a photo of it has no tags (any more): it was removed, or refused
ARTICLE_DESCRIBED = "Article Described"
_ENTRIES_PER_CALL = 10  # EventBridge's own limit


@dataclass(frozen=True)
class Announcement:
    """One event: its detail-type and its detail (JSON)."""

    kind: str
    detail: Mapping[str, Any]


class Announcer(Protocol):
    """Where announcements go."""

    def announce(self, announcements: Sequence[Announcement]) -> list[PassingFailure | None]:
        """Send all; the answer says for each, in order, why it was not sent (None: it was)."""
        ...


class EventBridgeAnnouncer:
    """Announcements on an EventBridge bus, ten to a call."""

    def __init__(self, client: EventBridgeClient, bus: str) -> None:
        self._client = client
        self._bus = bus

    def announce(self, announcements: Sequence[Announcement]) -> list[PassingFailure | None]:
        answers: list[PassingFailure | None] = []
        for at in range(0, len(announcements), _ENTRIES_PER_CALL):
            answers += self._send(announcements[at : at + _ENTRIES_PER_CALL])
        return answers

    def _send(self, announcements: Sequence[Announcement]) -> list[PassingFailure | None]:
        entries: list[PutEventsRequestEntryTypeDef] = [
            {
                "EventBusName": self._bus,
                "Source": SOURCE,
                "DetailType": one.kind,
                "Detail": json.dumps(one.detail, ensure_ascii=False),
            }
            for one in announcements
        ]
        try:
            with translated("announce results"):
                answer = self._client.put_events(Entries=entries)
        except PassingFailure as failure:
            return [failure] * len(entries)
        return [
            PassingFailure(f"Could not announce a result: {entry['ErrorCode']}.") if "ErrorCode" in entry else None
            for entry in answer["Entries"]
        ]
