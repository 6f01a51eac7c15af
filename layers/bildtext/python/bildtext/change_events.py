"""What changed, as a queue's messages say it: S3's events, sent by EventBridge or by S3 itself, and our own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import unquote_plus

from bildtext.domain_events import ARTICLE_TAGGED, ARTICLE_UNTAGGED, SOURCE
from bildtext.errors import InvalidRequest
from bildtext.json_text import JsonRefused, load_json
from bildtext.redelivery import received
from bildtext.storage.keys import PhotoKey, article_of_data, uploaded_photo
from bildtext.storage.photo_bucket import object_version

Subject = TypeVar("Subject", PhotoKey, str)
Message = Mapping[str, Any]


@dataclass(frozen=True)
class ChangeEvent(Generic[Subject]):
    """Something changed: a photo came or went, or what an article's text is made of. What is there now, only the bucket
    and the table know.

    `subject` is the photo, or the article's number. `version` is that of the object that came, and None where the
    bucket is to be asked. `sequencer` is comparable; it orders the events of one key, and is empty where no event of
    the bucket was the cause. `redelivered`: an earlier try may have ended before its news were told, as of a message
    that comes again and of a photo that is asked for by key.
    """

    subject: Subject
    correlation_id: str
    version: str | None = None
    sequencer: str = ""
    redelivered: bool = False

    @property
    def photo(self: ChangeEvent[PhotoKey]) -> PhotoKey:
        """The photo that came or went."""
        return self.subject

    @property
    def article(self) -> str:
        """The number of the article; empty for a photo whose key names none."""
        return self.subject.article if isinstance(self.subject, PhotoKey) else self.subject


def photo_changes(message: Message, bucket: str) -> list[ChangeEvent[PhotoKey]]:
    """What one SQS message says happened to photos; empty for events that change none.

    Everything under `articles/` may be a photo but the articles' data.

    Raises:
        InvalidRequest: not JSON, not an S3 event, or of another bucket.
    """
    return _object_changes(_body(message), message, bucket, uploaded_photo)


def article_changes(message: Message, bucket: str) -> list[ChangeEvent[str]]:
    """What one SQS message says happened to articles: their data came or went, or a photo got or lost its tags.

    Empty for events that change nothing, and for files that are no article's data, like `articles/1/old/article.json`.

    Raises:
        InvalidRequest: neither an S3 event of this bucket nor "Article Tagged" or "Article Untagged".
    """
    event = _body(message)
    if event.get("source") == SOURCE:
        return [_tags_changed(event, message)]
    return _object_changes(event, message, bucket, article_of_data)


def comparable_sequencer(sequencer: str) -> str:
    """S3's sequencer, made comparable as text: hexadecimal, shorter ones filled up with zeros on the right.

    Source: Amazon S3 user guide, "Event message structure", `sequencer`.
    """
    return sequencer.upper().ljust(32, "0")


def _body(message: Message) -> Mapping[str, Any]:
    try:
        body = load_json(message["body"])
    except JsonRefused as error:
        raise InvalidRequest(f"The queue message {error}.") from error
    except (TypeError, KeyError, AttributeError) as error:
        raise InvalidRequest(f"The queue message is no S3 event ({type(error).__name__}: {error}).") from error
    if not isinstance(body, dict):
        raise InvalidRequest("The queue message is no S3 event: it is no JSON object.")
    return body


def _tags_changed(event: Mapping[str, Any], message: Message) -> ChangeEvent[str]:
    try:
        if event["detail-type"] not in (ARTICLE_TAGGED, ARTICLE_UNTAGGED):
            taken = f'"{ARTICLE_TAGGED}" and "{ARTICLE_UNTAGGED}"'
            raise InvalidRequest(f"The queue takes {taken}, not {event['detail-type']!r}.")
        article = str(event["detail"]["article"])
        correlation_id = str(event["detail"].get("correlation_id", ""))
        return ChangeEvent(article, correlation_id, redelivered=received(message) > 1)
    except (KeyError, TypeError, AttributeError) as error:
        raise InvalidRequest(f"The event names no article ({type(error).__name__}: {error}).") from error


class _Object(NamedTuple):
    """An object came or went; the rest as in a ChangeEvent."""

    key: str
    correlation_id: str
    version: str | None
    sequencer: str


def _object_changes(
    event: Mapping[str, Any], message: Message, bucket: str, subject_of: Callable[[str], Subject | None]
) -> list[ChangeEvent[Subject]]:
    """Those of objects whose keys name a subject; none for S3's own test event, and where no object changed."""
    try:
        objects = _objects(event, message, bucket)
        redelivered = received(message) > 1
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InvalidRequest(f"The queue message is no S3 event ({type(error).__name__}: {error}).") from error
    return [
        ChangeEvent(subject, one.correlation_id, one.version, one.sequencer, redelivered)
        for one in objects
        if (subject := subject_of(one.key)) is not None
    ]


def _objects(event: Mapping[str, Any], message: Message, bucket: str) -> list[_Object]:
    if "detail" in event:
        return _from_eventbridge(event, bucket)
    if "Records" in event:
        return [found for record in event["Records"] for found in _from_s3(record, message, bucket)]
    if event.get("Event") == "s3:TestEvent":
        return []
    raise InvalidRequest("The queue message is no S3 event: it has neither `detail` nor `Records`.")


def _from_eventbridge(event: Mapping[str, Any], bucket: str) -> list[_Object]:
    """EventBridge carries keys as they are: `+` is a plus, nothing is URL-encoded."""
    detail, kind = event["detail"], event["detail-type"]
    if kind not in ("Object Created", "Object Deleted"):
        return []
    _check_bucket(detail["bucket"]["name"], bucket)
    stored = detail["object"]
    version = _version(stored, "version-id") if kind == "Object Created" else None
    return [_Object(str(stored["key"]), str(event.get("id", "")), version, _sequencer(stored))]


def _from_s3(record: Mapping[str, Any], message: Message, bucket: str) -> list[_Object]:
    """S3's own notifications carry keys URL-encoded, a space as `+`."""
    kind = str(record["eventName"]).removeprefix("s3:")
    if not kind.startswith(("ObjectCreated:", "ObjectRemoved:", "LifecycleExpiration:")):
        return []
    _check_bucket(record["s3"]["bucket"]["name"], bucket)
    stored = record["s3"]["object"]
    version = _version(stored, "versionId") if kind.startswith("ObjectCreated:") else None
    return [_Object(unquote_plus(stored["key"]), str(message.get("messageId", "")), version, _sequencer(stored))]


def _version(stored: Mapping[str, Any], version_id: str) -> str | None:
    return object_version(stored.get(version_id), stored.get("etag", stored.get("eTag"))) or None


def _sequencer(stored: Mapping[str, Any]) -> str:
    return comparable_sequencer(stored.get("sequencer", ""))


def _check_bucket(named: str, own: str) -> None:
    if named != own:
        raise InvalidRequest(f"The event is of bucket {named!r}, but this function works on {own!r}.")
