"""The tagging function's three entry points on AWS in memory, beyond the events of events/ (test_events.py)."""

from __future__ import annotations

import base64
import json
from typing import Any

import boto3
import pytest

from bildtext.problems import MAX_BODY_BYTES
from tests.deployed_function import BUCKET, DeployedFunction, load_event
from tests.tagging_setup import image_file

FRONT = "articles/10042/front.jpg"
JPEG = image_file("red", (120, 160), "JPEG")


def keys_in(event: dict[str, Any]) -> list[str]:
    """The photo keys in an event of events/."""
    keys = []
    for record in event["Records"]:
        try:
            keys.append(json.loads(record["body"])["detail"]["object"]["key"])
        except (ValueError, KeyError):
            continue
    return keys


def post(body: str, content_type: str, *, encoded: bool = False, query: dict[str, str] | None = None) -> dict[str, Any]:
    event = load_event("api-tags-raw.json")
    headers = {**event["headers"], "content-type": content_type}
    return {**event, "headers": headers, "body": body, "isBase64Encoded": encoded, "queryStringParameters": query or {}}


def post_photo(query: dict[str, str]) -> dict[str, Any]:
    return post(base64.b64encode(JPEG).decode(), "image/jpeg", encoded=True, query=query)


# -- the queue ----------------------------------------------------------------------------------------


def test_a_duplicate_event_of_an_unversioned_bucket_is_processed_once(tagging_function: DeployedFunction) -> None:
    boto3.client("s3").put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Suspended"})
    etag = tagging_function.s3.put_object(Bucket=BUCKET, Key=FRONT, Body=JPEG)["ETag"].strip('"')
    event = load_event("queue-photo-created.json")
    body = json.loads(event["Records"][0]["body"])
    del body["detail"]["object"]["version-id"]
    body["detail"]["object"]["etag"] = etag
    event["Records"][0]["body"] = json.dumps(body)
    tagging_function.invoke(event)
    before = tagging_function.items()[FRONT]["written_at"]
    tagging_function.invoke(event)
    assert tagging_function.items()[FRONT]["written_at"] == before
    assert len(tagging_function.published_events()) == 1


def test_an_unavailable_table_fails_the_batch_for_a_retry(tagging_function: DeployedFunction) -> None:
    tagging_function.dynamodb.delete_table(TableName="articles")
    with pytest.raises(Exception, match="article table"):
        tagging_function.invoke(load_event("queue-photo-created.json"))


def test_the_s3_test_message_leaves_the_queue(tagging_function: DeployedFunction) -> None:
    event = load_event("queue-photo-created.json")
    event["Records"][0]["body"] = json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": BUCKET})
    assert tagging_function.invoke(event) == {"batchItemFailures": []}


def test_an_event_of_another_bucket_is_rejected(tagging_function: DeployedFunction) -> None:
    event = load_event("queue-photo-created.json")
    event["Records"][0]["body"] = event["Records"][0]["body"].replace(BUCKET, "another-bucket")
    assert len(tagging_function.invoke(event)["batchItemFailures"]) == 1


def test_the_number_of_aws_calls_of_a_batch(tagging_function: DeployedFunction, calls: list[str]) -> None:
    event = load_event("queue-batch-one-bad.json")
    for key in keys_in(event):
        tagging_function.s3.put_object(Bucket=BUCKET, Key=key, Body=JPEG)
    tagging_function.invoke(event)
    assert sorted(calls) == ["BatchGetItem", "GetObject", "GetObject", "GetObject", "PutEvents", *["PutItem"] * 3]


# -- HTTP ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("labels", ["shoes, dress", "shoes"])
def test_the_labels_of_a_request_compete_with_the_label_file(tagging_function: DeployedFunction, labels: str) -> None:
    _, body = tagging_function.request(post_photo({"labels": labels}))
    assert body["negatives"]["facet"] == "category"
    assert "hat" not in labels
    assert "hat" in body["negatives"]["terms"]
    scores = body["scores"]["labels"]
    assert list(scores["labels"]) == labels.split(", ")
    stated = {tag["label"] for tag in body["tags"]}
    assert stated == {name for name, score in scores["labels"].items() if score >= scores["none"]}
    assert [one["reason"] for one in body["abstentions"]] == ([] if stated else ["none"])


def test_labels_outside_the_vocabulary_are_named_and_scores_are_uncalibrated(
    tagging_function: DeployedFunction,
) -> None:
    _, body = tagging_function.request(post_photo({"facets": "category, colour"}))
    assert body["calibrated"] is False
    assert set(body["left_out"]) == {"category", "colour"}
    assert body["left_out"]["colour"] == {"labels": ["silver", "gold"], "none": [], "forced": False}
    assert body["left_out"]["category"]["none"][0] == "a photo of an empty room"
    assert body["left_out"]["category"]["forced"] is True


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"facets": "nonsense"}, 400, "unknown-facet"),
        ({"labels": ""}, 400, "invalid-request"),
        ({"labels": " , "}, 400, "invalid-request"),
        ({"labels": "shoes,shoes"}, 400, "invalid-request"),
        ({"labels": "xyzzy, plugh"}, 422, "unknown-words"),
        ({"labels": "shoes, dress", "facets": "colour"}, 400, "invalid-request"),
        ({"colour": "red"}, 400, "invalid-request"),
        ({"explain": "perhaps"}, 400, "invalid-request"),
    ],
)
def test_an_invalid_request_is_answered_with_the_reason(
    tagging_function: DeployedFunction, query: dict[str, str], status: int, code: str
) -> None:
    answered, problem = tagging_function.request(post_photo(query))
    assert (answered, problem["code"]) == (status, code)


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
        ('{"image": {"base64": "/9j/4AAQ"}}', 422, "corrupt-image"),
    ],
)
def test_an_invalid_json_request_is_answered_with_the_reason(
    tagging_function: DeployedFunction, body: str, status: int, code: str
) -> None:
    answered, problem = tagging_function.request(post(body, "application/json; charset=utf-8"))
    assert (answered, problem["code"]) == (status, code)


def test_a_body_over_lambdas_limit_is_referred_to_the_upload(tagging_function: DeployedFunction) -> None:
    status, problem = tagging_function.request(post("x" * (MAX_BODY_BYTES + 1), "image/jpeg"))
    assert status == 413
    assert "POST /uploads" in problem["detail"]


def test_a_text_body_is_refused_with_the_accepted_types(tagging_function: DeployedFunction) -> None:
    status, problem = tagging_function.request(post("hello", "text/plain"))
    assert status == 400
    assert "image/jpeg" in problem["detail"]


def test_explain_returns_every_score_of_the_requested_facets(tagging_function: DeployedFunction) -> None:
    query = {"explain": "true", "facets": "category"}
    scores = tagging_function.request(post_photo(query))[1]["scores"]
    assert set(scores) == {"category"}
    assert sum(scores["category"]["labels"].values()) + scores["category"]["none"] <= 1.01


# -- direct invocation --------------------------------------------------------------------------------


def test_a_key_that_is_not_a_photo_is_refused_alone(tagging_function: DeployedFunction) -> None:
    tagging_function.s3.put_object(Bucket=BUCKET, Key=FRONT, Body=JPEG)
    answer = tagging_function.invoke({"keys": ["elsewhere/a.jpg", FRONT]})
    assert [one["status"] for one in answer["results"]] == ["refused", "tagged"]
    assert set(tagging_function.items()) == {FRONT}


def test_a_direct_invocation_without_keys_is_refused_with_the_accepted_form(tagging_function: DeployedFunction) -> None:
    with pytest.raises(Exception, match="keys"):
        tagging_function.invoke({"photos": []})
