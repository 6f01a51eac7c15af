"""The photos in the article table, one item each under its article; an older event never overwrites a newer one.

pk ARTICLE#<number>   sk IMAGE#<key>           status tagged | refused, and the fields of PhotoItem; status removed for
                                               a day after the photo was deleted, so that no older result is written
                      sk IMAGE#sha256:<digest> if the key is too long for a sort key; refused
pk UNASSIGNED         sk IMAGE#<key>           a file under articles/ that belongs to no article; refused
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from bildtext.storage.dynamodb import article_key, put, put_tombstone, read_keys, utc_now
from bildtext.storage.keys import MAX_PHOTO_KEY_BYTES, PhotoKey
from bildtext.storage.photo_items import PhotoItem, photo_item, photo_values

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class WriteResult:
    """A successful write, and the item it replaced: a result, "removed", or None."""

    previous: PhotoItem | None


class PhotoTable(Protocol):
    """Stores results of photos."""

    def read(self, photos: Sequence[PhotoKey]) -> dict[str, PhotoItem]:
        """The existing items by key, including those of removed photos. Raises TransientError."""
        ...

    def write(self, item: PhotoItem) -> WriteResult | None:
        """Write; None if the result of a newer event exists. Raises TransientError."""
        ...

    def remove(self, photo: PhotoKey, sequencer: str) -> WriteResult | None:
        """Write "removed"; None if the result of a newer event exists. Raises TransientError."""
        ...


class DynamoPhotoTable:
    """The table in DynamoDB: one conditional write per photo, one batched read per hundred photos."""

    def __init__(self, client: DynamoDBClient, name: str, now: Callable[[], datetime] = utc_now) -> None:
        self._client = client
        self._name = name
        self._now = now

    def read(self, photos: Sequence[PhotoKey]) -> dict[str, PhotoItem]:
        found = (photo_item(item) for item in stored_items(self._client, self._name, photos))
        return {item.photo.key: item for item in found}

    def write(self, item: PhotoItem) -> WriteResult | None:
        row = {**_item_key(item.photo), **photo_values(item)}
        return _write_result(put(self._client, self._name, f"store the result of {item.photo.key!r}", row))

    def remove(self, photo: PhotoKey, sequencer: str) -> WriteResult | None:
        return _write_result(
            put_tombstone(self._client, self._name, _item_key(photo), sequencer, self._now(), **vars(photo))
        )


def stored_items(
    client: DynamoDBClient, table: str, photos: Sequence[PhotoKey], **how: Any
) -> Iterator[Mapping[str, Any]]:
    """The existing items of photos; see `read_keys`."""
    return read_keys(client, table, list({photo.key: _item_key(photo) for photo in photos}.values()), **how)


def _write_result(previous: Mapping[str, Any] | None) -> WriteResult | None:
    return None if previous is None else WriteResult(photo_item(previous) if previous else None)


def _item_key(photo: PhotoKey) -> dict[str, Any]:
    key = photo.key.encode()
    name = photo.key if len(key) <= MAX_PHOTO_KEY_BYTES else f"sha256:{hashlib.sha256(key).hexdigest()}"
    return {"pk": {"S": article_key(photo.article)}, "sk": {"S": f"IMAGE#{name}"}}
