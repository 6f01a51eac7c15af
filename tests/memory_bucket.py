"""A bucket in memory that keeps versions exactly as S3 does, and the product's two views of it.

`tests/integration/test_contracts_bucket.py` holds it against moto's bucket, call by call.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from bildtext.errors import ImageRejected, InvalidProductData, NotFound, TransientError
from bildtext.images import Limits
from bildtext.images.formats import format_of
from bildtext.images.limits import check_file_size
from bildtext.json_text import JsonRefused, json_text
from bildtext.storage.article_files import ArticleFile, check_size
from bildtext.storage.keys import data_key
from bildtext.storage.photo_bucket import Photo

NOTHING: Final[Mapping[str, str]] = {}


@dataclass(frozen=True)
class Version:
    """One version of a key: its content and metadata; or a delete marker, which has no `data`."""

    id: str
    data: bytes | None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class History:
    """The versions of a key that are left, the oldest first, and how many there ever were."""

    versions: tuple[Version, ...] = ()
    made: int = 0


@dataclass
class MemoryBucket:
    """Histories by key. They are immutable: `dict(bucket.keys)` is a snapshot.

    Ids are `v1`, `v2`, … of each key. Without versions a key has one at most, whose id is the content's ETag.
    """

    versioned: bool = True
    keys: dict[str, History] = field(default_factory=dict)

    def put(self, key: str, data: bytes, metadata: Mapping[str, str] = NOTHING) -> str:
        """The id of the new version."""
        return self._add(key, data, metadata)

    def delete(self, key: str) -> str | None:
        """Nothing is there any more: the id of the delete marker, even where nothing was; None without versions."""
        if self.versioned:
            return self._add(key, None, NOTHING)
        self.keys.pop(key, None)
        return None

    def drop(self, key: str, version: str) -> None:
        """Delete one version, or a marker, for good; nothing happens if there is none of that id."""
        history = self.history(key)
        left = tuple(one for one in history.versions if one.id != version)
        self.keys[key] = replace(history, versions=left)

    def copy(self, key: str, version: str) -> str:
        """Make an old version the current one again: the id of the copy. Raises NotFound, also for a marker."""
        for one in self.history(key).versions:
            if one.id == version and one.data is not None:
                return self._add(key, one.data, one.metadata)
        raise NotFound(f"Could not copy {version!r} of {key!r}: NoSuchVersion.")

    def current(self, key: str) -> Version | None:
        """What is there now; None where nothing is, or a delete marker."""
        there = self.history(key).versions[-1:]
        return there[0] if there and there[0].data is not None else None

    def history(self, key: str) -> History:
        """All versions and markers that are left of a key."""
        return self.keys.get(key, History())

    def _add(self, key: str, data: bytes | None, metadata: Mapping[str, str]) -> str:
        there = self.history(key)
        made = there.made + 1
        version = f"v{made}" if self.versioned else hashlib.md5(data or b"", usedforsecurity=False).hexdigest()
        kept = there.versions if self.versioned else ()
        self.keys[key] = History((*kept, Version(version, data, dict(metadata))), made)
        return version


@dataclass
class MemoryPhotos:
    """`Photos` of such a bucket; notes what was fetched and looked at. No call passes for keys in `away`."""

    bucket: MemoryBucket
    max_bytes: int = Limits().max_bytes
    away: set[str] = field(default_factory=set)
    fetched: list[str] = field(default_factory=list)
    looked_at: list[str] = field(default_factory=list)

    def fetch(self, key: str) -> Photo:
        self.fetched.append(key)
        data, version = self._there(key, f"fetch {key!r}: NoSuchKey")
        if len(data) > self.max_bytes:
            try:
                format_of(data)
                check_file_size(len(data), Limits(self.max_bytes))
            except ImageRejected as refusal:
                refusal.version = version
                raise
        return Photo(data, version)

    def version(self, key: str) -> str:
        self.looked_at.append(key)
        return self._there(key, f"look up {key!r}: 404")[1]

    def _there(self, key: str, missing: str) -> tuple[bytes, str]:
        if key in self.away:
            raise TransientError(f"Could not reach {key!r}: SlowDown.")
        there = self.bucket.current(key)
        if there is None or there.data is None:
            raise NotFound(f"Could not {missing}.")
        return there.data, there.id


@dataclass
class MemoryArticleFiles:
    """`ArticleFiles` of such a bucket."""

    bucket: MemoryBucket

    def fetch(self, article: str) -> ArticleFile:
        key = data_key(article)
        there = self.bucket.current(key)
        if there is None or there.data is None:
            raise NotFound(f"Could not fetch {key!r}: NoSuchKey.")
        content, refusal = "", ""
        try:
            check_size(len(there.data))
            content = json_text(there.data)
        except InvalidProductData as refused:
            refusal = str(refused)
        except JsonRefused as refused:
            refusal = f"{key!r} {refused}."
        return ArticleFile(content, there.id, refusal, there.metadata.get("correlation-id", ""))

    def put(self, article: str, content: str, correlation_id: str) -> None:
        key, data = data_key(article), content.encode()
        check_size(len(data))
        writable = correlation_id.isascii() and correlation_id.isprintable()
        self.bucket.put(key, data, {"correlation-id": correlation_id} if correlation_id and writable else NOTHING)
