"""Which article and view a file's name means, and the key to store it under. Pure.

    536.514.002/front.jpg           the folder is the number, the name the view
    shoot/536.514.002/front.jpg     so is the last folder
    536.514.002_front.jpg           without a folder, the number ends at the first underscore or space,
    536.514.002-2.jpg               or at a hyphen with at most two digits after it
    536.514.002.jpg                 else the whole name is the number, and the view "1"

A number has a digit; a name without one needs `article`. The page has the same rules (static/dropped.js); both are
tested against tests/upload_names.json.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bildtext.errors import EmptyImage, ImageTooLarge, InvalidKey, UnsupportedImage
from bildtext.storage.keys import photo_key
from catalogue.api.requests import UploadedFile

# Content type → extension of the stored file. The content is checked when the photo is tagged.
TYPES: Final[Mapping[str, str]] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/avif": "avif",
}
_BY_EXTENSION: Final = {**{extension: kind for kind, extension in TYPES.items()}, "jpeg": "image/jpeg"}
_ONLY_VIEW: Final = "1"
_NUMBER_AND_VIEW: Final = re.compile(r"([^_ ]+)[_ ]+(.+)|(.+?)-(\d{1,2})")


@dataclass(frozen=True)
class Place:
    """What a file's name means."""

    article: str
    view: str


def place_of(name: str) -> Place:
    """The article and view in a file's name; an empty article if there is none in it."""
    *folders, file = [part for part in name.replace("\\", "/").split("/") if part.strip()] or [""]
    stem, dot, _ = file.rpartition(".")
    stem = (stem if dot else file).strip()
    if folders:
        return Place(folders[-1].strip(), stem)
    found = _NUMBER_AND_VIEW.fullmatch(stem)
    number, view = (found[1] or found[3], found[2] or found[4]) if found else (stem, _ONLY_VIEW)
    return Place(number if any(letter.isdecimal() for letter in number) else "", view.strip())


def content_type(file: UploadedFile) -> str:
    """The file's type, by its name if the browser does not know it. Raises UnsupportedImage."""
    given = file.type.partition(";")[0].strip().lower() or _BY_EXTENSION.get(_extension(file.name), "")
    kind = "image/jpeg" if given == "image/jpg" else given
    if kind not in TYPES:
        raise UnsupportedImage("Only JPEG, PNG, WebP and AVIF photos are tagged; export the photo as one of them.")
    return kind


def upload_key(file: UploadedFile, place: Place, kind: str) -> str:
    """The key to store the file under. Raises InvalidKey."""
    if not place.article:
        raise InvalidKey("The name holds no article number; give it as `article`, or drop the folder of the article.")
    for part in (place.article, place.view):
        if "/" in part or part in ("", ".", "..") or not part.isprintable() or "${" in part:
            raise InvalidKey(f"{part!r} cannot be part of a key; rename {file.name!r}, or give `article` and `view`.")
    return photo_key(f"articles/{place.article}/{place.view}.{TYPES[kind]}").key


def check_size(size: int, max_bytes: int) -> None:
    """Raises EmptyImage, ImageTooLarge."""
    if size == 0:
        raise EmptyImage("The file is empty; export the photo again.")
    if size > max_bytes:
        raise ImageTooLarge(
            f"The file has {size / 2**20:.1f} MB, {max_bytes / 2**20:g} MB are the limit; export it at a smaller size."
        )


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower()
