"""Reads the tables of words: files with semicolons, a header and no quotes."""

from __future__ import annotations

import csv
from pathlib import Path

LEXICON = Path(__file__).with_name("lexicon")


def table_rows(file: Path) -> list[dict[str, str]]:
    """The rows of a table by the names of their columns. Raises OSError."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";", quoting=csv.QUOTE_NONE))


def lists_of(name: str, key: str, cell: str) -> dict[str, tuple[str, ...]]:
    """The lists of words in one column of a table of the lexicon, by the values of another."""
    return {row[key]: tuple(row[cell].split("|")) if row[cell] else () for row in table_rows(LEXICON / f"{name}.csv")}
