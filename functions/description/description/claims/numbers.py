"""Numbers in a text: how far they reach, what they measure, and the noun that says what was measured or counted."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from description.claims.binding import adjectives_before, noun_after
from description.claims.line import STOP, Unit, unit_behind
from description.claims.measured import SIZE_NOUNS, measured_by
from description.claims.measures import (
    DASHES,
    SIZE_CODE,
    SIZE_LETTERS,
    WIDTH_COMPOUND,
    Amount,
    amount,
    measured_compound,
)
from description.claims.per import per_near
from description.claims.qualifiers import QUALIFYING, qualifier_before, qualifies
from description.claims.roles import PACKED
from description.claims.senses import Sense, sense
from description.claims.shares import SHARING, fraction_at
from description.claims.stems import stem
from description.claims.targets import clause_of
from description.claims.values import is_one_unit, value_at
from description.domain.quantity import UNITS
from description.language.function_words import function_words

_ONE = function_words("one")
_ONLY = function_words("only")
_BOTH = function_words("both")
_BEFORE_FRACTIONS = _ONE | {"die"}
_TO_FRACTION = 3  # "mehr als ein knappes Drittel"
FRACTION = "fraction"  # the code of a share in words
# What may begin a figure or a comparison of shares where no number word stands, in lower case.
OPENINGS = _ONE | QUALIFYING | SHARING
_TURNED = {"less": "least", "more": "most"}
_NOT = "nicht"
_COUNTABLE = frozenset(map(stem, function_words("countable")))


class Figure(NamedTuple):
    """A number with all that belongs to it: units `first` to `last`, its amounts, and the noun that it is about.

    `last` is the number's own last unit, `end` that of the noun. `kind` is "percent", "measure", "size", "count",
    "single" ("nur eine Tasche"), "both" (things) or "number"; `also` an adjective that names the
    dimension ("hoch"); `axis` is the key of the axis that either names, or a letter does ("H 20 cm"); `labelled`: the
    noun stands before ("Höhe: 20 cm").
    """

    first: int
    last: int
    end: int
    kind: str
    amounts: tuple[Amount, ...] = ()
    code: str = ""
    about: Sense | None = None
    also: Sense | None = None
    axis: str = ""
    labelled: bool = False
    per: str = ""  # of a weight: whether it is that of one or of a pair
    near: tuple[Sense, ...] = ()  # nouns beside a measure, of which it may be; adjectives of what is counted


def figure_at(text: str, units: Sequence[Unit], place: int) -> Figure | None:
    """The figure that starts at this unit; None where there is none."""
    fraction = fraction_at(units, place)
    if fraction is not None:
        return Figure(fraction.first, place, place, "percent", (fraction.share,), FRACTION)
    start = value_at(text, units, place)
    if start is None:
        return _compound(units, place) or _size_letters(units, place)
    values, at, joiner = _joined(text, units, start.last, start.value)
    written, last = _unit(units, at)
    said, first = qualifier_before(units, start.first, measured=bool(written))
    said = _turned(units, first, said)
    label = units[first - 1] if first else None
    if label is not None and label.sense.stem in SIZE_NOUNS and units[start.first].gap != STOP and not written:
        said, before = (said, first - 1) if said else qualifier_before(units, first - 1)
        code = "" if joiner or said else units[place].text
        return Figure(before, at, at, "size", _amounts(values, "", joiner, said), code, about=label.sense)
    if start.value is None:
        return Figure(first, last, last, "number", code=units[place].text, about=_counted(units, last)[0])
    amounts = _amounts(values, written, joiner, said)
    if amounts and amounts[0].of == "%":
        return Figure(first, last, last, "percent", amounts)
    if written:
        return _measure(units, first, last, amounts)
    bare = Figure(first, last, last, "number", amounts, units[place].text)
    return _of_things(units, bare, label if first == start.first else None, several=bool(joiner))


def _of_things(units: Sequence[Unit], bare: Figure, label: Unit | None, *, several: bool) -> Figure:
    """A number without a unit: a count of what stands behind it, or what a noun right before it says ("UPF 50")."""
    about, end = _counted(units, bare.last)
    if bare.code.lower() in _BOTH:
        return bare._replace(kind="both", end=end, about=about)
    if about is not None:
        adjectives = tuple(unit.sense for unit in units[bare.last + 1 : end] if unit.sense.attributive)
        return bare._replace(kind="number" if several else "count", end=end, about=about, near=adjectives)
    if label is None or not label.sense.noun or units[bare.first].gap or not label.sense.kind or label.sense.type:
        return bare
    return bare._replace(first=bare.first - 1, about=label.sense)


def _turned(units: Sequence[Unit], first: int, said: str) -> str:
    """ "weniger als 60 cm sind nicht möglich": the least that there is."""
    if said not in _TURNED:
        return said
    begin, end = clause_of(units, first)
    return _TURNED[said] if any(units[at].text.lower() == _NOT for at in range(begin, end) if at != first) else said


def begins_figure(units: Sequence[Unit], at: int) -> bool:
    """ "einen Meter", "zur Hälfte": a number where no number word stands."""
    return is_one_unit(units, at) or fraction_at(units, at) is not None


def approximates(units: Sequence[Unit], at: int) -> bool:
    """ "knapp einen Meter", "mehr als 40 cm": words that qualify the number behind them."""
    size = qualifies(units, at)
    if not size or at + size >= len(units):
        return False
    number_at = at + size
    if units[number_at].sense.role == "number" or begins_figure(units, number_at):
        return True
    near = range(number_at + 1, min(number_at + _TO_FRACTION, len(units)))
    return units[number_at].text.lower() in _BEFORE_FRACTIONS and any(fraction_at(units, place) for place in near)


def _joined(text: str, units: Sequence[Unit], at: int, value: Decimal | None) -> tuple[list[Decimal], int, str]:
    """The numbers that go on from the one that ends at `at` ("30 × 20", "42 cm – 54 cm"), the place of the last
    one's last unit, and what joins them: "to", "by" or ""."""
    values, joiner = [value if value is not None else Decimal(-1)], ""
    while at + 1 < len(units):
        _, unit_end = _unit(units, at)
        step, by = _joint(text, units, unit_end)
        if not step:
            break
        following = value_at(text, units, unit_end + step)
        if following is None or following.value is None:
            break
        values.append(abs(following.value) if step == 1 else following.value)
        at, joiner = following.last, by
    return values, at, joiner


def _joint(text: str, units: Sequence[Unit], at: int) -> tuple[int, str]:
    """How many units on the next number stands, and what joins it to the one that ends at `at`."""
    if at + 1 >= len(units):
        return 0, ""
    following = units[at + 1]
    if at + 2 < len(units) and following.sense.role in ("to", "by") and units[at + 2].sense.role == "number":
        return 2, following.sense.role
    if at and at + 2 < len(units) and following.sense.role == "and" and _is_between(units, at):
        return (2, "to") if units[at + 2].sense.role == "number" else (0, "")
    between = text[units[at].end : following.start].strip()
    return (1, "to") if between in DASHES and following.sense.role == "number" else (0, "")


def _is_between(units: Sequence[Unit], at: int) -> bool:
    """ "zwischen 54 und 58 cm"."""
    return any(units[place].text.lower() == "zwischen" for place in range(max(0, at - 2), at))


def _measure(units: Sequence[Unit], first: int, last: int, amounts: tuple[Amount, ...]) -> Figure:
    of = measured_by(units, first, last)
    per = per_near(units, first) if amounts[0].of == "weight" else ""
    labelled = of.first < first
    return Figure(of.first, of.last, of.end, "measure", amounts, "", of.noun, of.also, of.axis, labelled, per, of.near)


def single_at(units: Sequence[Unit], at: int) -> Figure | None:
    """ "nur eine Tasche": as much a number as "zwei Taschen"."""
    first = adjectives_before(units, at)
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
    before = units[place - 1].sense if place and units[place].gap != STOP else None
    label = before if before is not None and before.stem in SIZE_NOUNS else None
    if label is not None and SIZE_CODE.match(text):
        return Figure(place - 1, place, place, "size", code=text, about=label)
    to = before is not None and before.role == "to"
    if SIZE_LETTERS.match(text) and (label is not None or to or "X" in text):
        return Figure(place - (label is not None), place, place, "size", code=text, about=label)
    found = WIDTH_COMPOUND.match(text)
    return Figure(place, place, place, "size", code=found[1], about=sense(found[2])) if found else None


def _amounts(values: Sequence[Decimal], unit: str, joiner: str, said: str) -> tuple[Amount, ...]:
    if joiner == "to" and len(values) == 2:
        found = [amount(values[0], values[1], unit)]
    else:
        found = [amount(value, None, unit, said) for value in values]
    return tuple(each for each in found if each is not None)


def _unit(units: Sequence[Unit], at: int) -> tuple[str, int]:
    behind = unit_behind(units, at)
    written = behind.text if behind is not None else ""
    if written.lower() not in UNITS or written in ("M", "G"):
        return "", at
    if written == "°" and at + 2 < len(units) and units[at + 2].text == "C":
        return "°C", at + 2
    return written, at + 1


def _counted(units: Sequence[Unit], last: int) -> tuple[Sense | None, int]:
    noun = noun_after(units, last)
    return (units[noun].sense, noun) if noun is not None else (None, last)


def is_countable(noun: Sense) -> bool:
    """Whether data counts such things, though the noun itself claims nothing: Stück, Farben."""
    return not PACKED.isdisjoint(noun.answers) or noun.stem in _COUNTABLE
