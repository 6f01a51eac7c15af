"""The tables of style: words by class and by what they are a sign of. A * stands for the rest of a word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from description.language.csv_tables import alternation, lists_of, table_rows

_FOLDER = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of this folder."""
    return table_rows(_FOLDER / f"{name}.csv")


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one class of words.csv as written. KeyError: there is no such class."""
    return frozenset(_classes()[kind])


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """Finds a word of one class of words.csv, in any case."""
    return any_of(words(kind))


def any_of(listed: Iterable[str]) -> re.Pattern[str]:
    """Finds one of these words, the longest first, in any case."""
    found = alternation(listed).replace(r"\*", r"[\w-]{0,40}").replace(r"\ ", r"\s+")
    return re.compile(rf"(?<![\w-])(?:{found})(?!\w)", re.IGNORECASE)


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    return lists_of("words", "class", "words", _FOLDER)
