"""What one statement of the data measures: each amount with the keys of the thing and of the axis that it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest

from description.claims.axes import AXIS, WHOLE, axes_in, axis_of, is_whole
from description.claims.measures import Amount, amount, number
from description.claims.mention import Mention
from description.claims.nouns import measured_thing
from description.claims.numbers import Figure
from description.claims.per import DERIVED, PER_ONE, PER_PAIR, per_of
from description.claims.stems import folded, stem
from description.domain.statement import Field, Statement
from description.language.csv_tables import alternation, lists_of
from description.language.text import tokens

_LONGEST_KEY = 60
_AMOUNT = r"\d[\d.,]{0,15}+\s{0,3}[^\W\d_]{0,20}"
_SUM = re.compile(rf"(?<![\d.,]){_AMOUNT}(?:\s{{0,3}}\+\s{{0,3}}{_AMOUNT}){{1,3}}")
_PART = re.compile(r"(\d[\d.,]{0,15}+)\s{0,3}([^\W\d_]{0,20})")
_AXES_OF_FIELD = {
    Field.HEEL_HEIGHT: f"{AXIS}height",
    Field.SHAFT_HEIGHT: f"{AXIS}height",
    Field.RISE: f"{AXIS}height",
    Field.LENGTH: f"{AXIS}length",
}
# A letter or noun for an axis in a key → the noun of the dimension.
_AXES = {
    name: noun
    for noun, letters in lists_of("dimensions", "noun", "letters").items()
    for name in (*letters, noun.lower())
    if letters
}
_AXIS = f"(?:{alternation(_AXES)})"
_NAMED_AXES = re.compile(rf"(?<!\w){_AXIS}(?:\s*[x×*/]\s*{_AXIS}){{1,2}}(?!\w)", re.IGNORECASE)
_EACH_AXIS = re.compile(rf"(?<!\w)({_AXIS})[.:]?\s*(?=\d)", re.IGNORECASE)  # "B 33 x H 44 x T 13 cm"
Keyed = tuple[Amount, frozenset[str]]


def amounts_of(statement: Statement, mentions: tuple[Mention, ...], keys: frozenset[str]) -> list[Keyed]:
    """Every amount of the statement. `keys` are those of the statement's own key."""
    axes = _axes(statement)
    if axes:
        sizes = (amount(measure.low, measure.high, measure.unit) for measure in statement.measures)
        whole = frozenset({WHOLE}) if is_whole([token.text for token in tokens(statement.key)]) else frozenset()
        return [(size, axis | keys | whole) for size, axis in zip_longest(sizes, axes) if size is not None]
    own = keys | _axis_of_key(statement)
    figures = [mention.figure for mention in mentions if mention.figure is not None]
    found = [
        (size, _keys(figure, own, first=place == 0)) for place, figure in enumerate(figures) for size in figure.amounts
    ]
    read = {(abs(size.low), abs(size.high), size.of) for size, _ in found}
    for measure in statement.measures:
        size = amount(measure.low, measure.high, measure.unit)
        if size is not None and (size.low, size.high, size.of) not in read:
            found.append((size, own))
    found += [(size, own) for size in _sums(statement.text)]
    return [keyed for pair in found for keyed in _per(statement, *pair)]


def _keys(figure: Figure, own: frozenset[str], *, first: bool) -> frozenset[str]:
    about = figure.about or figure.also
    nouns = about.answers if about is not None else frozenset()
    nouns |= {name for noun in figure.near for name in (*noun.names, *measured_thing(noun.text))}
    if not figure.axis and figure.labelled and not first:  # "Komfort: 4 °C, Limit: -1 °C"
        return nouns
    if not figure.axis:
        return own | nouns
    return (nouns if figure.labelled and not first else own - axes_in(own) | nouns) | {figure.axis}


def _axis_of_key(statement: Statement) -> frozenset[str]:
    if len(statement.key) > _LONGEST_KEY:
        return frozenset()
    words = [token.text for token in tokens(statement.key)]
    axes = frozenset(filter(None, (*map(axis_of, words), _AXES_OF_FIELD.get(statement.field))))
    return axes | {WHOLE} if is_whole(words) else axes


def _sums(text: str) -> Iterator[Amount]:
    """ "45 + 10 Liter", "42 cm + 3 cm": each part and the sum."""
    found = _SUM.search(text)
    parts = [(number(part[1]), part[2]) for part in _PART.finditer(found[0])] if found else []
    unit = parts[-1][1] if parts else ""
    values = [value for value, written in parts if value is not None and written in ("", unit)]
    if unit and len(values) == len(parts) > 1:
        sizes = (amount(value, None, unit) for value in (*values, sum(values, Decimal(0))))
        yield from (size for size in sizes if size is not None)


def _per(statement: Statement, size: Amount, keys: frozenset[str]) -> Iterator[Keyed]:
    """The weight of one, and that of a pair, where a statement tells either: "540 g pro Schuh"."""
    per = per_of([token.text for token in tokens(f"{statement.key} {statement.text}")]) if size.of == "weight" else ""
    if not per:
        yield size, keys
        return
    factor, other = (2, PER_PAIR) if per == PER_ONE else (Decimal("0.5"), PER_ONE)
    yield size, keys | {per}
    yield Amount(size.low * factor, size.high * factor, size.of), keys | {other, DERIVED}


def _axes(statement: Statement) -> list[frozenset[str]]:
    """The keys of each measure of what names the axes: "Maße (B×H×T): 30 × 20 × 10 cm", "B 30 x H 20 cm"."""
    written = _NAMED_AXES.search(statement.key) or _NAMED_AXES.search(statement.text)
    letters = re.split(r"\s*[x×*/]\s*", written[0]) if written else _EACH_AXIS.findall(statement.text)
    named = [_AXES.get(letter.lower()) for letter in letters]
    if len(named) < 2 or len(named) != len(statement.measures) or None in named:
        return []
    return [frozenset({f"~{stem(axis)}", folded(axis), axis_of(axis)}) for axis in named if axis]
