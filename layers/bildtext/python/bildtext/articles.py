"""How an article's files are named in the bucket: `articles/<number>/<view>.<ending>` and `…/article.json`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bildtext.errors import InvalidKey

DATA_FILE: Final = "article.json"


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


def data_key(article: str) -> str:
    """The key of an article's data. Raises InvalidKey when the number would not stay within its folder."""
    if not article.strip() or "/" in article:
        raise InvalidKey(f"{article!r} is no article number; it must not be empty or hold a slash.")
    return f"articles/{article}/{DATA_FILE}"


def article_of_data(key: str) -> str:
    """The article whose data is stored under `key`.

    Raises:
        InvalidKey: not of the form `articles/<number>/article.json`.
    """
    articles, _, rest = key.partition("/")
    article, _, name = rest.partition("/")
    if articles == "articles" and article.strip() and name == DATA_FILE:
        return article
    raise InvalidKey(f"{key!r} names no product data; it is stored as articles/<number>/{DATA_FILE}.")
