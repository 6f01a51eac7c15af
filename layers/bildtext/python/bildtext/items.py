"""The article table's items: Python values to DynamoDB's and back, and writes that hold only under a condition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from bildtext.aws import translated

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

REMOVED: Final = "removed"  # the status of a tombstone: what was there is gone, and no older result may come back
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


def bury(
    client: DynamoDBClient,
    table: str,
    place: Mapping[str, Any],
    sequencer: str,
    now: datetime,
    known: Mapping[str, str],
) -> bool:
    """Put a tombstone in an item's place unless a newer one is there; says whether it took something away.

    It costs what a deletion does. A write that began before and is older loses against it as against any result.
    Raises PassingFailure, Misconfigured.
    """
    values = {
        **known,
        "sequencer": sequencer,
        "status": REMOVED,
        "written_at": now.isoformat(timespec="milliseconds"),
        "expires": int((now + REMEMBERED).timestamp()),
    }
    before: list[Mapping[str, Any]] = []

    def put() -> None:
        answer = client.put_item(
            TableName=table,
            Item={**place, **to_item(values)},
            ConditionExpression="attribute_not_exists(pk) OR sequencer <= :sequencer",
            ExpressionAttributeValues={":sequencer": {"S": sequencer}},
            ReturnValues="ALL_OLD",
        )
        before.append(answer.get("Attributes", {}))

    held(client, f"remove {place['sk']['S']!r} of {place['pk']['S']!r}", put)
    return any(was and not is_tombstone(was) for was in before)


def is_tombstone(item: Mapping[str, Any]) -> bool:
    """Whether an item, as it is stored, says that there is nothing."""
    return item.get("status") == {"S": REMOVED}


def held(client: DynamoDBClient, doing: str, call: Callable[[], object]) -> bool:
    """Make a conditional write; says whether its condition held. Raises PassingFailure, Misconfigured."""
    with translated(doing):
        try:
            call()
        except client.exceptions.ConditionalCheckFailedException:
            return False
    return True


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
