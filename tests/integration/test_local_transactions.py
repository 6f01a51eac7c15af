"""Writes of the local DynamoDB: conditions hold, transactions are all or nothing, what others write meanwhile stays."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table


def put(pk: str, value: str, **more: Any) -> dict[str, Any]:
    return {"Put": {"TableName": "articles", "Item": {"pk": {"S": pk}, "sk": {"S": "x"}, "v": {"S": value}}, **more}}


def stored(client: Any) -> dict[str, str]:
    return {item["pk"]["S"]: item["v"]["S"] for item in client.scan(TableName="articles")["Items"]}


def test_a_failed_transaction_changes_nothing_and_keeps_what_others_wrote(
    dynamodb: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    dynamodb.transact_write_items(TransactItems=[put("a", "1"), put("b", "1")])
    put_item = DynamoDBBackend.put_item

    def with_a_neighbour(backend: Any, table: str, attributes: Any, *rest: Any, **more: Any) -> Any:
        """Another request writes while the transaction runs."""
        found = put_item(backend, table, attributes, *rest, **more)
        if attributes["pk"]["S"] == "c":
            neighbour = {"pk": {"S": "n"}, "sk": {"S": "x"}, "v": {"S": "1"}}
            put_item(backend, table, neighbour)
        return found

    monkeypatch.setattr(DynamoDBBackend, "put_item", with_a_neighbour)
    update = {
        "TableName": "articles",
        "Key": {"pk": {"S": "b"}, "sk": {"S": "x"}},
        "UpdateExpression": "SET v = :v",
        "ExpressionAttributeValues": {":v": {"S": "2"}},
    }
    exists = {"ConditionExpression": "attribute_exists(pk)"}
    delete = {"Delete": {"TableName": "articles", "Key": {"pk": {"S": "a"}, "sk": {"S": "x"}}}}
    failing = [put("c", "2"), delete, {"Update": update}, put("z", "2", **exists)]
    with pytest.raises(ClientError) as caught:
        dynamodb.transact_write_items(TransactItems=failing)
    reasons = [reason["Code"] for reason in caught.value.response["CancellationReasons"]]
    assert reasons == ["None", "None", "None", "ConditionalCheckFailed"]
    assert stored(dynamodb) == {"a": "1", "b": "1", "n": "1"}
    dynamodb.transact_write_items(TransactItems=failing[:-1])
    assert stored(dynamodb) == {"b": "2", "c": "2", "n": "1"}


def test_of_two_writes_of_a_new_item_one_fails(dynamodb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    met, get_item = threading.Barrier(2), Table.get_item

    def both_read_before_either_writes(*args: Any, **kwargs: Any) -> Any:
        found = get_item(*args, **kwargs)
        with suppress(threading.BrokenBarrierError):
            met.wait(0.2)
        return found

    def write(value: str) -> bool:
        item = {"pk": {"S": "a"}, "sk": {"S": "x"}, "v": {"S": value}}
        try:
            dynamodb.put_item(TableName="articles", Item=item, ConditionExpression="attribute_not_exists(pk)")
        except dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True

    monkeypatch.setattr(Table, "get_item", both_read_before_either_writes)
    with ThreadPoolExecutor(2) as pool:
        written = dict(zip("12", pool.map(write, "12"), strict=True))
    assert sorted(written.values()) == [False, True]
    assert written[stored(dynamodb)["a"]]
