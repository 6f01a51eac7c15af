"""Which files of this machine are meant, and their bytes: folders, lists, and whatever can be wrong with a path."""

from __future__ import annotations

import mimetypes
import os
import stat
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from bildtext.errors import BildtextError, ImageRejected, ImageTooLarge, NotFound
from bildtext.images.limits import Limits, check_file_size

_NEWER_TYPES = (".avif", ".webp", ".heic", ".heif", ".jfif", ".jxl")  # Python 3.11 does not know all of them
# Without O_NONBLOCK, opening a FIFO waits for somebody to write into it. Windows has only the other flag.
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class PhotoFiles:
    """The files to be tagged, in order, each once; and files in named folders that are no photos."""

    photos: tuple[Path, ...]
    passed_over: tuple[Path, ...]


@dataclass(frozen=True)
class PhotoFile:
    """A photo's bytes, or the `error` that kept them away; `state` changes when the file does, empty when unread."""

    path: Path
    data: bytes = b""
    state: str = ""
    error: BildtextError | None = None


def photo_files(named: Iterable[Path], but: Collection[Path] = ()) -> PhotoFiles:
    """Named files whatever they are, and of named folders every photo in them, told by name or content.

    Hidden entries of a folder are left alone, and so are the paths in `but`.
    """
    photos: dict[Path, None] = {}
    passed_over: dict[Path, None] = {}
    own = {path.absolute() for path in but}
    for path in named:
        for file in _below(path, own) if stat.S_ISDIR(_mode(path)) else (path,):
            (photos if file == path or _is_photo(file) else passed_over)[file] = None
    return PhotoFiles(tuple(photos), tuple(file for file in passed_over if file not in photos))


def listed_paths(data: bytes) -> list[Path]:
    """The paths of a list: one per line, or ended by NUL where there is one (`find -print0`)."""
    lines = data.split(b"\0") if b"\0" in data else [line.removesuffix(b"\r") for line in data.split(b"\n")]
    return [Path(os.fsdecode(line)) for line in lines if line.strip()]


def read_photo(path: Path, max_bytes: int) -> PhotoFile:
    """Read one file. What is no regular file or too large is refused unread, and nothing is ever waited for."""
    try:
        opened = os.open(path, os.O_RDONLY | _AT_ONCE)
        try:
            return _read(path, opened, max_bytes)
        finally:
            os.close(opened)
    except (FileNotFoundError, NotADirectoryError):
        return PhotoFile(path, error=NotFound("There is no such file (any more); check the path."))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        return PhotoFile(path, error=ImageRejected(f"The file cannot be read ({why}); check its path and permissions."))


def _read(path: Path, opened: int, max_bytes: int) -> PhotoFile:
    found = os.fstat(opened)
    if not stat.S_ISREG(found.st_mode):
        return PhotoFile(path, error=ImageRejected(f"{_kind(found.st_mode)} is no photo; name a file."))
    state = _state(found)
    try:
        check_file_size(found.st_size, Limits(max_bytes))
    except ImageTooLarge as error:
        return PhotoFile(path, state=state, error=error)
    with os.fdopen(opened, "rb", closefd=False) as file:
        return PhotoFile(path, file.read(max_bytes + 1), state)  # it may have grown: the decoder refuses one byte more


def state_of(path: Path) -> str:
    """The `state` that reading the file would find; empty when there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return ""
    return _state(found) if stat.S_ISREG(found.st_mode) else ""


def _state(found: os.stat_result) -> str:
    return f"{found.st_size}-{found.st_mtime_ns}"


def shown(path: Path) -> str:
    """A path as text that every output takes, whatever bytes its name is made of."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _below(folder: Path, but: Collection[Path]) -> Iterator[Path]:
    """All files below a folder, sorted. A folder that cannot be listed stands for itself, so that it is reported, and
    links to folders are not followed, because they may lead in circles."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path is not folder and (_is_link(path) or not stat.S_ISDIR(_mode(path))):
            yield path
            continue
        try:
            entries = sorted(path.iterdir(), reverse=True)
        except OSError:
            yield path
            continue
        waiting += [each for each in entries if not each.name.startswith(".") and each.absolute() not in but]


def _is_photo(path: Path) -> bool:
    """Whether a file calls itself an image or is one by its content; both are tagged, or refused with the reason."""
    if stat.S_ISDIR(_mode(path)):
        return not _is_link(path)
    named = mimetypes.guess_type(f"name{path.suffix}")[0] or ""
    if named.startswith("image/") or path.suffix.lower() in _NEWER_TYPES:
        return True
    try:
        if not stat.S_ISREG(_mode(path)):  # never open what might be a FIFO
            return False
        with Image.open(path):
            return True
    except Exception:  # noqa: BLE001 - Pillow's readers raise nearly anything on what they do not know
        return False


def _mode(path: Path, follow: bool = True) -> int:
    """The file's mode, 0 where it cannot be known."""
    try:
        return path.stat(follow_symlinks=follow).st_mode
    except (OSError, ValueError):
        return 0


def _is_link(path: Path) -> bool:
    return stat.S_ISLNK(_mode(path, follow=False))


def _kind(mode: int) -> str:
    kinds = {stat.S_ISFIFO: "A FIFO", stat.S_ISDIR: "A folder", stat.S_ISSOCK: "A socket"}
    return next((kind for is_kind, kind in kinds.items() if is_kind(mode)), "A device")
