"""The API by a real HTTP client, served by `sam local start-api` with the functions in their containers.

Only what start-api and API Gateway both do is asserted. They differ in these: API Gateway wants signed requests and
throttles, start-api does neither; to what is no route API Gateway says 404 and "Not Found", start-api 403 and "Missing
Authentication Token"; beyond 10 MB API Gateway answers 413 by itself, and start-api has no limit; API Gateway hands on
every body that is not text as base64, start-api those of the types that its template names (system.py); API Gateway's
request ids differ, start-api gives every request the same.
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

from bildtext.problems import CONTENT_TYPE, LARGEST_BODY
from tests.deployed_function import BUCKET, an_event
from tests.e2e.system import System
from tests.event_outcomes import DATA, FRONT, NUMBER, PHOTO

JPEG, JSON = "image/jpeg", "application/json; charset=utf-8"
ORDER = str(an_event("api-descriptions-text.json")["body"]).encode()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: Any

    @property
    def labels(self) -> list[str]:
        """Those of the tags."""
        return [tag["label"] for tag in self.body["tags"]]


def call(url: str, body: bytes | None, content_type: str = JSON, method: str = "POST", **headers: str) -> Answer:
    request = urllib.request.Request(url, body, {"Content-Type": content_type, **headers}, method=method)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=120) as response:  # noqa: S310
            return Answer(response.status, dict(response.headers), json.load(response))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, dict(error.headers), json.load(error))


def test_a_photo_arrives_unharmed(api: str, running: System) -> None:
    answer = call(f"{api}/tags", PHOTO, JPEG)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    invoked = json.loads(running.function("Tagging").invoke(an_event("api-tags-raw.json"))["body"])
    assert answer.body["tags"] == invoked["tags"]
    assert {"t-shirt", "red"} <= set(answer.labels)


def test_a_query_with_umlauts_arrives_unharmed(api: str) -> None:
    query = urlencode({"labels": "t-shirt, jeans, Größe M & mehr"})
    answer = call(f"{api}/tags?{query}", PHOTO, JPEG)
    assert answer.status == 200
    assert set(answer.body["scores"]["labels"]["labels"]) == {"t-shirt", "jeans"}
    assert answer.body["left_out"]["labels"]["labels"] == ["Größe M & mehr"], "words the model never learned"


def test_a_photo_inside_json_has_the_same_tags(api: str) -> None:
    asked = {"image": {"base64": base64.b64encode(PHOTO).decode()}, "facets": ["colour"], "explain": True}
    answer = call(f"{api}/tags", json.dumps(asked).encode())
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
        (PHOTO + bytes(LARGEST_BODY), JPEG, 413, "payload-too-large"),
        (b'{"image": {"base64": ', JSON, 400, "invalid-request"),
    ],
    ids=["no photo", "too large", "bad JSON"],
)
def test_what_cannot_be_answered_is_a_problem_document(
    api: str, body: bytes, content_type: str, status: int, code: str
) -> None:
    answer = call(f"{api}/tags", body, content_type)
    assert (answer.status, answer.body["status"], answer.body["code"]) == (status, status, code)
    assert answer.headers["Content-Type"] == CONTENT_TYPE
    assert answer.body["request_id"]


@pytest.mark.parametrize(("path", "method"), [("/tag", "POST"), ("/tags", "GET"), ("/descriptions", "DELETE")])
def test_what_is_no_route_is_refused_before_the_function(api: str, path: str, method: str) -> None:
    answer = call(api + path, None if method == "GET" else b"{}", method=method)
    assert 400 <= answer.status < 500
    assert set(answer.body) == {"message"}


def test_product_data_becomes_a_text(api: str) -> None:
    answer = call(f"{api}/descriptions", ORDER)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert "weiß" in answer.body["text"].lower(), "umlauts, there and back"
    assert "Gemini" in answer.body["text"]
    assert all(claim["source"] for claim in answer.body["claims"])
    assert answer.body["unsupported"] == []


def test_a_text_may_come_later(api: str) -> None:
    order = json.dumps({**json.loads(ORDER), "article": NUMBER}).encode()
    answer = call(f"{api}/descriptions", order, Prefer="respond-async")
    assert (answer.status, answer.headers["Location"]) == (202, f"/articles/{NUMBER}")
    assert json.load(boto3.client("s3").get_object(Bucket=BUCKET, Key=DATA)["Body"]) == json.loads(ORDER)


def test_questions_at_once_have_each_their_own_answer(api: str) -> None:
    with ThreadPoolExecutor() as both:
        colour = both.submit(call, f"{api}/tags?facets=colour", PHOTO, JPEG)
        category = both.submit(call, f"{api}/tags?facets=category", PHOTO, JPEG)
    assert (colour.result().labels, category.result().labels) == (["red"], ["t-shirt"])
