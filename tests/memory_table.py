"""The article table in memory with every write condition of the real one, and the product's two interfaces to it.

`tests/integration/test_contracts_table.py` compares it with moto's table, call by call.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from bildtext.errors import TransientError
from bildtext.storage.article_table import DataItem, StoredArticle, TextItem
from bildtext.storage.dynamodb import utc_now
from bildtext.storage.keys import PhotoKey
from bildtext.storage.photo_items import PhotoItem
from bildtext.storage.photo_table import WriteResult


@dataclass(frozen=True)
class Tombstone:
    """Marks a removed row, or one that was never written; `photo` is None for an article's data and text."""

    sequencer: str
    written_at: str
    photo: PhotoKey | None = None


Row = PhotoItem | DataItem | TextItem | Tombstone
Place = tuple[str, str]  # partition and sort key: the article, and which of its rows


@dataclass
class ArticleRows:
    """The rows. They are immutable, so `dict(rows.stored)` is a snapshot."""

    stored: dict[Place, Row] = field(default_factory=dict)
    now: Callable[[], datetime] = utc_now
    lock: Any = field(default_factory=threading.Lock)

    def put(self, place: Place, row: Row) -> tuple[bool, Row | None]:
        """Store `row` unless the existing one is newer. Returns whether it was stored, and the row it replaced."""
        with self.lock:
            existing = self.stored.get(place)
            if existing is not None and _newer(existing, row):
                return False, None
            self.stored[place] = row
            return True, existing

    def bury(self, place: Place, sequencer: str, photo: PhotoKey | None = None) -> tuple[bool, Row | None]:
        """Store a tombstone; returns the same as `put`."""
        return self.put(place, Tombstone(sequencer, self.now().isoformat(timespec="milliseconds"), photo))

    def photos(self, article: str | None = None) -> Iterator[PhotoItem | Tombstone]:
        """The photo rows of an article, or of all articles, ordered by key."""
        for (of, _), row in sorted(self.stored.items(), key=itemgetter(0)):
            if article in (of, None) and (isinstance(row, PhotoItem) or (isinstance(row, Tombstone) and row.photo)):
                yield row


def _newer(existing: Row, row: Row) -> bool:
    if isinstance(existing, TextItem) and isinstance(row, TextItem):
        return (existing.sequencer, existing.photos_as_of) > (row.sequencer, row.photos_as_of)
    return existing.sequencer > row.sequencer


@dataclass
class MemoryTable:
    """A `Table` that counts reads and writes. Writing a photo in `unavailable` fails."""

    rows: ArticleRows = field(default_factory=ArticleRows)
    reads: int = 0
    writes: int = 0
    unavailable: set[str] = field(default_factory=set)

    @property
    def items(self) -> Mapping[str, PhotoItem]:
        """Key → result; read-only."""
        return MappingProxyType({row.photo.key: row for row in self.rows.photos() if isinstance(row, PhotoItem)})

    @property
    def removed(self) -> Mapping[str, Tombstone]:
        """Key → tombstone; read-only."""
        found = (row for row in self.rows.photos() if isinstance(row, Tombstone))
        return MappingProxyType({row.photo.key: row for row in found if row.photo})

    def read(self, photos: Sequence[PhotoKey]) -> dict[str, PhotoItem]:
        self.reads += 1
        found = ((photo, self.rows.stored.get(_place(photo))) for photo in photos)
        return {photo.key: _as_item(row) for photo, row in found if row is not None}

    def write(self, item: PhotoItem) -> WriteResult | None:
        self.writes += 1
        if item.photo.key in self.unavailable:
            raise TransientError("Could not store: throttled.")
        return _written(*self.rows.put(_place(item.photo), item))

    def remove(self, photo: PhotoKey, sequencer: str) -> WriteResult | None:
        return _written(*self.rows.bury(_place(photo), sequencer, photo))


def _place(photo: PhotoKey) -> Place:
    return photo.article, f"IMAGE#{photo.key}"


def _written(put: bool, before: Row | None) -> WriteResult | None:
    return WriteResult(_as_item(before) if before else None) if put else None


def _as_item(row: Row) -> PhotoItem:
    if isinstance(row, PhotoItem):
        return row
    assert isinstance(row, Tombstone) and row.photo is not None
    return PhotoItem(row.photo, "", row.sequencer, "removed", "", row.written_at, "", "")


@dataclass
class MemoryArticles:
    """`Articles`; counts written texts in `texts_written` and records read articles in `read_of`.

    Every call fails while `unavailable`; only `without_data` fails while `lookup_unavailable`.
    """

    rows: ArticleRows = field(default_factory=ArticleRows)
    texts_written: int = 0
    read_of: list[str] = field(default_factory=list)
    unavailable: bool = False
    lookup_unavailable: bool = False

    def without_data(self, articles: Sequence[str]) -> set[str]:
        self._check_available()
        if self.lookup_unavailable:
            raise TransientError("Could not look for data: throttled.")
        return {one for one in articles if not isinstance(self.rows.stored.get((one, "DATA")), DataItem)}

    def read(self, article: str) -> StoredArticle:
        self._check_available()
        self.read_of.append(article)
        data, text = (self.rows.stored.get((article, kind)) for kind in ("DATA", "TEXT"))
        photos = list(self.rows.photos(article))
        return StoredArticle(
            data if isinstance(data, DataItem) else None,
            text if isinstance(text, TextItem) else None,
            tuple(row for row in photos if isinstance(row, PhotoItem)),
            data.sequencer if isinstance(data, Tombstone) else "",
            max((row.written_at for row in photos if isinstance(row, Tombstone)), default=""),
        )

    def write_data(self, item: DataItem) -> bool:
        self._check_available()
        return self.rows.put((item.article, "DATA"), item)[0]

    def write_text(self, item: TextItem) -> bool:
        self._check_available()
        written, _ = self.rows.put((item.article, "TEXT"), item)
        self.texts_written += written
        return written

    def remove(self, article: str, sequencer: str) -> bool:
        self._check_available()
        removed = [self.rows.bury((article, kind), sequencer)[1] for kind in ("TEXT", "DATA")]
        return any(before is not None and not isinstance(before, Tombstone) for before in removed)

    def _check_available(self) -> None:
        if self.unavailable:
            raise TransientError("Could not reach the article table: throttled.")
