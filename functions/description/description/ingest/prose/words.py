"""The classes of words.csv: who speaks in a sentence, what a clause leaves open, which words say something."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from description.language.csv_tables import table_rows


@cache
def _classes() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Per class the whole words and the beginnings ("unser*")."""
    rows = table_rows(Path(__file__).with_name("words.csv"))
    found = {}
    for row in rows:
        words = row["words"].split("|")
        begun = tuple(word.removesuffix("*") for word in words if word.endswith("*"))
        found[row["class"]] = frozenset(word for word in words if not word.endswith("*")), begun
    return found


@lru_cache(maxsize=32768)
def is_of(kind: str, word: str) -> bool:
    """Whether a word as it is given is one of the class. KeyError: there is no such class."""
    whole, begun = _classes()[kind]
    return word in whole or (bool(begun) and word.startswith(begun))


def any_of(kind: str, words: Iterable[str]) -> bool:
    """Whether one of the words is."""
    whole, begun = _classes()[kind]
    if not begun:
        return not whole.isdisjoint(words)
    return any(is_of(kind, word) for word in words)


@cache
def listed(kind: str) -> tuple[str, ...]:
    """The words of a class, longest first, for an expression."""
    return tuple(sorted(_classes()[kind][0], key=len, reverse=True))


@cache
def pairs(kind: str) -> dict[str, str]:
    """A class of pairs: "hoch=Höhe"."""
    return dict(pair.split("=", 1) for pair in sorted(_classes()[kind][0]))
