"""Reads the tables of words: files with semicolons, a header and no quotes."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

LEXICON = Path(__file__).parents[1] / "lexicon"


def table_rows(file: Path) -> list[dict[str, str]]:
    """The rows of a table by the names of their columns. Raises OSError."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";", quoting=csv.QUOTE_NONE))


def lists_of(name: str, key: str, cell: str, folder: Path = LEXICON) -> dict[str, tuple[str, ...]]:
    """The lists of words in one column of a table, by the values of another."""
    return {row[key]: items(row[cell]) for row in table_rows(folder / f"{name}.csv")}


def items(cell: str) -> tuple[str, ...]:
    """The items of a cell: "a|b"; none of an empty one."""
    return tuple(cell.split("|")) if cell else ()


def alternation(words: Iterable[str]) -> str:
    """Words as the alternatives of a regular expression, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
