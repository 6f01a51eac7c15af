"""Queue messages → arrivals: S3's events as EventBridge sends them, and as S3 itself does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_plus

from bildtext.articles import photo_key
from bildtext.errors import InvalidRequest
from bildtext.table import comparable_sequencer
from tagging.steps import Arrival


def arrivals_of(message: Mapping[str, Any], bucket: str) -> list[Arrival]:
    """What one SQS message says happened; empty for S3's own test event and for kinds of event that change no photo.

    Raises:
        InvalidRequest: not JSON, not an S3 event, or of another bucket.
        InvalidKey: the key names no photo of an article.
    """
    try:
        event = json.loads(message["body"])
        redelivered = int(message.get("attributes", {}).get("ApproximateReceiveCount", "1")) > 1
        if "detail" in event:
            return _from_eventbridge(event, bucket, redelivered)
        if "Records" in event:
            return [
                arrival
                for record in event["Records"]
                for arrival in _from_s3(record, str(message.get("messageId", "")), bucket, redelivered)
            ]
        if event.get("Event") == "s3:TestEvent":
            return []
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InvalidRequest(f"The queue message is no S3 event ({type(error).__name__}: {error}).") from error
    raise InvalidRequest("The queue message is no S3 event: it has neither `detail` nor `Records`.")


def _from_eventbridge(event: Mapping[str, Any], bucket: str, redelivered: bool) -> list[Arrival]:
    """EventBridge carries keys as they are: `+` is a plus, nothing is URL-encoded."""
    detail, kind = event["detail"], event["detail-type"]
    if kind not in ("Object Created", "Object Deleted"):
        return []
    _check_bucket(detail["bucket"]["name"], bucket)
    stored = detail["object"]
    removed = kind == "Object Deleted"
    # Without a version in the event, or with the marker that a deletion leaves behind, the whole photo is gone.
    one_version = not removed or detail.get("deletion-type") == "Permanently Deleted"
    return [
        Arrival(
            photo=photo_key(stored["key"]),
            correlation_id=str(event.get("id", "")),
            removed=removed,
            version=_version(stored, "version-id", removed) if one_version else None,
            sequencer=comparable_sequencer(stored.get("sequencer", "")),
            redelivered=redelivered,
        )
    ]


def _from_s3(record: Mapping[str, Any], message_id: str, bucket: str, redelivered: bool) -> list[Arrival]:
    """S3's own notifications carry keys URL-encoded, a space as `+`."""
    kind = str(record["eventName"]).removeprefix("s3:")
    if not kind.startswith(("ObjectCreated:", "ObjectRemoved:", "LifecycleExpiration:")):
        return []
    _check_bucket(record["s3"]["bucket"]["name"], bucket)
    stored = record["s3"]["object"]
    removed = not kind.startswith("ObjectCreated:")
    one_version = not removed or kind.endswith(":Delete")
    return [
        Arrival(
            photo=photo_key(unquote_plus(stored["key"])),
            correlation_id=message_id,
            removed=removed,
            version=_version(stored, "versionId", removed) if one_version else None,
            sequencer=comparable_sequencer(stored.get("sequencer", "")),
            redelivered=redelivered,
        )
    ]


def _version(stored: Mapping[str, Any], name: str, removed: bool) -> str | None:
    """The version named, or the ETag of a photo that came to a bucket without versions (as in `bildtext.photos`)."""
    version = stored.get(name)
    if version and version != "null":
        return str(version)
    etag = None if removed else stored.get("etag") or stored.get("eTag")
    return str(etag).strip('"') if etag else None


def _check_bucket(named: str, own: str) -> None:
    if named != own:
        raise InvalidRequest(f"The event is of bucket {named!r}, but this function tags photos of {own!r}.")
