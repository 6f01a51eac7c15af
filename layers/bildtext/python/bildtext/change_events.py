"""Parses queue messages to change events: S3 events, sent by EventBridge or by S3 itself, and Bildtext's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import unquote_plus

from bildtext.domain_events import ARTICLE_TAGGED, ARTICLE_UNTAGGED, SOURCE
from bildtext.errors import InvalidRequest
from bildtext.json_text import JsonError, load_json
from bildtext.redelivery import receive_count
from bildtext.storage.keys import PhotoKey, article_of_data, object_version, uploaded_photo

Subject = TypeVar("Subject", PhotoKey, str)
Message = Mapping[str, Any]


@dataclass(frozen=True)
class ChangeEvent(Generic[Subject]):
    """A photo, or an input of an article's text, was created or removed. The current state is in the bucket and table.

    `subject` is the photo, or the article's number. `version` is that of the created object; None if it has to be
    looked up. `sequencer` is comparable and orders the events of one key; it is empty if the cause is not an event of
    the bucket. `redelivered`: an earlier attempt may have ended before it published its events, so the message was
    received before, or the photo was requested by its key.
    """

    subject: Subject
    correlation_id: str
    version: str | None = None
    sequencer: str = ""
    redelivered: bool = False

    @property
    def photo(self: ChangeEvent[PhotoKey]) -> PhotoKey:
        """The created or removed photo."""
        return self.subject

    @property
    def article(self) -> str:
        """The article number; empty for a photo whose key contains none."""
        return self.subject.article if isinstance(self.subject, PhotoKey) else self.subject


def photo_changes(message: Message, bucket: str) -> list[ChangeEvent[PhotoKey]]:
    """The changes of photos in an SQS message; empty for other events.

    Every file under `articles/` except the articles' data may be a photo. Raises InvalidRequest: not JSON, not an S3
    event, or an event of another bucket.
    """
    return _object_changes(_body(message), message, bucket, uploaded_photo)


def article_changes(message: Message, bucket: str) -> list[ChangeEvent[str]]:
    """The changes of articles in an SQS message: data created or removed, or a photo tagged or untagged.

    Empty for other events, and for files that are not an article's data, such as `articles/1/old/article.json`. Raises
    InvalidRequest: neither an S3 event of this bucket nor "Article Tagged" or "Article Untagged".
    """
    event = _body(message)
    if event.get("source") == SOURCE:
        return [_tags_changed(event, message)]
    return _object_changes(event, message, bucket, article_of_data)


def comparable_sequencer(sequencer: str) -> str:
    """S3's hexadecimal sequencer as comparable text: padded with zeros (S3 user guide, "Event message structure")."""
    return sequencer.upper().ljust(32, "0")


def _body(message: Message) -> Mapping[str, Any]:
    try:
        body = load_json(message["body"])
    except JsonError as error:
        raise InvalidRequest(f"The queue message {error}.") from error
    except (TypeError, KeyError, AttributeError) as error:
        raise InvalidRequest(f"The queue message is not an S3 event ({type(error).__name__}: {error}).") from error
    if not isinstance(body, dict):
        raise InvalidRequest("The queue message is not an S3 event: it is not a JSON object.")
    return body


def _tags_changed(event: Mapping[str, Any], message: Message) -> ChangeEvent[str]:
    try:
        if event["detail-type"] not in (ARTICLE_TAGGED, ARTICLE_UNTAGGED):
            accepted = f'"{ARTICLE_TAGGED}" and "{ARTICLE_UNTAGGED}"'
            raise InvalidRequest(f"The queue takes {accepted}, not {event['detail-type']!r}.")
        article = str(event["detail"]["article"])
        correlation_id = str(event["detail"].get("correlation_id", ""))
        return ChangeEvent(article, correlation_id, redelivered=receive_count(message) > 1)
    except (KeyError, TypeError, AttributeError) as error:
        raise InvalidRequest(f"The event names no article ({type(error).__name__}: {error}).") from error


def _object_changes(
    event: Mapping[str, Any], message: Message, bucket: str, subject_of: Callable[[str], Subject | None]
) -> list[ChangeEvent[Subject]]:
    """Changes of objects whose keys name a subject; none for S3's test event, or if no object changed."""
    try:
        objects = _objects(event, message, bucket)
        redelivered = receive_count(message) > 1
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InvalidRequest(f"The queue message is not an S3 event ({type(error).__name__}: {error}).") from error
    return [
        ChangeEvent(subject, changed.correlation_id, changed.version, changed.sequencer, redelivered)
        for changed in objects
        if (subject := subject_of(changed.subject)) is not None
    ]


def _objects(event: Mapping[str, Any], message: Message, bucket: str) -> list[ChangeEvent[str]]:
    """The created or removed objects, with their keys as subjects."""
    if "detail" in event:
        return _from_eventbridge(event, bucket)
    if "Records" in event:
        return [changed for record in event["Records"] for changed in _from_s3(record, message, bucket)]
    if event.get("Event") == "s3:TestEvent":
        return []
    raise InvalidRequest("The queue message is not an S3 event: it has neither `detail` nor `Records`.")


def _from_eventbridge(event: Mapping[str, Any], bucket: str) -> list[ChangeEvent[str]]:
    """EventBridge does not URL-encode keys: `+` is a plus."""
    detail, kind = event["detail"], event["detail-type"]
    if kind not in ("Object Created", "Object Deleted"):
        return []
    _check_bucket(detail["bucket"]["name"], bucket)
    stored = detail["object"]
    version = _version(stored, "version-id") if kind == "Object Created" else None
    return [ChangeEvent(str(stored["key"]), str(event.get("id", "")), version, _sequencer(stored))]


def _from_s3(record: Mapping[str, Any], message: Message, bucket: str) -> list[ChangeEvent[str]]:
    """S3's own notifications URL-encode keys, a space as `+`."""
    kind = str(record["eventName"]).removeprefix("s3:")
    if not kind.startswith(("ObjectCreated:", "ObjectRemoved:", "LifecycleExpiration:")):
        return []
    _check_bucket(record["s3"]["bucket"]["name"], bucket)
    stored = record["s3"]["object"]
    version = _version(stored, "versionId") if kind.startswith("ObjectCreated:") else None
    return [ChangeEvent(unquote_plus(stored["key"]), str(message.get("messageId", "")), version, _sequencer(stored))]


def _version(stored: Mapping[str, Any], version_id: str) -> str | None:
    return object_version(stored.get(version_id), stored.get("etag", stored.get("eTag"))) or None


def _sequencer(stored: Mapping[str, Any]) -> str:
    return comparable_sequencer(stored.get("sequencer", ""))


def _check_bucket(actual: str, expected: str) -> None:
    if actual != expected:
        raise InvalidRequest(f"The event is of bucket {actual!r}, but this function works on {expected!r}.")
