"""The tagging function's three doors on AWS in memory, with the events of events/ and the demo model."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import boto3
import numpy as np
import pytest
from PIL import Image

from bildtext.bundle import Bundle
from bildtext.problems import LARGEST_BODY
from tests.integration.conftest import BUCKET, EVENTS, Doors, an_event

FRONT = "articles/10042/front.jpg"


def a_jpeg(colour: str = "red", size: tuple[int, int] = (120, 160)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    return buffer.getvalue()


def keys_in(event: dict[str, Any]) -> list[str]:
    """The photo keys an event of events/ speaks of."""
    keys = []
    for record in event["Records"]:
        try:
            keys.append(json.loads(record["body"])["detail"]["object"]["key"])
        except (ValueError, KeyError):
            continue
    return keys


def post(body: str, content_type: str, *, encoded: bool = False, query: dict[str, str] | None = None) -> dict[str, Any]:
    event = an_event("api-tags-raw.json")
    headers = {**event["headers"], "content-type": content_type}
    return {**event, "headers": headers, "body": body, "isBase64Encoded": encoded, "queryStringParameters": query or {}}


# -- the queue ----------------------------------------------------------------------------------------


def test_an_uploaded_photo_is_in_the_table_and_on_the_bus(doors: Doors, mini_clip: Bundle) -> None:
    doors.s3.put_object(Bucket=BUCKET, Key=FRONT, Body=a_jpeg())
    assert doors.invoke(an_event("queue-photo-created.json")) == {"batchItemFailures": []}
    (item,) = doors.items().values()
    assert (item["pk"]["S"], item["sk"]["S"]) == ("ARTICLE#10042", f"IMAGE#{FRONT}")
    assert item["model"]["S"] == mini_clip.facts.name
    vector = np.frombuffer(item["vector"]["B"], "<f2").astype(float)
    assert len(vector) == mini_clip.facts.dimensions
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-2)
    (told,) = doors.announcements()
    assert (told["detail-type"], told["detail"]["key"]) == ("Article Tagged", FRONT)
    assert told["detail"]["correlation_id"] == item["correlation_id"]["S"] != ""


def test_keys_with_spaces_umlauts_and_plus_are_the_same_photo_by_eventbridge_and_by_s3_itself(doors: Doors) -> None:
    by_eventbridge = an_event("queue-photo-created-special-key.json")
    (key,) = keys_in(by_eventbridge)
    assert {" ", "+"} < set(key)
    doors.s3.put_object(Bucket=BUCKET, Key=key, Body=a_jpeg())
    doors.invoke(by_eventbridge)
    assert set(doors.items()) == {key}
    doors.dynamodb.delete_item(TableName="articles", Key={name: doors.items()[key][name] for name in ("pk", "sk")})
    doors.invoke(an_event("queue-photo-created-native.json"))
    assert set(doors.items()) == {key}


def test_in_a_bucket_without_versions_an_event_that_comes_twice_is_done_once(doors: Doors) -> None:
    boto3.client("s3").put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Suspended"})
    etag = doors.s3.put_object(Bucket=BUCKET, Key=FRONT, Body=a_jpeg())["ETag"].strip('"')
    event = an_event("queue-photo-created.json")
    body = json.loads(event["Records"][0]["body"])
    del body["detail"]["object"]["version-id"]
    body["detail"]["object"]["etag"] = etag
    event["Records"][0]["body"] = json.dumps(body)
    doors.invoke(event)
    before = doors.items()[FRONT]["written_at"]
    doors.invoke(event)
    assert doors.items()[FRONT]["written_at"] == before
    assert len(doors.announcements()) == 1


def test_a_deleted_photo_has_no_item_any_more(doors: Doors) -> None:
    doors.s3.put_object(Bucket=BUCKET, Key=FRONT, Body=a_jpeg())
    doors.invoke(an_event("queue-photo-created.json"))
    doors.invoke(an_event("queue-photo-deleted.json"))
    assert doors.items() == {}


def test_of_a_batch_with_one_bad_message_only_that_one_goes_back(doors: Doors) -> None:
    event = an_event("queue-batch-one-bad.json")
    for key in keys_in(event):
        doors.s3.put_object(Bucket=BUCKET, Key=key, Body=a_jpeg())
    bad = event["Records"][2]["messageId"]
    assert doors.invoke(event) == {"batchItemFailures": [{"itemIdentifier": bad}]}
    assert len(doors.items()) == 3


def test_a_file_that_is_no_photo_leaves_the_queue_with_its_reason_on_the_article(doors: Doors) -> None:
    doors.s3.put_object(Bucket=BUCKET, Key=FRONT, Body=b"<html>not a photo</html>")
    assert doors.invoke(an_event("queue-photo-created.json")) == {"batchItemFailures": []}
    item = doors.items()[FRONT]
    assert item["status"]["S"] == "refused"
    assert item["refusal"]["M"]["code"]["S"] == "unsupported-image"
    assert doors.announcements() == []


def test_a_table_that_is_away_fails_the_batch_for_another_try(doors: Doors) -> None:
    doors.dynamodb.delete_table(TableName="articles")
    with pytest.raises(Exception, match="article table"):
        doors.invoke(an_event("queue-photo-created.json"))


def test_s3s_own_test_message_is_taken_off_the_queue(doors: Doors) -> None:
    event = an_event("queue-photo-created.json")
    event["Records"][0]["body"] = json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": BUCKET})
    assert doors.invoke(event) == {"batchItemFailures": []}


def test_an_event_of_another_bucket_is_not_taken_for_ones_own(doors: Doors) -> None:
    event = an_event("queue-photo-created.json")
    event["Records"][0]["body"] = event["Records"][0]["body"].replace(BUCKET, "somebody-elses")
    assert len(doors.invoke(event)["batchItemFailures"]) == 1


def test_a_batch_makes_one_call_each_to_read_and_announce_and_one_per_photo_to_fetch_and_store(
    doors: Doors, calls: list[str]
) -> None:
    event = an_event("queue-batch-one-bad.json")
    for key in keys_in(event):
        doors.s3.put_object(Bucket=BUCKET, Key=key, Body=a_jpeg())
    doors.invoke(event)
    assert sorted(calls) == ["BatchGetItem", "GetObject", "GetObject", "GetObject", "PutEvents", *["PutItem"] * 3]


# -- HTTP ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("api-tags-raw.json", 200),
        ("api-tags-base64.json", 200),
        ("api-tags-key.json", 200),
        ("api-tags-labels.json", 200),
        ("api-tags-not-an-image.json", 415),
        ("api-tags-bad-json.json", 400),
        ("api-tags-empty.json", 400),
        ("api-unknown-route.json", 404),
    ],
)
def test_every_api_event_is_answered_as_its_readme_says(doors: Doors, name: str, status: int) -> None:
    doors.s3.put_object(Bucket=BUCKET, Key=FRONT, Body=a_jpeg())
    answer = doors.invoke(an_event(name))
    assert answer["statusCode"] == status
    body, content_type = json.loads(answer["body"]), answer["headers"]["Content-Type"]
    if status == 200:
        assert content_type == "application/json"
        assert {"tags", "abstentions", "left_out", "model", "labels", "took_ms", "request_id"} <= set(body)
    else:
        assert content_type == "application/problem+json"
        assert set(body) == {"type", "title", "status", "detail", "code", "request_id"}
        assert body["status"] == status
    assert doors.items() == {}, "a question stores nothing"


def test_every_event_file_is_used_by_a_test() -> None:
    here = (EVENTS.parent / "tests/integration/test_doors.py").read_text(encoding="utf-8")
    others = (EVENTS.parent / "tests/integration/test_description_doors.py").read_text(encoding="utf-8")
    assert [path.name for path in EVENTS.glob("*.json") if path.name not in here + others] == []


def test_labels_of_the_request_are_scored_against_each_other(doors: Doors) -> None:
    event = post(base64.b64encode(a_jpeg()).decode(), "image/jpeg", encoded=True, query={"labels": "shoes, dress"})
    tags = json.loads(doors.invoke(event)["body"])["tags"]
    assert {tag["label"] for tag in tags} == {"shoes", "dress"}
    assert sum(tag["score"] for tag in tags) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"facets": "nonsense"}, 400, "unknown-facet"),
        ({"labels": "shoes"}, 400, "invalid-request"),
        ({"labels": "shoes,shoes"}, 400, "invalid-request"),
        ({"labels": "xyzzy, plugh"}, 422, "unknown-words"),
        ({"labels": "shoes, dress", "facets": "colour"}, 400, "invalid-request"),
        ({"colour": "red"}, 400, "invalid-request"),
        ({"explain": "perhaps"}, 400, "invalid-request"),
    ],
)
def test_a_wrong_question_is_answered_with_what_is_wrong(
    doors: Doors, query: dict[str, str], status: int, code: str
) -> None:
    answer = doors.invoke(post(base64.b64encode(a_jpeg()).decode(), "image/jpeg", encoded=True, query=query))
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (status, code)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("[]", 400, "invalid-request"),
        ("{}", 400, "invalid-request"),
        ('{"image": {}}', 400, "invalid-request"),
        ('{"image": {"base64": "a", "key": "articles/1/a.jpg"}}', 400, "invalid-request"),
        ('{"image": {"base64": "%%%"}}', 400, "invalid-request"),
        ('{"image": {"base64": ""}}', 422, "empty-image"),
        ('{"image": {"key": "elsewhere/a.jpg"}}', 400, "invalid-key"),
        ('{"image": {"key": "articles/1/missing.jpg"}}', 404, "not-found"),
        ('{"image": {"base64": "/9j/4AAQ"}}', 422, "damaged-image"),
    ],
)
def test_a_bad_json_request_is_answered_with_what_is_wrong(doors: Doors, body: str, status: int, code: str) -> None:
    answer = doors.invoke(post(body, "application/json; charset=utf-8"))
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (status, code)


def test_a_body_beyond_what_lambda_takes_is_sent_to_the_upload_route(doors: Doors) -> None:
    answer = doors.invoke(post("x" * (LARGEST_BODY + 1), "image/jpeg"))
    assert answer["statusCode"] == 413
    assert "POST /uploads" in json.loads(answer["body"])["detail"]


def test_a_text_body_is_told_what_to_send(doors: Doors) -> None:
    answer = doors.invoke(post("hello", "text/plain"))
    assert answer["statusCode"] == 400
    assert "image/jpeg" in json.loads(answer["body"])["detail"]


def test_explain_gives_every_score_of_the_facets_asked_for(doors: Doors) -> None:
    query = {"explain": "true", "facets": "category"}
    answer = doors.invoke(post(base64.b64encode(a_jpeg()).decode(), "image/jpeg", encoded=True, query=query))
    scores = json.loads(answer["body"])["scores"]
    assert set(scores) == {"category"}
    assert sum(scores["category"]["labels"].values()) + scores["category"]["none"] <= 1.01


# -- directly -----------------------------------------------------------------------------------------


def test_keys_given_directly_are_tagged_and_stored_each_with_its_own_answer(doors: Doors) -> None:
    event = an_event("direct-keys.json")
    doors.s3.put_object(Bucket=BUCKET, Key=event["keys"][0], Body=a_jpeg())
    answer = doors.invoke({"keys": [*event["keys"], "elsewhere/a.jpg"]})
    assert [one["status"] for one in answer["results"]] == ["tagged", "gone", "refused"]
    assert set(doors.items()) == {event["keys"][0]}
    assert [one["status"] for one in doors.invoke(event)["results"]] == ["unchanged", "gone"]


def test_a_direct_invocation_without_keys_says_what_it_takes(doors: Doors) -> None:
    with pytest.raises(Exception, match="keys"):
        doors.invoke({"photos": []})
