"""An article's data and text in the article table, read together with its photos in one query.

pk ARTICLE#<number>   sk DATA   article.json as it was uploaded
                      sk TEXT   the description generated from it, or why there is none
For a day after article.json was deleted both have the status removed, so that no older write restores them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol

from bildtext.aws import aws_errors
from bildtext.storage.dynamodb import (
    MAX_KEYS_PER_READ,
    NOT_NEWER,
    TOMBSTONE_TTL,
    article_key,
    from_item,
    is_tombstone,
    put,
    put_tombstone,
    to_item,
    utc_now,
)
from bildtext.storage.photo_items import PhotoItem, photo_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_DATA, _TEXT, _IMAGE = "DATA", "TEXT", "IMAGE#"


@dataclass(frozen=True)
class DataItem:
    """The newest article.json: its content, the object's version, and the comparable sequencer of its event.

    `refusal` is the reason if the content cannot be used, and `refusal_code` the error's code; then `content` is empty.
    `correlation_id` is that of the API request that stored it, if any.
    """

    article: str
    content: str
    version: str
    sequencer: str
    written_at: str
    refusal: str = ""
    correlation_id: str = ""
    refusal_code: str = ""


@dataclass(frozen=True)
class TextItem:
    """A description as the API returns it, or why the data was refused.

    `inputs` is the fingerprint of all inputs. `sequencer` (of the data) and `photos_as_of` (the time of the newest
    photo result used) order the writes.
    """

    article: str
    status: Literal["described", "refused"]
    inputs: str
    sequencer: str
    photos_as_of: str
    correlation_id: str
    written_at: str
    description: Mapping[str, Any] = field(default_factory=dict)
    refusal: Mapping[str, str] | None = None
    cost_usd: float = 0.0


@dataclass(frozen=True)
class StoredArticle:
    """All items of an article in the table.

    Removals are known for a day: `removal_sequencer` is that of article.json's removal, `last_removal_at` the time when
    the last photo was removed.
    """

    data: DataItem | None = None
    text: TextItem | None = None
    photos: tuple[PhotoItem, ...] = ()
    removal_sequencer: str = ""
    last_removal_at: str = ""

    def photos_as_of(self, now: datetime) -> str:
        """The time of the newest photo result or removal. Includes the text's own before tombstones expire,
        when no other text competes with it."""
        times = [*(photo.written_at for photo in self.photos), self.last_removal_at]
        if self.text and self.text.photos_as_of < (now - TOMBSTONE_TTL / 2).isoformat():
            times.append(self.text.photos_as_of)
        return max(times)


class ArticleTable(Protocol):
    """Stores the data and texts of articles."""

    def read(self, article: str) -> StoredArticle:
        """All items of an article; empty if there are none. Raises TransientError."""
        ...

    def without_data(self, articles: Sequence[str]) -> set[str]:
        """The articles known to have no data; others may have some. Raises TransientError."""
        ...

    def write_data(self, item: DataItem) -> bool:
        """Write unless newer data exists; returns whether it was written. Raises TransientError."""
        ...

    def write_text(self, item: TextItem) -> bool:
        """Write unless a text from newer data or photos exists; returns whether it was. Raises TransientError."""
        ...

    def remove(self, article: str, sequencer: str) -> bool:
        """Remove data and text unless newer ones exist; returns whether any existed. Raises TransientError."""
        ...


class DynamoArticleTable:
    """Articles in DynamoDB."""

    def __init__(self, client: DynamoDBClient, table: str, now: Callable[[], datetime] = utc_now) -> None:
        self._client = client
        self._table = table
        self._now = now

    def read(self, article: str) -> StoredArticle:
        return stored_article(read_items(self._client, self._table, article))

    def without_data(self, articles: Sequence[str]) -> set[str]:
        no_data: set[str] = set()
        for start in range(0, len(articles), MAX_KEYS_PER_READ):
            keys = {article_key(article): article for article in articles[start : start + MAX_KEYS_PER_READ]}
            with aws_errors(f"look for data in the article table {self._table!r}"):
                response = self._client.batch_get_item(
                    RequestItems={
                        self._table: {
                            "Keys": [_key(article, _DATA) for article in keys.values()],
                            "ConsistentRead": True,
                            "ProjectionExpression": "pk, #status",
                            "ExpressionAttributeNames": {"#status": "status"},
                        }
                    }
                )
            unread: Any = response["UnprocessedKeys"]
            found = [item["pk"]["S"] for item in response["Responses"].get(self._table, []) if not is_tombstone(item)]
            found += [key["pk"]["S"] for key in unread.get(self._table, {}).get("Keys", [])]
            no_data.update(keys[pk] for pk in keys.keys() - found)
        return no_data

    def write_data(self, item: DataItem) -> bool:
        return self._put(_DATA, item, NOT_NEWER)

    def write_text(self, item: TextItem) -> bool:
        # A tombstone has no photos_as_of; if its sequencer is the text's, the data was restored.
        same = "sequencer = :sequencer AND (attribute_not_exists(photos_as_of) OR photos_as_of <= :photos_as_of)"
        return self._put(_TEXT, item, f"attribute_not_exists(pk) OR sequencer < :sequencer OR ({same})")

    def remove(self, article: str, sequencer: str) -> bool:
        now = self._now()
        text, data = (
            put_tombstone(self._client, self._table, _key(article, kind), sequencer, now) for kind in (_TEXT, _DATA)
        )
        return any(previous and not is_tombstone(previous) for previous in (text, data))

    def _put(self, kind: str, item: DataItem | TextItem, condition: str) -> bool:
        row = {**_key(item.article, kind), **to_item(vars(item))}
        action = f"store the {kind.lower()} of article {item.article!r}"
        return put(self._client, self._table, action, row, condition) is not None


def read_items(client: DynamoDBClient, table: str, article: str) -> list[dict[str, Any]]:
    """All items under an article's partition key, in one consistent query (more beyond 1 MB), by sort key.

    Raises TransientError, ConfigurationError.
    """
    items: list[dict[str, Any]] = []
    start: dict[str, Any] = {}
    while True:
        with aws_errors(f"read article {article!r} in the article table {table!r}"):
            answer = client.query(
                TableName=table,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": {"S": article_key(article)}},
                ConsistentRead=True,
                **start,
            )
        items += answer["Items"]
        if not answer.get("LastEvaluatedKey"):
            return items
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def stored_article(items: Sequence[Mapping[str, Any]]) -> StoredArticle:
    """The article that the items of a partition make up; items of other kinds are left out."""
    live = {item["sk"]["S"]: item for item in items if not is_tombstone(item)}
    removed = {item["sk"]["S"]: from_item(item) for item in items if is_tombstone(item)}
    data = DataItem(**_without_keys(live[_DATA])) if _DATA in live else None
    text = TextItem(**_without_keys(live[_TEXT])) if _TEXT in live else None
    images = tuple(photo_item(item) for key, item in live.items() if key.startswith(_IMAGE))
    untagged = [item["written_at"] for key, item in removed.items() if key.startswith(_IMAGE)]
    return StoredArticle(data, text, images, removed.get(_DATA, {}).get("sequencer", ""), max(untagged, default=""))


def _key(article: str, kind: str) -> dict[str, Any]:
    return {"pk": {"S": article_key(article)}, "sk": {"S": kind}}


def _without_keys(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in from_item(item).items() if name not in ("pk", "sk")}
