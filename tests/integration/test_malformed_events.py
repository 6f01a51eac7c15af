"""Unusable content is refused on its article and leaves the queue without affecting other messages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bildtext.storage.article_files import MAX_ARTICLE_BYTES
from tests.deployed_function import BUCKET, DeployedFunction, load_event
from tests.event_outcomes import DATA, FRONT, NUMBER, PHOTO

GOOD = b'{"Marke": "Gemini", "Schuhe": "Slipper"}'
REFUSED = [
    (b'{"Marke": "\\ud83d", "Schuhe": "Slipper"}', "ud83d"),
    (b'{"data_text": "Marke: \\ud83d", "prompt": ""}', "ud83d"),
    (b'{"data": {"Marke": "Gemini"}, "writer": "\\ud83d"}', "ud83d"),
    (b"[" * 3000 + b"]" * 3000, "nested"),
    (b"[" * 90_000, "nested"),
    (b'{"Marke": "Gemini", "Absatz": NaN}', "NaN"),
    (b'{"Marke": "Gemini", "Absatz": ' + b"9" * 5000 + b"}", "digits"),
    (b'{"Marke": "Gemini\\u0000"}', "NUL"),
    ('{"Marke": "weiß"}'.encode("latin-1"), "UTF-8"),
    (b'{"Marke": "' + b"x" * MAX_ARTICLE_BYTES + b'"}', "200 kB"),
    (b'{"data": {"Marke": "a"}, "data": {"Marke": "b"}}', "`data` more than once"),
    (b"", "empty"),
    (b"Marke: Gemini", "JSON"),
]


def put(description_function: DeployedFunction, content: bytes, key: str = DATA) -> None:
    description_function.s3.put_object(Bucket=BUCKET, Key=key, Body=content)


@pytest.mark.parametrize(("content", "reason"), REFUSED)
def test_an_unusable_article_json_leaves_the_queue_with_a_reason(
    description_function: DeployedFunction, content: bytes, reason: str
) -> None:
    put(description_function, content)
    assert description_function.invoke(load_event("queue-article-created.json")) == {"batchItemFailures": []}
    item = description_function.text(NUMBER)
    assert item["status"] == "refused"
    assert reason in item["refusal"]["detail"]
    direct = description_function.invoke({"articles": [NUMBER]})
    assert direct["results"][0]["status"] == "unchanged", "the same data is not looked at twice"
    status, problem = description_function.request(load_event("api-descriptions-article.json"))
    assert status in (400, 422)
    assert reason in problem["detail"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_an_article_json_in_another_encoding_of_unicode_is_read(
    description_function: DeployedFunction, encoding: str
) -> None:
    put(description_function, '{"Marke": "Größer", "Schuhe": "Slipper"}'.encode(encoding))
    description_function.invoke(load_event("queue-article-created.json"))
    assert "Größer" in description_function.text(NUMBER)["description"]["text"]


def test_an_unreadable_file_replaces_the_previous_data(description_function: DeployedFunction) -> None:
    event = load_event("queue-article-created.json")
    put(description_function, GOOD)
    description_function.invoke(event)
    put(description_function, b"\xff" * 10)
    later = json.loads(event["Records"][0]["body"])
    later["detail"]["object"]["sequencer"] = "00627F08299329D189"
    event["Records"][0]["body"] = json.dumps(later)
    description_function.invoke(event)
    assert description_function.text(NUMBER)["status"] == "refused"


BODIES = [
    "[" * 3000 + "]" * 3000,
    '{"detail-type": "Object Created", "detail": {"bucket": {}, "object": {"key": "articles/1/\\ud800.jpg"}}}',
    '{"detail": NaN}',
    "null",
    "",
]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("function", ["tagging_function", "description_function"])
def test_a_message_that_is_not_an_event_fails_alone(body: str, function: str, request: pytest.FixtureRequest) -> None:
    deployed_function: DeployedFunction = request.getfixturevalue(function)
    deployed_function.s3.put_object(Bucket=BUCKET, Key=FRONT, Body=PHOTO)
    put(deployed_function, GOOD)
    event = load_event("queue-photo-created.json" if function == "tagging_function" else "queue-article-created.json")
    event["Records"].append({**event["Records"][0], "messageId": "bad", "body": body})
    assert deployed_function.invoke(event) == {"batchItemFailures": [{"itemIdentifier": "bad"}]}
    assert (
        set(deployed_function.items()) == {FRONT}
        if function == "tagging_function"
        else deployed_function.text(NUMBER)["status"] == "described"
    )


@pytest.mark.parametrize("key", ["articles/1/\ud800.jpg", "articles/\ud800/a.jpg", "articles/1/a\0.jpg"])
def test_a_key_that_is_not_valid_in_s3_is_refused_alone(tagging_function: DeployedFunction, key: str) -> None:
    tagging_function.s3.put_object(Bucket=BUCKET, Key=FRONT, Body=PHOTO)
    results = tagging_function.invoke({"keys": [key, FRONT]})["results"]
    assert [(one["status"], one.get("error", {}).get("code")) for one in results] == [
        ("refused", "invalid-key"),
        ("tagged", None),
    ]


@pytest.mark.parametrize(
    "event",
    [
        {"articles": ["\ud800"]},
        {"data": {"Marke": "\ud800"}},
        {"data_text": "Marke: \ud800"},
        {"data": {"Absatz": float("nan")}},
        {"data": json.loads("[" * 200 + "]" * 200)},
    ],
)
def test_a_direct_request_with_invalid_unicode_is_refused(
    description_function: DeployedFunction, event: dict[str, Any]
) -> None:
    with pytest.raises(Exception, match=r"half a character|NaN|nested"):
        description_function.invoke(event)
