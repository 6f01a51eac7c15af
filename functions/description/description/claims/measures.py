"""Numbers of a text: measures with their unit in one base unit, number words, and sizes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

# Unit as written (lower case) → what it measures, and how many of the base unit one of it is.
UNITS: dict[str, tuple[str, Decimal]] = {
    **dict.fromkeys(("mm", "millimeter", "millimetern"), ("length", Decimal(1))),
    **dict.fromkeys(("cm", "zentimeter", "zentimetern"), ("length", Decimal(10))),
    **dict.fromkeys(("m", "meter", "metern"), ("length", Decimal(1000))),
    **dict.fromkeys(("zoll", '"', "inch", "″"), ("length", Decimal("25.4"))),
    **dict.fromkeys(("g", "gramm"), ("weight", Decimal(1))),
    **dict.fromkeys(("kg", "kilo", "kilogramm"), ("weight", Decimal(1000))),
    **dict.fromkeys(("ml", "milliliter"), ("volume", Decimal(1))),
    **dict.fromkeys(("l", "liter", "litern"), ("volume", Decimal(1000))),
    **dict.fromkeys(("g/m2", "g/m²", "gsm"), ("g/m²", Decimal(1))),
    **dict.fromkeys(("%", "prozent"), ("%", Decimal(1))),
    **dict.fromkeys(("den", "denier"), ("den", Decimal(1))),
    **dict.fromkeys(("°", "°c", "grad"), ("°C", Decimal(1))),
    **dict.fromkeys(("€", "euro", "eur"), ("€", Decimal(1))),
    **dict.fromkeys(("cuin",), ("cuin", Decimal(1))),
    **dict.fromkeys(("jahre", "jahren", "jahr"), ("years", Decimal(1))),
}
NUMBER_WORDS: dict[str, float] = {
    "anderthalb": 1.5, "eineinhalb": 1.5, "zweieinhalb": 2.5, "dreieinhalb": 3.5, "viereinhalb": 4.5,
    "zwei": 2, "zweier": 2, "drei": 3, "dreier": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7,
    "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12,
}  # fmt: skip
SIZE_LETTERS = re.compile(r"(?:[2-9]?X{1,4}[SL]|X{0,4}[SML])(?:/X{0,4}[SML])?$")
SIZE_CODE = re.compile(r"[A-Z]{1,2}$|\d{1,3}[A-Z]{0,2}$")
WIDTH_COMPOUND = re.compile(r"([A-Z]{1,2})-(Weite|Cup|Körbchen)$")
_SPELT = "|".join(word for word in NUMBER_WORDS if word not in ("zweier", "dreier"))
_SPELT_FIRST = re.compile(
    rf"^(ein|doppel|{_SPELT})(er-?(?:pack|set)\w*|pack\w*|fach|teilig|reihig|stufig|farbig|lagig|seitig|fädig)"
)
_WITH_UNIT = re.compile(r"^(\d+(?:[.,]\d+)?)-?(mm|cm|m|g|kg|ml|l|den|zoll|liter|gramm|grad)-(.+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in the base unit of what it measures; `of` is "" for a bare number."""

    low: Decimal
    high: Decimal
    of: str

    def within(self, other: Amount) -> bool:
        """Whether the other says the same or allows it; lengths may differ by rounding to half a millimetre."""
        if self.of != other.of:
            return False
        slack = Decimal("0.5") if self.of == "length" else Decimal(0)
        if other.low == other.high or (self.low == self.high and self.low in (other.low, other.high)):
            return other.low - slack <= self.low and self.high <= other.high + slack
        return abs(self.low - other.low) <= slack and abs(self.high - other.high) <= slack


def number(text: str) -> Decimal | None:
    """ "4,5" → 4.5, "1.200" → 1200, "zwei" → 2; None for what is no single number."""
    word = NUMBER_WORDS.get(text.lower())
    if word is not None:
        return Decimal(word)
    if not text[:1].isdigit():
        return None
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None


def amount(low: Decimal, high: Decimal | None, unit: str) -> Amount | None:
    """The amount in its base unit; None when the unit is not known. A bare number has unit ""."""
    if not unit:
        return Amount(low, low if high is None else high, "")
    known = UNITS.get(unit.lower())
    if known is None:
        return None
    of, factor = known
    return Amount(low * factor, (low if high is None else high) * factor, of)


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
    if found and not lower.startswith("einfach"):
        value = {"ein": 1, "doppel": 2}.get(found[1]) or NUMBER_WORDS[found[1]]
        rest = lower[len(found[1]) :]
        lower = f"{value}{'er' if rest.startswith('pack') else ''}{rest}"
    return lower.replace("-", "") if lower[:1].isdigit() else lower
