"""The local system with a stand-in for the tagging handler behaves like AWS."""

from __future__ import annotations

import base64
import http.client
import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import boto3
import pytest

from bildtext_cli.local.consumer import failed_items
from bildtext_cli.local.http_events import LARGEST_PAYLOAD
from bildtext_cli.local.stack import RunningStack, local_stack
from tests.integration.local_system import queue_length, template_with, upload
from tests.integration.recording_handler import HANDLER, Record, Recordings, photo
from tests.waiting import wait_for


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    (folder / "bundle.json").write_text("{}")
    return folder


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Recordings:
    return Recordings(tmp_path_factory.mktemp("recordings") / "lines.json")


@pytest.fixture(scope="module")
def stack(recorder: Recordings, bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    hasty = {"VisibilityTimeout": 2, "maxReceiveCount": 2, "MaximumBatchingWindowInSeconds": 1}
    template = template_with(tmp_path_factory.mktemp("template"), **hasty)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECORDINGS", str(recorder.file))
        with local_stack({"Tagging": HANDLER}, template=template, bundle=bundle) as running:
            yield running


def test_an_uploaded_photo_reaches_the_function_in_lambdas_event_format(
    stack: RunningStack, recorder: Recordings
) -> None:
    key = "articles/7/Rückseite groß + Größe M.jpg"
    upload(stack, key)
    (record,) = wait_for(lambda: recorder.records(key))
    assert record.keys() == {"messageId", "receiptHandle", "body", "attributes", "messageAttributes", "md5OfBody",
                             "eventSource", "eventSourceARN", "awsRegion"}  # fmt: skip
    assert record["eventSource"] == "aws:sqs"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    event = json.loads(record["body"])
    assert (event["source"], event["detail-type"]) == ("aws.s3", "Object Created")
    assert event["detail"]["bucket"]["name"] == stack.names["PhotoBucket"]


def test_a_replaced_photo_has_a_new_version_and_a_greater_sequencer(stack: RunningStack, recorder: Recordings) -> None:
    key = "articles/8/front.jpg"
    upload(stack, key, b"first")
    upload(stack, key, b"second")
    first, second = (photo(one) for one in wait_for(lambda: len(recorder.records(key)) == 2 and recorder.records(key)))
    assert first["version-id"] != second["version-id"]
    assert first["sequencer"] < second["sequencer"]


def test_a_deleted_photo_sends_an_event(stack: RunningStack, recorder: Recordings) -> None:
    key = "articles/9/front.jpg"
    upload(stack, key)
    boto3.client("s3").delete_object(Bucket=stack.names["PhotoBucket"], Key=key)
    records = wait_for(lambda: len(recorder.records(key)) == 2 and recorder.records(key))
    created, deleted = (json.loads(one["body"]) for one in records)
    assert (created["detail-type"], created["detail"]["reason"]) == ("Object Created", "PutObject")
    assert (deleted["detail-type"], deleted["detail"]["deletion-type"]) == ("Object Deleted", "Delete Marker Created")
    assert created["id"] != deleted["id"]


def test_every_deleted_version_and_marker_sends_one_event(stack: RunningStack, recorder: Recordings) -> None:
    s3, bucket = boto3.client("s3"), stack.names["PhotoBucket"]
    marked, deleted = "Delete Marker Created", "Permanently Deleted"
    for number, last in enumerate(("photo", "marker")):  # the last one deleted, after which the key is empty
        where: Any = {"Bucket": bucket, "Key": f"articles/15/{number}.jpg"}
        versions = [s3.put_object(**where, Body=body)["VersionId"] for body in (b"first", b"second")]
        marker = s3.delete_object(**where)["VersionId"]
        for version in (marker, *versions) if last == "photo" else (*versions, marker):
            s3.delete_object(**where, VersionId=version)
        records = wait_for(partial(_at_least, 6, recorder, where["Key"]))
        details = sorted((json.loads(one["body"])["detail"] for one in records), key=_sequencer)
        assert [detail.get("deletion-type") for detail in details] == [None, None, marked, deleted, deleted, deleted]


def _at_least(number: int, recorder: Recordings, key: str) -> list[Record]:
    found = recorder.records(key)
    return found if len(found) >= number else []


def _sequencer(detail: dict[str, Any]) -> str:
    return str(detail["object"]["sequencer"])


def test_a_batch_is_never_larger_than_the_template_says(stack: RunningStack, recorder: Recordings) -> None:
    keys = [f"articles/10/{number}.jpg" for number in range(40)]
    for key in keys:
        upload(stack, key)
    wait_for(lambda: all(recorder.records(key) for key in keys))
    assert max(len(batch) for batch in recorder.batches) <= 16
    assert all(len(recorder.records(key)) == 1 for key in keys)


def test_only_files_below_articles_send_events(stack: RunningStack, recorder: Recordings) -> None:
    upload(stack, "thumbnails/1/front.jpg")
    wanted = ["articles/11/front.jpg", "articles/11/", "articles/11/notes.txt", "articles/loose"]
    for key in wanted:
        upload(stack, key)
    wait_for(lambda: all(recorder.records(key) for key in wanted))
    wait_for(lambda: queue_length(stack, "TaggingQueue") == 0)
    assert recorder.records("thumbnails/1/front.jpg") == []


def test_a_photo_that_keeps_failing_is_retried_alone_and_ends_in_the_dead_letter_queue(
    stack: RunningStack, recorder: Recordings
) -> None:
    bad, good = "articles/12/fail.jpg", "articles/12/good.jpg"
    upload(stack, bad)
    upload(stack, good)
    wait_for(lambda: queue_length(stack, "TaggingDeadLetters") == 1)
    counts = [one["attributes"]["ApproximateReceiveCount"] for one in recorder.records(bad)]
    assert counts == ["1", "2"]
    assert len(recorder.records(good)) == 1
    letters = boto3.client("sqs").receive_message(QueueUrl=stack.names["TaggingDeadLetters"])["Messages"]
    assert [photo({"body": one["Body"]})["key"] for one in letters] == [bad]


def test_the_function_finds_the_resources_of_the_template_and_only_local_aws(
    stack: RunningStack, recorder: Recordings, bundle: Path
) -> None:
    (found,) = recorder.environments
    assert found["PHOTO_BUCKET"] == stack.names["PhotoBucket"]
    assert found["ARTICLE_TABLE"] == stack.names["ArticleTable"]
    assert found["EVENT_BUS"] == "bildtext"
    assert found["MODEL_BUNDLE"] == str(bundle)
    assert found["AWS_ENDPOINT_URL"] == stack.aws_endpoint
    assert found["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: Any


def _call(stack: RunningStack, path: str, body: bytes | None = b"{}", method: str = "POST", **headers: str) -> Answer:
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(stack.api_url + path, body, headers, method=method)  # noqa: S310
    try:
        with urllib.request.urlopen(request) as response:  # noqa: S310
            return Answer(response.status, dict(response.headers), json.load(response))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, dict(error.headers), json.load(error))


def test_a_request_becomes_an_api_gateway_event_of_payload_version_2(stack: RunningStack) -> None:
    answer = _call(stack, "/tags?facets=a&facets=b", b'{"x": "\xc3\xbc"}', Content_Type="application/json", X_Two="1")
    event = answer.body
    assert event["version"] == "2.0"
    assert event["routeKey"] == event["requestContext"]["routeKey"] == "POST /tags"
    assert event["rawPath"] == "/tags"
    assert event["queryStringParameters"] == {"facets": "a,b"}
    assert event["headers"]["x-two"] == "1"
    assert (event["isBase64Encoded"], event["body"]) == (False, '{"x": "ü"}')
    assert event["requestContext"]["http"]["method"] == "POST"


def test_an_image_body_is_sent_as_base64(stack: RunningStack) -> None:
    event = _call(stack, "/tags", b"\xff\xd8\xff", Content_Type="image/jpeg").body
    assert event["isBase64Encoded"] is True
    assert base64.b64decode(event["body"]) == b"\xff\xd8\xff"


def test_an_unknown_path_is_404_and_a_wrong_method_405_with_what_is_allowed(stack: RunningStack) -> None:
    unknown, wrong = _call(stack, "/nowhere"), _call(stack, "/tags", None, "GET")
    assert (unknown.status, unknown.body["code"]) == (404, "route-not-found")
    assert (wrong.status, wrong.headers["Allow"]) == (405, "POST")
    assert unknown.headers["Content-Type"] == wrong.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("size", [LARGEST_PAYLOAD * 3 // 4, 12_000_000])
def test_a_body_over_lambdas_limit_is_413_and_names_the_alternative(stack: RunningStack, size: int) -> None:
    answer = _call(stack, "/tags", bytes(size), Content_Type="image/jpeg")
    assert (answer.status, answer.body["code"]) == (413, "payload-too-large")
    assert "articles/<number>/<view>.jpg" in answer.body["detail"]


def test_a_function_that_raises_is_answered_as_by_api_gateway(stack: RunningStack) -> None:
    answer = _call(stack, "/tags", Raise="yes")
    assert (answer.status, answer.body) == (500, {"message": "Internal Server Error"})


def test_a_chunked_body_is_measured_while_it_is_read(stack: RunningStack) -> None:
    """The body is sent in chunks without Content-Length."""
    host = stack.api_url.removeprefix("http://")
    for count, status in ((1, 200), (12, 413)):
        connection = http.client.HTTPConnection(host, timeout=30)
        chunks = iter([bytes(1024 * 1024)] * count)
        connection.request("POST", "/tags", chunks, {"Content-Type": "image/jpeg"}, encode_chunked=True)
        assert connection.getresponse().status == status
        connection.close()


BATCH = {"a", "b"}


@pytest.mark.parametrize(
    ("answer", "failed"),
    [
        (None, set()),
        ({}, set()),
        ({"batchItemFailures": None}, set()),
        ({"batchItemFailures": []}, set()),
        ({"batchItemFailures": [{"itemIdentifier": "a"}]}, {"a"}),
        ({"batchItemFailures": [{"itemIdentifier": ""}]}, BATCH),
        ({"batchItemFailures": [{"itemIdentifier": None}]}, BATCH),
        ({"batchItemFailures": [{"id": "a"}]}, BATCH),
        ({"batchItemFailures": [{"itemIdentifier": "c"}]}, BATCH),
        ({"batchItemFailures": "a"}, BATCH),
        ("done", BATCH),
    ],
)
def test_a_response_that_lambda_cannot_parse_fails_the_whole_batch(answer: Any, failed: set[str]) -> None:
    assert failed_items(answer, BATCH) == failed
