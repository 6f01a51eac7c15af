"""Numbers of a text: measures with their unit in one base unit, number words, and sizes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from description.claims.allowances import fits
from description.domain.quantity import UNITS
from description.language.function_words import alternatives
from description.language.numerals import numeral

DASHES = frozenset({"–", "-", "—"})
SIZE_LETTERS = re.compile(r"(?:[2-9]?X{1,4}[SL]|X{0,4}[SML])(?:/X{0,4}[SML])?$")
SIZE_CODE = re.compile(r"[A-Z]{1,2}$|\d{1,3}[A-Z]{0,2}$")
WIDTH_COMPOUND = re.compile(r"([A-Z]{1,2})-(Weite|Cup|Körbchen)$")
_SPELT_FIRST = re.compile(rf"^(\w+?)(er-?(?:pack|set)\w*|pack\w*|{alternatives('counted-ending')})")
_ONES = {"ein": Decimal(1), "doppel": Decimal(2)}
_WITH_UNIT = re.compile(rf"^(\d+(?:[.,]\d+)?)-?({alternatives('unit-in-compound')})-(.+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or a range, in the base unit of what it measures; `of` is "" for a bare number.

    `said` is the class of the word that qualifies it ("about", "most", …; see allowances.py), "" for none; `unit` is
    how many of the base unit one of the unit is that it is said in.
    """

    low: Decimal
    high: Decimal
    of: str
    said: str = ""
    unit: Decimal = Decimal(1)

    def within(self, other: Amount) -> bool:
        """Whether the other, of the data, says the same or allows it; lengths may differ by half a millimetre."""
        if self.of != other.of:
            return False
        if self.said:
            ends = other.low / self.unit, other.high / self.unit
            return fits(self.said, (self.high if self.said == "most" else self.low) / self.unit, *ends, other.said)
        slack = Decimal("0.5") if self.of == "length" else Decimal(0)
        if other.low == other.high or (self.low == self.high and self.low in (other.low, other.high)):
            return other.low - slack <= self.low and self.high <= other.high + slack
        return abs(self.low - other.low) <= slack and abs(self.high - other.high) <= slack


@lru_cache(maxsize=4096)
def number(text: str) -> Decimal | None:
    """ "4,5" → 4.5, "1.200" → 1200, "zwei" → 2; None for what is no single number."""
    word = numeral(text.lower())
    if word is not None:
        return word
    if not text[:1].isdigit():
        return None
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None


def amount(low: Decimal, high: Decimal | None, unit: str, said: str = "") -> Amount | None:
    """The amount in its base unit; None when the unit is not known. A bare number has unit ""."""
    if not unit:
        return Amount(low, low if high is None else high, "", said)
    known = UNITS.get(unit.lower())
    if known is None:
        return None
    of, factor = known
    return Amount(low * factor, (low if high is None else high) * factor, of, said, factor)


def measured_compound(token: str) -> tuple[Amount, str] | None:
    """ "45-mm-Absatz" → 45 mm and "Absatz"; None for any other word."""
    found = _WITH_UNIT.match(token)
    value = number(found[1]) if found else None
    size = amount(value, None, found[2]) if found and value is not None else None
    return (size, found[3]) if found and size else None


def with_digits(token: str) -> str:
    """ "zweiteilig" → "2teilig", "Dreierpack" → "3erpack", "3-teilig" → "3teilig": one key for each way to write it."""
    lower = token.lower()
    found = _SPELT_FIRST.match(lower)
    value = _ONES.get(found[1], numeral(found[1])) if found else None
    if found and value is not None and not lower.startswith("einfach"):
        rest = lower[len(found[1]) :]
        lower = f"{value}{'er' if rest.startswith('pack') else ''}{rest}"
    return lower.replace("-", "") if lower[:1].isdigit() else lower
