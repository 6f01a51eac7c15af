"""How an article's photos are named in the bucket: `articles/<number>/<view>.<ending>`."""

from __future__ import annotations

from dataclasses import dataclass

from bildtext.errors import InvalidKey

PREFIX = "articles/"


@dataclass(frozen=True)
class PhotoKey:
    """The S3 key of one photo. `key` is exact: spaces, umlauts and `+` stand in it as themselves."""

    key: str
    article: str
    view: str


def photo_key(key: str) -> PhotoKey:
    """Take an S3 key apart. What the ending promises is not looked at: the content decides what a file is.

    Raises:
        InvalidKey: not of the form `articles/<number>/<view>.<ending>`.
    """
    parts = key.split("/")
    if len(parts) == 3 and parts[0] == "articles" and parts[1].strip():
        view, dot, ending = parts[2].rpartition(".")
        if dot and view.strip() and ending:
            return PhotoKey(key, parts[1], view)
    raise InvalidKey(f"{key!r} names no photo of an article; photos are stored as articles/<number>/<view>.jpg.")
