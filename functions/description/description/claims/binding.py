"""Which noun an adjective, a number, a verb or a genitive belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from description.claims.line import COLON, COMMA, Unit
from description.language.function_words import function_words

_FURTHEST = 6
_GENITIVE = function_words("genitive-article")


def noun_after(units: Sequence[Unit], place: int) -> int | None:
    """The place of the noun that an adjective or a number stands before, over other adjectives."""
    for at in range(place + 1, min(place + 1 + _FURTHEST, len(units))):
        unit = units[at]
        if unit.gap >= COLON or (unit.gap == COMMA and not unit.sense.attributive):
            return None
        if unit.sense.noun:
            return at
        if not (unit.sense.noun or unit.sense.attributive or unit.sense.role in ("and", "number")):
            return None
    return None


def noun_behind(units: Sequence[Unit], place: int) -> int | None:
    """The first noun behind a verb, over its articles and adjectives."""
    for at in range(place + 1, min(place + 1 + _FURTHEST, len(units))):
        if units[at].gap >= COLON:
            return None
        if units[at].sense.noun:
            return at
        if not (units[at].sense.attributive or units[at].sense.role == "function"):
            return None
    return None


def adjectives_before(units: Sequence[Unit], at: int) -> int:
    """The place of the first of the adjectives right before a noun; that of the noun for none."""
    while at > 0 and not units[at].gap and units[at - 1].sense.attributive:
        at -= 1
    return at


def genitive_head(units: Sequence[Unit], at: int) -> int | None:
    """The noun that a genitive belongs to: Futter, of "das Futter der leichten Tasche"."""
    place = adjectives_before(units, at) - 1
    if place < 1 or units[place].text not in _GENITIVE or any(unit.gap for unit in units[place : at + 1]):
        return None
    head = units[place - 1].sense
    return place - 1 if head.noun and head.material is None else None
