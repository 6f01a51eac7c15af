"""Guarantees of more than two years, which need the harmonised label (Directive (EU) 2024/825)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from description.domain.statement import ProductData
from description.language.numerals import numeral
from description.legal.expressions import any_of, places, sentence_around, words_between
from description.legal.model import Hit
from description.legal.rules_file import RulesFile

_MOST_YEARS = 2
_MOST_BETWEEN = 5  # words between the guarantee and its time
_NUMBER = re.compile(r"(?<!\w)(\d{1,3}(?:,\d)?|[a-zäöüß]+)[\s-]*$", re.IGNORECASE)
_LONGEST = 30  # characters of a number before its unit


def guarantees(text: str, lowered: str, data: ProductData, rules: RulesFile) -> Iterator[Hit]:  # noqa: ARG001
    """Each guarantee together with a time of more than two years, unless its sentence names the label."""
    given = rules.guarantees
    named = sorted(place.span() for place in places(given.words, text, lowered))
    if not named:
        return
    times = [place.span() for place in places(given.endless, text, lowered)]
    for units, in_a_year in ((given.years, 1), (given.months, 12)):
        for place in places(units, text, lowered):
            start, number = _number(text, place.start(), place[0])
            if number is not None and number > _MOST_YEARS * in_a_year:
                times.append((start, place.end()))
    for start, end in named:
        near = [time for time in times if _is_near(text, (start, end), time)]
        first, last = sentence_around(text, start, end)
        if near and not any_of(given.unless_sentence).search(text, first, last):
            begins, ends = min(near, key=lambda time: abs(time[0] - start))
            yield Hit("guarantee", min(start, begins), max(end, ends), given.message)


def _is_near(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    if abs(one[0] - other[0]) > 120:
        return False
    if one[0] < other[1] and other[0] < one[1]:
        return True
    between = words_between(text, min(one[1], other[1]), max(one[0], other[0]))
    return between is not None and between <= _MOST_BETWEEN


def _number(text: str, start: int, unit: str) -> tuple[int, Decimal | None]:
    """The number before a unit ("5 Jahre", "fünf Jahre") or within it ("5-Jahres-Garantie", "fünfjährige"), and where
    it begins."""
    inner = re.match(r"(\d{1,3})(?!\d)", unit)
    if inner:
        return start, Decimal(inner[1])
    word = re.match(r"[a-zäöüß]+?(?=-?jahr|-?jähr|-?monat)", unit.lower())
    if word and (value := numeral(word[0])) is not None:
        return start, value
    before = _NUMBER.search(text[max(0, start - _LONGEST) : start])
    if before is None:
        return start, None
    begins = start - (min(start, _LONGEST) - before.start())
    said = before[1].lower()
    return begins, Decimal(said.replace(",", ".")) if said[0].isdigit() else numeral(said)
