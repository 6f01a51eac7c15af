"""Queue messages, in the forms AWS publishes, become arrivals."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bildtext.errors import InvalidKey, InvalidRequest
from tagging.arrivals import arrivals_of
from tagging.steps import Arrival

BUCKET = "amzn-s3-demo-bucket1"

# The fields of the examples in the Amazon S3 user guide, "EventBridge event message structure".
CREATED = {
    "version": "0",
    "id": "17793124-05d4-b198-2fde-7ededc63b103",
    "detail-type": "Object Created",
    "source": "aws.s3",
    "detail": {
        "version": "0",
        "bucket": {"name": BUCKET},
        "object": {
            "key": "articles/1/a.jpg",
            "size": 5,
            "etag": "b1946ac92492d2347c6235b4d2611184",
            "version-id": "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
            "sequencer": "617f08299329d189",
        },
        "reason": "PutObject",
    },
}


def deleted(kind: str | None, version: str | None) -> dict[str, Any]:
    stored = {"key": "articles/1/a.jpg", "sequencer": "617f0837b476e463"}
    if version:
        stored["version-id"] = version
    detail: dict[str, Any] = {"bucket": {"name": BUCKET}, "object": stored, "reason": "DeleteObject"}
    if kind:
        detail["deletion-type"] = kind
    return {**CREATED, "detail-type": "Object Deleted", "detail": detail}


def only(body: object, receives: int = 1) -> Arrival:
    (arrival,) = arrivals_of(message(body, receives), BUCKET)
    return arrival


def message(body: object, receives: int = 1) -> dict[str, Any]:
    text = body if isinstance(body, str) else json.dumps(body)
    return {"messageId": "m-1", "body": text, "attributes": {"ApproximateReceiveCount": str(receives)}}


def native(name: str, key: str, **more: str) -> dict[str, Any]:
    return {"Records": [{"eventName": name, "s3": {"bucket": {"name": BUCKET}, "object": {"key": key, **more}}}]}


def test_a_created_object_keeps_its_version_its_place_in_time_and_the_events_id() -> None:
    arrival = only(CREATED)
    assert (arrival.photo.article, arrival.photo.view, arrival.removed) == ("1", "a", False)
    assert arrival.version == "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e"
    assert arrival.sequencer == "617F08299329D1890000000000000000"
    assert arrival.correlation_id == "17793124-05d4-b198-2fde-7ededc63b103"
    assert not arrival.redelivered
    assert only(CREATED, receives=2).redelivered


@pytest.mark.parametrize("key", ["articles/1/Rot + Weiß.jpg", "articles/1/a%20b.jpg", "articles/1/50%.jpg"])
def test_eventbridge_keys_are_taken_as_they_are(key: str) -> None:
    event = json.loads(json.dumps(CREATED))
    event["detail"]["object"]["key"] = key
    assert only(event).photo.key == key


def test_in_a_bucket_without_versions_the_etag_tells_one_upload_from_another() -> None:
    event = json.loads(json.dumps(CREATED))
    del event["detail"]["object"]["version-id"]
    assert only(event).version == "b1946ac92492d2347c6235b4d2611184"
    assert only(native("ObjectCreated:Put", "articles/1/a.jpg", eTag="0f", versionId="null")).version == "0f"
    assert only(native("ObjectRemoved:Delete", "articles/1/a.jpg", eTag="0f")).version is None


def test_keys_of_s3s_own_notifications_are_url_decoded() -> None:
    arrival = only(native("ObjectCreated:Put", "articles/1/Rot+%2B+Wei%C3%9F.jpg", versionId="v", sequencer="0A"))
    assert arrival.photo.key == "articles/1/Rot + Weiß.jpg"
    assert (arrival.version, arrival.correlation_id) == ("v", "m-1")


def test_a_notification_may_carry_several_photos() -> None:
    records = [native("s3:ObjectCreated:Copy", f"articles/1/{view}.jpg")["Records"][0] for view in "ab"]
    assert [one.photo.view for one in arrivals_of(message({"Records": records}), BUCKET)] == ["a", "b"]


@pytest.mark.parametrize(
    ("event", "version"),
    [
        (deleted("Delete Marker Created", "id-of-the-marker"), None),
        (deleted("Permanently Deleted", "v1"), "v1"),
        (deleted("Permanently Deleted", None), None),
        (deleted(None, "v1"), None),
        (native("ObjectRemoved:Delete", "articles/1/a.jpg", versionId="v1"), "v1"),
        (native("ObjectRemoved:DeleteMarkerCreated", "articles/1/a.jpg", versionId="marker"), None),
        (native("LifecycleExpiration:Delete", "articles/1/a.jpg", versionId="v1"), "v1"),
    ],
)
def test_a_removal_is_of_one_version_only_where_the_event_says_so(event: dict[str, Any], version: str | None) -> None:
    arrival = only(event)
    assert (arrival.removed, arrival.version) == (True, version)


@pytest.mark.parametrize(
    "body",
    [
        {"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": "2014-10-13T15:57:02.089Z", "Bucket": BUCKET},
        {**CREATED, "detail-type": "Object Tags Added"},
        native("ObjectRestore:Completed", "articles/1/a.jpg"),
    ],
)
def test_events_that_change_no_photo_are_nothing_to_do(body: dict[str, Any]) -> None:
    assert arrivals_of(message(body), BUCKET) == []


@pytest.mark.parametrize(
    "body", ["", "not json", "[]", "3", "null", "{}", '{"detail": {}}', '{"Records": [{}]}', '{"Records": 3}', '"x"']
)
def test_anything_else_is_refused_by_name(body: str) -> None:
    with pytest.raises(InvalidRequest, match="no S3 event"):
        arrivals_of(message(body), BUCKET)


@pytest.mark.parametrize(
    "key", ["a.jpg", "articles/a.jpg", "articles//a.jpg", "articles/1/", "articles/1/.jpg", "x/1/a.jpg"]
)
def test_a_key_that_names_no_photo_of_an_article_is_refused(key: str) -> None:
    with pytest.raises(InvalidKey, match="articles/<number>/<view>"):
        arrivals_of(message(native("ObjectCreated:Put", key)), BUCKET)
