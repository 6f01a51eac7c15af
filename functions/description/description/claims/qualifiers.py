"""Words that qualify a number ("knapp", "bis zu", "mehr als")."""

from __future__ import annotations

from collections.abc import Sequence

from description.claims.line import Unit, phrases_ending_at
from description.language.function_words import function_words

_CLASSES = ("about", "above", "below", "least", "less", "more", "most")
_LONGEST = 3
# Prepositions and adverbs of another meaning before a mere count: "über zwei Knöpfe", "ab drei Stück".
_OF_MEASURES = function_words("qualifier-of-measures")
_QUALIFIERS = {words: kind for kind in _CLASSES for words in function_words(f"qualifier-{kind}")}
QUALIFYING = frozenset(words.split(" ")[0] for words in _QUALIFIERS)  # what may open one
_CLOSING = frozenset(words.split(" ")[-1] for words in _QUALIFIERS)


def qualifier_before(units: Sequence[Unit], place: int, *, measured: bool = True) -> tuple[str, int]:
    """The class of the words that qualify the number at `place`, and where they begin; ("", place) for none."""
    if not place or units[place].gap or units[place - 1].text.lower() not in _CLOSING:
        return "", place
    for said, first in phrases_ending_at(units, place - 1, _LONGEST):
        known = _QUALIFIERS.get(said)
        if known is not None and (measured or said not in _OF_MEASURES):
            return known, first
    return "", place


def qualifies(units: Sequence[Unit], at: int) -> int:
    """How many units from `at` on are a qualifier, if a number may follow; 0 when none is."""
    if units[at].text.lower() not in QUALIFYING:
        return 0
    for size in range(_LONGEST, 0, -1):
        phrase = units[at : at + size]
        known = " ".join(unit.text for unit in phrase).lower() in _QUALIFIERS
        if known and len(phrase) == size and not any(unit.gap for unit in phrase[1:]):
            return size
    return 0
