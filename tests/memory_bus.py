"""An event bus in memory. `tests/integration/test_contracts_bus.py` holds it against moto's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from bildtext.domain_events import DomainEvent
from bildtext.errors import TransientError

TOO_LARGE = 256 * 1024  # bytes; EventBridge's own limit


@dataclass
class MemoryBus:
    """`EventPublisher`: `published` is what listeners hear, as JSON says it. It tells nothing while it is `away`."""

    published: list[DomainEvent] = field(default_factory=list)
    away: bool = False

    def publish(self, announcements: Sequence[DomainEvent]) -> list[TransientError | None]:
        if self.away:
            return [TransientError("Could not announce: throttled.")] * len(announcements)
        return [self._tell(one) for one in announcements]

    def _tell(self, one: DomainEvent) -> TransientError | None:
        detail = json.dumps(one.detail, ensure_ascii=False)
        size, reason = len(f"bildtext{one.kind}{detail}".encode()), ""
        if size >= TOO_LARGE:
            reason = f"it has {size:,} bytes, EventBridge takes less than {TOO_LARGE:,}"
        elif not one.kind:
            reason = "InvalidArgument"
        if reason:
            return TransientError(f"Could not announce a result: {reason}.")
        self.published.append(DomainEvent(one.kind, json.loads(detail)))
        return None
