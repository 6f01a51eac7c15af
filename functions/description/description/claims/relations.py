"""Which thing an entry of the data has at which place: "Logo: geprägt auf der Zunge", "Saum: Lurexfaden"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from description.claims.line import COLON, COMMA, Unit
from description.claims.places import Place, located, names_place, place_of
from description.claims.positions import side_of
from description.claims.roles import NOTHING
from description.claims.stems import stem
from description.product_data.model import Field

_PLACELESS = frozenset(
    {Field.TYPE, Field.NAME, Field.BRAND, Field.SIZE, Field.CARE, Field.ORIGIN, Field.DIMENSIONS, Field.COLOUR}
)
_LONGEST = 60  # units; what is longer is prose
_OPENERS = frozenset({"part", "toe", "sole", "sleeve", "plain"})


class Relation(NamedTuple):
    """A thing by its keys, at a place; `host` is the part of which the place is a side ("Bund: hinten elastisch")."""

    thing: frozenset[str]
    place: Place
    host: str = ""


class _Segment(NamedTuple):
    """What stands between two signs of a value."""

    things: list[frozenset[str]]
    places: list[Place]
    bracket: bool
    opens: bool  # with a place, before any thing


def relations_stated(
    field: Field, text: str, units: Sequence[Unit], key_units: Sequence[Unit], denied: Mapping[int, int]
) -> Iterator[Relation]:
    """The relations of an entry."""
    if field in _PLACELESS or len(units) > _LONGEST:
        return
    nouns = [unit for unit in key_units if unit.sense.noun and unit.sense.stem not in NOTHING]
    hosts = [place_of(unit) for unit in nouns if names_place(unit.sense)]
    keyed = [_keys(unit) for unit in nouns if not names_place(unit.sense)]
    before: list[frozenset[str]] = []
    for segment in _segments(text, units, denied):
        things = segment.things
        if segment.places and not things:
            things = before if segment.bracket else [*before, *keyed, *map(_keys, nouns)]
        elif segment.places:  # "1 hinten mit Klett": the key says what is there
            things = [*things, *(map(_keys, nouns) if segment.opens else keyed)]
        for thing in things:
            for place in segment.places:
                yield Relation(thing, place)
                yield from (Relation(thing, place, host.part) for host in hosts if place.sides)
            yield from (
                Relation(thing, host) for host in hosts if thing in segment.things and not _is_kind(thing, host)
            )
        before = segment.things or before
    for unit in (*key_units, *units):
        yield from _within_word(unit)


def _segments(text: str, units: Sequence[Unit], denied: Mapping[int, int]) -> Iterator[_Segment]:
    first = 0
    for at in range(1, len(units) + 1):
        if at == len(units) or (units[at].gap >= COMMA and not _in_list(units, at)):
            bracket = first > 0 and units[first].gap == COLON and text[units[first].start - 1] == "("
            yield _segment(units, first, at, denied, bracket=bracket)
            first = at


def _in_list(units: Sequence[Unit], at: int) -> bool:
    """ "am Rücken, an den Ärmeln und am Saum": the comma parts no things."""
    return units[at].gap == COMMA and any(place.first == at for place in located(units, at, min(at + 4, len(units))))


def _segment(units: Sequence[Unit], first: int, last: int, denied: Mapping[int, int], *, bracket: bool) -> _Segment:
    led = list(located(units, first, last))
    taken = {at for found in led for at in range(found.first, found.at + 1)}
    places = [found.place for found in led]
    things: list[frozenset[str]] = []
    opens = False
    opening: list[Place] = []  # "Rücken und Ärmel glatt"
    for at in range(first, last):
        unit = units[at]
        if at in taken or unit.sense.role or at in denied or unit.sense.colour is not None:
            if unit.sense.role == "inside" and (side := side_of(unit.text)):
                places.append(Place("", frozenset({side})))
            opens = opens or (not things and bool(places) and bool(at in taken or unit.sense.role == "inside"))
            continue
        if side := side_of(unit.text.split(" ")[0]) if not unit.sense.noun or " " in unit.text else None:
            places.append(Place("", frozenset({side})))
            opens = opens or not things
            if " " in unit.text:
                things.append(_keys(unit))
        elif unit.sense.noun and names_place(unit.sense) and not things:
            opening.append(place_of(unit))
            last_opening = unit
        elif (unit.sense.noun and unit.sense.stem not in NOTHING) or unit.sense.kind:
            things.append(_keys(unit))
    if opening and (things or not led):
        places += opening
    elif opening:
        things.append(_keys(last_opening))
    return _Segment(things, places, bracket, opens)


def _within_word(unit: Unit) -> Iterator[Relation]:
    """ "Brusttasche", "Seitenstreifen": the first part of a word says where the thing is."""
    for option in unit.sense.options if unit.sense.noun else ():
        for opener in option.openers:
            own = stem(opener.lemma)
            side = side_of(opener.lemma)
            if side or (opener.kind in _OPENERS and opener.noun is not None):
                yield Relation(_keys(unit), Place("" if side else own, frozenset({side} if side else ())))


def _is_kind(thing: frozenset[str], host: Place) -> bool:
    """ "Kragen: Stehkragen": the value says of which kind the part is, not what is at it."""
    return any(key.endswith(host.part) for key in thing)


def _keys(unit: Unit) -> frozenset[str]:
    return unit.sense.answers | {f"~{unit.sense.stem}"}
