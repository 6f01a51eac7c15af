"""The HTTP API answers any request, if need be with a problem document that states the reason; it never fails."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bildtext.problems import MAX_DETAIL_LENGTH
from tests.api_events import machine
from tests.deployed_function import DeployedFunction, load_event
from tests.event_outcomes import PHOTO

A_PHOTO = base64.b64encode(PHOTO).decode()
HALF = "\\ud83d"  # of an emoji, as JSON writes it
IN_MEMORY = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def a_request(path: str, body: str | None, **changes: Any) -> dict[str, Any]:
    """The event of a JSON request."""
    event = load_event("api-descriptions-text.json")
    caller = {"jwt": {"claims": machine("tag", "describe", "edit"), "scopes": None}}
    context = {**event["requestContext"], "routeKey": f"POST {path}", "authorizer": caller}
    event |= {"routeKey": f"POST {path}", "rawPath": path, "requestContext": context, "body": body}
    headers = {**event["headers"], "content-type": "application/json", **changes.pop("headers", {})}
    return {**event, "headers": headers, **changes}


def answered(deployed_function: DeployedFunction, event: dict[str, Any]) -> dict[str, Any]:
    """The answer's body, which must be valid UTF-8 and a success or a problem document with a sentence."""
    answer = deployed_function.invoke(event)
    json.dumps(answer, ensure_ascii=False).encode()
    body: dict[str, Any] = json.loads(answer["body"])
    assert answer["statusCode"] < 500, body
    if answer["statusCode"] >= 400:
        assert answer["headers"]["Content-Type"] == "application/problem+json"
        assert set(body) == {"type", "title", "status", "detail", "code", "request_id"}
        assert body["detail"].endswith((".", ")")), body
        assert " " in body["detail"], body
        assert "Traceback" not in body["detail"]
    return {**body, "status": answer["statusCode"]}


# -- named cases --------------------------------------------------------------------------------------

TAGS, TEXTS, CHECKS = "/tags", "/descriptions", "/checks"
DATA = '{"Marke": "Gemini", "Schuhe": "Slipper"}'
DEEP = "[" * 3000 + "]" * 3000
HALVES = [
    (TAGS, f'{{"image": {{"key": "articles/1/{HALF}.jpg"}}}}'),
    (TAGS, f'{{"image": {{"base64": "{HALF}"}}}}'),
    (TAGS, f'{{"image": {{"base64": "{A_PHOTO}"}}, "labels": ["{HALF}", "shoes"]}}'),
    (TAGS, f'{{"image": {{"base64": "{A_PHOTO}"}}, "facets": ["{HALF}"]}}'),
    (TAGS, f'{{"{HALF}": 1}}'),
    (TEXTS, f'{{"data": {{"Marke": "{HALF}", "Schuhe": "Slipper"}}}}'),
    (TEXTS, f'{{"data": {{"{HALF}": "Gemini", "Schuhe": "Slipper"}}}}'),
    (TEXTS, f'{{"data": [{{"name": "Marke", "values": [["{HALF}"]]}}]}}'),
    (TEXTS, f'{{"data_text": "Marke: {HALF}\\nSchuhe: Slipper"}}'),
    (TEXTS, f'{{"data_text": "{{\\"Marke\\": \\"\\{HALF}\\", \\"Schuhe\\": \\"Slipper\\"}}"}}'),
    (TEXTS, f'{{"data": {DATA}, "examples": ["{HALF}"]}}'),
    (TEXTS, f'{{"data": {DATA}, "prompt": "{HALF}"}}'),
    (TEXTS, f'{{"data": {DATA}, "writer": "{HALF}"}}'),
    (TEXTS, f'{{"article": "{HALF}"}}'),
    (TEXTS, f'{{"data": {DATA}, "image": {{"key": "articles/1/{HALF}.jpg"}}}}'),
    (CHECKS, f'{{"data": {DATA}, "text": "{HALF}"}}'),
    (CHECKS, f'{{"data": {DATA}, "text": "", "examples": ["{HALF}"]}}'),
]


def function_for(path: str, request: pytest.FixtureRequest) -> DeployedFunction:
    deployed_function: DeployedFunction = request.getfixturevalue(
        "tagging_function" if path == TAGS else "description_function"
    )
    return deployed_function


@pytest.mark.parametrize("prefer", ["", "respond-async"])
@pytest.mark.parametrize(("path", "body"), HALVES)
def test_a_lone_surrogate_is_refused_in_any_field(
    path: str, body: str, prefer: str, request: pytest.FixtureRequest
) -> None:
    answer = answered(function_for(path, request), a_request(path, body, headers={"prefer": prefer}))
    assert answer["status"] in (400, 422)
    assert "ud83d" in answer["detail"]


@pytest.mark.parametrize(
    ("path", "body", "reason"),
    [
        (TAGS, DEEP, "nested"),
        (TAGS, f'{{"image": {DEEP}}}', "nested"),
        (TAGS, '{"a":' * 200 + "1" + "}" * 200, "nested"),
        (TEXTS, f'{{"data": {DEEP}}}', "nested"),
        (TEXTS, f'{{"data": {"[" * 98 + "]" * 98}}}', "nested"),
        (TEXTS, json.dumps({"data_text": DEEP}), "nested"),
        (TEXTS, '{"data": {"Marke": NaN, "Schuhe": "Slipper"}}', "NaN"),
        (TEXTS, '{"data": {"Absatz": -Infinity, "Schuhe": "Slipper"}}', "Infinity"),
        (TEXTS, '{"data": {"Absatz": 1e999, "Schuhe": "Slipper"}}', "bounds"),
        (TEXTS, f'{{"data": {{"Absatz": {"9" * 5000}, "Schuhe": "Slipper"}}}}', "digits"),
        (TEXTS, f'{{"data": {DATA}, "max_words": {"9" * 4000}}}', "max_words"),
        (TEXTS, f'{{"data": {DATA}, "data": {DATA}}}', "'data' more than once"),
        (TAGS, '{"image": {"key": "articles/1/a.jpg", "key": "articles/2/a.jpg"}}', "more than once"),
        (TAGS, '{"image": {"key": "articles/1/a\\u0000.jpg"}}', "NUL"),
        (TEXTS, '{"data_text": "Marke: Gemini\\u0000"}', "NUL"),
        (TEXTS, f'{{"article": "{"1" * 2100}"}}', "long"),
        (TEXTS, f'{{"data": {DATA}, "image": {{"key": "articles/{"1" * 2100}/a.jpg"}}}}', "1024"),
        (TAGS, f'{{"image": {{"key": "articles/1/{"ü" * 520}.jpg"}}}}', "1024"),
        (CHECKS, f'{{"text": "", "data": {DEEP}}}', "nested"),
        (CHECKS, f'{{"text": "\\u0000", "data": {DATA}}}', "NUL"),
        (CHECKS, f'{{"text": "a", "text": "b", "data": {DATA}}}', "more than once"),
        (CHECKS, f'{{"text": "", "article": "{"1" * 2100}"}}', "long"),
        (TEXTS, "null", "object"),
        (TEXTS, '"Marke: Gemini"', "object"),
        (TEXTS, None, "empty"),
        (TEXTS, "  \n", "empty"),
        (TEXTS, '{"article": ""}', "data"),
        (TAGS, '{"image": {"base64": "ä"}}', "image.base64"),
        (TAGS, '{"image": {"base64": "QUJDR"}}', "cut off"),
        (TAGS, '{"image": {"base64": "data:image/jpeg,%FF%D8"}}', "data:image/jpeg;base64"),
    ],
)
def test_json_values_that_nothing_else_can_hold_are_refused_with_a_sentence(
    path: str, body: str | None, reason: str, request: pytest.FixtureRequest
) -> None:
    answer = answered(function_for(path, request), a_request(path, body))
    assert answer["status"] in (400, 422)
    assert reason in answer["detail"]


@pytest.mark.parametrize(
    "fields", [{"writer": "\x7f" * 2_000_000}, {"article": "/\x7f" * 2_000_000}, {"\x7f" * 2_000_000: 1}]
)
def test_an_error_message_does_not_quote_large_values(
    description_function: DeployedFunction, fields: dict[str, Any]
) -> None:
    body = json.dumps({"data": {"Marke": "Gemini", "Schuhe": "Slipper"}, **fields}, ensure_ascii=False)
    body = base64.b64encode(body.encode()).decode()
    answer = answered(description_function, a_request(TEXTS, body, isBase64Encoded=True))
    assert answer["status"] == 400
    assert len(answer["detail"]) <= MAX_DETAIL_LENGTH


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"body": "Grün", "isBase64Encoded": True}, "not base64"),
        ({"body": base64.b64encode(b'{"data_text": "wei\xdf"}').decode(), "isBase64Encoded": True}, "UTF-8"),
        ({"body": {"data_text": "Marke: Gemini"}}, "text"),
        ({"body": '{"data_text": "\ud800"}'}, "UTF-8"),
    ],
)
def test_a_body_that_is_not_utf_8_is_refused(
    description_function: DeployedFunction, changes: dict[str, Any], reason: str
) -> None:
    answer = answered(description_function, a_request(TEXTS, None) | changes)
    assert answer["status"] == 400
    assert reason in answer["detail"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32-be"])
def test_json_in_another_encoding_of_unicode_is_read(description_function: DeployedFunction, encoding: str) -> None:
    body = base64.b64encode('{"data": {"Marke": "Größer", "Schuhe": "Slipper"}}'.encode(encoding)).decode()
    answer = answered(description_function, a_request(TEXTS, body, isBase64Encoded=True))
    assert answer["status"] == 200
    assert "Größer" in answer["text"]


def test_a_key_that_product_data_repeats_is_a_conflict_and_no_value_is_lost(
    description_function: DeployedFunction,
) -> None:
    body = '{"data": {"Marke": "Gemini", "Schuhe": "Slipper", "Innenfutter": "Ungefüttert", "Innenfutter": "Leder"}}'
    answer = answered(description_function, a_request(TEXTS, body))
    (conflict,) = answer["conflicts"]
    assert [entry["value"] for entry in conflict["entries"]] == ["Ungefüttert", "Leder"]
    assert "efüttert" not in answer["text"]


def test_a_request_without_headers_is_refused_with_the_accepted_types(tagging_function: DeployedFunction) -> None:
    event = a_request(TAGS, "{}")
    del event["headers"]
    assert "Content-Type is missing" in answered(tagging_function, event)["detail"]


@pytest.mark.parametrize(
    "content_type", ["Application/JSON", "application/json ;charset=UTF-8", "APPLICATION/json;a=b"]
)
@pytest.mark.parametrize("name", ["content-type", "Content-Type", "CONTENT-TYPE"])
def test_a_content_type_is_accepted_in_any_spelling(
    tagging_function: DeployedFunction, name: str, content_type: str
) -> None:
    event = a_request(TAGS, json.dumps({"image": {"base64": A_PHOTO}}))
    event["headers"] = {name: content_type}
    assert answered(tagging_function, event)["status"] == 200


# -- random requests ----------------------------------------------------------------------------------

_texts = st.text(st.characters(exclude_categories=()), max_size=12) | st.sampled_from(
    [
        "",
        "Marke: Gemini\nSchuhe: Slipper",
        "\ud800",
        "\0",
        "articles/1/a.jpg",
        A_PHOTO,
        "data:;base64,",
        "category",
        "..",
    ]
)
_scalars = st.none() | st.booleans() | st.integers() | st.floats() | _texts
_json = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_texts, inner, max_size=4), max_leaves=12
)


def _objects(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={name: _json | strategy for name, strategy in fields.items()})


_image = _objects(base64=_texts, key=_texts)
_product_data = st.dictionaries(st.sampled_from(["Marke", "Schuhe", "Farbe", "Material", "Absatz"]) | _texts, _json)
_TAGS = _objects(image=_image, labels=st.lists(_texts), facets=st.lists(_texts), explain=_json, more=_json)
_TEXTS = _objects(
    article=_texts, data=_product_data, data_text=_texts, examples=st.lists(_texts), prompt=_texts,
    max_words=st.integers(0, 130), image=_image, writer=_texts,
)  # fmt: skip
_queries = st.none() | st.dictionaries(st.sampled_from(["labels", "facets", "explain"]) | _texts, _texts, max_size=3)


@IN_MEMORY
@given(body=_TAGS | _json, query=_queries, text=st.none() | st.text() | st.binary())
def test_no_request_for_tags_fails(
    tagging_function: DeployedFunction, body: Any, query: Any, text: str | bytes | None
) -> None:
    answered(tagging_function, a_request(TAGS, json.dumps(body), queryStringParameters=query))
    _send_raw(tagging_function, TAGS, text)


@IN_MEMORY
@given(body=_TEXTS | _json, prefer=st.sampled_from(["", "respond-async"]), text=st.none() | st.text() | st.binary())
def test_no_request_for_a_text_fails(
    description_function: DeployedFunction, body: Any, prefer: str, text: str | bytes | None
) -> None:
    answered(description_function, a_request(TEXTS, json.dumps(body), headers={"prefer": prefer}))
    _send_raw(description_function, TEXTS, text)


def _send_raw(deployed_function: DeployedFunction, path: str, body: str | bytes | None) -> None:
    encoded = base64.b64encode(body).decode() if isinstance(body, bytes) else body
    for content_type in ("application/json", "image/jpeg", "text/plain"):
        headers = {"content-type": content_type}
        answered(deployed_function, a_request(path, encoded, headers=headers, isBase64Encoded=isinstance(body, bytes)))
