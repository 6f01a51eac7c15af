"""Events are dispatched to their entry point, or refused with a message that says where to send them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bildtext.entrypoints import Entrypoints, dispatch
from bildtext.errors import InvalidRequest

ENTRYPOINTS = Entrypoints(queue=lambda _event: "queue", http=lambda _event: "http", direct=lambda _event: "direct")
MESSAGE = {"messageId": "1", "body": "{}", "eventSource": "aws:sqs"}


@pytest.mark.parametrize(
    ("event", "entrypoint"),
    [
        ({"Records": [MESSAGE]}, "queue"),
        ({"Records": []}, "queue"),
        ({"version": "2.0", "rawPath": "/tags", "requestContext": {"http": {"method": "POST"}}}, "http"),
        ({"keys": []}, "direct"),
        ({}, "direct"),
    ],
)
def test_an_event_is_dispatched_to_its_entry_point(event: dict[str, Any], entrypoint: str) -> None:
    assert dispatch(event, ENTRYPOINTS) == entrypoint


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ({"Records": [{"eventSource": "aws:s3", "s3": {}}]}, "aws:s3"),
        ({"Records": [{"EventSource": "aws:sns", "Sns": {}}]}, "aws:sns"),
        ({"Records": [{"eventSource": "aws:dynamodb"}, {"eventSource": "aws:kinesis"}]}, "aws:dynamodb, aws:kinesis"),
        ({"Records": [MESSAGE, {"eventSource": "aws:s3"}]}, "aws:s3"),
        ({"Records": [MESSAGE, {"eventSource": "aws:sqs"}]}, "messageId"),
        ({"Records": [{}]}, "queue"),
        ({"Records": [1]}, "Records"),
        ({"Records": None}, "Records"),
        ({"Records": {"0": MESSAGE}}, "Records"),
        ({"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}, "Scheduled Event"),
        ({"source": "aws.s3", "detail-type": "Object Created", "detail": {}}, "queue"),
        ({"requestContext": {"connectionId": "1", "eventType": "CONNECT"}}, "payload format 2.0"),
        ({"requestContext": None}, "payload format 2.0"),
        ({"requestContext": {"http": {}}}, "payload format 2.0"),
        ({"requestContext": {"http": {"method": "POST"}}}, "payload format 2.0"),
        (["keys"], "object"),
        ("keys", "object"),
        (None, "object"),
    ],
)
def test_any_other_event_is_refused_with_one_sentence(event: object, message: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        dispatch(event, ENTRYPOINTS)
    assert message in str(refused.value)
    assert str(refused.value).endswith(".")
    assert "KeyError" not in str(refused.value)


REST = {"httpMethod": "POST", "path": "/tags", "requestContext": {"resourcePath": "/tags", "requestId": "r-1"}}


@pytest.mark.parametrize(
    "event", [REST, {"version": "1.0", **REST}, {"version": "1.0", "requestContext": {}}, {"httpMethod": "GET"}]
)
def test_payload_1_gets_a_response_in_its_own_format(event: dict[str, Any]) -> None:
    answer = dispatch(event, ENTRYPOINTS)
    assert set(answer) == {"statusCode", "headers", "isBase64Encoded", "body"}
    document = json.loads(answer["body"])
    assert (answer["statusCode"], document["code"]) == (400, "invalid-request")
    assert document["request_id"] == ("r-1" if "path" in event else "")
    assert answer["headers"] == {"Content-Type": "application/problem+json"}
    assert "payload format 2.0" in document["detail"]


def test_a_load_balancer_gets_a_response_in_its_own_format() -> None:
    answer = dispatch(
        {"requestContext": {"elb": {}}, "httpMethod": "POST", "path": "/tags", "headers": {}}, ENTRYPOINTS
    )
    assert (answer["statusCode"], answer["statusDescription"]) == (400, "400 Bad Request")
    assert answer["headers"] == {"Content-Type": "application/problem+json"}
    assert answer["isBase64Encoded"] is False
    assert "load balancer" in json.loads(answer["body"])["detail"]


def test_a_load_balancer_with_multi_value_headers_gets_multi_value_headers() -> None:
    answer = dispatch({"requestContext": {"elb": {}}, "httpMethod": "GET", "multiValueHeaders": {}}, ENTRYPOINTS)
    assert answer["multiValueHeaders"] == {"Content-Type": ["application/problem+json"]}
    assert "headers" not in answer


STREAM = Entrypoints(stream=lambda _event: "stream", http=lambda _event: "http", direct=lambda _event: "direct")
CHANGE = {"eventSource": "aws:dynamodb", "dynamodb": {"Keys": {}, "SequenceNumber": "1"}}


@pytest.mark.parametrize("records", [[CHANGE], []])
def test_a_function_fed_by_a_stream_takes_its_records(records: list[Any]) -> None:
    assert dispatch({"Records": records}, STREAM) == "stream"


@pytest.mark.parametrize("records", [[MESSAGE], [CHANGE, MESSAGE], [{}]])
def test_and_refuses_all_others(records: list[Any]) -> None:
    with pytest.raises(InvalidRequest, match="batches of its table's stream, not records of"):
        dispatch({"Records": records}, STREAM)


def test_a_function_without_batches_refuses_them() -> None:
    neither = Entrypoints(http=lambda _event: "http", direct=lambda _event: "direct")
    with pytest.raises(InvalidRequest, match="aws:sqs"):
        dispatch({"Records": [MESSAGE]}, neither)
