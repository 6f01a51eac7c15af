"""Queue messages in the published AWS formats are parsed to change events."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest

from bildtext.change_events import ChangeEvent, article_changes, photo_changes
from bildtext.errors import InvalidKey, InvalidRequest
from bildtext.storage.keys import PhotoKey, data_key, photo_key

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


def deleted(kind: str | None, version: str | None, key: str = "articles/1/a.jpg") -> dict[str, Any]:
    stored = {"key": key, "sequencer": "617f0837b476e463"}
    if version:
        stored["version-id"] = version
    detail: dict[str, Any] = {"bucket": {"name": BUCKET}, "object": stored, "reason": "DeleteObject"}
    if kind:
        detail["deletion-type"] = kind
    return {**CREATED, "detail-type": "Object Deleted", "detail": detail}


def only(body: object, receives: int = 1) -> ChangeEvent[PhotoKey]:
    (change,) = photo_changes(message(body, receives), BUCKET)
    return change


def message(body: object, receives: int = 1) -> dict[str, Any]:
    text = body if isinstance(body, str) else json.dumps(body)
    return {"messageId": "m-1", "body": text, "attributes": {"ApproximateReceiveCount": str(receives)}}


def native(name: str, key: str, bucket: str = BUCKET, **more: str) -> dict[str, Any]:
    return {"Records": [{"eventName": name, "s3": {"bucket": {"name": bucket}, "object": {"key": key, **more}}}]}


def minimal(bucket: str = BUCKET, **more: str) -> dict[str, Any]:
    stored = {"key": "articles/1/a.jpg", "version-id": "v1", **more}
    detail = {"bucket": {"name": bucket}, "object": stored}
    return {"source": "aws.s3", "detail-type": "Object Created", "detail": detail}


BOTH_FORMS = pytest.mark.parametrize(
    "event", [minimal, partial(native, "ObjectCreated:Put", "articles/1/a.jpg", versionId="v1")]
)


def test_a_created_object_has_its_version_its_sequencer_and_the_events_id() -> None:
    change = only(CREATED)
    assert (change.photo.article, change.photo.view) == ("1", "a")
    assert change.version == "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e"
    assert change.sequencer == "617F08299329D1890000000000000000"
    assert change.correlation_id == "17793124-05d4-b198-2fde-7ededc63b103"
    assert not change.redelivered
    assert only(CREATED, receives=2).redelivered


@pytest.mark.parametrize("key", ["articles/1/Rot + Weiß.jpg", "articles/1/a%20b.jpg", "articles/1/50%.jpg"])
def test_keys_from_eventbridge_are_not_decoded(key: str) -> None:
    event = json.loads(json.dumps(CREATED))
    event["detail"]["object"]["key"] = key
    assert only(event).photo.key == key


def test_in_an_unversioned_bucket_the_etag_identifies_an_upload() -> None:
    event = json.loads(json.dumps(CREATED))
    del event["detail"]["object"]["version-id"]
    assert only(event).version == "b1946ac92492d2347c6235b4d2611184"
    assert only(native("ObjectCreated:Put", "articles/1/a.jpg", eTag="0f", versionId="null")).version == "0f"
    assert only(native("ObjectRemoved:Delete", "articles/1/a.jpg", eTag="0f")).version is None


def test_keys_of_s3s_own_notifications_are_url_decoded() -> None:
    change = only(native("ObjectCreated:Put", "articles/1/Rot+%2B+Wei%C3%9F.jpg", versionId="v", sequencer="0A"))
    assert change.photo.key == "articles/1/Rot + Weiß.jpg"
    assert (change.version, change.correlation_id) == ("v", "m-1")


def test_a_notification_may_contain_several_photos() -> None:
    records = [native("s3:ObjectCreated:Copy", f"articles/1/{view}.jpg")["Records"][0] for view in "ab"]
    assert [one.photo.view for one in photo_changes(message({"Records": records}), BUCKET)] == ["a", "b"]


@pytest.mark.parametrize(
    "event",
    [
        deleted("Delete Marker Created", "id-of-the-marker"),
        deleted("Permanently Deleted", "v1"),
        deleted("Permanently Deleted", None),
        deleted(None, "v1"),
        native("ObjectRemoved:Delete", "articles/1/a.jpg", versionId="v1"),
        native("ObjectRemoved:DeleteMarkerCreated", "articles/1/a.jpg", versionId="marker"),
        native("LifecycleExpiration:Delete", "articles/1/a.jpg", versionId="v1"),
        native("LifecycleExpiration:DeleteMarkerCreated", "articles/1/a.jpg", versionId="marker"),
    ],
)
def test_a_deletion_has_no_version(event: dict[str, Any]) -> None:
    """Whether a photo, an older version or a marker is deleted: the current version has to be looked up."""
    assert only(event).version is None


@pytest.mark.parametrize(
    "body",
    [
        {"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": "2014-10-13T15:57:02.089Z", "Bucket": BUCKET},
        {**CREATED, "detail-type": "Object Tags Added"},
        native("ObjectRestore:Completed", "articles/1/a.jpg"),
    ],
)
def test_events_that_change_no_photo_are_ignored(body: dict[str, Any]) -> None:
    assert photo_changes(message(body), BUCKET) == []


@BOTH_FORMS
def test_an_event_without_sequencer_is_older_than_any_other(event: Any) -> None:
    (found,) = photo_changes({"body": json.dumps(event())}, BUCKET)
    assert found == ChangeEvent(photo_key("articles/1/a.jpg"), "", "v1", "0" * 32)


@BOTH_FORMS
def test_sequencers_of_both_forms_compare_as_text(event: Any) -> None:
    assert only(event(sequencer="0a1")).sequencer == "0A1" + "0" * 29


@BOTH_FORMS
def test_an_event_of_another_bucket_is_refused_naming_both(event: Any) -> None:
    with pytest.raises(InvalidRequest) as refused:
        photo_changes(message(event(bucket="other")), BUCKET)
    assert str(refused.value) == f"The event is of bucket 'other', but this function works on {BUCKET!r}."


@pytest.mark.parametrize(
    ("message", "wrong"),
    [
        ({}, "KeyError: 'body'"),
        ({"body": 3}, "AttributeError"),
        ({"body": '{"Records": [{}]}'}, "KeyError: 'eventName'"),
        ({"body": '{"detail": {}}'}, "KeyError: 'detail-type'"),
    ],
)
def test_an_incomplete_message_is_refused_with_what_it_lacks(message: dict[str, Any], wrong: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        photo_changes(message, BUCKET)
    assert str(refused.value).startswith(f"The queue message is not an S3 event ({wrong}")


@pytest.mark.parametrize("body", ["", "not json", "[]", "3", "null", "{}", '{"Records": 3}', '"x"'])
def test_any_other_message_is_refused(body: str) -> None:
    with pytest.raises(InvalidRequest, match="The queue message"):
        photo_changes(message(body), BUCKET)


@pytest.mark.parametrize(
    ("key", "article", "view"),
    [
        ("articles/1/front.jfif", "1", "front"),
        ("articles/1/front.PNG", "1", "front"),
        ("articles/1/front", "1", "front"),
        ("articles/1/deep/front.jpg", "1", "deep/front"),
        ("articles/1/v1.2/front", "1", "v1.2/front"),
        ("articles/1/.DS_Store", "1", ".DS_Store"),
        ("articles/1/video.mp4", "1", "video"),
        ("articles/1/", "1", ""),
        ("articles/1/deep/", "1", "deep/"),
        ("articles/1/old/article.json", "1", "old/article"),
        ("articles/1/Article.JSON", "1", "Article"),
        ("articles/loose.jpg", "", "loose"),
        ("articles/article.json", "", "article"),
        ("articles//front.jpg", "", "/front"),
        ("articles/ /front.jpg", "", " /front"),
        ("articles/", "", ""),
    ],
)
def test_every_file_under_articles_may_be_a_photo_whatever_its_name(key: str, article: str, view: str) -> None:
    for event in (native("ObjectCreated:Put", quote_plus(key)), deleted("Delete Marker Created", None, key)):
        assert only(event).photo == PhotoKey(key, article, view)


@pytest.mark.parametrize("key", ["articles/1/article.json", "a.jpg", "x/1/a.jpg", "articles", "Articles/1/a.jpg", ""])
def test_an_articles_data_and_files_elsewhere_are_not_photos(key: str) -> None:
    assert photo_changes(message(native("ObjectCreated:Put", quote_plus(key))), BUCKET) == []


def test_a_lone_surrogate_in_a_key_is_refused_before_it_fails_the_batch() -> None:
    with pytest.raises(InvalidRequest, match="half a character"):
        photo_changes(message(deleted(None, None, "articles/1/\ud800.jpg")), BUCKET)


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("articles/loose.jpg", "articles/<number>/<view>"),
        ("elsewhere/1/front.jpg", "articles/<number>/<view>"),
        ("articles/1/article.json", "articles/<number>/<view>"),
        ("articles/1/Article.JSON", "store that as articles/<number>/article.json"),
        ("articles/1/old/article.json", "store that as articles/<number>/article.json"),
        ("articles/1/\ud800.jpg", "half a character"),
        ("articles/1/" + "x" * 1008, "has 1019 bytes, 1018 are the limit"),
        ("articles/1/" + "ü" * 504, "has 1019 bytes, 1018 are the limit"),
    ],
)
def test_a_photo_requested_by_an_invalid_key_is_refused_with_the_reason(key: str, message: str) -> None:
    with pytest.raises(InvalidKey, match=message):
        photo_key(key)


def test_the_longest_key_of_a_photo_is_accepted() -> None:
    assert photo_key("articles/1/" + "x" * 1007).article == "1"


@pytest.mark.parametrize("article", ["", " ", "1/2", "x" * 1003, "\ud800"])
def test_an_invalid_article_number_is_refused(article: str) -> None:
    with pytest.raises(InvalidKey):
        data_key(article)


EVENTS = Path(__file__).parents[3] / "events"
EVENTS_BUCKET = "bildtext-photobucket-1ab2c3d4e5f6"


def in_queue(name: str) -> dict[str, Any]:
    """The only message in a file of events/."""
    (found,) = json.loads((EVENTS / name).read_text("utf-8"))["Records"]
    assert isinstance(found, dict)
    return found


def test_an_uploaded_article_json_is_a_change_of_its_article() -> None:
    (change,) = article_changes(in_queue("queue-article-created.json"), EVENTS_BUCKET)
    assert (change.article, change.redelivered) == ("536.514.002", False)
    assert change.sequencer.startswith("00617F08299329D190")


@pytest.mark.parametrize("kind", ["Delete Marker Created", "Permanently Deleted"])
def test_a_deletion_of_any_version_is_a_change_of_the_article(kind: str) -> None:
    body = json.loads(in_queue("queue-article-deleted.json")["body"])
    body["detail"]["deletion-type"] = kind
    body["detail"]["object"]["version-id"] = "old"
    (change,) = article_changes(message(body), EVENTS_BUCKET)
    assert change.article == "536.514.002"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"source": "bildtext", "detail-type": "Article Described", "detail": {"article": "1"}}',
        '{"source": "bildtext", "detail-type": "Article Tagged", "detail": {}}',
        '{"source": "bildtext", "detail-type": "Article Tagged", "detail": "1"}',
    ],
)
def test_any_other_event_is_refused(body: str) -> None:
    with pytest.raises(InvalidRequest):
        article_changes(message(body), BUCKET)


@pytest.mark.parametrize("name", ["/front.jpg", "/old/article.json", "/Article.json", "//article.json"])
def test_files_other_than_an_articles_data_are_ignored(name: str) -> None:
    body = in_queue("queue-article-created.json")["body"].replace("/article.json", name)
    assert article_changes(message(body), EVENTS_BUCKET) == []
