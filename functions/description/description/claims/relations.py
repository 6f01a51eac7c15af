"""Which thing a statement of the data has at which place: "Logo: geprägt auf der Zunge", "Saum: Lurexfaden"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from description.claims.binding import noun_after
from description.claims.implied import implied
from description.claims.line import COLON, COMMA, Unit
from description.claims.places import Place, is_place, located, names_place, place_of
from description.claims.positions import SIDE_OPENERS, side_of
from description.claims.roles import INHERENT, NOTHING
from description.claims.stems import stem
from description.domain.statement import Field, Statement
from description.language.function_words import function_words

_PLACELESS = frozenset({Field.TYPE, Field.NAME, Field.BRAND, Field.SIZE, Field.CARE, Field.ORIGIN, Field.DIMENSIONS})
_GENERAL = function_words("general-key")
_KNIT = frozenset(map(stem, function_words("knit-before-side")))
_SHORTEST = 4
_LONGEST = 60  # units; what is longer is prose


class Relation(NamedTuple):
    """A thing by its keys, at a place; `host` is the part where only its side is named ("Bund: hinten elastisch")."""

    thing: frozenset[str]
    place: Place
    host: str = ""


class _Segment(NamedTuple):
    """What stands between two signs of a value."""

    things: list[frozenset[str]]
    places: list[Place]
    bracket: bool
    opens: bool  # with a place, before any thing
    led: bool  # the places are named by a preposition or a side
    denied: frozenset[str]  # keys of what is not there
    described: list[Relation]  # what is said of a thing: "umklappbare Bündchen"
    shades: list[frozenset[str]]  # colours

    @property
    def sided(self) -> bool:
        """Whether it names a side by itself: "hinten elastisch"."""
        return any(not place.part for place in self.places)


def relations_stated(
    statement: Statement, text: str, units: Sequence[Unit], key_units: Sequence[Unit], denied: Mapping[int, int]
) -> Iterator[Relation]:
    """The relations of a statement."""
    if statement.field in _PLACELESS or len(units) > _LONGEST:
        return
    nouns = [unit for unit in key_units if _is_telling(unit)]
    hosts = [place_of(unit) for unit in nouns if names_place(unit.sense)]
    keyed = [_keys(unit) for unit in nouns if not names_place(unit.sense)]
    before: list[frozenset[str]] = []
    placed: set[frozenset[str]] = set()
    for segment in _segments(text, units, denied, whole=bool(keyed)):
        for relation in _of_segment(segment, before, [_keys(unit) for unit in nouns], keyed, hosts):
            placed |= {relation.thing} if relation.place.part else set()
            yield relation
        before = segment.things or before
    adverbs = (unit for unit in key_units if not names_place(unit.sense))
    key_side = next((side for unit in adverbs if (side := side_of(unit.text))), None)
    if key_side is not None:  # "Farbe außen: cognac", "Motiv vorn: Palmen"
        things = (unit for unit in units if unit.sense.colour is not None or _is_telling(unit))
        yield from (Relation(_keys(unit), Place("", frozenset({key_side}))) for unit in things)
    for unit in (*key_units, *units):
        yield from (relation for relation in _within_word(unit) if relation.place.part or relation.thing not in placed)


def _of_segment(
    segment: _Segment,
    before: Sequence[frozenset[str]],
    named: Sequence[frozenset[str]],
    keyed: Sequence[frozenset[str]],
    hosts: Sequence[Place],
) -> Iterator[Relation]:
    """The relations of one segment; `before` are the things of the last one, `named` and `keyed` those of the key."""
    things = segment.things
    if segment.places and not things:
        things = list(before) if segment.bracket else [*(before if segment.led else ()), *named]
    elif segment.places:  # "1 hinten mit Klett": the key says what is there
        own = named if segment.opens else keyed
        things = [*things, *(keys for keys in own if keys.isdisjoint(segment.denied))]
    for thing in things:
        own_hosts = [host for host in hosts if not _is_kind(thing, host)]
        for place in segment.places:
            if place.part or not own_hosts:
                yield Relation(thing, place)
            else:
                yield from (Relation(thing, Place(host.part, place.sides), host.part) for host in own_hosts)
        if thing in segment.things and not segment.sided:
            yield from (Relation(thing, host) for host in own_hosts)
    own_places = [place for place in segment.places if place.part] or ([] if segment.sided else hosts)
    yield from (Relation(shade, place) for shade in segment.shades for place in own_places)
    yield from segment.described


def _is_telling(unit: Unit) -> bool:
    return unit.sense.noun and unit.sense.stem not in NOTHING and unit.text not in _GENERAL


def _segments(text: str, units: Sequence[Unit], denied: Mapping[int, int], *, whole: bool) -> Iterator[_Segment]:
    """The segments of a value; `whole`: its key names a thing, so that a mere place says where that is."""
    first = 0
    for at in range(1, len(units) + 1):
        if at == len(units) or (units[at].gap >= COMMA and not _in_list(units, at)):
            bracket = first > 0 and units[first].gap == COLON and text[units[first].start - 1] == "("
            yield _segment(units, first, at, denied, bracket=bracket, whole=whole)
            first = at


def _in_list(units: Sequence[Unit], at: int) -> bool:
    """ "am Rücken, an den Ärmeln und am Saum": the comma parts no things."""
    return units[at].gap == COMMA and any(place.first == at for place in located(units, at, min(at + 4, len(units))))


def _segment(
    units: Sequence[Unit], first: int, last: int, denied: Mapping[int, int], *, bracket: bool, whole: bool
) -> _Segment:
    led = list(located(units, first, last))
    taken = {at for found in led for at in range(found.first, found.at + 1)}
    taken |= {found.first - 1 for found in led if found.place.sides and side_of(units[found.first - 1].text)}
    places = [found.place for found in led]
    things: list[frozenset[str]] = []
    opens = False
    described: list[Relation] = []
    openings: list[frozenset[str]] = []
    opening: list[Place] = []  # "Rücken und Ärmel glatt"
    for at in range(first, last):
        unit = units[at]
        if at in taken or unit.sense.role or at in denied or unit.sense.colour is not None:
            if at not in taken and unit.sense.role == "inside" and (side := side_of(unit.text)):
                places.append(Place("", frozenset({side})))
            opens = opens or (not things and bool(places) and bool(at in taken or unit.sense.role == "inside"))
            continue
        if side := _side(units, at):
            places.append(Place("", frozenset({side})))
            opens = opens or not things
            if " " in unit.text:
                things.append(_keys(unit))
        elif unit.sense.noun and names_place(unit.sense) and not things and not _is_had(units, at, first):
            opening.append(place_of(unit))
            openings.append(_keys(unit))
        elif unit.sense.attributive and (noun := _described(units, at, last)) is not None:
            described.append(Relation(_keys(unit), place_of(units[noun])))
        elif _is_telling(unit) if unit.sense.noun else unit.sense.kind:
            things.append(_keys(unit))
    named = bool(places)
    shades = [unit for unit in units[first:last] if unit.sense.colour is not None]
    if opening and (things or shades or bracket or (whole and not led)):
        places += opening
    elif opening:
        things += openings
    sides = [place for place in places if not place.part]
    described += [Relation(_keys(unit), place) for unit in shades for place in sides]  # "unten weiß"
    gone = frozenset(f"~{unit.sense.denies}" for unit in units[first:last] if unit.sense.denies)
    return _Segment(things, places, bracket, opens, named, gone, described, [_keys(unit) for unit in shades])


def _side(units: Sequence[Unit], at: int) -> str | None:
    """The side that a word by itself names; "glatt rechts" is a way to knit."""
    unit = units[at]
    if (unit.sense.noun and " " not in unit.text) or (at and units[at - 1].sense.stem in _KNIT):
        return None
    return side_of(unit.text.split(" ")[0])


def _described(units: Sequence[Unit], at: int, last: int) -> int | None:
    """The thing that an adjective is said of; None for what is said of the host: "verstärktes Gewebe"."""
    noun = noun_after(units, at)
    return noun if noun is not None and noun < last and units[noun].sense.stem not in INHERENT else None


def _is_had(units: Sequence[Unit], at: int, first: int) -> bool:
    """ "mit Seitentaschen", "2 Innentaschen": a thing, though it could be a place."""
    while at > first and units[at - 1].sense.attributive:
        at -= 1
    return at > first and units[at - 1].sense.role in ("with", "number")


def _within_word(unit: Unit) -> Iterator[Relation]:
    """ "Brusttasche", "Seitenstreifen": the first part of a word says where the thing is."""
    for option in unit.sense.options if unit.sense.noun else ():
        for opener in option.openers:
            own = stem(opener.lemma)
            side = side_of(opener.lemma)
            if side or is_place(own):
                yield Relation(_keys(unit), Place("" if side else own, frozenset({side} if side else ())))
    if unit.sense.noun and (side := _opening_side(unit.text.lower())):
        yield Relation(_keys(unit), Place("", frozenset({side})))


@lru_cache(maxsize=4096)
def _opening_side(word: str) -> str:
    """ "seitenstreifen": the side that a word of the vocabulary begins with."""
    openers = (opener for opener in SIDE_OPENERS if _SHORTEST <= len(opener) <= len(word) - _SHORTEST)
    return next((SIDE_OPENERS[opener] for opener in openers if word.startswith(opener)), "")


def _is_kind(thing: frozenset[str], host: Place) -> bool:
    """ "Kragen: Stehkragen": the value says of which kind the part is, not what is at it."""
    return any(key.endswith(host.part) for key in thing)


def _keys(unit: Unit) -> frozenset[str]:
    return unit.sense.answers | {f"~{unit.sense.stem}"} | implied(unit.sense.answers)
