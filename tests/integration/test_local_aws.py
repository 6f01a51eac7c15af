"""The local AWS: the same answers as moto's own, and events in S3's format."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from moto import mock_aws

from bildtext_cli.local.aws import aws_environment, environment, local_aws
from bildtext_cli.local.moto_patches import changes

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
    """DynamoDB's answers to each kind of call the functions make, including failing ones."""
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
    new = {"pk": {"S": "new"}, "sk": {"S": "a"}}
    ask("update_item", Key=new, UpdateExpression="ADD n :n", ExpressionAttributeValues={":n": {"N": "1"}})
    ask("scan")
    found = db.batch_get_item(RequestItems={"table": {"Keys": [key], "ConsistentRead": True}})
    return [*answers, found["Responses"], found["UnprocessedKeys"]]


def test_disabled_moto_internals_do_not_change_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    with mock_aws():
        plain = of_a_table()
    for owner, name, spared in changes():
        monkeypatch.setattr(owner, name, spared)  # fails if this version of moto lacks that name
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

    def received_events() -> list[Any]:
        received = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=0).get("Messages", [])
        return [json.loads(message["Body"]) for message in received]

    s3.put_object(Bucket="photos", Key="a.jpg", Body=b"a")
    one, other = received_events()
    assert one == other
    assert (one["detail-type"], one["detail"]["object"]["key"]) == ("Object Created", "a.jpg")
    s3.put_object(Bucket="photos", Key="a.jpg", Body=b"b", Tagging="season=winter")
    again = received_events()
    assert sorted(event["detail-type"] for event in again) == ["Object Created"] * 2 + ["Object Tags Added"] * 2
    assert len({event["id"] for event in [one, *again]}) == 3
    assert all(event["detail"]["object"]["sequencer"] > one["detail"]["object"]["sequencer"] for event in again)
