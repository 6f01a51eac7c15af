"""Function words of German by their class: prepositions, finite verbs, relative pronouns, …"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("lexicon") / "function_words.csv"


def function_words(kind: str) -> frozenset[str]:
    """The words of one class of function_words.csv, in lower case unless nouns. KeyError: there is no such class."""
    return _classes()[kind]


@cache
def _classes() -> dict[str, frozenset[str]]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()[1:]
    return {kind: frozenset(words.split("|")) for kind, _, words in (line.partition(";") for line in lines)}
