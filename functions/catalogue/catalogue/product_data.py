"""The product data as it was sent → the entries that the page shows. Pure.

How the data is understood is the description function's matter; this shows it in the words of its sender.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any, Final

from bildtext.decisions import DataFile
from bildtext.json_text import JsonError, RepeatedKeys, load_json
from bildtext.storage.article_table import DataItem
from catalogue.view_model import DataEntry, DataView, LineChange

_BULLETS: Final = " \t-–•*·"
_LONGEST_KEY: Final = 60  # characters; a longer beginning of a line with a colon is a sentence
_MOST: Final = 2000  # entries that are shown
LONGEST_LINES: Final = 20_000  # characters; no longer data is changed as lines
_MOST_CHANGES: Final = 100  # lines of a difference, and characters of a line:
_LONGEST_CHANGE: Final = 300


def data_view(data: DataItem | None, conflicts: Sequence[Mapping[str, Any]]) -> DataView | None:
    """The data of an article; `conflicts` are the description's, and are shown at the entries they are about."""
    if data is None:
        return None
    text, entries = _read(data.content)
    marked = tuple(replace(entry, conflict=_conflict(entry, conflicts)) for entry in entries[:_MOST])
    return DataView(
        entries=marked,
        text=text,
        refusal=data.refusal,
        written_at=data.written_at,
        more_entries=max(0, len(entries) - _MOST),
    )


def data_lines(content: str) -> str:
    """The data as lines, all of them, as they can be changed and sent again."""
    text, entries = _read(content)
    if text is not None:
        return text
    return "\n".join(f"{entry.key}: {entry.value}" if entry.key else entry.value for entry in entries)


def file_lines(file: DataFile) -> str | None:
    """The data of a file as lines, none of one that cannot be read; None if they are too long: sending a part of them
    again would delete the rest."""
    lines = data_lines(file.content)
    return lines if len(lines) <= LONGEST_LINES else None


def line_changes(before: str, after: str) -> tuple[LineChange, ...]:
    """The lines that were removed and added, wherever they are; in time linear in the texts."""
    old, new = Counter(before.splitlines()), Counter(after.splitlines())
    removed = (LineChange("removed", line[:_LONGEST_CHANGE]) for line in (old - new).elements() if line.strip())
    added = (LineChange("added", line[:_LONGEST_CHANGE]) for line in (new - old).elements() if line.strip())
    return tuple(islice(chain(removed, added), _MOST_CHANGES))


def _read(content: str) -> tuple[str | None, list[DataEntry]]:
    """The pasted text, if it was text, and the entries."""
    try:
        loaded = load_json(content)
    except JsonError:
        return content or None, list(_lines(content))
    if isinstance(loaded, dict) and isinstance(loaded.get("data_text"), str):
        return loaded["data_text"], list(_lines(loaded["data_text"]))
    if isinstance(loaded, dict) and loaded.get("data") is not None:
        loaded = loaded["data"]
    return None, list(_entries("", loaded))


def _lines(text: str) -> Iterator[DataEntry]:
    for line in text.splitlines():
        plain = line.strip(_BULLETS)
        key, colon, value = plain.partition(":")
        if colon and value.strip() and len(key) <= _LONGEST_KEY:
            yield DataEntry(key.strip(), value.strip())
        elif plain:
            yield DataEntry("", plain)


def _entries(key: str, value: Any) -> Iterator[DataEntry]:
    """A value as entries: one for each of an object's, a list's if they are no plain values, else itself."""
    if isinstance(value, RepeatedKeys):
        for pair in value:
            yield from _entries(key, pair)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _entries(f"{key} · {name}" if key else str(name), inner)
    elif isinstance(value, list) and any(isinstance(one, (dict, list)) for one in value):
        for one in value:
            yield from _entries(key, one)
    elif isinstance(value, list):
        yield DataEntry(key, ", ".join(map(_plain, value)))
    else:
        yield DataEntry(key, _plain(value))


def _plain(value: Any) -> str:
    return "–" if value is None else {True: "ja", False: "nein"}[value] if isinstance(value, bool) else str(value)


def _conflict(entry: DataEntry, conflicts: Sequence[Mapping[str, Any]]) -> str | None:
    """The message of the conflict that the entry is part of: with this key and value, as the description read them."""
    own = (_folded(entry.key), _folded(entry.value))
    for conflict in conflicts:
        of_conflict = {(_folded(one.get("key")), _folded(one.get("value"))) for one in conflict.get("entries", ())}
        if own in of_conflict or (own[0].rpartition("·")[2].strip(), own[1]) in of_conflict:
            return str(conflict.get("message", ""))
    return None


def _folded(text: Any) -> str:
    return " ".join(str(text or "").casefold().split())
