"""How an article's files are named in the bucket: `articles/<number>/<view>.<ending>` and `…/article.json`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bildtext.errors import InvalidKey
from bildtext.json_text import JsonRefused, check_json

DATA_FILE: Final = "article.json"
LONGEST_KEY: Final = 1024  # bytes of UTF-8; S3's own limit


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
    _check_writable(key)
    articles, _, rest = key.partition("/")
    number, _, name = rest.partition("/")
    view, _, ending = name.rpartition(".")
    if articles == "articles" and number.strip() and view.strip("/ ") and ending:
        return PhotoKey(key, number, view)
    raise InvalidKey(f"{key!r} names no photo of an article; photos are stored as articles/<number>/<view>.jpg.")


def data_key(article: str) -> str:
    """The key of an article's data. Raises InvalidKey when the number would not stay within its folder."""
    _check_writable(article)
    if not article.strip() or "/" in article:
        raise InvalidKey(f"{article!r} is no article number; it must not be empty or hold a slash.")
    key = f"articles/{article}/{DATA_FILE}"
    if len(key.encode()) > LONGEST_KEY:
        raise InvalidKey(f"The article number {article[:40]!r}… is too long: a key has at most {LONGEST_KEY} bytes.")
    return key


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


def _check_writable(name: str) -> None:
    """Raises InvalidKey for what neither the bucket nor the table can hold: half a character, NUL."""
    try:
        check_json(name)
    except JsonRefused as error:
        raise InvalidKey(f"The key or article number {error}.") from error
