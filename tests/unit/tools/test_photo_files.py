"""Resolving paths to photos: folders, lists, and paths that are not regular files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bildtext_cli.photo_files import listed_paths, photo_files, read_photo, shown, state_of
from tests.tagging_setup import image_file

LIMIT = 1000


def names(paths: tuple[Path, ...], folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A typical folder of photos and other files."""
    for name in ("b/front.jpg", "a/front.PNG", "a/no ending", "a/deep/side.webp"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(image_file("red"))
    (tmp_path / "a/broken.jpg").write_bytes(b"")
    (tmp_path / "a/phone.heic").write_bytes(b"\0\0\0\x18ftypheic")
    (tmp_path / "a/moving").write_bytes(image_file("red", kind="GIF"))
    (tmp_path / "labels.csv").write_text("image,label\n")
    (tmp_path / "a/.hidden.jpg").touch()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/c.jpg").touch()
    os.mkfifo(tmp_path / "a/pipe")
    (tmp_path / "a/circle").symlink_to(tmp_path)
    (tmp_path / "b/gone.jpg").symlink_to("nowhere.jpg")
    return tmp_path


def test_a_folder_contributes_every_photo_by_name_or_content(folder: Path) -> None:
    found = photo_files([folder])
    assert names(found.photos, folder) == [
        "a/broken.jpg",
        "a/deep/side.webp",
        "a/front.PNG",
        "a/moving",
        "a/no ending",
        "a/phone.heic",
        "b/front.jpg",
        "b/gone.jpg",
    ]


def test_each_file_that_is_not_a_photo_is_reported_once(folder: Path) -> None:
    assert names(photo_files([folder, folder / "a"]).skipped, folder) == ["a/circle", "a/pipe", "labels.csv"]


def test_given_files_of_any_type_are_used_once(folder: Path) -> None:
    named = [folder / "labels.csv", folder / "b/front.jpg", folder / "missing.jpg", folder / "b"]
    found = photo_files(named)
    assert names(found.photos, folder) == ["labels.csv", "b/front.jpg", "missing.jpg", "b/gone.jpg"]
    assert found.skipped == ()


def test_the_commands_own_output_is_skipped(folder: Path) -> None:
    assert names(photo_files([folder / "b"], skipping=[folder / "b/front.jpg"]).photos, folder) == ["b/gone.jpg"]
    assert names(photo_files([folder], skipping=[folder / "a"]).photos, folder) == ["b/front.jpg", "b/gone.jpg"]


@pytest.mark.parametrize(
    ("data", "paths"),
    [
        (b"a.jpg\nb c.jpg\n", ["a.jpg", "b c.jpg"]),
        (b"a.jpg\r\n\r\n  \nb.jpg", ["a.jpg", "b.jpg"]),
        (b"a\nb.jpg\0c.jpg\0", ["a\nb.jpg", "c.jpg"]),
        (b" a.jpg \n", [" a.jpg "]),
        (b"\xff.jpg\n", [os.fsdecode(b"\xff.jpg")]),
        (b"", []),
    ],
)
def test_a_list_has_one_path_per_line_or_nul_terminated_paths(data: bytes, paths: list[str]) -> None:
    assert listed_paths(data) == [Path(path) for path in paths]


def test_the_state_of_a_file_changes_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"12345")
    first = read_photo(path, LIMIT)
    assert (first.data, first.error) == (b"12345", None)
    assert first.state == state_of(path)
    path.write_bytes(b"123456")
    assert state_of(path) not in (first.state, "")


def test_a_file_above_the_limit_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "big.jpg"
    with path.open("wb") as file:
        file.truncate(3 * 2**30)
    found = read_photo(path, 40 * 2**20)
    assert found.error is not None
    assert (found.data, found.error.code) == (b"", "image-too-large")
    assert str(found.error) == "The file has 3,072.0 MiB, the limit is 40 MiB; export it smaller."


@pytest.mark.parametrize(
    ("make", "code", "sentence"),
    [
        (lambda _: None, "not-found", "There is no such file (any more); check the path."),
        (lambda path: path.symlink_to(path), "image-rejected", "cannot be read (Too many levels of symbolic links)"),
        (os.mkfifo, "image-rejected", "A FIFO is no photo; name a file."),
        (Path.mkdir, "image-rejected", "A folder is no photo; name a file."),
        (lambda path: path.symlink_to("/dev/zero"), "image-rejected", "A device is no photo; name a file."),
    ],
    ids=["missing", "cycle", "FIFO", "folder", "device"],
)
def test_a_path_that_is_not_a_regular_file_is_refused_at_once(
    tmp_path: Path, make: object, code: str, sentence: str
) -> None:
    path = tmp_path / "front.jpg"
    make(path)  # type: ignore[operator]
    found = read_photo(path, LIMIT)
    assert found.error is not None
    assert found.error.code == code
    assert sentence in str(found.error)
    assert state_of(path) == found.state == ""


@pytest.mark.parametrize("path", ["a\0b.jpg", "x" * 300 + ".jpg", "front.jpg/side.jpg"])
def test_an_impossible_path_is_refused(path: str, tmp_path: Path) -> None:
    (tmp_path / "front.jpg").touch()
    found = read_photo(tmp_path / path, LIMIT)
    assert found.error is not None
    assert photo_files([tmp_path / path]).photos == (tmp_path / path,)
    assert state_of(tmp_path / path) == ""


def test_a_file_name_that_is_not_utf_8_can_be_shown() -> None:
    assert shown(Path(os.fsdecode(b"caf\xe9.jpg"))) == "caf\\xe9.jpg"
