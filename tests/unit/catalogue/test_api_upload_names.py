"""File names are understood as article and view, and become keys that can be stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bildtext.errors import EmptyImage, ImageTooLarge, InvalidKey, UnsupportedImage
from catalogue.api.requests import UploadedFile
from catalogue.api.upload_names import Place, check_size, content_type, place_of, upload_key

# [name, article, view]; the page is tested against the same table, in tests/browser/test_many_photos.py. A dropped
# folder is meant as the number, digits or not.
NAMES = json.loads((Path(__file__).parents[2] / "upload_names.json").read_text())


@pytest.mark.parametrize(("name", "article", "view"), NAMES)
def test_a_name_is_understood(name: str, article: str, view: str) -> None:
    assert place_of(name) == Place(article, view)


@pytest.mark.parametrize(
    ("name", "type_", "kind"),
    [
        ("a.jpg", "image/jpeg", "image/jpeg"),
        ("a.jpg", "image/jpg", "image/jpeg"),
        ("a.AVIF", "", "image/avif"),
        ("a.jpeg", "", "image/jpeg"),
        ("a.png", "Image/PNG; q=1", "image/png"),
    ],
)
def test_the_type_is_the_browsers_or_the_names(name: str, type_: str, kind: str) -> None:
    assert content_type(UploadedFile(name=name, size=1, type=type_)) == kind


@pytest.mark.parametrize(
    ("name", "type_"), [("a.gif", "image/gif"), ("a.svg", "image/svg+xml"), ("a", ""), ("a.heic", "")]
)
def test_other_types_are_refused(name: str, type_: str) -> None:
    with pytest.raises(UnsupportedImage):
        content_type(UploadedFile(name=name, size=1, type=type_))


def test_the_key_has_the_extension_of_the_type() -> None:
    file = UploadedFile(name="10042/vorn ä.jpeg", size=1)
    assert upload_key(file, Place("10042", "vorn ä"), "image/png") == "articles/10042/vorn ä.png"


@pytest.mark.parametrize(
    ("article", "view"),
    [
        ("", "front"),
        ("a/b", "front"),
        ("..", "front"),
        (".", "front"),
        ("10042", "a/b"),
        ("10042", ""),
        ("10042", "a\nb"),
        ("10042", "a\0b"),
        ("10042", "a\u202eb"),
        ("10042", "${filename}"),  # S3 would put the name of the posted file there
        ("${filename}", "front"),
        ("1" * 1000, "front" * 10),
        ("ä" * 600, "front"),
        ("10042", "\ud800"),
    ],
)
def test_what_cannot_be_a_key_is_refused(article: str, view: str) -> None:
    with pytest.raises(InvalidKey):
        upload_key(UploadedFile(name="x.jpg", size=1), Place(article, view), "image/jpeg")


def test_sizes_have_limits() -> None:
    check_size(1, 100)
    check_size(100, 100)
    with pytest.raises(EmptyImage):
        check_size(0, 100)
    with pytest.raises(ImageTooLarge, match="limit"):
        check_size(101, 100)
