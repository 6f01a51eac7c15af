"""AWS on this machine: the same answers as moto's own, over HTTP as it is spoken, and S3's events as S3 sends them."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from moto import mock_aws

from tools.local.aws import aws_environment, environment, local_aws
from tools.local.moto_server import MotoServer
from tools.local.moto_speed import changes

UNCHECKED = Config(parameter_validation=False)
EVERY_KIND = {
    "S": {"S": "Weiß"},
    "N": {"N": "0.1234567"},
    "B": {"B": b"\x00\xff"},
    "BOOL": {"BOOL": False},
    "NULL": {"NULL": True},
    "SS": {"SS": ["a", "b"]},
    "NS": {"NS": ["1", "2.5"]},
    "BS": {"BS": [b"\x00", b"\x01"]},
    "L": {"L": [{"S": ""}, {"M": {"deep": {"B": b"x"}, "deeper": {"L": [{"N": "1"}, {"L": []}]}}}]},
    "M": {"M": {"ä": {"M": {}}, "n": {"N": "1"}, "set": {"SS": ["x"]}}},
}
NO_VALUES: list[Any] = [{}, {"S": 1}, {"S": None}, {"X": "a"}, {"S": "a", "N": "1"}, {"N": "one"}, {"NULL": False}]


def of_a_table() -> list[Any]:
    """What DynamoDB answers to calls of each kind that the functions make, and to some that go wrong."""
    db = boto3.client("dynamodb", region_name="eu-central-1", config=UNCHECKED)
    db.create_table(
        TableName="table",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        BillingMode="PAY_PER_REQUEST",
    )
    answers: list[Any] = []

    def ask(call: str, **parameters: Any) -> None:
        try:
            answer = getattr(db, call)(TableName="table", **parameters)
        except ClientError as error:
            answers.append(error.response["Error"])
        except Exception as error:  # noqa: BLE001 - moto itself ends so where an item is none
            answers.append(type(error).__name__)
        else:
            answers.append({name: value for name, value in answer.items() if name != "ResponseMetadata"})

    key = {"pk": {"S": "1"}, "sk": {"S": "a"}}
    for number in (1, 2):
        ask("put_item", Item={**key, **EVERY_KIND, "number": {"N": str(number)}}, ReturnValues="ALL_OLD")
    only_new = {"ConditionExpression": "attribute_not_exists(pk)", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    ask("put_item", Item=key, **only_new)
    ask("get_item", Key=key, ProjectionExpression="L[1].M, B, #m.n")
    ask("get_item", Key=key, ProjectionExpression="#m.#n", ExpressionAttributeNames={"#m": "M", "#n": "n"})
    ask("put_item", Item={"pk": {"S": "2"}, "sk": {"S": "a"}, "large": {"M": {"x": {"S": "x" * 410_000}}}})
    for number, value in enumerate(NO_VALUES):
        ask("put_item", Item={"pk": {"S": "1"}, "sk": {"S": f"b{number}"}, "value": value})
        ask("put_item", Item={"pk": {"S": "1"}, "sk": {"S": f"c{number}"}, "value": {"L": [{"M": {"in": value}}]}})
    ask("query", KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": {"S": "1"}})
    ask("update_item", Key=key, UpdateExpression="SET M.n = :n", ExpressionAttributeValues={":n": {"N": "3"}})
    ask("scan")
    found = db.batch_get_item(RequestItems={"table": {"Keys": [key], "ConsistentRead": True}})
    return [*answers, found["Responses"], found["UnprocessedKeys"]]


def test_work_that_is_spared_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with mock_aws():
        plain = of_a_table()
    for owner, name, spared in changes():
        monkeypatch.setattr(owner, name, spared)  # fails where this version of moto has nothing of that name
    with mock_aws():
        assert of_a_table() == plain
    assert [answer["Code"] for answer in plain if "Code" in answer][:1] == ["ConditionalCheckFailedException"]


@pytest.fixture(scope="module")
def aws() -> Iterator[None]:
    with local_aws() as url, environment(aws_environment(url)):
        yield


def test_an_upload_is_one_event_and_the_same_for_each_rule(aws: None) -> None:
    s3, sqs, events = boto3.client("s3"), boto3.client("sqs"), boto3.client("events")
    s3.create_bucket(Bucket="photos", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    s3.put_bucket_notification_configuration(
        Bucket="photos", NotificationConfiguration={"EventBridgeConfiguration": {}}
    )
    queue = sqs.create_queue(QueueName="events")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    for rule in ("one", "other"):
        events.put_rule(Name=rule, EventPattern=json.dumps({"source": ["aws.s3"]}))
        events.put_targets(Rule=rule, Targets=[{"Id": "queue", "Arn": arn}])

    def told() -> list[Any]:
        received = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=0).get("Messages", [])
        return [json.loads(message["Body"]) for message in received]

    s3.put_object(Bucket="photos", Key="a.jpg", Body=b"a")
    one, other = told()
    assert one == other
    assert (one["detail-type"], one["detail"]["object"]["key"]) == ("Object Created", "a.jpg")
    s3.put_object(Bucket="photos", Key="a.jpg", Body=b"b", Tagging="season=winter")
    again = told()
    assert sorted(event["detail-type"] for event in again) == ["Object Created"] * 2 + ["Object Tags Added"] * 2
    assert len({event["id"] for event in [one, *again]}) == 3
    assert all(event["detail"]["object"]["sequencer"] > one["detail"]["object"]["sequencer"] for event in again)


# -- HTTP ---------------------------------------------------------------------------------------------


def repeats(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """A WSGI application that answers what it was sent; no body under /nothing."""
    body = environ["wsgi.input"].read()
    said = "|".join([environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"], environ["HTTP_X_A"]])
    if environ["PATH_INFO"] == "/nothing":
        start_response("204 No Content", [])
        return []
    start_response("200 OK", [("Content-Length", "7")] if environ["REQUEST_METHOD"] == "HEAD" else [])
    return [said.encode("latin-1"), b"|", body]


@pytest.fixture
def connection() -> Iterator[socket.socket]:
    server = MotoServer("127.0.0.1", repeats)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    with server, closing(socket.create_connection(("127.0.0.1", server.port), timeout=30)) as connection:
        yield connection
        server.shutdown()


def told_by(connection: socket.socket, *pieces: bytes) -> tuple[bytes, bytes]:
    """The head and the body that come back for a request."""
    for piece in pieces:
        connection.sendall(piece)
    return next_answer(connection)


def next_answer(connection: socket.socket, body: bool = True) -> tuple[bytes, bytes]:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = connection.recv(1)
        assert byte, "the connection is closed"
        head += byte
    length = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0] or 0) if body else 0
    return head, connection.recv(length, socket.MSG_WAITALL) if length else b""


HEADERS = b" HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nx-a: 2\r\n"


def test_requests_follow_each_other_on_one_connection_whatever_form_their_bodies_have(
    connection: socket.socket,
) -> None:
    head, body = told_by(connection, b"PUT /a%20b%C3%A4?c=%20" + HEADERS, b"Content-Length: 3\r\n\r\n", b"abc")
    assert body == b"PUT|/a b\xc3\xa4|c=%20|1,2|abc"
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    chunks = b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nx-trailer: 1\r\n\r\n"
    assert told_by(connection, b"PUT /" + HEADERS, b"Transfer-Encoding: chunked\r\n\r\n", chunks)[1].endswith(b"|abcde")
    connection.sendall(b"PUT /" + HEADERS + b"Expect: 100-continue\r\nContent-Length: 1\r\n\r\n")
    assert next_answer(connection, body=False)[0] == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert told_by(connection, b"z")[1].endswith(b"|z")
    connection.sendall(b"HEAD /" + HEADERS + b"\r\n")
    assert b"Content-Length: 7\r\n" in next_answer(connection, body=False)[0]
    assert told_by(connection, b"GET /nothing" + HEADERS + b"\r\n")[0].startswith(b"HTTP/1.1 204 No Content\r\n")
    assert told_by(connection, b"GET /" + HEADERS + b"\r\n")[1] == b"GET|/||1,2|"


@pytest.mark.parametrize(
    "end", [b"GET / HTTP/1.1\r\nX-A: 1\r\nConnection: close\r\n\r\n", b"GET / HTTP/1.0\r\nX-A: 1\r\n\r\n"]
)
def test_a_connection_ends_when_the_client_says_so(connection: socket.socket, end: bytes) -> None:
    assert b"Connection: close\r\n" in told_by(connection, end)[0]
    assert connection.recv(1) == b""


@pytest.mark.parametrize("nonsense", [b"hello\r\n\r\n", b"GET / HTTP/1.1\r\nno header\r\n\r\n"])
def test_what_is_no_http_is_hung_up_on(connection: socket.socket, nonsense: bytes) -> None:
    connection.sendall(nonsense)
    assert connection.recv(1) == b""
