"""Queue messages → arrivals of photos."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bildtext.articles import uploaded_photo
from bildtext.s3_events import object_events
from tagging.steps import Arrival


def arrivals_of(message: Mapping[str, Any], bucket: str) -> list[Arrival]:
    """What one SQS message says happened to photos; empty for events that change none.

    Everything under `articles/` may be a photo but the articles' data, which is the description function's.

    Raises:
        InvalidRequest: not JSON, not an S3 event, or of another bucket.
    """
    return [
        Arrival(
            photo=photo,
            correlation_id=event.correlation_id,
            version=event.version,
            sequencer=event.sequencer,
            redelivered=event.redelivered,
        )
        for event in object_events(message, bucket)
        if (photo := uploaded_photo(event.key)) is not None
    ]
