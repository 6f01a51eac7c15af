"""How an article's photos are named in the bucket: `articles/<number>/<view>.<ending>`."""

from __future__ import annotations

from dataclasses import dataclass

from bildtext.errors import InvalidKey


@dataclass(frozen=True)
class PhotoKey:
    """The S3 key of one photo. `key` is exact: spaces, umlauts and `+` stand in it as themselves."""

    key: str
    article: str
    view: str


def photo_key(key: str) -> PhotoKey:
    """Take an S3 key apart; a view may lie in folders. What the ending promises is not looked at, only the content is.

    Raises:
        InvalidKey: not of the form `articles/<number>/<view>.<ending>`.
    """
    articles, _, rest = key.partition("/")
    number, _, name = rest.partition("/")
    view, _, ending = name.rpartition(".")
    if articles == "articles" and number.strip() and view.strip("/ ") and ending:
        return PhotoKey(key, number, view)
    raise InvalidKey(f"{key!r} names no photo of an article; photos are stored as articles/<number>/<view>.jpg.")
