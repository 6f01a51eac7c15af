"""Items of the article table: conversion to and from Python values, conditional writes, tombstones."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from bildtext.aws import aws_errors
from bildtext.errors import TransientError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

REMOVED: Final = "removed"  # the status of a tombstone: no older result may be written in its place
NOT_NEWER: Final = "attribute_not_exists(pk) OR sequencer <= :sequencer"  # the condition of most writes
TOMBSTONE_TTL: Final = timedelta(days=1)  # far longer than any function runs; then the item expires
_PAUSES_S: Final = (0.05, 0.1, 0.2, 0.4, 0.8)  # before retrying if none of the keys was read
MAX_KEYS_PER_READ: Final = 100  # DynamoDB's own limit for one BatchGetItem

_serialize = TypeSerializer().serialize
_deserialize = TypeDeserializer().deserialize


def utc_now() -> datetime:
    """The current time in UTC."""
    return datetime.now(UTC)


def article_key(article: str) -> str:
    """The partition key of an article, `ARTICLE#<number>`; `UNASSIGNED` for an empty number."""
    return f"ARTICLE#{article}" if article else "UNASSIGNED"


def to_item(values: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes of an item; None and empty values are omitted, floats become decimals."""
    return {name: _serialize(_to_decimals(value)) for name, value in values.items() if value not in (None, [], {})}


def from_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """The reverse of `to_item`; binary values are bytes."""
    return {name: _from_decimals(_deserialize(value)) for name, value in item.items()}


def put(
    client: DynamoDBClient, table: str, action: str, item: Mapping[str, Any], condition: str = NOT_NEWER
) -> Mapping[str, Any] | None:
    """Put an item if `condition` holds, in which `:name` is the item's own attribute.

    Returns the item it replaced, empty if none; None if the condition did not hold. After a lost response botocore
    repeats the call, which then returns the new item itself. `doing` completes the sentence "Could not …".

    Raises TransientError, ConfigurationError.
    """
    with aws_errors(action):
        try:
            response = client.put_item(
                TableName=table,
                Item=item,
                ConditionExpression=condition,
                ExpressionAttributeValues={f":{name}": item[name] for name in re.findall(r":(\w+)", condition)},
                ReturnValues="ALL_OLD",
            )
        except client.exceptions.ConditionalCheckFailedException:
            return None
    return response.get("Attributes", {})


def put_tombstone(
    client: DynamoDBClient, table: str, primary_key: Mapping[str, Any], sequencer: str, now: datetime, **attributes: str
) -> Mapping[str, Any] | None:
    """Replace an item by a tombstone unless it is newer; returns what `put` returns.

    It costs as much as a deletion, and prevents older writes like any newer result.
    Raises TransientError, ConfigurationError.
    """
    values = {
        **attributes,
        "sequencer": sequencer,
        "status": REMOVED,
        "written_at": now.isoformat(timespec="milliseconds"),
        "expires": int((now + TOMBSTONE_TTL).timestamp()),
    }
    action = f"remove {primary_key['sk']['S']!r} of {primary_key['pk']['S']!r}"
    return put(client, table, action, {**primary_key, **to_item(values)})


def is_tombstone(item: Mapping[str, Any]) -> bool:
    """Whether a stored item is a tombstone."""
    return item.get("status") == {"S": REMOVED}


def _to_decimals(value: Any) -> Any:
    """DynamoDB stores decimals, not floats."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {name: _to_decimals(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, (list, tuple)):
        return [_to_decimals(inner) for inner in value]
    return value


def _from_decimals(value: Any) -> Any:
    """The reverse of `_to_decimals`."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {name: _from_decimals(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_from_decimals(inner) for inner in value]
    return value


def read_keys(
    client: DynamoDBClient, table: str, keys: list[dict[str, Any]], **how: Any
) -> Iterator[Mapping[str, Any]]:
    """The existing items with these keys, read consistently unless `how`, options of BatchGetItem, says otherwise.

    Retries unread keys, with a pause if a call read none at all (even if no item exists). Raises TransientError.
    """
    pauses = iter(_PAUSES_S)
    while keys:
        options: Any = {"ConsistentRead": True, **how, "Keys": keys[:MAX_KEYS_PER_READ]}
        with aws_errors(f"read the article table {table!r}"):
            response = client.batch_get_item(RequestItems={table: options})
        yield from response["Responses"].get(table, [])
        unprocessed: Any = response["UnprocessedKeys"]
        unread = unprocessed.get(table, {}).get("Keys", [])
        if len(unread) < len(keys[:MAX_KEYS_PER_READ]):
            pauses = iter(_PAUSES_S)
        elif (pause := next(pauses, None)) is None:
            raise TransientError("Could not read the article table: throttled.")
        else:
            time.sleep(pause)
        keys = [*unread, *keys[MAX_KEYS_PER_READ:]]
