"""Function words of German by their class: prepositions, finite verbs, relative pronouns, …"""

from __future__ import annotations

from functools import cache

from description.language.csv_tables import alternation, lists_of


def function_words(kind: str) -> frozenset[str]:
    """The words of one class of function_words.csv, in lower case unless nouns. KeyError: there is no such class."""
    return _classes()[kind]


def function_names() -> tuple[str, ...]:
    """The names of all classes."""
    return tuple(_classes())


@cache
def lower_words(kind: str) -> frozenset[str]:
    """The same in lower case, nouns too."""
    return frozenset(map(str.lower, function_words(kind)))


def alternatives(kind: str) -> str:
    """The words of a class as the alternatives of a regular expression, the longest first."""
    return alternation(function_words(kind))


@cache
def _classes() -> dict[str, frozenset[str]]:
    return {kind: frozenset(words) for kind, words in lists_of("function_words", "class", "words").items()}
