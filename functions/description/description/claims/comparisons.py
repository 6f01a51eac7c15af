"""Comparatives: "bequemer als", with what it is measured by."""

from __future__ import annotations

from collections.abc import Sequence

from description.claims.binding import noun_after, noun_behind
from description.claims.line import STOP, Unit, unit_behind
from description.claims.world import is_of_the_world
from description.language.function_words import function_words

_THAN = function_words("than")
_EXPECTED = function_words("expected")
_MORE = function_words("more")
_NO_COMPARATIVES = function_words("no-comparative")


def compares(units: Sequence[Unit], at: int) -> bool:
    """ "bequemer als": a comparative and what it is measured by."""
    text = units[at].text.lower()
    behind = unit_behind(units, at)
    if behind is None or behind.text not in _THAN:
        return False
    if text not in _MORE and units[at].sense.material is not None:
        return False
    if units[at].sense.noun and units[at].gap != STOP:
        return False  # "aus Leder als Geschenk"
    if at + 2 < len(units) and units[at + 2].text in _EXPECTED:
        return False  # "eine Nummer größer als üblich"
    compared = noun_after(units, at + 1) or noun_behind(units, at + 1)
    if compared is not None and is_of_the_world(units, compared):
        return False  # "kaum schwerer als eine Tafel Schokolade"
    comparative = text in _MORE or (text.endswith("er") and text not in _NO_COMPARATIVES)
    return comparative and not units[at].sense.role
