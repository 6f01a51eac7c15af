"""Results in a .jsonl file that a later run continues: one appended line per result; incomplete lines are removed.

A line's first field is the key of the item it is about; `input` is a fingerprint of the item's state. An item whose
state has changed gets another line; the last line of a key counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bildtext.errors import InvalidRequest

T = TypeVar("T")


@dataclass(frozen=True)
class Earlier:
    """The result of a key in an earlier run: the fingerprint of its state, and whether it was an error."""

    input: str
    failed: bool


class Results:
    """The file `path`, whose lines begin with the field `key`; a context manager, open for appending.

    `earlier` holds the file's results by key. An incomplete last line is removed on opening.

    Raises:
        InvalidRequest: the file holds something else (it is left unchanged), or cannot be read or written.
    """

    def __init__(self, path: Path, key: str) -> None:
        self.path = path
        self.earlier: dict[Any, Earlier] = {}
        self._key = key
        self._file: IO[bytes]

    def __enter__(self) -> Self:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("a+b")
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            self._file.truncate(self._read())
        except OSError as error:
            self._file.close()
            raise self._unwritable(error) from error
        except InvalidRequest:
            self._file.close()
            raise
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._file.close()

    def unfinished(self, items: Sequence[tuple[Any, str, T]], noun: str) -> tuple[list[T], int]:
        """Return those of the (key, input, item) that have no result of this `input` yet, and how many others failed.

        An empty input never has one.
        """
        waiting: list[T] = []
        failed = 0
        for key, current, item in items:
            earlier = self.earlier.get(key)
            if earlier is None or not current or earlier.input != current:
                waiting.append(item)
            else:
                failed += earlier.failed
        if done := len(items) - len(waiting):
            click.echo(f"{done} of {len(items)} {noun} are in {self.path} already ({failed} refused).", err=True)
        return waiting, failed

    def append(self, results: Iterable[Mapping[str, Any]]) -> None:
        """Append a line per result, beginning with its key and its `input`. Raises InvalidRequest if that fails.

        An error that the file already holds for the same state is not written again.
        """
        lines = []
        for result in results:
            now = Earlier(result["input"], "error" in result)
            if now.failed and self.earlier.get(result[self._key]) == now:
                continue
            self.earlier[result[self._key]] = now
            rest = {name: value for name, value in result.items() if name != self._key}
            line = json.dumps({self._key: result[self._key], "input": result["input"], **rest}, ensure_ascii=False)
            lines.append(line.encode("utf-8", "backslashreplace") + b"\n")
        try:
            self._file.write(b"".join(lines))
            self._file.flush()
        except OSError as error:
            raise self._unwritable(error) from error

    def _read(self) -> int:
        """Fill `earlier`; return the number of bytes in complete lines."""
        self._file.seek(0)
        complete = 0
        for raw in self._file:
            if not raw.endswith(b"\n"):
                self._check_beginning(raw)
                break
            try:
                line = json.loads(raw)
                self.earlier[line[self._key]] = Earlier(str(line["input"]), "error" in line)
            except (ValueError, KeyError, TypeError) as error:
                raise self._foreign() from error
            complete += len(raw)
        return complete

    def _check_beginning(self, cut: bytes) -> None:
        """Only a line that this class began to write may be cut off; a power failure can leave zeros after it."""
        begun, start = cut.rstrip(b"\0"), f'{{"{self._key}": '.encode()
        if not (begun.startswith(start) or start.startswith(begun)):
            raise self._foreign()

    def _foreign(self) -> InvalidRequest:
        return InvalidRequest(f"{self.path} holds something else, not results of this command; name another file.")

    def _unwritable(self, error: OSError) -> InvalidRequest:
        why = error.strerror or str(error)
        return InvalidRequest(f"{self.path} cannot be written ({why}); fix that and run it again to continue.")


def progress_bar(noun: str, hidden: bool = False) -> Progress:
    """Return a progress bar on stderr, hidden if that is not a terminal."""
    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn(noun), TimeRemainingColumn())
    disabled = hidden or not console.is_terminal
    return Progress(*columns, console=console, transient=True, disable=disabled, redirect_stdout=False)
