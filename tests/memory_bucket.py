"""A bucket in memory with S3's versioning, and the product's two interfaces to it.

`tests/integration/test_contracts_bucket.py` compares it with moto's bucket, call by call.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from bildtext.errors import ImageRejected, InvalidProductData, NotFound, TransientError, UnreadableProductData
from bildtext.images import Limits
from bildtext.images.formats import detect_format
from bildtext.images.limits import check_file_size
from bildtext.json_text import JsonError, json_text
from bildtext.storage.article_files import ArticleFile, check_size
from bildtext.storage.keys import data_key
from bildtext.storage.photo_bucket import Photo

NOTHING: Final[Mapping[str, str]] = {}


@dataclass(frozen=True)
class Version:
    """One version of a key: its content and metadata, or a delete marker, whose `data` is None."""

    id: str
    data: bytes | None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class History:
    """The remaining versions of a key, oldest first; `made` counts all versions ever created."""

    versions: tuple[Version, ...] = ()
    made: int = 0


@dataclass
class MemoryBucket:
    """Key → history. Histories are immutable, so `dict(bucket.keys)` is a snapshot.

    Version ids are `v1`, `v2`, … for each key. Unversioned, a key has at most one version, whose id is its ETag.
    """

    versioned: bool = True
    keys: dict[str, History] = field(default_factory=dict)

    def put(self, key: str, data: bytes, metadata: Mapping[str, str] = NOTHING) -> str:
        """Store a new version; returns its id."""
        return self._add(key, data, metadata)

    def delete(self, key: str) -> str | None:
        """Add a delete marker, even to an empty key; returns its id. Unversioned: delete the content; returns None."""
        if self.versioned:
            return self._add(key, None, NOTHING)
        self.keys.pop(key, None)
        return None

    def drop(self, key: str, version: str) -> None:
        """Permanently delete a version or marker; an unknown id is ignored."""
        history = self.history(key)
        left = tuple(one for one in history.versions if one.id != version)
        self.keys[key] = replace(history, versions=left)

    def copy(self, key: str, version: str) -> str:
        """Copy an old version over the current one; returns the copy's id. Raises NotFound, also for a marker."""
        for one in self.history(key).versions:
            if one.id == version and one.data is not None:
                return self._add(key, one.data, one.metadata)
        raise NotFound(f"Could not copy {version!r} of {key!r}: NoSuchVersion.")

    def current(self, key: str) -> Version | None:
        """The current version; None if there is none or it is a delete marker."""
        latest = self.history(key).versions[-1:]
        return latest[0] if latest and latest[0].data is not None else None

    def history(self, key: str) -> History:
        """All remaining versions and markers of a key."""
        return self.keys.get(key, History())

    def _add(self, key: str, data: bytes | None, metadata: Mapping[str, str]) -> str:
        history = self.history(key)
        made = history.made + 1
        version = f"v{made}" if self.versioned else hashlib.md5(data or b"", usedforsecurity=False).hexdigest()
        previous = history.versions if self.versioned else ()
        self.keys[key] = History((*previous, Version(version, data, dict(metadata))), made)
        return version


@dataclass
class MemoryPhotos:
    """`Photos` of a memory bucket; records its calls in `fetched` and `version_lookups`; `unavailable` keys fail."""

    bucket: MemoryBucket
    max_bytes: int = Limits().max_bytes
    unavailable: set[str] = field(default_factory=set)
    fetched: list[str] = field(default_factory=list)
    version_lookups: list[str] = field(default_factory=list)

    def fetch(self, key: str) -> Photo:
        self.fetched.append(key)
        data, version = self._current(key, f"fetch {key!r}: NoSuchKey")
        if len(data) > self.max_bytes:
            try:
                detect_format(data)
                check_file_size(len(data), Limits(self.max_bytes))
            except ImageRejected as refusal:
                refusal.version = version
                raise
        return Photo(data, version)

    def version(self, key: str) -> str:
        self.version_lookups.append(key)
        return self._current(key, f"look up {key!r}: 404")[1]

    def _current(self, key: str, missing: str) -> tuple[bytes, str]:
        if key in self.unavailable:
            raise TransientError(f"Could not reach {key!r}: SlowDown.")
        current = self.bucket.current(key)
        if current is None or current.data is None:
            raise NotFound(f"Could not {missing}.")
        return current.data, current.id


@dataclass
class MemoryArticleFiles:
    """`ArticleFiles` of a memory bucket."""

    bucket: MemoryBucket

    def fetch(self, article: str) -> ArticleFile:
        key = data_key(article)
        current = self.bucket.current(key)
        if current is None or current.data is None:
            raise NotFound(f"Could not fetch {key!r}: NoSuchKey.")
        content, refusal, code = "", "", ""
        try:
            check_size(len(current.data))
            content = json_text(current.data)
        except InvalidProductData as refused:
            refusal, code = str(refused), refused.code
        except JsonError as refused:
            refusal, code = f"{key!r} {refused}.", UnreadableProductData.code
        return ArticleFile(content, current.id, refusal, current.metadata.get("correlation-id", ""), code)

    def put(self, article: str, content: str, correlation_id: str) -> None:
        key, data = data_key(article), content.encode()
        check_size(len(data))
        writable = correlation_id.isascii() and correlation_id.isprintable()
        self.bucket.put(key, data, {"correlation-id": correlation_id} if correlation_id and writable else NOTHING)
