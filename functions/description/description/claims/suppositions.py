"""Conditions and clauses about the reader or the world: what they say is not said of the article."""

from __future__ import annotations

from collections.abc import Sequence

from description.claims.line import COMMA, Unit
from description.claims.targets import FINITE, clause_of
from description.language.function_words import function_words

LONGEST_SENTENCE = 80  # words to either side; without full stops a text is no sentence but a list
_SUPPOSING = function_words("supposing")
_CONDITIONAL = function_words("conditional")
_SEEKING = function_words("seeking")
_SEEKING = function_words("seeking")
_PREPOSITIONS = function_words("preposition")


def supposes(units: Sequence[Unit], at: int) -> bool:
    """ "Wer im Herbst wandert", "wenn draußen Wind weht": it supposes something of the reader or the world."""
    return any(other.text.lower() in _SUPPOSING for other in clause_around(units, at))


def seeks(units: Sequence[Unit], at: int) -> bool:
    """ "Wer eine Bluse sucht, ist hier richtig": the article is what is sought."""
    return any(other.text in _SEEKING for other in clause_around(units, at))


def is_conditional(units: Sequence[Unit], at: int) -> bool:
    """ "Wird es warm, öffnet man sie", "wenn es regnet": a condition, which is not said to be so."""
    first, last = clause_of(units, at)
    if units[first].text.lower() in _CONDITIONAL:
        return True
    if units[first].gap == COMMA or last >= len(units) or units[last].gap != COMMA or not units[last].text[0].islower():
        return False
    verb = units[first].text.lower() in FINITE or (first + 1 < last and units[first + 1].text == "Sie")
    return verb and not units[last].sense.role and units[last].text not in _PREPOSITIONS


def clause_around(units: Sequence[Unit], at: int) -> Sequence[Unit]:
    """The units between the signs around a unit."""
    first, last = clause_of(units, at)
    return units[first:last]
