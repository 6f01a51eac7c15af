"""S3's EventBridge events, and the batches of SQS messages in which Lambda delivers events."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def s3_event(
    bucket: str, key: str, kind: str = "Object Created", *, event_id: str = "e", **stored: Any
) -> dict[str, Any]:
    """The event about an object; `stored` adds its sequencer, version-id or etag."""
    detail = {"bucket": {"name": bucket}, "object": {"key": key, **stored}}
    return {"source": "aws.s3", "detail-type": kind, "id": event_id, "detail": detail}


def queue_batch(*events: Mapping[str, Any] | str, received: int = 1) -> dict[str, Any]:
    """One message per event, with the ids m0, m1, …; text is sent as it is."""
    records = [
        {
            "messageId": f"m{at}",
            "eventSource": "aws:sqs",
            "attributes": {"ApproximateReceiveCount": str(received)},
            "body": event if isinstance(event, str) else json.dumps(event),
        }
        for at, event in enumerate(events)
    ]
    return {"Records": records}
