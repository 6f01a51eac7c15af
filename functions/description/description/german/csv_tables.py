"""Reads the tables of words: files with semicolons, a header and no quotes."""

from __future__ import annotations

import csv
from pathlib import Path

LEXICON = Path(__file__).with_name("lexicon")


def table_rows(file: Path) -> list[dict[str, str]]:
    """The rows of a table by the names of their columns. Raises OSError."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";", quoting=csv.QUOTE_NONE))
