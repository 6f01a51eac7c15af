"""The description function's three doors on AWS in memory, with the events of events/."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.integration.conftest import BUCKET, Doors, an_event

NUMBER = "536.514.002"
KEY = f"articles/{NUMBER}/article.json"
LEAKS = ("Caprice", "Slingpumps", "Trittdämpfung", "45", "Weite G", "utter")


def order() -> str:
    return str(an_event("api-descriptions-text.json")["body"])


def upload(desk: Doors, content: str | None = None) -> None:
    desk.s3.put_object(Bucket=BUCKET, Key=KEY, Body=(content or order()).encode())


def post(body: str, **headers: str) -> dict[str, Any]:
    event = an_event("api-descriptions-text.json")
    return {**event, "body": body, "headers": {**event["headers"], **headers}}


# -- the queue ----------------------------------------------------------------------------------------


def test_uploaded_data_becomes_a_text_in_the_table_and_on_the_bus(desk: Doors) -> None:
    upload(desk)
    assert desk.invoke(an_event("queue-article-created.json")) == {"batchItemFailures": []}
    item = desk.text(NUMBER)
    assert item is not None
    text = item["description"]["M"]["text"]["S"]
    assert "Gemini" in text
    assert not [leak for leak in LEAKS if leak in text]
    (told,) = desk.announcements()
    assert (told["detail-type"], told["detail"]["article"], told["detail"]["text"]) == (
        "Article Described",
        NUMBER,
        text,
    )


def test_a_burst_of_tags_and_data_is_one_text_and_a_few_calls(desk: Doors, calls: list[str]) -> None:
    upload(desk)
    assert desk.invoke(an_event("queue-article-burst.json")) == {"batchItemFailures": []}
    assert sorted(calls) == ["GetObject", "PutEvents", "PutItem", "PutItem", "Query"]
    calls.clear()
    desk.invoke(an_event("queue-article-burst.json"))
    assert sorted(calls) == ["GetObject", "PutItem", "Query"], "the same data again: nothing new is written or told"


def test_deleted_data_takes_its_text_along(desk: Doors) -> None:
    upload(desk)
    desk.invoke(an_event("queue-article-created.json"))
    desk.s3.delete_object(Bucket=BUCKET, Key=KEY)
    desk.invoke(an_event("queue-article-deleted.json"))
    assert desk.text(NUMBER) is None


def test_of_a_batch_with_one_bad_message_only_that_one_goes_back(desk: Doors) -> None:
    upload(desk)
    event = an_event("queue-article-one-bad.json")
    bad = event["Records"][1]["messageId"]
    assert desk.invoke(event) == {"batchItemFailures": [{"itemIdentifier": bad}]}
    assert desk.text(NUMBER) is not None


def test_data_that_is_none_leaves_the_queue_with_its_reason_on_the_article(desk: Doors) -> None:
    upload(desk, "[1, 2, 3]")
    assert desk.invoke(an_event("queue-article-created.json")) == {"batchItemFailures": []}
    item = desk.text(NUMBER)
    assert item is not None
    assert item["status"]["S"] == "refused"
    assert item["refusal"]["M"]["code"]["S"] == "invalid-product-data"


def test_a_table_that_is_away_sends_every_message_of_the_article_back(desk: Doors) -> None:
    upload(desk)
    desk.dynamodb.delete_table(TableName="articles")
    event = an_event("queue-article-burst.json")
    failed = {one["itemIdentifier"] for one in desk.invoke(event)["batchItemFailures"]}
    assert failed == {record["messageId"] for record in event["Records"]}


# -- HTTP ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("api-descriptions-text.json", 200),
        ("api-descriptions-json.json", 200),
        ("api-descriptions-article.json", 404),
        ("api-descriptions-later.json", 202),
        ("api-descriptions-no-data.json", 422),
        ("api-descriptions-bad-field.json", 400),
    ],
)
def test_every_api_event_is_answered_as_its_readme_says(desk: Doors, name: str, status: int) -> None:
    answer = desk.invoke(an_event(name))
    assert answer["statusCode"] == status
    body = json.loads(answer["body"])
    if status >= 400:
        assert answer["headers"]["Content-Type"] == "application/problem+json"
        assert set(body) == {"type", "title", "status", "detail", "code", "request_id"}
    elif status == 200:
        assert all(claim["source"] for claim in body["claims"])
        assert body["unsupported"] == []
        assert body["words"] <= json.loads(an_event(name)["body"]).get("max_words", 120)
    assert desk.text(NUMBER) is None, "a question stores nothing"


def test_a_later_answer_is_written_as_if_the_data_had_been_uploaded(desk: Doors) -> None:
    answer = desk.invoke(an_event("api-descriptions-later.json"))
    assert answer["headers"]["Location"] == f"/articles/{NUMBER}"
    asked = json.loads(an_event("api-descriptions-later.json")["body"])
    stored = json.loads(desk.s3.get_object(Bucket=BUCKET, Key=KEY)["Body"].read())
    assert stored == {name: asked[name] for name in ("data_text", "examples", "prompt")}
    desk.invoke(an_event("queue-article-created.json"))
    at_once = json.loads(desk.invoke(an_event("api-descriptions-text.json"))["body"])
    item = desk.text(NUMBER)
    assert item is not None
    assert item["description"]["M"]["text"]["S"] == at_once["text"]


def test_a_known_article_is_described_by_its_number(desk: Doors) -> None:
    upload(desk)
    desk.invoke(an_event("queue-article-created.json"))
    answer = desk.invoke(an_event("api-descriptions-article.json"))
    assert answer["statusCode"] == 200
    assert "Gemini" in json.loads(answer["body"])["text"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("[]", 400, "invalid-request"),
        ("{", 400, "invalid-request"),
        ("{}", 400, "invalid-request"),
        ('{"data": {"Marke": "Gemini"}, "data_text": "Marke: Gemini"}', 400, "invalid-request"),
        ('{"data": {"Marke": "Gemini", "Schuhe": "Slipper"}, "writer": "local"}', 400, "invalid-request"),
        ('{"data": {"Marke": "Gemini"}, "image": {"base64": "AAAA"}}', 400, "invalid-request"),
        ('{"data": {"Marke": "Gemini"}, "image": {"key": "articles/1/a.jpg"}}', 404, "not-found"),
        ('{"data": {"Marke": "Gemini"}, "image": {}}', 400, "invalid-request"),
        ('{"data": {}}', 422, "invalid-product-data"),
    ],
)
def test_a_wrong_question_is_answered_with_what_is_wrong(desk: Doors, body: str, status: int, code: str) -> None:
    answer = desk.invoke(post(body))
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (status, code)


@pytest.mark.parametrize("article", ["a/b", " "])
def test_a_number_that_would_leave_its_folder_is_refused(desk: Doors, article: str) -> None:
    body = json.dumps({"article": article, "data_text": "Marke: Gemini\nSchuhe: Slipper"})
    answer = desk.invoke(post(body, prefer="respond-async"))
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (400, "invalid-key")


def test_later_without_a_number_anywhere_is_refused(desk: Doors) -> None:
    answer = desk.invoke(post('{"data_text": "Marke: Gemini\\nSchuhe: Slipper"}', prefer="respond-async"))
    assert answer["statusCode"] == 400


# -- directly -----------------------------------------------------------------------------------------


def test_articles_asked_for_directly_are_stored_each_with_its_own_answer(desk: Doors) -> None:
    upload(desk)
    desk.invoke(an_event("queue-article-created.json"))
    answer = desk.invoke(an_event("direct-articles.json"))
    assert [one["status"] for one in answer["results"]] == ["unchanged", "no-data"]
    assert "Gemini" in answer["results"][0]["description"]["text"]


def test_an_order_given_directly_is_answered_as_by_http(desk: Doors) -> None:
    direct = desk.invoke(an_event("direct-description.json"))
    by_http = json.loads(desk.invoke(an_event("api-descriptions-text.json"))["body"])
    assert direct["text"] == by_http["text"]
    assert desk.text(NUMBER) is None


@pytest.mark.parametrize("event", [{"articles": "1"}, {"articles": ["a/b"]}, {"keys": []}])
def test_a_direct_invocation_of_anything_else_says_what_it_takes(desk: Doors, event: dict[str, Any]) -> None:
    with pytest.raises(Exception, match=r"articles|number|keys"):
        desk.invoke(event)
