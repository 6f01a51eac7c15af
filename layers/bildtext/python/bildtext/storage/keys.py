"""Parses and builds the keys of files in the bucket.

`articles/<number>/article.json` is an article's data. Every other file under `articles/` is treated as a photo,
`articles/<number>/<view>.<ending>`, unless its content proves otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bildtext.errors import InvalidKey
from bildtext.json_text import JsonError, check_json

DATA_FILE: Final = "article.json"
MAX_KEY_BYTES: Final = 1024  # bytes; S3's own limit
MAX_PHOTO_KEY_BYTES: Final = MAX_KEY_BYTES - len("IMAGE#")  # DynamoDB's sort keys have the same limit
MAX_PHOTO_BYTES: Final = 40 * 2**20
_FRONT: Final = {view: rank for rank, view in enumerate(("front", "vorn", "vorne", "main", "1", "01"))}


@dataclass(frozen=True)
class PhotoKey:
    """The S3 key of a photo. `key` is not URL-encoded.

    `article` is empty if the key contains no number, as in `articles/front.jpg`.
    """

    key: str
    article: str
    view: str


def front_first(photo: PhotoKey) -> tuple[int, str]:
    """A sort key: photos that show an article best, as their view says, come first, then by key."""
    return _FRONT.get(photo.view.lower(), len(_FRONT)), photo.key


def uploaded_photo(key: str) -> PhotoKey | None:
    """The photo under a key of the bucket, whatever its file name extension; a view may contain folders.

    None for an article's data, and for keys outside `articles/`.
    """
    articles, slash, rest = key.partition("/")
    if articles != "articles" or not slash or article_of_data(key) is not None:
        return None
    number, slash, name = rest.partition("/")
    if not slash or not number.strip():
        number, name = "", rest
    folder, slash, file = name.rpartition("/")
    stem, _, _ = file.rpartition(".")
    return PhotoKey(key, number, folder + slash + (stem or file))


def key_error(photo: PhotoKey) -> InvalidKey | None:
    """The reason why a photo cannot be tagged under this key; None if it can."""
    if not photo.article:
        return InvalidKey(f"{photo.key!r} names no photo of an article; store it as articles/<number>/<view>.jpg.")
    if photo.key.rpartition("/")[2].lower() == DATA_FILE:
        return InvalidKey(f"{photo.key!r} is no article's data; store that as articles/<number>/{DATA_FILE}.")
    if (size := len(photo.key.encode())) > MAX_PHOTO_KEY_BYTES:
        return InvalidKey(
            f"The key has {size} bytes, {MAX_PHOTO_KEY_BYTES} are the limit; give the file a shorter name."
        )
    return None


def photo_key(key: str) -> PhotoKey:
    """The photo of an article that is requested by its key. Raises InvalidKey: not of the form
    `articles/<number>/<view>.<ending>`, or too long."""
    _check_writable(key)
    photo = uploaded_photo(key) or PhotoKey(key, "", "")
    if (flaw := key_error(photo)) is not None:
        raise flaw
    return photo


def data_key(article: str) -> str:
    """The key of an article's data. Raises InvalidKey if the number is empty, too long or contains a slash."""
    _check_writable(article)
    if not article.strip() or "/" in article:
        raise InvalidKey(f"{article!r} is no article number; it must not be empty or hold a slash.")
    key = f"articles/{article}/{DATA_FILE}"
    if len(key.encode()) > MAX_KEY_BYTES:
        raise InvalidKey(f"The article number {article[:40]!r}… is too long: a key has at most {MAX_KEY_BYTES} bytes.")
    return key


def article_of_data(key: str) -> str | None:
    """The article number if `key` is exactly `articles/<number>/article.json`, else None."""
    parts = key.split("/")
    if len(parts) == 3 and parts[0] == "articles" and parts[1].strip() and parts[2] == DATA_FILE:
        return parts[1]
    return None


def _check_writable(name: str) -> None:
    """Raises InvalidKey for characters the bucket and the table cannot store: lone surrogates, NUL."""
    try:
        check_json(name)
    except JsonError as error:
        raise InvalidKey(f"The key or article number {error}.") from error


def object_version(version_id: str | None, etag: str | None) -> str:
    """Identifies an upload of a key: the version id, or the ETag if the bucket is not versioned.

    Empty if neither is known.
    """
    if version_id and version_id != "null":
        return str(version_id)
    return str(etag or "").strip('"')
