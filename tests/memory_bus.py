"""An event bus in memory. `tests/integration/test_contracts_bus.py` compares it with moto's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from bildtext.domain_events import DomainEvent
from bildtext.errors import TransientError

TOO_LARGE = 256 * 1024  # bytes; EventBridge's own limit


@dataclass
class MemoryBus:
    """An `EventPublisher`. `published` holds events after a JSON round trip; publishing fails while `unavailable`."""

    published: list[DomainEvent] = field(default_factory=list)
    unavailable: bool = False

    def publish(self, events: Sequence[DomainEvent]) -> list[TransientError | None]:
        if self.unavailable:
            return [TransientError("Could not publish: throttled.")] * len(events)
        return [self._publish(one) for one in events]

    def _publish(self, one: DomainEvent) -> TransientError | None:
        detail = json.dumps(one.detail, ensure_ascii=False)
        size, reason = len(f"bildtext{one.kind}{detail}".encode()), ""
        if size >= TOO_LARGE:
            reason = f"it has {size:,} bytes, EventBridge takes less than {TOO_LARGE:,}"
        elif not one.kind:
            reason = "InvalidArgument"
        if reason:
            return TransientError(f"Could not publish a result: {reason}.")
        self.published.append(DomainEvent(one.kind, json.loads(detail)))
        return None
