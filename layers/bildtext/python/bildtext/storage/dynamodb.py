"""The article table's items: Python values to DynamoDB's and back, and writes that hold only under a condition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from bildtext.aws import translated

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

REMOVED: Final = "removed"  # the status of a tombstone: what was there is gone, and no older result may come back
NOT_NEWER: Final = "attribute_not_exists(pk) OR sequencer <= :sequencer"  # the condition of most writes
REMEMBERED: Final = timedelta(days=1)  # far longer than any function runs; then the table forgets it by itself

_serialize = TypeSerializer().serialize
_deserialize = TypeDeserializer().deserialize


def utc_now() -> datetime:
    """The clock of removals."""
    return datetime.now(UTC)


def article_key(article: str) -> str:
    """The partition of one article, `ARTICLE#<number>`, and of what belongs to none (empty): `UNASSIGNED`."""
    return f"ARTICLE#{article}" if article else "UNASSIGNED"


def to_item(values: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes of an item; what is None or empty is left out, floats become decimals."""
    return {name: _serialize(_exact(value)) for name, value in values.items() if value not in (None, [], {})}


def from_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """The reverse of `to_item`; binary values are bytes."""
    return {name: _plain(_deserialize(value)) for name, value in item.items()}


def put(
    client: DynamoDBClient, table: str, doing: str, item: Mapping[str, Any], condition: str = NOT_NEWER
) -> Mapping[str, Any] | None:
    """Put an item in its place if `condition` holds there, in which `:name` is the item's own attribute.

    What it took the place of, empty where nothing was; None if the condition did not hold. A call whose answer is lost
    is made again, by botocore itself, and then hears of its own item. `doing` completes the
    sentence "Could not …". Raises TransientError, ConfigurationError.
    """
    with translated(doing):
        try:
            answer = client.put_item(
                TableName=table,
                Item=item,
                ConditionExpression=condition,
                ExpressionAttributeValues={f":{name}": item[name] for name in re.findall(r":(\w+)", condition)},
                ReturnValues="ALL_OLD",
            )
        except client.exceptions.ConditionalCheckFailedException:
            return None
    return answer.get("Attributes", {})


def put_tombstone(
    client: DynamoDBClient, table: str, place: Mapping[str, Any], sequencer: str, now: datetime, **known: str
) -> Mapping[str, Any] | None:
    """Put a tombstone in an item's place unless a newer one is there; answers as `put` does.

    It costs what a deletion does. A write that began before and is older loses against it as against any result.
    Raises TransientError, ConfigurationError.
    """
    values = {
        **known,
        "sequencer": sequencer,
        "status": REMOVED,
        "written_at": now.isoformat(timespec="milliseconds"),
        "expires": int((now + REMEMBERED).timestamp()),
    }
    doing = f"remove {place['sk']['S']!r} of {place['pk']['S']!r}"
    return put(client, table, doing, {**place, **to_item(values)})


def is_tombstone(item: Mapping[str, Any]) -> bool:
    """Whether an item, as it is stored, says that there is nothing."""
    return item.get("status") == {"S": REMOVED}


def _exact(value: Any) -> Any:
    """DynamoDB stores decimals, not floats."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {name: _exact(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, (list, tuple)):
        return [_exact(inner) for inner in value]
    return value


def _plain(value: Any) -> Any:
    """The reverse of `_exact`."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value
