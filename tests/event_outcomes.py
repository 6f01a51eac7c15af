"""The expected outcomes of the files of events/: checks of the answer, the table, the bucket and the bus."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest

from bildtext.bundle import Bundle, ModelManifest
from bildtext_cli.models.presets import preset
from tests.deployed_function import BUCKET, DeployedFunction, load_event

FRONT = "articles/10042/front.jpg"
LOOSE = "articles/loose.jpg"
PHOTO = base64.b64decode(load_event("api-tags-raw.json")["body"])
NUMBER = "536.514.002"
DATA = f"articles/{NUMBER}/article.json"

_SHOWN = {"t-shirt", "red"}  # labels of PHOTO
_EXAMPLE_ONLY = ("Caprice", "Slingpumps", "Trittdämpfung", "45", "Weite G")  # about another shoe
_CONTRADICTORY = "utter"  # Innenfutter, Ungefüttert


@dataclass(frozen=True)
class After:
    """The state after an event, for assertions."""

    deployed_function: DeployedFunction
    event: dict[str, Any]
    answer: Any
    published: list[dict[str, Any]]

    @property
    def body(self) -> dict[str, Any]:
        """The body of an HTTP answer."""
        body: dict[str, Any] = json.loads(self.answer["body"])
        return body


Then = Callable[[After], None]


# -- the queue ----------------------------------------------------------------------------------------


def taken(after: After, *failed: int) -> None:
    """The batch leaves the queue, except the messages at these indices."""
    returned = [{"itemIdentifier": after.event["Records"][at]["messageId"]} for at in failed]
    assert after.answer == {"batchItemFailures": returned}


def tagged(*keys: str, failed: tuple[int, ...] = ()) -> Then:
    """The photos' tags are stored and published."""

    def then(after: After) -> None:
        taken(after, *failed)
        for key in keys:
            _check_photo(after, key)

    return then


def photo_refused(after: After) -> None:
    """The message leaves the queue and the photo's row has the reason."""
    taken(after)
    item = after.deployed_function.items()[FRONT]
    assert (item["status"], item["refusal"]["code"]) == ("refused", "unsupported-image")


def list_answered(after: After) -> None:
    """The list has the article, which has open questions."""
    assert after.answer["statusCode"] == 200
    (article,) = after.body["articles"]
    assert (article["number"], article["state"], article["questions"] > 0) == (NUMBER, "unclear", True)


def removed(key: str) -> Then:
    """The photo's tags are replaced by a tombstone."""

    def then(after: After) -> None:
        taken(after)
        assert key not in after.deployed_function.items()

    return then


def data_removed(after: After) -> None:
    """Data and text are replaced by tombstones."""
    taken(after)
    item = after.deployed_function.text(NUMBER)
    assert item["status"] == "removed"
    assert "description" not in item


def refused_without_article(after: After) -> None:
    """The message leaves the queue and the reason is stored in the partition of files without an article."""
    taken(after)
    item = after.deployed_function.items()[LOOSE]
    assert (item["status"], item["refusal"]["code"], item["article"]) == ("refused", "invalid-key", "")
    assert "articles/<number>/<view>" in item["refusal"]["detail"]


def described(*failed: int) -> Then:
    """Data and text are stored and the text is published with the correlation id of the article's last message."""

    def then(after: After) -> None:
        taken(after, *failed)
        _check_text(after)
        good = [record["body"] for at, record in enumerate(after.event["Records"]) if at not in failed]
        last = [json.loads(body) for body in good if NUMBER in body][-1]
        (event,) = after.published
        assert event["detail"]["correlation_id"] == last["detail"].get("correlation_id", last["id"])

    return then


def data_refused(after: After) -> None:
    """The message leaves the queue and the article's text row has the reason."""
    taken(after)
    item = after.deployed_function.text(NUMBER)
    assert (item["status"], item["refusal"]["code"]) == ("refused", "invalid-product-data")


# -- HTTP ---------------------------------------------------------------------------------------------


def problem(status: int, code: str) -> Then:
    """A problem document."""

    def then(after: After) -> None:
        assert (after.answer["statusCode"], after.body["status"], after.body["code"]) == (status, status, code)
        assert after.answer["headers"]["Content-Type"] == "application/problem+json"
        assert set(after.body) == {"type", "title", "status", "detail", "code", "request_id"}

    return then


def payload_2_required(after: After) -> None:
    """A problem document that asks for payload format 2.0, in the response format of the event's sender."""
    problem(400, "invalid-request")(after)
    assert "payload format 2.0" in after.body["detail"]
    assert set(after.answer) - {"statusDescription"} == {"statusCode", "headers", "isBase64Encoded", "body"}
    assert ("statusDescription" in after.answer) == ("elb" in after.event["requestContext"])


def photo_answered(after: After) -> None:
    """The photo's tags, with scores if they were requested."""
    _check_answered(after)
    assert {"tags", "abstentions", "left_out", "labels", "duration_ms"} <= set(after.body)
    assert after.body["calibrated"] is False
    assert after.body["model"] == _model().name
    assert _labels(after.body["tags"]) >= _SHOWN
    assert ("scores" in after.body) == ("explain" in str(after.event["body"]))


def two_facets_answered(after: After) -> None:
    """The photo's tags of the two requested facets only."""
    photo_answered(after)
    assert {one["facet"] for one in after.body["tags"] + after.body["abstentions"]} == {"category", "colour"}


def heat_map_answered(after: After) -> None:
    """What the colour of the photo in the bucket rests on: more on its middle than on its corners."""
    _check_answered(after)
    wanted = json.loads(after.event["body"])
    assert {name: after.body[name] for name in wanted} == wanted
    assert after.body["version"] == after.deployed_function.s3.head_object(Bucket=BUCKET, Key=FRONT)["VersionId"]
    assert (after.body["rows"], after.body["columns"]) == (8, 8)
    values = after.body["values"]
    corners = [values[row][column] for row in (0, 7) for column in (0, 7)]
    assert 1 >= max(max(row) for row in values[2:6]) > max(corners) >= 0
    assert after.body["lowest_score"] < after.body["score"] > 0.5


def own_labels_answered(after: After) -> None:
    """The best of the request's labels, its competitors, and the score of each."""
    _check_answered(after)
    assert _labels(after.body["tags"]) == {"t-shirt"}
    assert after.body["negatives"]["facet"] == "category"
    assert "skirt" in after.body["negatives"]["terms"]
    scores = after.body["scores"]["labels"]
    assert set(scores["labels"]) == {"t-shirt", "jeans", "shoes"}
    assert scores["labels"]["t-shirt"] > scores["none"] > scores["labels"]["jeans"]


def slipper_answered(after: After) -> None:
    """The text for the original request (tests/reference_request.py)."""
    _check_answered(after)
    _check_slipper(after.body)


def shirt_answered(after: After) -> None:
    """The short text about a shirt."""
    _check_answered(after)
    _check_description(after.body, "Nordhain", "Freizeithemd", most_words=40)


def accepted(below: str = "") -> Then:
    """The order is stored in the bucket like an upload; `Location` is below the API's base path."""

    def then(after: After) -> None:
        _check_answered(after, 202)
        assert after.answer["headers"]["Location"] == after.body["location"] == f"{below}/articles/{NUMBER}"
        order = json.loads(after.event["body"])
        file = json.loads(after.deployed_function.s3.get_object(Bucket=BUCKET, Key=DATA)["Body"].read())
        assert file == {name: order[name] for name in ("data_text", "examples", "prompt")}

    return then


# -- direct invocation --------------------------------------------------------------------------------


def keys_answered(*statuses: str) -> Then:
    """One result per key, in order; new results are stored and published."""

    def then(after: After) -> None:
        results = after.answer["results"]
        assert [one["key"] for one in results] == after.event["keys"]
        assert tuple(one["status"] for one in results) == statuses
        assert _labels(results[0]["tags"]) >= _SHOWN
        if "tagged" in statuses:
            _check_photo(after, FRONT)

    return then


def articles_answered(*statuses: str) -> Then:
    """One result per article, in order; new results are stored and published."""

    def then(after: After) -> None:
        results = after.answer["results"]
        assert [one["article"] for one in results] == after.event["articles"]
        assert tuple(one["status"] for one in results) == statuses
        _check_slipper(results[0]["description"])
        if "described" in statuses:
            _check_text(after)

    return then


def slipper_described(after: After) -> None:
    """The same answer as over HTTP, without the envelope."""
    _check_slipper(after.answer)


# -- detailed checks ----------------------------------------------------------------------------------


@cache
def _model() -> ModelManifest:
    return Bundle.open(preset("mini-clip").bundle_folder).manifest


def _labels(tags: list[dict[str, Any]]) -> set[str]:
    return {tag["label"] for tag in tags}


def _check_answered(after: After, status: int = 200) -> None:
    assert (after.answer["statusCode"], after.answer["headers"]["Content-Type"]) == (status, "application/json")
    assert after.body["request_id"] == after.event["requestContext"]["requestId"]


def _check_photo(after: After, key: str) -> None:
    item = after.deployed_function.items()[key]
    assert (item["pk"], item["sk"]) == (f"ARTICLE#{key.split('/')[1]}", f"IMAGE#{key}")
    assert (item["status"], item["model"]) == ("tagged", _model().name)
    assert item["version"] == after.deployed_function.s3.head_object(Bucket=BUCKET, Key=key)["VersionId"], (
        "the version that was read"
    )
    vector = np.frombuffer(bytes(item["vector"]), "<f2").astype(float)
    assert len(vector) == _model().dimensions
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-2)
    assert _labels(item["tags"]) >= _SHOWN
    (detail,) = (one["detail"] for one in after.published if one["detail"]["key"] == key)
    assert detail["correlation_id"] == item["correlation_id"] != ""
    assert _labels(detail["tags"]) == _labels(item["tags"])


def _check_text(after: After) -> None:
    item = after.deployed_function.text(NUMBER)
    assert item["status"] == "described"
    _check_slipper(item["description"])
    (detail,) = (one["detail"] for one in after.published)
    assert (detail["article"], detail["text"]) == (NUMBER, item["description"]["text"])
    assert detail["correlation_id"] == item["correlation_id"] != ""


def _check_slipper(description: dict[str, Any]) -> None:
    _check_description(description, "Gemini", "Slipper")
    assert not [leak for leak in (*_EXAMPLE_ONLY, _CONTRADICTORY) if leak in description["text"]]


def _check_description(description: dict[str, Any], *expected: str, most_words: int = 120) -> None:
    assert [word for word in expected if word not in description["text"]] == []
    assert description["claims"]
    assert all(claim["source"] for claim in description["claims"])
    assert description["unsupported"] == []
    assert 0 < description["words"] <= most_words
