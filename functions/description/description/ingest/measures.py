"""Numbers with units in German text: "ca. 4,5 cm", "36–41 mm", "1.250 g", "30 x 20 x 10 cm"."""

from __future__ import annotations

import re
from decimal import Decimal

from description.domain.quantity import UNIT_NAMES
from description.domain.statement import Measure
from description.ingest.markers import alternatives
from description.language.csv_tables import alternation

_UNIT = alternation(UNIT_NAMES)
_NUMBER = r"\d{1,3}(?:[.'\u2019]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_MEASURE = re.compile(
    rf"(?P<about>\b(?:{alternatives('about')})\b\.?\s*|[~≈]\s*)?"
    rf"(?<![\w.,])(?P<low>{_NUMBER})"
    rf"(?:\s*-?\s*(?P<first>{_UNIT})(?![\w²³]))?\.?"
    rf"(?:\s*(?:[-–—]|bis(?:\s+zu)?)\s*(?P<high>{_NUMBER})(?![\w.,]*\d))?"
    rf"(?:\s*-?\s*(?P<unit>{_UNIT})(?![\w²³]))?",
    re.IGNORECASE,
)
_TIMES = re.compile(r"\s*(?:[x×*]|/)\s*(?=\d)", re.IGNORECASE)
_WORDS = re.compile(rf"(?i)(?!(?:{alternatives('beside-number')})\b)[^\W\d_]+")
_DIGIT = re.compile(r"\d")


def measures(text: str, unit: str = "", *, bare: bool = False) -> tuple[Measure, ...]:
    """The measures of a text in order; `unit` is the one the key carries. `bare`: a lone number counts without a unit.

    "30 x 20 cm" are two measures in cm. "bis 30 °C" is 30 °C.
    """
    if len(text) > 400 or not _DIGIT.search(text):
        return ()
    given = unit_name(unit)
    found = [_measure(match, given) for match in _MEASURE.finditer(_TIMES.sub(" x ", text).replace(" x ", " × "))]
    if "×" in text or "x" in text.lower() or "/" in text:
        found = _with_the_unit_of_the_last(found)
    with_unit = tuple(measure for measure in found if measure.unit)
    return with_unit or (tuple(found) if bare and not _WORDS.search(text) else ())


def unit_name(unit: str) -> str:
    """A unit as it is written in a text ("Zentimeter" → "cm"); "" for one that is not known."""
    return UNIT_NAMES.get(unit.lower().strip(" ."), "")


def number(text: str) -> Decimal:
    """A German number: decimal comma, points between thousands; "4.5" of other systems too."""
    text = text.replace("'", "").replace("’", "")
    if "," in text:
        return Decimal(text.replace(".", "").replace(",", "."))
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", text):
        return Decimal(text.replace(".", ""))
    return Decimal(text)


def _measure(match: re.Match[str], given: str) -> Measure:
    unit = match["unit"] or match["first"] or ""
    high = match["high"]
    return Measure(number(match["low"]), number(high) if high else None, unit_name(unit) or given, bool(match["about"]))


def _with_the_unit_of_the_last(found: list[Measure]) -> list[Measure]:
    unit = ""
    for at in range(len(found) - 1, -1, -1):
        unit = found[at].unit or unit
        found[at] = Measure(found[at].low, found[at].high, unit, found[at].about)
    return found
