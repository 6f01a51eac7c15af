"""The noun and the axis that say what a number with a unit measures: "45 mm hoher Absatz", "Schaftweite: 38 cm"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from description.claims.axes import axis_of
from description.claims.binding import genitive_head, noun_after
from description.claims.line import COLON, COMMA, NONE, STOP, Unit
from description.claims.roles import DIMENSIONS
from description.claims.senses import Sense, sense
from description.claims.stems import stem
from description.claims.targets import clause_of, subject_of
from description.domain.quantity import UNITS
from description.language.csv_tables import lists_of
from description.language.function_words import function_words

SIZE_NOUNS = frozenset(map(stem, function_words("size-noun")))
_DIMENSIONS = {
    adjective: noun for noun, words in lists_of("dimensions", "noun", "adjectives").items() for adjective in words
}
_DIMENSION_NOUNS = {stem(adjective): noun for adjective, noun in _DIMENSIONS.items()}
_BACK = 5
_MEASURING = function_words("measuring-verb")
_SIZING = function_words("sizing-verb")


class MeasuredBy(NamedTuple):
    """What a number measures. `first` to `last` are its units with the words that belong to it, `end` that of the
    noun; `also` is an adjective that names the dimension, `axis` the key of the axis that either names."""

    noun: Sense | None
    also: Sense | None
    first: int
    last: int
    end: int
    axis: str = ""
    near: tuple[Sense, ...] = ()  # nouns beside, of which the number may be


def measured_by(units: Sequence[Unit], first: int, last: int) -> MeasuredBy:
    """What the number in units `first` to `last` measures."""
    of = _measured(units, first, last)
    axis = next((axis for noun in (of.also, of.noun) if noun is not None and (axis := axis_of(noun.text))), "")
    if not axis and _is_letter(units, first) and (axis := axis_of(units[first - 1].text)):
        of = of._replace(first=first - 1)
    return of._replace(axis=axis, near=tuple(_near(units, first, last)))


def _near(units: Sequence[Unit], first: int, last: int) -> Iterator[Sense]:
    """The nouns before the number in its clause that no "mit" or "aus" governs, and the one right after it."""
    for place in range(first - 1, max(-1, first - 1 - _BACK), -1):
        if units[place + 1].gap >= COMMA and units[place + 1].gap != COLON:
            break
        if units[place].sense.noun and not _is_governed(units, place) and not _has_measure(units, place):
            yield units[place].sense
    after = noun_after(units, last)
    if after is not None:
        yield units[after].sense
    elif last + 2 < len(units) and not (units[last + 1].sense.role or units[last + 1].gap or units[last + 2].gap):
        behind = noun_after(units, last + 2)  # "mit 50 × 100 cm fallen die Handtücher groß aus"
        if behind is not None and units[last + 2].sense.role == "function":
            yield units[behind].sense


def _has_measure(units: Sequence[Unit], noun: int) -> bool:
    """Whether a noun has a number of its own: "ein 15 cm hoher Schaft und ein 3 cm hoher Absatz"."""
    unit = next((at for at in range(noun - 1, 0, -1) if not units[at].sense.attributive), 0)
    return unit > 0 and units[unit].text.lower() in UNITS and units[unit - 1].text[:1].isdigit()


def _is_governed(units: Sequence[Unit], place: int) -> bool:
    return any(unit.sense.role in ("with", "from") for unit in units[max(0, place - 2) : place])


def _measured(units: Sequence[Unit], first: int, last: int) -> MeasuredBy:
    """The noun right after the number ("45 mm hoher Absatz"), or before it ("Absatz von 45 mm")."""
    also, at = None, last
    if last + 1 < len(units) and units[last + 1].gap == NONE:
        dimension = _DIMENSION_NOUNS.get(stem(units[last + 1].text.partition(" ")[0]))
        also = sense(dimension) if dimension else None
        at = last + 1 if also is not None else last
    alone = MeasuredBy(None, also, first, at, at)
    placed = _placed(units, last)
    if placed is not None:
        return alone._replace(noun=units[placed].sense, end=placed)
    if _is_predicate(units, first, at, said=also is not None and not units[at].sense.attributive):
        noun = _predicated(units, first, at if at > last else first)
        if noun is None or also is not None:
            return alone._replace(noun=noun)
    near = last + 1 < len(units) and units[last + 1].gap == NONE and units[last + 1].sense.role != "and"
    after = noun_after(units, last) if near else None
    if after is not None and units[after].sense.type is None and (also is None or units[after].sense.options):
        return alone._replace(noun=units[after].sense, end=after)
    before = _noun_before(units, first) if after is None or also is None else None  # "die 72 cm lange Jacke"
    if before is None and after is None:
        return alone._replace(noun=_predicated(units, first, at) if also is not None else _opening_axis(units, first))
    if before is None:
        return alone
    noun = units[before].sense
    axis = axis_of(noun.text)
    if also is not None and axis and axis != axis_of(also.text):
        return alone  # "mit 67 cm Höhe und 27 cm breit"
    said = axis or any(unit.text in _MEASURING for unit in units[before + 1 : first])  # "die Sprengung beträgt 8 mm"
    return alone._replace(noun=noun, first=before if said or before == first - 1 else first)


def _is_predicate(units: Sequence[Unit], first: int, at: int, *, said: bool) -> bool:
    """ "ist 19 cm lang", "misst 80 × 160 cm": the subject has the measure, whatever noun stands nearer."""
    begin, _ = clause_of(units, at)
    verb = next((place for place in range(first - 1, begin - 1, -1) if units[place].text in _MEASURING), None)
    if verb is None or (not said and (verb != first - 1 or units[verb].text not in _SIZING)):
        return False
    return any(unit.sense.noun for unit in units[begin:first])


def _predicated(units: Sequence[Unit], first: int, at: int) -> Sense | None:
    """ "7 cm hoch ist der Absatz", "ein Schaft, der 30 cm hoch ist": the part that the adjective is said of."""
    noun = subject_of(units, at)
    if noun is None or first <= noun <= at or units[noun].sense.type is not None:
        return None
    return units[noun].sense


def _is_letter(units: Sequence[Unit], first: int) -> bool:
    """ "H 20 cm", "Ø 28 cm", not "(B x H x T) 30 × 20 × 10 cm"."""
    if not first or units[first].gap > COLON or len(units[first - 1].text) != 1:
        return False
    return first < 2 or units[first - 2].sense.role != "by"


def _noun_before(units: Sequence[Unit], first: int) -> int | None:
    """ "Absatz von 45 mm", "die Schaftweite liegt bei 27 cm": the noun before a number that is not another number's."""
    for before in range(first - 1, max(-1, first - 1 - _BACK), -1):
        unit = units[before]
        if units[before + 1].gap in (COMMA, STOP) or unit.text.lower() in UNITS:
            return None
        if unit.sense.noun and len(unit.text) > 1:
            if unit.sense.stem in SIZE_NOUNS:  # "wiegt in Größe 38 nur 290 g"
                continue
            owned = not unit.gap and _has_measure(units, before)
            head = genitive_head(units, before)  # "die Breite des Armbands"
            if head is not None and axis_of(units[head].text):
                return head
            known = unit.sense.type is None and unit.sense.material is None and not owned
            return before if known else None
    return None


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


def _opening_axis(units: Sequence[Unit], first: int) -> Sense | None:
    """ "In der Höhe misst der Rucksack 44 cm"."""
    opening, _ = clause_of(units, first)
    opening += units[opening].sense.role == "and"
    if units[opening].text.lower() != "in":
        return None
    noun = next((at for at in range(opening + 1, min(opening + 3, first)) if units[at].sense.noun), None)
    return units[noun].sense if noun is not None and axis_of(units[noun].text) else None
