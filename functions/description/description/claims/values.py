"""One number of a text: digits, words, "einen Meter", "ein halber Liter", "zwei Dutzend", "minus 15"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from description.claims.line import Unit, unit_before, unit_behind
from description.claims.measures import number
from description.domain.quantity import UNITS
from description.language.function_words import function_words

_ONE = function_words("one")
_HALF = function_words("half")
_DOZEN, _TWELVE = "dutzend", Decimal(12)
_MINUS = re.compile(r"(?<![\w)])[-−–]$")


class Value(NamedTuple):
    """A number and its units, `first` to `last`. `value` is None for what is no number after all ("7/8")."""

    first: int
    last: int
    value: Decimal | None


def value_at(text: str, units: Sequence[Unit], place: int) -> Value | None:
    """The number that begins at this unit; None where there is none."""
    half = _half_at(units, place)
    if half is not None:
        return Value(place, half, Decimal("0.5"))
    if is_one_unit(units, place):
        dozen = units[place + 1].text.lower() == _DOZEN
        return Value(place, place + dozen, _TWELVE if dozen else Decimal(1))
    if units[place].sense.role != "number":
        return None
    value = number(units[place].text)
    if value is not None and _is_negative(text, units, place):
        return Value(place - (units[place - 1].text.lower() == "minus" if place else 0), place, -value)
    return Value(place, place, value)


def is_one_unit(units: Sequence[Unit], at: int) -> bool:
    """ "einen Meter", "ein Dutzend", "einen halben Liter": as much a number as "1 Meter"."""
    if units[at].text.lower() not in _ONE:
        return _half_at(units, at) is not None
    following = unit_behind(units, at)
    return following is not None and (_is_spelt(following) or _half_at(units, at) is not None)


def _half_at(units: Sequence[Unit], at: int) -> int | None:
    """The place of "halben" in "einen halben Meter", "halber Meter"."""
    half = at + (units[at].text.lower() in _ONE)
    if half + 1 >= len(units) or units[half].text.lower() not in _HALF or not _is_spelt(units[half + 1]):
        return None
    return half if not units[half + 1].gap and (half == at or not units[half].gap) else None


def _is_spelt(unit: Unit) -> bool:
    """A unit of measure in full: "Meter", not "m"."""
    text = unit.text.lower()
    return text == _DOZEN or (len(text) > 3 and text in UNITS)


def _is_negative(text: str, units: Sequence[Unit], place: int) -> bool:
    before = unit_before(units, place)
    if before is not None and before.text.lower() == "minus":
        return True
    return bool(_MINUS.search(text[max(0, units[place].start - 2) : units[place].start]))
