"""Numbers in a text: how far they reach, what they measure, and the noun that says what was measured or counted."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from description.claims.binding import noun_after
from description.claims.line import COMMA, NONE, STOP, Unit
from description.claims.measures import (
    SIZE_CODE,
    SIZE_LETTERS,
    UNITS,
    WIDTH_COMPOUND,
    Amount,
    amount,
    measured_compound,
    number,
)
from description.claims.roles import DIMENSIONS
from description.claims.senses import Sense, sense
from description.claims.stems import stem

_SIZE_NOUNS = frozenset(
    map(
        stem,
        (
            "Größe",
            "Gr",
            "Weite",
            "Schuhgröße",
            "Konfektionsgröße",
            "Cup",
            "Körbchen",
            "EU",
            "Schuhweite",
            "Komfortweite",
        ),
    )
)
_DIMENSIONS = {
    "hoch": "Höhe", "hoh": "Höhe", "lang": "Länge", "breit": "Breite", "tief": "Tiefe", "weit": "Weite",
    "dick": "Dicke", "schwer": "Gewicht", "leicht": "Gewicht", "stark": "Stärke", "kurz": "Länge",
}  # fmt: skip
_DIMENSION_NOUNS = {stem(adjective): noun for adjective, noun in _DIMENSIONS.items()}
_BACK = 5
_ONE = frozenset({"ein", "eine", "einen", "einem", "einer"})
_ONLY = frozenset({"nur", "lediglich", "bloß"})


class Figure(NamedTuple):
    """A number with all that belongs to it: units `first` to `last`, its amounts, and the noun that it is about.

    `last` is the number's own last unit, `end` that of the noun. `kind` is "percent", "measure", "size", "count" or
    "number"; `also` an adjective that names the dimension ("hoch").
    """

    first: int
    last: int
    end: int
    kind: str
    amounts: tuple[Amount, ...] = ()
    code: str = ""
    about: Sense | None = None
    also: Sense | None = None


def figure_at(text: str, units: Sequence[Unit], place: int) -> Figure | None:
    """The figure that starts at this unit; None where there is none."""
    unit = units[place]
    if unit.sense.role != "number":
        return _compound(units, place) or _size_letters(units, place)
    value = number(unit.text)
    values = [value if value is not None else Decimal(-1)]
    at, joiner = place, ""
    while at + 2 < len(units) + 1:
        between = text[units[at].end : units[at + 1].start] if at + 1 < len(units) else ""
        if at + 2 < len(units) and units[at + 1].sense.role in ("to", "by") and units[at + 2].sense.role == "number":
            step, joiner = 2, units[at + 1].sense.role
        elif (
            at + 1 < len(units)
            and between.strip() in ("–", "-", "—")
            and between
            and units[at + 1].sense.role == "number"
        ):
            step, joiner = 1, "to"
        else:
            break
        following = number(units[at + step].text)
        if following is None:
            break
        values.append(following)
        at += step
    rounded = place > 0 and (units[place - 1].sense.role == "about" or units[place - 1].text.lower() == "rund")
    first = place - 1 if rounded else place
    label = units[first - 1] if first else None
    if label is not None and label.sense.stem in _SIZE_NOUNS and unit.gap != STOP:
        return Figure(
            first - 1, at, at, "size", _amounts(values, "", joiner), code="" if joiner else unit.text, about=label.sense
        )
    written, last = _unit(units, at)
    if value is None:
        return Figure(first, last, last, "number", code=unit.text, about=_counted(units, last)[0])
    if written and UNITS[written.lower()][0] == "%":
        return Figure(first, last, last, "percent", _amounts(values, "%", joiner))
    if written:
        about, also, first, end = _measured(units, first, last)
        return Figure(
            first, last + (also is not None), end, "measure", _amounts(values, written, joiner), about=about, also=also
        )
    about, end = _counted(units, last)
    if about is None and label is not None and label.sense.noun and not unit.gap and first == place:
        about = label.sense if label.sense.kind and label.sense.type is None else None  # "UPF 50"
        return Figure(first - (about is not None), last, last, "number", _amounts(values, "", joiner), unit.text, about)
    kind = "count" if about is not None and not joiner else "number"
    return Figure(first, last, end, kind, _amounts(values, "", joiner), code=unit.text, about=about)


def single_at(units: Sequence[Unit], at: int) -> Figure | None:
    """ "nur eine Tasche": as much a number as "zwei Taschen"."""
    first = at
    while first > 0 and not units[first].gap and units[first - 1].sense.attributive:
        first -= 1
    if first < 2 or units[first].gap or units[first - 1].text not in _ONE or units[first - 2].text.lower() not in _ONLY:
        return None
    one = Amount(Decimal(1), Decimal(1), "")
    return Figure(first - 1, first - 1, at, "single", (one,), about=units[at].sense)


def _compound(units: Sequence[Unit], place: int) -> Figure | None:
    """ "45-mm-Absatz", "6-cm-hoher"."""
    found = measured_compound(units[place].text) if units[place].text[0].isdigit() else None
    if found is None:
        return None
    noun = sense(found[1])
    return Figure(place, place, place, "measure", (found[0],), about=None if noun.type is not None else noun)


def _size_letters(units: Sequence[Unit], place: int) -> Figure | None:
    """ "Größe M", "Weite G", "XXL", "H-Weite"."""
    text = units[place].text
    if not text[0].isupper() and not text[0].isdigit():
        return None
    label = units[place - 1] if place and units[place].gap != STOP else None
    named = label is not None and (label.sense.stem in _SIZE_NOUNS or label.sense.role == "to")
    if label is not None and label.sense.stem in _SIZE_NOUNS and SIZE_CODE.match(text):
        return Figure(place - 1, place, place, "size", code=text, about=label.sense)
    if SIZE_LETTERS.match(text) and (named or "X" in text):
        first = place - 1 if label is not None and label.sense.stem in _SIZE_NOUNS else place
        return Figure(
            first, place, place, "size", code=text, about=label.sense if label is not None and first < place else None
        )
    found = WIDTH_COMPOUND.match(text)
    return Figure(place, place, place, "size", code=found[1], about=sense(found[2])) if found else None


def _amounts(values: Sequence[Decimal], unit: str, joiner: str) -> tuple[Amount, ...]:
    if joiner == "to" and len(values) == 2:
        found = [amount(values[0], values[1], unit)]
    else:
        found = [amount(value, None, unit) for value in values]
    return tuple(each for each in found if each is not None)


def _unit(units: Sequence[Unit], at: int) -> tuple[str, int]:
    if at + 1 >= len(units) or units[at + 1].gap != NONE:
        return "", at
    written = units[at + 1].text
    if written.lower() not in UNITS or written in ("M", "G"):
        return "", at
    if written == "°" and at + 2 < len(units) and units[at + 2].text == "C":
        return "°C", at + 2
    return written, at + 1


def _counted(units: Sequence[Unit], last: int) -> tuple[Sense | None, int]:
    noun = noun_after(units, last)
    return (units[noun].sense, noun) if noun is not None else (None, last)


def _measured(units: Sequence[Unit], first: int, last: int) -> tuple[Sense | None, Sense | None, int, int]:
    """The noun that was measured: right after the number ("45 mm hoher Absatz"), or before it ("Absatz von 45 mm")."""
    also, at = None, last
    if last + 1 < len(units) and units[last + 1].gap == NONE:
        dimension = _DIMENSION_NOUNS.get(stem(units[last + 1].text.partition(" ")[0]))
        also = sense(dimension) if dimension else None
        at = last + 1 if also is not None else last
    measured = _placed(units, last)
    if measured is not None:
        return units[measured].sense, also, first, measured
    near = last + 1 < len(units) and units[last + 1].gap == NONE and units[last + 1].sense.role != "and"
    after = noun_after(units, last) if near else None
    if after is not None and units[after].sense.type is None and (also is None or units[after].sense.options):
        return units[after].sense, also, first, after
    if after is not None and also is not None:  # "die 72 cm lange Jacke"
        return None, also, first, at
    for before in range(first - 1, max(-1, first - 1 - _BACK), -1):
        unit = units[before]
        if units[before + 1].gap in (COMMA, STOP):
            break
        if unit.text.lower() in UNITS:
            break
        if unit.sense.noun and len(unit.text) > 1:
            if unit.sense.type is None and unit.sense.material is None:
                return unit.sense, also, before if before == first - 1 else first, at
            break
    return None, also, first, at


def _placed(units: Sequence[Unit], last: int) -> int | None:
    """ "140 cm in der Breite", "40 mm im Durchmesser": the noun behind."""
    if last + 1 >= len(units) or units[last + 1].gap or units[last + 1].text not in ("in", "im"):
        return None
    for at in range(last + 2, min(last + 4, len(units))):
        if units[at].gap:
            return None
        if units[at].sense.noun:
            return at if f"~{units[at].sense.stem}" in DIMENSIONS else None
    return None
