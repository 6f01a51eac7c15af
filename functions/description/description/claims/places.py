"""Places on an article, and whether two of them may be one: "auf der Brust" is not "hinten", the Oberschenkel is a part
of the Bein."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from description.claims.belongings import is_doing
from description.claims.implied import alike
from description.claims.line import COMMA, Unit, unit_behind
from description.claims.positions import side_of
from description.claims.senses import Sense, sense
from description.claims.stems import stem
from description.claims.targets import is_determining
from description.language.csv_tables import LEXICON, table_rows
from description.language.function_words import function_words
from description.language.vocabulary import vocabulary

_PREPOSITIONS = function_words("place-preposition")
# Sides of one line: what is at one of them is at none of the others.
_LINES = (("front", "back", "side"), ("left", "right"), ("inside", "outside"), ("top", "bottom"), ("short", "long"))
_HAVING = {"über": function_words("having-over"), "auf": function_words("having-on")}
_INDEFINITE = function_words("indefinite")
_SHORTEST = 4
UNTIL = "until"  # among the sides of a place that a thing reaches, not where it is


class Place(NamedTuple):
    """A part by its stem ("" for the article), and the sides of it that are named."""

    part: str
    sides: frozenset[str] = frozenset()


class Located(NamedTuple):
    """A place that a preposition leads: units `first` (the preposition) to `at` (the noun)."""

    first: int
    at: int
    place: Place


def names_place(noun: Sense) -> bool:
    """Whether a noun can name a place on an article: one of the table, or another garment of a set."""
    return noun.noun and (noun.stem in _table() or noun.type is not None)


def is_place(own: str) -> bool:
    """Whether a stem is that of a place of the table."""
    return own in _table()


def side_named(noun: Sense) -> str:
    """The side of an article that a noun names; "" for none: "front", by the Vorderseite."""
    own = _table().get(noun.stem)
    return own.side if own is not None else ""


def place_of(unit: Unit, sides: Sequence[str] = ()) -> Place:
    """The place that a noun names, with the sides that its adjectives name."""
    own = _table().get(unit.sense.stem)
    part = _garment(unit.text) if unit.sense.type is not None else unit.sense.stem
    return Place(part, frozenset({*sides, *((own.side,) if own is not None and own.side else ())}))


@lru_cache(maxsize=1024)
def _garment(text: str) -> str:
    """ "Schlafhose": the stem of the garment that a longer name ends in."""
    for cut in range(len(text) - _SHORTEST, _SHORTEST - 2, -1):
        end = text[cut:].capitalize()
        known = vocabulary().named(end, "type")
        if known is not None and known.lemma == end:
            return stem(end)
    return stem(text)


def located(units: Sequence[Unit], first: int, last: int) -> Iterator[Located]:
    """The places in `first:last` that a preposition leads, also those joined to them: "am Rücken und Ärmel"."""
    at = first
    while at < last:
        opening, at = at, at + 1
        if units[opening].sense.role == "to" and (reached := _reached(units, opening, last)) is not None:
            at = reached.at + 1
            yield reached
        if units[opening].text.lower() not in _PREPOSITIONS or _is_had(units, opening, first):
            continue
        sides = _side_before(units, opening, first)
        while (noun := _phrase_end(units, at, last)) is not None:
            sides += [side for unit in units[at:noun] if (side := side_of(unit.text) or _edge(unit))]
            if names_place(units[noun].sense):
                if units[noun].sense.options or not is_doing(units, noun):  # "beim Tragen" is no Träger
                    yield Located(opening, noun, place_of(units[noun], sides))
            elif sides and not units[noun].sense.kind:  # "am vorderen Taschenteil"
                yield Located(opening, noun, Place("", frozenset(sides)))
            sides, at = [], noun + 1
            if at >= last or units[at].gap or units[at].sense.role != "and":
                break
            at += 1
            following = _phrase_end(units, at, last)
            if following is None or not names_place(units[following].sense) or _is_thing(units, at, following):
                break


def _is_had(units: Sequence[Unit], opening: int, first: int) -> bool:
    """ "verfügt über eine Kapuze", "setzt auf eine verstärkte Spitze": having is no place."""
    having = _HAVING.get(units[opening].text, ())
    return any(unit.text in having for unit in units[first:opening])


def _is_thing(units: Sequence[Unit], first: int, noun: int) -> bool:
    """ "ein Band im Nacken und eine Kapuze", "… und Kapuze mit Kordelzug": a thing beside the one at the place."""
    behind = unit_behind(units, noun)
    return units[first].text in _INDEFINITE or (behind is not None and behind.sense.role == "with")


def _reached(units: Sequence[Unit], opening: int, last: int) -> Located | None:
    """ "bis zum Knie": the place that a thing reaches."""
    if opening + 2 >= last or units[opening + 1].gap:
        return None
    if units[opening + 1].sense.role != "function" and units[opening + 1].text not in _PREPOSITIONS:
        return None
    noun = _phrase_end(units, opening + 2, last)
    if noun is None or not names_place(units[noun].sense):
        return None
    return Located(opening, noun, place_of(units[noun], [UNTIL]))


def _side_before(units: Sequence[Unit], opening: int, first: int) -> list[str]:
    """ "links am Bein"."""
    before = units[opening - 1] if opening > first and not units[opening].gap else None
    side = side_of(before.text) if before is not None and (opening - 1 == first or not before.sense.noun) else None
    return [side] if side else []


def _edge(unit: Unit) -> str | None:
    """ "an der kurzen Seite"."""
    return _edges().get(unit.sense.stem)


@cache
def _edges() -> dict[str, str]:
    return {stem(word): edge for edge in ("short", "long") for word in function_words(f"edge-{edge}")}


def _phrase_end(units: Sequence[Unit], at: int, last: int) -> int | None:
    """The noun of the phrase that begins here, over articles, adjectives and numbers; none behind a preposition."""
    while at < last and units[at].gap <= COMMA:
        unit = units[at]
        if unit.sense.noun:
            return at
        if not is_determining(unit) or unit.text.lower() in _PREPOSITIONS:
            return None
        at += 1
    return None


@lru_cache(maxsize=4096)
def compounded(word: str) -> tuple[Sense, Place] | None:
    """What a place is made of or has by its first part: fleece, of "Fleece-Innenseite"; None for other words."""
    for cut in range(_SHORTEST - 1, len(word) - _SHORTEST + 1):
        known = _table().get(stem(word[cut:].capitalize()))
        if known is None:
            continue
        opening = word[:cut].rstrip("-")
        parts = next((reading.parts for reading in vocabulary().readings(f"{opening}-") if reading.parts), ())
        opener = parts[-1].lemma if parts else opening
        sides = frozenset({known.side} if known.side else ())
        return sense(opener[0].upper() + opener[1:]), Place(stem(word[cut:].capitalize()), sides)
    return None


def agree(said: Place, told: Place) -> bool:
    """Whether a place that a text names may be the one that the data names; in doubt it may."""
    if _apart(said.sides, told.sides):
        return False
    if not said.part or not told.part:
        return True
    if same_region(said.part, told.part):
        return True
    mere_side = any(region is not None and region.side and not region.within for region in _regions(said, told))
    return mere_side and bool(said.sides & told.sides)  # Vorderseite, of the Brust


def _regions(*places: Place) -> Iterator[_Region | None]:
    return (_table().get(place.part) for place in places)


def same_region(one: str, other: str) -> bool:
    """Whether two parts, by their stems, are one or one is within the other."""
    if one == other or other in alike(one):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= _SHORTEST and (long.endswith(short) or long.startswith(short)):
        return True
    table = _table()
    first, second = table.get(one), table.get(other)
    if first is not None and (other in first.names or other in first.within):
        return True
    return second is not None and (one in second.names or one in second.within)


def _apart(said: frozenset[str], told: frozenset[str]) -> bool:
    """Whether two places are at different sides of one line."""
    for line in _LINES:
        own, other = said.intersection(line), told.intersection(line)
        if own and other:
            return own.isdisjoint(other)
    return False


class _Region(NamedTuple):
    names: frozenset[str]
    side: str
    within: frozenset[str]


@cache
def _table() -> dict[str, _Region]:
    found: dict[str, _Region] = {}
    for row in table_rows(LEXICON / "places.csv"):
        names = frozenset(map(stem, row["names"].split("|")))
        within = frozenset(map(stem, row["within"].split("|"))) if row["within"] else frozenset()
        found.update(dict.fromkeys(names, _Region(names, row["side"], within)))
    return found
