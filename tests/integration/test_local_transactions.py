"""Transactions of the local DynamoDB: all or nothing, and what others write in the meantime stays."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.dynamodb.models import DynamoDBBackend

from bildtext_cli.local import moto_transactions


def put(pk: str, value: str, **more: Any) -> dict[str, Any]:
    return {"Put": {"TableName": "articles", "Item": {"pk": {"S": pk}, "sk": {"S": "x"}, "v": {"S": value}}, **more}}


def stored(client: Any) -> dict[str, str]:
    return {item["pk"]["S"]: item["v"]["S"] for item in client.scan(TableName="articles")["Items"]}


def test_a_failed_transaction_changes_nothing_and_keeps_what_others_wrote(
    dynamodb: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for owner, name, replacement in moto_transactions.changes():
        monkeypatch.setattr(owner, name, replacement)
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
