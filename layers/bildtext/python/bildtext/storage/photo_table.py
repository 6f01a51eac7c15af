"""The photos in the article table, one item each under its article; an older event never overwrites a newer one.

pk ARTICLE#<number>   sk IMAGE#<key>           status tagged | refused, and the fields of ImageItem; status removed for
                                               a day after the photo was deleted, so that no older result is written
                      sk IMAGE#sha256:<digest> if the key is too long for a sort key; refused
pk UNASSIGNED         sk IMAGE#<key>           a file under articles/ that belongs to no article; refused
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from bildtext.aws import translated
from bildtext.errors import TransientError
from bildtext.storage.dynamodb import KEYS_PER_READ, article_key, put, put_tombstone, utc_now
from bildtext.storage.keys import LONGEST_PHOTO_KEY, PhotoKey
from bildtext.storage.photo_items import ImageItem, image_item, image_values

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_PAUSES_S = (0.05, 0.1, 0.2, 0.4, 0.8)  # before retrying if none of the keys was read


@dataclass(frozen=True)
class Written:
    """A successful write, and the item it replaced: a result, "removed", or None."""

    before: ImageItem | None


class Table(Protocol):
    """Stores results of photos."""

    def read(self, photos: Sequence[PhotoKey]) -> dict[str, ImageItem]:
        """The existing items by key, including those of removed photos. Raises TransientError."""
        ...

    def write(self, item: ImageItem) -> Written | None:
        """Write; None if the result of a newer event exists. Raises TransientError."""
        ...

    def remove(self, photo: PhotoKey, sequencer: str) -> Written | None:
        """Write "removed"; None if the result of a newer event exists. Raises TransientError."""
        ...


class DynamoTable:
    """The table in DynamoDB: one conditional write per photo, one batched read per hundred photos."""

    def __init__(self, client: DynamoDBClient, name: str, now: Callable[[], datetime] = utc_now) -> None:
        self._client = client
        self._name = name
        self._now = now

    def read(self, photos: Sequence[PhotoKey]) -> dict[str, ImageItem]:
        """Retries unread keys, with a pause if a call read none at all (even if no photo is found)."""
        found: dict[str, ImageItem] = {}
        keys = list({photo.key: _item_key(photo) for photo in photos}.values())
        pauses = iter(_PAUSES_S)
        while keys:
            with translated(f"read the article table {self._name!r}"):
                answer = self._client.batch_get_item(
                    RequestItems={self._name: {"Keys": keys[:KEYS_PER_READ], "ConsistentRead": True}}
                )
            items = [image_item(item) for item in answer["Responses"].get(self._name, [])]
            found |= {item.photo.key: item for item in items}
            left: Any = answer["UnprocessedKeys"]
            unread = left.get(self._name, {}).get("Keys", [])
            if len(unread) < len(keys[:KEYS_PER_READ]):
                pauses = iter(_PAUSES_S)
            elif (pause := next(pauses, None)) is None:
                raise TransientError("Could not read the article table: throttled.")
            else:
                time.sleep(pause)
            keys = [*unread, *keys[KEYS_PER_READ:]]
        return found

    def write(self, item: ImageItem) -> Written | None:
        row = {**_item_key(item.photo), **image_values(item)}
        return _written(put(self._client, self._name, f"store the result of {item.photo.key!r}", row))

    def remove(self, photo: PhotoKey, sequencer: str) -> Written | None:
        return _written(
            put_tombstone(self._client, self._name, _item_key(photo), sequencer, self._now(), **vars(photo))
        )


def _written(before: Mapping[str, Any] | None) -> Written | None:
    return None if before is None else Written(image_item(before) if before else None)


def _item_key(photo: PhotoKey) -> dict[str, Any]:
    key = photo.key.encode()
    name = photo.key if len(key) <= LONGEST_PHOTO_KEY else f"sha256:{hashlib.sha256(key).hexdigest()}"
    return {"pk": {"S": article_key(photo.article)}, "sk": {"S": f"IMAGE#{name}"}}
