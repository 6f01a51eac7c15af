"""The local stream consumer delivers a table's changes as Lambda's event source mapping does."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest

from bildtext_cli.local.aws import aws_environment, environment, local_aws
from bildtext_cli.local.function import FunctionFailed
from bildtext_cli.local.stream_consumer import StreamConsumer
from bildtext_cli.local.template import StreamMapping
from tests.waiting import wait_for

MAPPING = {
    "table": "articles",
    "function": "Catalogue",
    "batch_size": 4,
    "window_s": 0.3,
    "reports_failures": True,
    "filters": ('{"dynamodb": {"Keys": {"pk": {"S": [{"prefix": "ARTICLE#"}]}}}}',),
    "bisects": True,
    "attempts": 3,
    "lost": "lost",
}


@pytest.fixture(scope="module")
def aws() -> Iterator[None]:
    with local_aws() as url, environment(aws_environment(url)):
        yield


@dataclass
class Function:
    """Records its batches as lists of article numbers. `fail` names those that make a batch fail, by report or not."""

    fail: frozenset[str] = frozenset()
    raises: bool = False
    batches: list[list[str]] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)

    def invoke(self, event: dict[str, Any], /) -> Any:
        json.dumps(event)
        self.records += event["Records"]
        numbers = [one["dynamodb"]["Keys"]["pk"]["S"].removeprefix("ARTICLE#") for one in event["Records"]]
        self.batches.append(numbers)
        bad = [one for one, number in zip(event["Records"], numbers, strict=True) if number in self.fail]
        if bad and self.raises:
            raise FunctionFailed("on request")
        return {"batchItemFailures": [{"itemIdentifier": one["dynamodb"]["SequenceNumber"]} for one in bad[:1]]}


@dataclass(frozen=True)
class Stream:
    """A table with a stream, and its consumer."""

    consumer: StreamConsumer
    queue: str

    def put(self, *numbers: str, partition: str = "ARTICLE#") -> None:
        for number in numbers:
            item = {"pk": {"S": f"{partition}{number}"}, "sk": {"S": "DATA"}, "at": {"N": str(time.time_ns())}}
            boto3.client("dynamodb").put_item(TableName="articles", Item=item)

    def lost(self) -> list[dict[str, Any]]:
        """The messages about changes that were given up."""
        found = boto3.client("sqs").receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages", [])
        return [json.loads(message["Body"]) for message in found]


@contextmanager
def _stream(function: Function, **changed: Any) -> Iterator[Stream]:
    dynamodb, sqs = boto3.client("dynamodb"), boto3.client("sqs")
    table = dynamodb.create_table(
        TableName="articles",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
    )["TableDescription"]
    queue = sqs.create_queue(QueueName="lost")["QueueUrl"]
    mapping = StreamMapping(**{**MAPPING, **changed})
    arn = table["LatestStreamArn"]
    consumer = StreamConsumer(boto3.client("dynamodbstreams"), sqs, arn, queue, mapping, function)
    try:
        yield Stream(consumer, queue)
    finally:
        consumer.stop(10)
        dynamodb.delete_table(TableName="articles")
        sqs.delete_queue(QueueUrl=queue)


def test_changes_arrive_in_order_in_batches_with_what_was_there_before_the_start(aws: None) -> None:
    function, numbers = Function(), [str(number) for number in range(10)]
    with _stream(function) as stream:
        stream.put(*numbers)
        stream.consumer.start()
        wait_for(lambda: sum(map(len, function.batches)) == 10)
        stream.put("late")
        wait_for(lambda: function.batches[-1] == ["late"])
    assert function.batches == [numbers[:4], numbers[4:8], numbers[8:], ["late"]]


def test_a_record_has_the_form_that_lambda_uses(aws: None) -> None:
    function = Function()
    with _stream(function) as stream:
        stream.put("1", "1")
        boto3.client("dynamodb").delete_item(TableName="articles", Key={"pk": {"S": "ARTICLE#1"}, "sk": {"S": "DATA"}})
        stream.consumer.start()
        wait_for(lambda: len(function.records) == 3)
    record = function.records[0]
    assert record.keys() == {
        *("eventID", "eventName", "eventVersion", "eventSource", "awsRegion", "dynamodb", "eventSourceARN")
    }
    assert (record["eventSource"], record["awsRegion"]) == ("aws:dynamodb", "eu-central-1")
    assert record["dynamodb"]["Keys"] == {"pk": {"S": "ARTICLE#1"}, "sk": {"S": "DATA"}}
    assert "NewImage" not in record["dynamodb"]
    assert abs(record["dynamodb"]["ApproximateCreationDateTime"] - time.time()) < 60
    assert [one["eventName"] for one in function.records] == ["INSERT", "MODIFY", "REMOVE"]
    numbers = [int(one["dynamodb"]["SequenceNumber"]) for one in function.records]
    assert numbers == sorted(set(numbers))


def test_filtered_records_do_not_reach_the_function(aws: None) -> None:
    function = Function()
    with _stream(function) as stream:
        stream.put("pumps", partition="WORD#")
        stream.put("1")
        stream.put("pumps", partition="WORD#")
        stream.consumer.start()
        wait_for(lambda: function.batches == [["1"]])
        stream.put("2")
        wait_for(lambda: len(function.batches) == 2)
    assert function.batches == [["1"], ["2"]]


def test_a_batch_is_repeated_from_the_record_that_failed_and_one_bad_record_stops_no_other(aws: None) -> None:
    function = Function(fail=frozenset({"bad"}))
    with _stream(function) as stream:
        stream.put("1", "bad", "2", "3")
        stream.consumer.start()
        stream.put("4")
        wait_for(lambda: ["4"] in function.batches)
        (lost,) = stream.lost()
    assert function.batches[:2] == [["1", "bad", "2", "3"], ["bad", "2", "3"]]
    assert function.batches.count(["bad"]) == 3, "the mapping's attempts"
    assert ["2", "3"] in function.batches
    assert (lost["requestContext"]["condition"], lost["DDBStreamBatchInfo"]["batchSize"]) == (
        "RetryAttemptsExhausted",
        1,
    )


def test_after_an_exception_the_batch_is_split_and_only_the_bad_record_is_lost(aws: None) -> None:
    function = Function(fail=frozenset({"bad"}), raises=True)
    with _stream(function) as stream:
        stream.put("1", "bad", "2", "3")
        stream.consumer.start()
        wait_for(lambda: ["2", "3"] in function.batches)
        (lost,) = stream.lost()
    assert function.batches == [["1", "bad", "2", "3"], ["1", "bad"], ["1"], *[["bad"]] * 3, ["2", "3"]]
    info = lost["DDBStreamBatchInfo"]
    assert info["startSequenceNumber"] == info["endSequenceNumber"]


def test_without_bisecting_the_whole_batch_is_lost(aws: None) -> None:
    function = Function(fail=frozenset({"bad"}), raises=True)
    with _stream(function, bisects=False) as stream:
        stream.put("1", "bad")
        stream.consumer.start()
        wait_for(lambda: len(function.batches) == 3)
        wait_for(lambda: [one["DDBStreamBatchInfo"]["batchSize"] for one in stream.lost()] == [2])
    assert function.batches == [["1", "bad"]] * 3


def test_a_function_that_recovers_loses_nothing(aws: None) -> None:
    function = Function(fail=frozenset({"1"}))
    with _stream(function, attempts=0) as stream:  # as often as it takes
        stream.put("1")
        stream.consumer.start()
        wait_for(lambda: len(function.batches) >= 2)
        function.fail = frozenset()
        stream.put("2")
        wait_for(lambda: ["2"] in function.batches)
        assert stream.lost() == []
