"""Resolve files, folders and lists of paths to photo files, and read them without ever blocking."""

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
# Without O_NONBLOCK, opening a FIFO blocks until it has a writer. Windows only has the other flag.
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class PhotoFiles:
    """The files to tag, in order and without duplicates, and the files of the given folders that are not photos."""

    photos: tuple[Path, ...]
    skipped: tuple[Path, ...]


@dataclass(frozen=True)
class PhotoFile:
    """A photo's bytes, or the `error` of reading it. `state` changes with the file and is empty if it was not read."""

    path: Path
    data: bytes = b""
    state: str = ""
    error: BildtextError | None = None


def photo_files(named: Iterable[Path], skipping: Collection[Path] = ()) -> PhotoFiles:
    """Return the given files, of any type, and every photo below the given folders, recognised by name or content.

    Hidden entries of a folder and the paths in `but` are skipped.
    """
    photos: dict[Path, None] = {}
    skipped: dict[Path, None] = {}
    own = {path.absolute() for path in skipping}
    for path in named:
        for file in _below(path, own) if stat.S_ISDIR(_mode(path)) else (path,):
            (photos if file == path or _is_photo(file) else skipped)[file] = None
    return PhotoFiles(tuple(photos), tuple(file for file in skipped if file not in photos))


def listed_paths(data: bytes) -> list[Path]:
    """Return the paths of a list, one per line or separated by NULs (`find -print0`)."""
    lines = data.split(b"\0") if b"\0" in data else [line.removesuffix(b"\r") for line in data.split(b"\n")]
    return [Path(os.fsdecode(line)) for line in lines if line.strip()]


def read_photo(path: Path, max_bytes: int) -> PhotoFile:
    """Read one file without blocking. Files that are not regular or are too large are refused unread."""
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
        # One byte more, which the decoder refuses, in case the file grew.
        return PhotoFile(path, file.read(max_bytes + 1), state)


def state_of(path: Path) -> str:
    """Return the file's current `state`; empty if there is no such regular file."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return ""
    return _state(found) if stat.S_ISREG(found.st_mode) else ""


def _state(found: os.stat_result) -> str:
    return f"{found.st_size}-{found.st_mtime_ns}"


def shown(path: Path) -> str:
    """Return a path as text that can always be encoded, whatever bytes its name consists of."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _below(folder: Path, skipping: Collection[Path]) -> Iterator[Path]:
    """Yield all files below a folder, sorted. A folder that cannot be listed is yielded itself, so that it is reported;
    links to folders are not followed, because they may form cycles."""
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
        waiting += [entry for entry in entries if not entry.name.startswith(".") and entry.absolute() not in skipping]


def _is_photo(path: Path) -> bool:
    """Return whether a file is an image by its name or its content."""
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
    except Exception:  # noqa: BLE001 - Pillow's plugins raise nearly anything on unknown content
        return False


def _mode(path: Path, follow: bool = True) -> int:
    """Return the file's mode, or 0 if it cannot be read."""
    try:
        return path.stat(follow_symlinks=follow).st_mode
    except (OSError, ValueError):
        return 0


def _is_link(path: Path) -> bool:
    return stat.S_ISLNK(_mode(path, follow=False))


def _kind(mode: int) -> str:
    kinds = {stat.S_ISFIFO: "A FIFO", stat.S_ISDIR: "A folder", stat.S_ISSOCK: "A socket"}
    return next((kind for is_kind, kind in kinds.items() if is_kind(mode)), "A device")
