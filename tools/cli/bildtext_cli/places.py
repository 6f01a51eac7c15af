"""Where in the input a statement stands: a line and column, a JSON path, a cell of a table. The reader keeps no places;
they are found again by key and value, so that reading stays as fast as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bildtext.json_text import JsonError, RepeatedKeys, load_json
from description.ingest.markers import marked
from description.ingest.wording import folded, plain

_PLAIN_NAME = re.compile(r"[A-Za-z_][\w-]*")
_DEEPEST = 20
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the input. `key` is empty where key and value are in one line; `line` is the line itself then."""

    place: str
    key: str
    value: str
    line: str = ""


@dataclass
class Places:
    """The pieces of an input, in order. Equal statements are found one after the other."""

    pieces: Sequence[_Piece]
    _given: dict[tuple[str, str], int] = field(default_factory=dict)

    def of(self, key: str, text: str) -> str:
        """The place of a value under a key, "" where it is not found."""
        wanted, value = folded(key), folded(text)
        rated = [(rating, piece) for piece in self.pieces if (rating := _rating(piece, wanted, value))]
        best = max((rating for rating, _ in rated), default=0)
        found = [piece for rating, piece in rated if rating == best]
        if not found:
            return ""
        times = self._given.get((wanted, value), 0)
        self._given[wanted, value] = times + 1
        piece = found[min(times, len(found) - 1)]
        return f"{piece.place}, column {_column(piece.line, text)}" if piece.line else piece.place


def of_input(text: str, first_line: int = 1) -> Places:
    """The places of pasted text or of a JSON text, whose first line is `first_line` of its file."""
    bare = text.strip().lstrip("\ufeff")
    if bare[:1] in ("{", "["):
        try:
            return Places(tuple(_leaves(load_json(bare), "$", "", 0))[:_MOST])
        except JsonError:
            pass
    return Places(tuple(_lines(text, first_line)))


def of_cells(line: int, cells: Iterable[tuple[str, str]]) -> Places:
    """The places of the cells of a row that begins in this line."""
    return Places(
        tuple(
            _Piece(f"line {line}, column {_letters(at)} ({name})", name, value)
            for at, (name, value) in enumerate(cells)
        )
    )


def _lines(text: str, first: int, before: str = "") -> Iterator[_Piece]:
    for at, line in enumerate(text.splitlines(), first):
        if line.strip():
            yield _Piece(f"{before}line {at}", "", "", line)


def _leaves(value: object, path: str, key: str, depth: int) -> Iterator[_Piece]:
    if depth > _DEEPEST:
        return
    if isinstance(value, RepeatedKeys):
        for pair in value:
            yield from _leaves(pair, path, key, depth + 1)
    elif isinstance(value, Mapping):
        named = next((str(inner) for name, inner in value.items() if folded(str(name)) in marked("name-key")), "")
        for name, inner in value.items():
            step = f".{name}" if _PLAIN_NAME.fullmatch(str(name)) else f"[{str(name)!r}]"
            is_value = named and not isinstance(inner, Mapping) and str(inner) != named
            yield from _leaves(inner, path + step, named if is_value else str(name), depth + 1)
    elif isinstance(value, list | tuple):
        for at, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{at}]", key, depth + 1)
    elif isinstance(value, str) and "\n" in value:
        yield from _lines(value, 1, f"{path}, ")
    elif value is not None:
        text = {True: "ja", False: "nein"}.get(value, "") if isinstance(value, bool) else str(value).replace(".", ",")
        yield _Piece(path, key, str(value) if isinstance(value, str) else text)


def _rating(piece: _Piece, key: str, value: str) -> int:
    """How well a piece fits: 0 for not at all, more for a key that is the same and for a value that is."""
    line = folded(plain(piece.line)) if piece.line else ""
    held = folded(piece.value)
    if line:
        has_key, has_value = bool(key) and key in line, bool(value) and (value in line)
        is_part = has_key and any(part in value for part in [line.replace(key, "", 1)] if part)
        return 6 if has_key and has_value else 4 if is_part else 2 if has_value and len(value) > 1 else 0
    if not held:
        return 0
    same_key = folded(piece.key) == key or (bool(key) and folded(piece.key).endswith(key))
    fits = 4 if held == value else 2 if value and (held in value or value in held) else 0
    return fits + (3 if same_key else 0) if fits else 0


def _column(line: str, text: str) -> int:
    """Where a value begins in its line, from 1; where it is written otherwise, its first word, or the line's own."""
    words = text.split()
    for wanted in (text, " ".join(words[:2]), words[0] if words else ""):
        at = line.find(wanted) if wanted else -1
        if at >= 0:
            return at + 1
    return len(line) - len(line.lstrip()) + 1


def _letters(at: int) -> str:
    """The name of a column of a spreadsheet: A, B, … AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
