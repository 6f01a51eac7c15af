"""What is read out of S3's events where something is missing or wrong in them, and what is then said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bildtext.change_events import ChangeEvent, photo_changes
from bildtext.errors import InvalidRequest
from bildtext.storage.keys import photo_key

BUCKET, KEY = "amzn-s3-demo-bucket1", "articles/1/a.jpg"
OLDEST = "0" * 32


def in_eventbridge(bucket: str = BUCKET, **more: str) -> dict[str, Any]:
    detail = {"bucket": {"name": bucket}, "object": {"key": KEY, "version-id": "v1", **more}}
    return {"source": "aws.s3", "detail-type": "Object Created", "detail": detail}


def of_s3_itself(bucket: str = BUCKET, **more: str) -> dict[str, Any]:
    stored = {"key": KEY, "versionId": "v1", **more}
    return {"Records": [{"eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": bucket}, "object": stored}}]}


BOTH = pytest.mark.parametrize("event", [in_eventbridge, of_s3_itself])


@BOTH
def test_an_event_without_sequencer_and_names_is_older_than_any_other_and_bears_none(event: Any) -> None:
    (found,) = photo_changes({"body": json.dumps(event())}, BUCKET)
    assert found == ChangeEvent(photo_key(KEY), "", "v1", OLDEST)


@BOTH
def test_sequencers_of_both_forms_compare_as_text(event: Any) -> None:
    (found,) = photo_changes({"body": json.dumps(event(sequencer="0a1"))}, BUCKET)
    assert found.sequencer == "0A1" + "0" * 29


@BOTH
def test_an_event_of_another_bucket_is_refused_by_both_names(event: Any) -> None:
    with pytest.raises(InvalidRequest) as refused:
        photo_changes({"body": json.dumps(event("other"))}, BUCKET)
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
def test_a_message_that_lacks_something_is_refused_with_what_it_is(message: dict[str, Any], wrong: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        photo_changes(message, BUCKET)
    assert str(refused.value).startswith(f"The queue message is not an S3 event ({wrong}")
