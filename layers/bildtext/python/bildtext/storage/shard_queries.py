"""Reads a list that is spread over SHARDS partitions in its order: parallel queries, merged; and cursors into it."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from heapq import merge
from typing import TYPE_CHECKING, Any, Final

from bildtext.aws import aws_errors
from bildtext.errors import InvalidRequest
from bildtext.storage.summary_items import SHARDS

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Item = dict[str, Any]
_FIRST: Final = 8  # items in a shard's first query; its later ones double
_MOST: Final = 256
_LAST_CHARACTER: Final = "\U0010ffff"
_LONGEST_CURSOR: Final = 4000


@dataclass(frozen=True)
class Ordered:
    """A list in the order of its sort key: the items whose partition key is `<partition>#<shard>` in any shard.

    `index` None is the table itself. Only sort keys that begin with `prefix` and follow `after` ("" is the beginning).
    """

    index: str | None
    partition_key: str
    sort_key: str
    partition: str
    descending: bool = False
    prefix: str = ""
    after: str = ""


def merged(client: DynamoDBClient, table: str, ordered: Ordered, pool: Executor) -> Iterator[Item]:
    """The items in order, queried as they are asked for: all shards at once, then each again when it runs out.

    Raises TransientError, ConfigurationError.
    """
    firsts = [pool.submit(_query, client, table, ordered, shard, _FIRST, None) for shard in range(SHARDS)]
    shards = [_shard(client, table, ordered, shard, first) for shard, first in enumerate(firsts)]
    yield from merge(*shards, key=lambda item: item[ordered.sort_key]["S"], reverse=ordered.descending)


def count_up_to(client: DynamoDBClient, table: str, ordered: Ordered, most: int) -> int:
    """The number of items in the first shard, at most `most`: a cheap estimate of the list's length."""
    return len(_query(client, table, ordered, 0, most, None)[0])


def _shard(
    client: DynamoDBClient, table: str, ordered: Ordered, shard: int, first: Future[tuple[list[Item], Item | None]]
) -> Iterator[Item]:
    items, start = first.result()
    limit = _FIRST
    while True:
        yield from (item for item in items if item[ordered.sort_key]["S"] != ordered.after)
        if start is None:
            return
        limit = min(2 * limit, _MOST)
        items, start = _query(client, table, ordered, shard, limit, start)


def _query(
    client: DynamoDBClient, table: str, ordered: Ordered, shard: int, limit: int, start: Item | None
) -> tuple[list[Item], Item | None]:
    names = {"#pk": ordered.partition_key}
    values = {":pk": {"S": f"{ordered.partition}#{shard}"}}
    condition = "#pk = :pk"
    for name, comparison, bound in _bounds(ordered):
        names["#sk"] = ordered.sort_key
        values[name] = {"S": bound}
        condition += comparison
    more: dict[str, Any] = {} if ordered.index is None else {"IndexName": ordered.index}
    if start is not None:
        more["ExclusiveStartKey"] = start
    with aws_errors(f"list articles in the article table {table!r}"):
        answer = client.query(
            TableName=table,
            KeyConditionExpression=condition,
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=values,
            ScanIndexForward=not ordered.descending,
            Limit=limit,
            **more,
        )
    return answer["Items"], answer.get("LastEvaluatedKey") or None


def _bounds(ordered: Ordered) -> Sequence[tuple[str, str, str]]:
    """Name, condition and value of the bounds, which are inclusive; DynamoDB takes one condition on a sort key."""
    low, high = ordered.prefix, ordered.prefix + _LAST_CHARACTER if ordered.prefix else ""
    if ordered.after:
        low, high = (low, ordered.after) if ordered.descending else (ordered.after, high)
    if low and high:
        return (":low", " AND #sk BETWEEN :low", low), (":high", " AND :high", high)
    if low:
        return ((":low", " AND #sk >= :low", low),)
    return ((":high", " AND #sk <= :high", high),) if high else ()


def to_cursor(listing: object, mode: str, after: str) -> str:
    """An opaque cursor behind the sort key `after` of a listing, which is recognised by its repr."""
    content = json.dumps([_mark(listing), mode, after], ensure_ascii=False)
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def from_cursor(listing: object, cursor: str) -> tuple[str, str]:
    """The mode and the sort key of a cursor. Raises InvalidRequest if it is none of this listing."""
    try:
        if len(cursor) > _LONGEST_CURSOR:
            raise ValueError("too long")
        mark, mode, after = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
        after.encode()
        if mark != _mark(listing) or not isinstance(mode, str) or not 0 < len(after.encode()) <= 1024:
            raise ValueError("another listing's")
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidRequest("The cursor is not one of this listing; begin with the first page, without it.") from error
    return mode, after


def _mark(listing: object) -> int:
    return zlib.crc32(repr(listing).encode("utf-8", "backslashreplace"))
