"""Queue messages → arrivals: S3's events as EventBridge sends them, and as S3 itself does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_plus

from bildtext.articles import photo_key
from bildtext.errors import InvalidRequest
from bildtext.photos import object_version
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
    stored, removed = detail["object"], kind == "Object Deleted"
    return [
        _arrival(
            stored,
            key=stored["key"],
            version_id=stored.get("version-id"),
            removed=removed,
            one_version=detail.get("deletion-type") == "Permanently Deleted",
            correlation_id=str(event.get("id", "")),
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
    return [
        _arrival(
            stored,
            key=unquote_plus(stored["key"]),
            version_id=stored.get("versionId"),
            removed=not kind.startswith("ObjectCreated:"),
            one_version=kind.endswith(":Delete"),
            correlation_id=message_id,
            redelivered=redelivered,
        )
    ]


def _arrival(
    stored: Mapping[str, Any],
    *,
    key: str,
    version_id: str | None,
    removed: bool,
    one_version: bool,
    correlation_id: str,
    redelivered: bool,
) -> Arrival:
    """A removal is of the whole photo, unless it says that it is of one version; a marker's id is no version."""
    if removed:
        version = object_version(version_id, None) if one_version else None
    else:
        version = object_version(version_id, stored.get("etag", stored.get("eTag")))
    return Arrival(
        photo=photo_key(key),
        correlation_id=correlation_id,
        removed=removed,
        version=version,
        sequencer=comparable_sequencer(stored.get("sequencer", "")),
        redelivered=redelivered,
    )


def _check_bucket(named: str, own: str) -> None:
    if named != own:
        raise InvalidRequest(f"The event is of bucket {named!r}, but this function tags photos of {own!r}.")
