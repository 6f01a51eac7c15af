"""Words that mark what a value or a line is: says nothing, yes, no, a heading … They are in markers.csv."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from description.ingest.wording import NO_SIGNS, YES_SIGNS, folded
from description.language.csv_tables import alternation, lists_of


@cache
def _all_markers() -> Mapping[str, frozenset[str]]:
    return {marker: frozenset(map(folded, words)) for marker, words in _as_written().items()}


@cache
def _as_written() -> Mapping[str, tuple[str, ...]]:
    return lists_of("markers", "marker", "words", Path(__file__).parent)


def marks(marker: str, text: str) -> bool:
    """Whether a text is one of the marker's words, in any spelling ("k. A." and "K.A.")."""
    word = folded(text) if len(text) <= 40 else ""
    return word != "" and word in _all_markers()[marker]


def marked(marker: str) -> frozenset[str]:
    """The marker's words, folded."""
    return _all_markers()[marker]


def words_of(marker: str) -> tuple[str, ...]:
    """The marker's words as they stand in the table, in its order."""
    return _as_written()[marker]


def alternatives(marker: str) -> str:
    """The marker's words as the alternatives of a regular expression, the longest first."""
    return alternation(words_of(marker))


def holds(marker: str, text: str) -> bool:
    """Whether one of the marker's words stands anywhere in a text, also within another word."""
    whole = folded(text)
    return any(word in whole for word in _all_markers()[marker])


def is_yes(text: str) -> bool:
    """Whether a value is a yes: "ja", "WAHR", "x", a tick."""
    return marks("yes", text) or text.rstrip("\ufe0f") in tuple(YES_SIGNS)


def is_no(text: str) -> bool:
    """Whether a value is a no: "nein", "FALSCH", a cross."""
    return marks("no", text) or text.rstrip("\ufe0f") in tuple(NO_SIGNS)


def says_nothing(text: str) -> bool:
    """Whether a value is no statement: "k. A.", "-"."""
    return (marks("empty", text) or not any(map(str.isalnum, text))) and not (is_yes(text) or is_no(text))
