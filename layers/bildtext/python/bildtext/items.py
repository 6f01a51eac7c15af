"""The article table's items: Python values to DynamoDB's and back, and writes that hold only under a condition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from bildtext.aws import translated

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_serialize = TypeSerializer().serialize
_deserialize = TypeDeserializer().deserialize


def article_key(article: str) -> str:
    """The partition of one article, `ARTICLE#<number>`, and of what belongs to none (empty): `UNASSIGNED`."""
    return f"ARTICLE#{article}" if article else "UNASSIGNED"


def to_item(values: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes of an item; what is None or empty is left out, floats become decimals."""
    return {name: _serialize(_exact(value)) for name, value in values.items() if value not in (None, [], {})}


def from_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """The reverse of `to_item`; binary values are bytes."""
    return {name: _plain(_deserialize(value)) for name, value in item.items()}


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
