"""S3's events out of a queue's messages: as EventBridge sends them, and as S3 itself does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from bildtext.errors import InvalidRequest
from bildtext.json_text import JsonRefused, load_json
from bildtext.photos import object_version
from bildtext.redelivery import received


@dataclass(frozen=True)
class ObjectEvent:
    """A version of an object came or went; what the bucket holds now under its key, only the bucket knows.

    `version` is the one that came, and None where one went: a photo, an older one, or a delete marker. `sequencer` is
    comparable.
    """

    key: str
    version: str | None
    sequencer: str
    correlation_id: str
    redelivered: bool


def comparable_sequencer(sequencer: str) -> str:
    """S3's sequencer, made comparable as text: hexadecimal, shorter ones filled up with zeros on the right.

    Source: Amazon S3 user guide, "Event message structure", `sequencer`.
    """
    return sequencer.upper().ljust(32, "0")


def message_body(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """The JSON object in one SQS message. Raises InvalidRequest."""
    try:
        body = load_json(message["body"])
    except JsonRefused as error:
        raise InvalidRequest(f"The queue message {error}.") from error
    except (TypeError, KeyError, AttributeError) as error:
        raise InvalidRequest(f"The queue message is no S3 event ({type(error).__name__}: {error}).") from error
    if not isinstance(body, dict):
        raise InvalidRequest("The queue message is no S3 event: it is no JSON object.")
    return body


def redelivered(message: Mapping[str, Any]) -> bool:
    """Whether an earlier try with this SQS message may have done something already."""
    return received(message) > 1


def object_events(message: Mapping[str, Any], bucket: str) -> list[ObjectEvent]:
    """What one SQS message says happened; empty for S3's own test event and for kinds of event that change no object.

    Raises:
        InvalidRequest: not JSON, not an S3 event, or of another bucket.
    """
    event = message_body(message)
    try:
        if "detail" in event:
            return _from_eventbridge(event, bucket, redelivered(message))
        if "Records" in event:
            return [
                found
                for record in event["Records"]
                for found in _from_s3(record, str(message.get("messageId", "")), bucket, redelivered(message))
            ]
        if event.get("Event") == "s3:TestEvent":
            return []
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InvalidRequest(f"The queue message is no S3 event ({type(error).__name__}: {error}).") from error
    raise InvalidRequest("The queue message is no S3 event: it has neither `detail` nor `Records`.")


def _from_eventbridge(event: Mapping[str, Any], bucket: str, redelivered: bool) -> list[ObjectEvent]:
    """EventBridge carries keys as they are: `+` is a plus, nothing is URL-encoded."""
    detail, kind = event["detail"], event["detail-type"]
    if kind not in ("Object Created", "Object Deleted"):
        return []
    _check_bucket(detail["bucket"]["name"], bucket)
    stored = detail["object"]
    return [
        ObjectEvent(
            key=str(stored["key"]),
            version=_version(stored, "version-id") if kind == "Object Created" else None,
            sequencer=comparable_sequencer(stored.get("sequencer", "")),
            correlation_id=str(event.get("id", "")),
            redelivered=redelivered,
        )
    ]


def _from_s3(record: Mapping[str, Any], message_id: str, bucket: str, redelivered: bool) -> list[ObjectEvent]:
    """S3's own notifications carry keys URL-encoded, a space as `+`."""
    kind = str(record["eventName"]).removeprefix("s3:")
    if not kind.startswith(("ObjectCreated:", "ObjectRemoved:", "LifecycleExpiration:")):
        return []
    _check_bucket(record["s3"]["bucket"]["name"], bucket)
    stored = record["s3"]["object"]
    return [
        ObjectEvent(
            key=unquote_plus(stored["key"]),
            version=_version(stored, "versionId") if kind.startswith("ObjectCreated:") else None,
            sequencer=comparable_sequencer(stored.get("sequencer", "")),
            correlation_id=message_id,
            redelivered=redelivered,
        )
    ]


def _version(stored: Mapping[str, Any], version_id: str) -> str | None:
    return object_version(stored.get(version_id), stored.get("etag", stored.get("eTag"))) or None


def _check_bucket(named: str, own: str) -> None:
    if named != own:
        raise InvalidRequest(f"The event is of bucket {named!r}, but this function works on {own!r}.")
