"""Words that qualify a number ("knapp", "bis zu", "mehr als")."""

from __future__ import annotations

from collections.abc import Sequence

from description.claims.line import Unit
from description.claims.phrases import Phrases
from description.language.function_words import function_words

_CLASSES = ("about", "above", "below", "least", "less", "more", "most")
# Prepositions and adverbs of another meaning before a mere count: "über zwei Knöpfe", "ab drei Stück".
_OF_MEASURES = function_words("qualifier-of-measures")
_QUALIFIERS = Phrases({kind: function_words(f"qualifier-{kind}") for kind in _CLASSES})
QUALIFYING = _QUALIFIERS.firsts  # what may open one


def qualifier_before(units: Sequence[Unit], place: int, *, measured: bool = True) -> tuple[str, int]:
    """The class of the words that qualify the number at `place`, and where they begin; ("", place) for none."""
    if not place or units[place].gap:
        return "", place
    known, first = _QUALIFIERS.ending_at(units, place - 1, frozenset() if measured else _OF_MEASURES)
    return (known, first) if known else ("", place)


def qualifies(units: Sequence[Unit], at: int) -> int:
    """How many units from `at` on are a qualifier, if a number may follow; 0 when none is."""
    return _QUALIFIERS.size_at(units, at)
