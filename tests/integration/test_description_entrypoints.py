"""The description function's three entry points on AWS in memory, beyond the events of events/ (test_events.py)."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest

from bildtext import observability
from tests.deployed_function import BUCKET, DeployedFunction, load_event

NUMBER = "536.514.002"
KEY = f"articles/{NUMBER}/article.json"
EXAMPLE = "Eleganter Slingpumps für viele Anlässe. Obermaterial und Innenausstattung aus Leder."


def upload(description_function: DeployedFunction) -> None:
    content = load_event("api-descriptions-text.json")["body"].encode()
    description_function.s3.put_object(Bucket=BUCKET, Key=KEY, Body=content)


def post(body: str, **headers: str) -> dict[str, Any]:
    event = load_event("api-descriptions-later.json" if "prefer" in headers else "api-descriptions-text.json")
    return {**event, "body": body, "headers": {**event["headers"], **headers}}


# -- the queue ----------------------------------------------------------------------------------------


def test_a_burst_of_tags_and_data_makes_one_text_in_few_calls(
    description_function: DeployedFunction, calls: list[str]
) -> None:
    upload(description_function)
    description_function.invoke(load_event("queue-article-burst.json"))
    assert sorted(calls) == ["GetObject", "PutEvents", "PutItem", "PutItem", "Query"]
    calls.clear()
    description_function.invoke(load_event("queue-article-burst.json"))
    assert sorted(calls) == ["GetObject", "PutItem", "Query"], "unchanged data: nothing new is written or published"


def test_an_unavailable_table_returns_every_message_of_the_article(description_function: DeployedFunction) -> None:
    upload(description_function)
    description_function.dynamodb.delete_table(TableName="articles")
    event = load_event("queue-article-burst.json")
    failed = {one["itemIdentifier"] for one in description_function.invoke(event)["batchItemFailures"]}
    assert failed == {record["messageId"] for record in event["Records"]}


@pytest.mark.parametrize(
    ("content", "code", "reason"),
    [
        (b'{"Marke": "' + b"x" * 200_000 + b'"}', "product-data-too-large", "200 kB are the limit"),
        ('{"Farbe": "weiß"}'.encode("latin-1"), "unreadable-product-data", "UTF-8"),
    ],
)
def test_unreadable_data_replaces_the_old_data_with_a_reason_until_it_is_removed(
    description_function: DeployedFunction, content: bytes, code: str, reason: str
) -> None:
    upload(description_function)
    description_function.invoke(load_event("queue-article-created.json"))
    version = description_function.s3.put_object(Bucket=BUCKET, Key=KEY, Body=content)["VersionId"]
    assert description_function.invoke(load_event("queue-article-created.json")) == {"batchItemFailures": []}
    item = description_function.text(NUMBER)
    assert (item["status"], item["refusal"]["code"]) == ("refused", code)
    assert reason in item["refusal"]["detail"]
    known = description_function.request(load_event("api-descriptions-article.json"))[1]
    assert (known["status"], known["code"]) == (422, code)
    assert reason in known["detail"]
    description_function.s3.delete_object(Bucket=BUCKET, Key=KEY, VersionId=version)
    description_function.invoke(load_event("queue-article-version-deleted.json"))
    assert description_function.text(NUMBER)["status"] == "described"


@pytest.fixture
def bug_in_review(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in the code that reviews a text, triggered by every article."""

    def failing(*_: object) -> None:
        raise IndexError("string index out of range")

    monkeypatch.setattr("description.describe.review", failing)


@pytest.mark.usefixtures("bug_in_review")
def test_a_bug_is_recorded_on_the_article_and_logged_and_its_messages_leave_the_queue(
    description_function: DeployedFunction, capsys: pytest.CaptureFixture[str]
) -> None:
    upload(description_function)
    records = logged(lambda: description_function.invoke(load_event("queue-article-burst.json")))
    assert description_function.text(NUMBER)["refusal"]["code"] == "content-fault"
    assert [record.levelname for record in records if record.exc_info] == ["ERROR"]
    assert '"Refusals"' in capsys.readouterr().out


@pytest.mark.usefixtures("bug_in_review")
def test_a_bug_is_answered_with_a_problem_document_that_says_what_to_do(description_function: DeployedFunction) -> None:
    status, problem = description_function.request(load_event("api-descriptions-text.json"))
    assert (status, problem["code"]) == (500, "content-fault")
    assert "please report it" in problem["detail"]


def logged(action: Callable[[], Any]) -> list[logging.LogRecord]:
    """The log records of the action, all of whose messages must succeed."""
    records: list[logging.LogRecord] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    listener, logger = Listener(), logging.getLogger(observability.logger.name)
    logger.addHandler(listener)
    assert action() == {"batchItemFailures": []}
    logger.removeHandler(listener)
    return records


# -- HTTP ---------------------------------------------------------------------------------------------


def test_an_async_request_stores_the_data_like_an_upload(description_function: DeployedFunction) -> None:
    description_function.invoke(load_event("api-descriptions-later.json"))
    description_function.invoke(load_event("queue-article-created.json"))
    synchronous = description_function.request(load_event("api-descriptions-text.json"))[1]
    assert description_function.text(NUMBER)["description"]["text"] == synchronous["text"]


def test_an_async_request_changes_an_article_and_needs_the_scope_edit(description_function: DeployedFunction) -> None:
    event = load_event("api-descriptions-text.json")
    event["headers"]["prefer"] = "respond-async"
    status, problem = description_function.request(event)
    assert (status, problem["code"]) == (403, "forbidden")
    assert "bildtext/edit" in problem["detail"]
    assert description_function.s3.list_objects_v2(Bucket=BUCKET)["KeyCount"] == 0


@pytest.mark.parametrize(
    ("stored", "sent", "kept"),
    [
        ({"data_text": "Marke: A", "prompt": "kurz", "writer": "rules"}, {}, {"prompt": "kurz", "writer": "rules"}),
        ({"data": {"Marke": "A"}, "examples": [EXAMPLE]}, {}, {"examples": [EXAMPLE]}),
        ({"data_text": "Marke: A", "prompt": "kurz", "max_words": 60}, {"prompt": ""}, {"prompt": "", "max_words": 60}),
        ({"Marke": "A", "prompt": "ein Feld der Daten"}, {}, {}),
        ({"data_text": "Marke: A", "prompt": 7}, {}, {}),
        ([], {}, {}),
    ],
)
def test_an_async_request_keeps_what_it_leaves_out(
    stored: Any, sent: dict[str, Any], kept: dict[str, Any], description_function: DeployedFunction
) -> None:
    description_function.s3.put_object(Bucket=BUCKET, Key=KEY, Body=json.dumps(stored).encode())
    data = {"data_text": "Marke: Gemini\nSchuhe: Slipper"}
    answer = description_function.invoke(post(json.dumps({"article": NUMBER, **data, **sent}), prefer="respond-async"))
    assert answer["statusCode"] == 202
    written = json.loads(description_function.s3.get_object(Bucket=BUCKET, Key=KEY)["Body"].read())
    assert written == {**data, **kept}


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
def test_an_invalid_request_is_answered_with_the_reason(
    description_function: DeployedFunction, body: str, status: int, code: str
) -> None:
    answered, problem = description_function.request(post(body))
    assert (answered, problem["code"]) == (status, code)


@pytest.mark.parametrize("article", ["a/b", " ", ".", ".."])
def test_an_article_number_with_path_traversal_is_refused(description_function: DeployedFunction, article: str) -> None:
    body = json.dumps({"article": article, "data_text": "Marke: Gemini\nSchuhe: Slipper"})
    answered, problem = description_function.request(post(body, prefer="respond-async"))
    assert (answered, problem["code"]) == (400, "invalid-key")


def test_an_async_request_without_an_article_number_is_refused(description_function: DeployedFunction) -> None:
    answer = description_function.invoke(
        post('{"data_text": "Marke: Gemini\\nSchuhe: Slipper"}', prefer="respond-async")
    )
    assert answer["statusCode"] == 400


def sent_to(path: str, route: str, stage: str, body: str) -> dict[str, Any]:
    event = post(body, prefer="respond-async")
    context = {**event["requestContext"], "routeKey": route, "stage": stage, "domainName": "api.example.com"}
    return {**event, "rawPath": path, "routeKey": route, "requestContext": context}


@pytest.mark.parametrize(
    ("path", "stage", "location"),
    [
        ("/bildtext/descriptions", "$default", "/bildtext/articles/"),
        ("/shop/v1/bildtext/descriptions", "prod", "/shop/v1/bildtext/articles/"),
        ("/prod/descriptions", "prod", "articles/"),  # relative: the mapping is not in the event
    ],
)
@pytest.mark.parametrize(("number", "written"), [("1", "1"), ("Größe M+1 #50%", "Gr%C3%B6%C3%9Fe%20M%2B1%20%2350%25")])
def test_the_location_of_an_async_request_includes_the_api_mapping(
    description_function: DeployedFunction, path: str, stage: str, location: str, number: str, written: str
) -> None:
    body = json.dumps({"article": number, "data_text": "Marke: Gemini\nSchuhe: Slipper"})
    answer = description_function.invoke(sent_to(path, "POST /descriptions", stage, body))
    assert (answer["statusCode"], answer["headers"]["Location"]) == (202, location + written)
    assert json.loads(answer["body"])["location"] == location + written
    description_function.s3.head_object(Bucket=BUCKET, Key=f"articles/{number}/article.json")


def test_a_stage_of_the_apis_own_address_stays_in_the_location(description_function: DeployedFunction) -> None:
    event = sent_to("/prod/descriptions", "POST /descriptions", "prod", '{"article": "1", "data_text": "Marke: A"}')
    event["requestContext"]["domainName"] = "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com"
    assert description_function.invoke(event)["headers"]["Location"] == "/prod/articles/1"


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/bildtext/description", "$default"),
        ("/bildtext/description", "POST /{proxy+}"),
        ("/descriptions/more", "$default"),
        ("/bildtext", "$default"),
    ],
)
def test_an_unknown_route_below_a_base_path_is_not_found(
    description_function: DeployedFunction, path: str, route: str
) -> None:
    event = sent_to(path, route, "$default", "{}")
    event["pathParameters"] = {"proxy": "description"}
    answered, problem = description_function.request(event)
    assert (answered, problem["code"]) == (404, "route-not-found")


# -- direct invocation --------------------------------------------------------------------------------


def test_a_direct_request_has_the_same_answer_as_over_http(description_function: DeployedFunction) -> None:
    direct = description_function.invoke(load_event("direct-description.json"))
    by_http = description_function.request(load_event("api-descriptions-text.json"))[1]
    assert direct["text"] == by_http["text"]


@pytest.mark.parametrize("event", [{"articles": "1"}, {"articles": ["a/b"]}, {"keys": []}])
def test_any_other_direct_invocation_is_refused_with_the_accepted_forms(
    description_function: DeployedFunction, event: dict[str, Any]
) -> None:
    with pytest.raises(Exception, match=r"articles|number|keys"):
        description_function.invoke(event)
