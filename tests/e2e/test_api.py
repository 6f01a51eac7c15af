"""The API through a real HTTP client, with the functions in their containers, served by the local system's gateway and,
where no token is needed, by `sam local start-api`.

Of start-api only behaviour shared with API Gateway is asserted. They differ as follows: API Gateway requires tokens and
throttles, start-api does neither; for an unknown route API Gateway answers 404 "Not Found", start-api 403 "Missing
Authentication Token"; above 10 MB API Gateway answers 413 itself, start-api has no limit.
"""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import boto3
import pytest

from bildtext.problems import CONTENT_TYPE, MAX_BODY_BYTES
from tests.deployed_function import BUCKET, load_event
from tests.e2e.system import System
from tests.event_outcomes import DATA, FRONT, NUMBER, PHOTO

JPEG, JSON = "image/jpeg", "application/json; charset=utf-8"
ORDER = str(load_event("api-descriptions-text.json")["body"]).encode()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: Any

    @property
    def labels(self) -> list[str]:
        """The labels of the tags."""
        return [tag["label"] for tag in self.body["tags"]]


def call(url: str, body: bytes | None, content_type: str = JSON, method: str = "POST", **headers: str) -> Answer:
    request = urllib.request.Request(url, body, {"Content-Type": content_type, **headers}, method=method)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=120) as response:  # noqa: S310
            return Answer(response.status, dict(response.headers), json.load(response))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, dict(error.headers), json.load(error))


def test_a_binary_photo_is_passed_unchanged(api: str, running: System) -> None:
    answer = call(f"{api}/tags", PHOTO, JPEG)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    invoked = json.loads(running.function("Tagging").invoke(load_event("api-tags-raw.json"))["body"])
    assert answer.body["tags"] == invoked["tags"]
    assert {"t-shirt", "red"} <= set(answer.labels)


def test_a_query_with_umlauts_is_passed_unchanged(api: str) -> None:
    query = urlencode({"labels": "t-shirt, jeans, Größe M & mehr"})
    answer = call(f"{api}/tags?{query}", PHOTO, JPEG)
    assert answer.status == 200
    assert set(answer.body["scores"]["labels"]["labels"]) == {"t-shirt", "jeans"}
    assert answer.body["left_out"]["labels"]["labels"] == ["Größe M & mehr"], "words outside the vocabulary"


def test_a_photo_in_json_has_the_same_tags(api: str) -> None:
    request = {"image": {"base64": base64.b64encode(PHOTO).decode()}, "facets": ["colour"], "explain": True}
    answer = call(f"{api}/tags", json.dumps(request).encode())
    assert (answer.status, answer.labels) == (200, ["red"])
    assert set(answer.body["scores"]) == {"colour"}


def test_a_photo_of_the_bucket_is_read_by_its_key(api: str) -> None:
    boto3.client("s3").put_object(Bucket=BUCKET, Key=FRONT, Body=PHOTO)
    answer = call(f"{api}/tags?facets=colour", json.dumps({"image": {"key": FRONT}}).encode())
    assert (answer.status, answer.labels) == (200, ["red"])


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", JPEG, 415, "unsupported-image"),
        (PHOTO + bytes(MAX_BODY_BYTES), JPEG, 413, "payload-too-large"),
        (b'{"image": {"base64": ', JSON, 400, "invalid-request"),
    ],
    ids=["not a photo", "too large", "bad JSON"],
)
def test_invalid_requests_are_answered_with_a_problem_document(
    api: str, body: bytes, content_type: str, status: int, code: str
) -> None:
    answer = call(f"{api}/tags", body, content_type)
    assert (answer.status, answer.body["status"], answer.body["code"]) == (status, status, code)
    assert answer.headers["Content-Type"] == CONTENT_TYPE
    assert answer.body["request_id"]


@pytest.mark.parametrize(("path", "method"), [("/tag", "POST"), ("/tags", "GET"), ("/descriptions", "DELETE")])
def test_unknown_routes_are_refused_before_the_function(start_api: str, path: str, method: str) -> None:
    answer = call(start_api + path, None if method == "GET" else b"{}", method=method)
    assert 400 <= answer.status < 500
    assert set(answer.body) == {"message"}


@pytest.mark.parametrize("path", ["/tags", "/heatmaps", "/descriptions", "/checks"])
def test_without_an_authorizer_the_function_itself_demands_a_token(start_api: str, path: str) -> None:
    answer = call(start_api + path, b"{}")
    assert (answer.status, answer.body["code"]) == (401, "unauthorized")
    assert answer.headers["Content-Type"] == CONTENT_TYPE


def test_product_data_becomes_a_text(api: str) -> None:
    answer = call(f"{api}/descriptions", ORDER)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert "weiß" in answer.body["text"].lower(), "umlauts survive both ways"
    assert "Gemini" in answer.body["text"]
    assert all(claim["source"] for claim in answer.body["claims"])
    assert answer.body["unsupported"] == []


def test_a_text_can_be_requested_asynchronously(api: str) -> None:
    order = json.dumps({**json.loads(ORDER), "article": NUMBER}).encode()
    answer = call(f"{api}/descriptions", order, Prefer="respond-async")
    assert (answer.status, answer.headers["Location"]) == (202, f"/articles/{NUMBER}")
    assert json.load(boto3.client("s3").get_object(Bucket=BUCKET, Key=DATA)["Body"]) == json.loads(ORDER)


def test_concurrent_requests_get_their_own_answers(api: str) -> None:
    with ThreadPoolExecutor() as both:
        colour = both.submit(call, f"{api}/tags?facets=colour", PHOTO, JPEG)
        category = both.submit(call, f"{api}/tags?facets=category", PHOTO, JPEG)
    assert (colour.result().labels, category.result().labels) == (["red"], ["t-shirt"])
