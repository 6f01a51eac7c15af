"""An article's data and text in the article table, read together with its photos in one query.

pk ARTICLE#<number>   sk DATA   article.json as it was uploaded
                      sk TEXT   the description made of it, or why there is none
For a day after article.json is gone both have the status removed, so that nothing older comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from bildtext.aws import translated
from bildtext.storage.dynamodb import (
    NOT_NEWER,
    REMEMBERED,
    article_key,
    from_item,
    is_tombstone,
    put,
    put_tombstone,
    to_item,
    utc_now,
)
from bildtext.storage.photo_items import ImageItem, image_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_DATA, _TEXT, _IMAGE = "DATA", "TEXT", "IMAGE#"
_KEYS_PER_READ: Final = 100  # DynamoDB's own limit for one BatchGetItem


@dataclass(frozen=True)
class DataItem:
    """The newest article.json: its text, the object's version, and the comparable sequencer of its event.

    `refusal` says why its text could not be kept; then `content` is empty. `correlation_id` is that of the request it
    came with, if it came by the API.
    """

    article: str
    content: str
    version: str
    sequencer: str
    written_at: str
    refusal: str = ""
    correlation_id: str = ""


@dataclass(frozen=True)
class TextItem:
    """A description as it is answered, or why the data was refused.

    `inputs` is the fingerprint of all it was made of; `sequencer` is the data's, and `seen_at` says how new the newest
    photo result was that it was made with: both order the writes.
    """

    article: str
    status: Literal["described", "refused"]
    inputs: str
    sequencer: str
    seen_at: str
    correlation_id: str
    written_at: str
    description: Mapping[str, Any] = field(default_factory=dict)
    refusal: Mapping[str, str] | None = None
    cost_usd: float = 0.0


@dataclass(frozen=True)
class StoredArticle:
    """Everything the table holds of one article.

    Of what is gone it is known for a day: `removed` is the sequencer with which article.json went, `untagged_at` when
    the last photo did.
    """

    data: DataItem | None = None
    text: TextItem | None = None
    images: tuple[ImageItem, ...] = ()
    removed: str = ""
    untagged_at: str = ""

    def seen_at(self, now: datetime) -> str:
        """How new the newest is that is known of the photos: results, removals, and, before those are forgotten, what
        the text was made with, which by then competes with no other text."""
        known = [*(image.written_at for image in self.images), self.untagged_at]
        if self.text and self.text.seen_at < (now - REMEMBERED / 2).isoformat():
            known.append(self.text.seen_at)
        return max(known)


class Articles(Protocol):
    """Where articles are kept."""

    def read(self, article: str) -> StoredArticle:
        """All of one article; empty when there is nothing. Raises TransientError."""
        ...

    def without_data(self, articles: Sequence[str]) -> set[str]:
        """Those of them of which it is known that no data is there; the others may have some. Raises TransientError."""
        ...

    def write_data(self, item: DataItem) -> bool:
        """Write unless newer data is there; says whether it was written. Raises TransientError."""
        ...

    def write_text(self, item: TextItem) -> bool:
        """Write unless a text made of newer data or newer photos is there. Raises TransientError."""
        ...

    def remove(self, article: str, sequencer: str) -> bool:
        """Remove data and text unless newer ones are there; says whether there was something. Raises TransientError."""
        ...


class DynamoArticles:
    """Articles on DynamoDB."""

    def __init__(self, client: DynamoDBClient, table: str, now: Callable[[], datetime] = utc_now) -> None:
        self._client = client
        self._table = table
        self._now = now

    def read(self, article: str) -> StoredArticle:
        items: list[dict[str, Any]] = []
        start: dict[str, Any] = {}
        while True:
            with translated(f"read article {article!r} in the article table {self._table!r}"):
                answer = self._client.query(
                    TableName=self._table,
                    KeyConditionExpression="pk = :pk",
                    ExpressionAttributeValues={":pk": {"S": article_key(article)}},
                    ConsistentRead=True,
                    **start,
                )
            items += answer["Items"]
            if not answer.get("LastEvaluatedKey"):
                break
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
        there = {item["sk"]["S"]: item for item in items if not is_tombstone(item)}
        gone = {item["sk"]["S"]: from_item(item) for item in items if is_tombstone(item)}
        data = DataItem(**_without_keys(there[_DATA])) if _DATA in there else None
        text = TextItem(**_without_keys(there[_TEXT])) if _TEXT in there else None
        images = tuple(image_item(item) for key, item in there.items() if key.startswith(_IMAGE))
        untagged = [item["written_at"] for key, item in gone.items() if key.startswith(_IMAGE)]
        return StoredArticle(data, text, images, gone.get(_DATA, {}).get("sequencer", ""), max(untagged, default=""))

    def without_data(self, articles: Sequence[str]) -> set[str]:
        bare: set[str] = set()
        for at in range(0, len(articles), _KEYS_PER_READ):
            keys = {article_key(article): article for article in articles[at : at + _KEYS_PER_READ]}
            with translated(f"look for data in the article table {self._table!r}"):
                answer = self._client.batch_get_item(
                    RequestItems={
                        self._table: {
                            "Keys": [_key(article, _DATA) for article in keys.values()],
                            "ConsistentRead": True,
                            "ProjectionExpression": "pk, #status",
                            "ExpressionAttributeNames": {"#status": "status"},
                        }
                    }
                )
            unread: Any = answer["UnprocessedKeys"]
            there = [item["pk"]["S"] for item in answer["Responses"].get(self._table, []) if not is_tombstone(item)]
            there += [key["pk"]["S"] for key in unread.get(self._table, {}).get("Keys", [])]
            bare.update(keys[pk] for pk in keys.keys() - there)
        return bare

    def write_data(self, item: DataItem) -> bool:
        return self._put(_DATA, item, NOT_NEWER)

    def write_text(self, item: TextItem) -> bool:
        # A tombstone has no seen_at: where its sequencer is the text's, the data came back.
        same = "sequencer = :sequencer AND (attribute_not_exists(seen_at) OR seen_at <= :seen_at)"
        return self._put(_TEXT, item, f"attribute_not_exists(pk) OR sequencer < :sequencer OR ({same})")

    def remove(self, article: str, sequencer: str) -> bool:
        now = self._now()
        text, data = (
            put_tombstone(self._client, self._table, _key(article, kind), sequencer, now) for kind in (_TEXT, _DATA)
        )
        return any(before and not is_tombstone(before) for before in (text, data))

    def _put(self, kind: str, item: DataItem | TextItem, condition: str) -> bool:
        row = {**_key(item.article, kind), **to_item(vars(item))}
        doing = f"store the {kind.lower()} of article {item.article!r}"
        return put(self._client, self._table, doing, row, condition) is not None


def _key(article: str, kind: str) -> dict[str, Any]:
    return {"pk": {"S": article_key(article)}, "sk": {"S": kind}}


def _without_keys(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in from_item(item).items() if name not in ("pk", "sk")}
