"""Which part a material or a colour belongs to, which noun an adjective or a number, and what is denied."""

from __future__ import annotations

from collections.abc import Sequence

from description.claims.line import COLON, COMMA, NONE, STOP, Unit
from description.claims.roles import FILLING, LINING, MAIN
from description.claims.senses import Sense
from description.claims.shares import is_fraction
from description.claims.stems import stem
from description.german.function_words import function_words

_LINED = f"~{stem('gefüttert')}"
_CLADDING = function_words("cladding-verb")
_CLAD = f"~{stem('ausgekleidet')}"
_FILLED = frozenset({f"~{stem('gefüllt')}", f"~{stem('wattiert')}"})
_PLACES = function_words("part-preposition")
_ARTICLES = function_words("part-article")
_MADE = function_words("made-verb")
_CROSSED = _ARTICLES | {"sich"}
_COPULAS = function_words("copula")
_FURTHEST = 6
_SHORTEST = 4
_QUANTITIES = frozenset(
    last
    for much in ("entirely", "mainly", "partly")
    for words in function_words(much)
    if len(last := words.rpartition(" ")[2]) >= _SHORTEST
)
_WHERE = function_words("part-place")
_GENITIVE = function_words("genitive-article")
_FORMING = function_words("forming-verb")
_FRONTED_MADE = function_words("fronted-made-verb")


def noun_after(units: Sequence[Unit], place: int) -> int | None:
    """The place of the noun that an adjective or a number stands before, over other adjectives."""
    for at in range(place + 1, min(place + 1 + _FURTHEST, len(units))):
        unit = units[at]
        if unit.gap >= COLON or (unit.gap == COMMA and not unit.sense.attributive):
            return None
        if unit.sense.noun:
            return at
        if not (unit.sense.attributive or unit.sense.role in ("and", "number")):
            return None
    return None


_LONGEST_LIST = 100  # words of materials and percentages in a row; what stands before more of them is far away
# A part's slot, and the place of the word that names it.
Part = tuple[str, int]


def material_parts(units: Sequence[Unit], place: int) -> tuple[Part, ...]:
    """The parts that a material is said of; the article itself, slot "", when none is named."""
    sense = units[place].sense
    own = "" if any(option.head is sense.material for option in sense.options) else sense.part
    if own and own != MAIN:
        return ((own, place),)
    if place + 1 < len(units) and units[place + 1].text in _CLADDING and not units[place + 1].gap:
        return ((LINING, place),)
    return _lined(units, place) or _before(units, place) or _after(units, place) or (("", place),)


def _lined(units: Sequence[Unit], place: int) -> tuple[Part, ...]:
    """ "mit Fleece gefüttert", "gefüttert mit Fleece", "mit Daunen gefüllt"."""
    at = place - 1
    while at >= 0 and units[at + 1].gap in (NONE, COMMA) and _is_listed(units[at]) and place - at <= _LONGEST_LIST:
        at -= 1
    if at < 0 or place - at > _LONGEST_LIST or units[at].sense.role != "with" or units[at + 1].gap != NONE:
        return ()
    first = at
    while first > 0 and not units[first].gap:
        first -= 1
    for near in (place + 1, *range(at - 1, first - 1, -1)):
        sense = units[near].sense if near < len(units) else None
        if sense is None or sense.attributive:
            continue
        if _CLAD in sense.answers or (_LINED in sense.answers and not _names_lining(sense)):
            return ((LINING, near),)
        if not _FILLED.isdisjoint(sense.answers):
            return ((FILLING, near),)
    return ()


def _is_listed(unit: Unit) -> bool:
    sense = unit.sense
    return sense.role in ("number", "and") or unit.text in ("%", "Prozent") or sense.attributive or bool(sense.material)


def _names_lining(sense: Sense) -> bool:
    return sense.noun and not sense.text.lower().startswith("gef")


def _before(units: Sequence[Unit], place: int) -> tuple[Part, ...]:
    linked = crossed = False
    at = place
    while at > 0 and place - at < _LONGEST_LIST:
        gap = units[at].gap
        at -= 1
        unit = units[at]
        sense = unit.sense
        if gap == STOP:
            return ()
        if is_fraction(unit.text) or unit.text.lower() in _QUANTITIES:
            continue
        listed = sense.material is not None or sense.role == "number" or unit.text in "%‰"
        if (gap == COMMA or units[at + 1].sense.role == "and") and not listed:
            return ()
        if sense.role in ("from", "link"):
            linked = linked or sense.role == "from"
        elif sense.role == "inside":
            return ((LINING if unit.text.lower() == "innen" else MAIN, at),)
        elif sense.role == "function" and unit.text.lower() not in _CROSSED:
            return ()
        elif sense.type is not None and (owner := genitive_head(units, at)) is not None:
            at = owner + 1  # "das Hutband des Strohhuts"
        elif listed and units[at + 1].sense.role == "from" and sense.material is not None and not sense.part:
            return ((f"type:{sense.stem}", place),)
        elif linked and sense.material is not None and not sense.part and units[at + 1].text in _MADE:
            return ((f"type:{sense.stem}", place),)  # "der Tweed besteht aus Wolle"
        elif listed and not (sense.part and sense.material is None):
            if sense.part and sense.material is not None:  # "Lederfutter, Gummi": the list is over
                return ((sense.part, at),) if linked else ()
        elif sense.noun and (owner := genitive_head(units, at)) is not None:
            at = owner + 1  # "das Futter der Tasche"
        elif sense.part and not _is_owned(units, at):
            if not sense.options and linked:
                return ((f"type:{sense.stem}", place),)  # "der Mond aus Baumwolle"
            placed = any(before.text.lower() in _WHERE for before in units[max(0, at - 2) : at])
            return _joined_parts(units, at) if linked or placed or not crossed else ()
        elif sense.noun and not (_is_owned(units, at) and not sense.options):
            return ((f"type:{sense.stem}", place),) if linked else ()
        elif sense.role == "with" and at > 0 and not _leads(units[at - 1].sense):
            return ()
        elif not (sense.role or sense.attributive) or (
            unit.text.endswith("en") and units[at + 1].sense.role == "function"
        ):
            crossed = True  # a verb or another small word
    return ()


def genitive_head(units: Sequence[Unit], at: int) -> int | None:
    """The noun that a genitive belongs to: Futter, of "das Futter der leichten Tasche"."""
    place = at - 1
    while place > 0 and not units[place + 1].gap and units[place].sense.attributive:
        place -= 1
    if place < 1 or units[place].text not in _GENITIVE or any(unit.gap for unit in units[place : at + 1]):
        return None
    head = units[place - 1].sense
    return place - 1 if head.noun and head.material is None else None


def _is_owned(units: Sequence[Unit], at: int) -> bool:
    """Whether "von" stands before."""
    return at > 0 and not units[at].gap and units[at - 1].sense.role == "of"


def _leads(sense: Sense) -> bool:
    """Whether what stands before "mit" may go on to the material behind it."""
    return bool(sense.part) or sense.material is not None or sense.role == "inside"


def _joined_parts(units: Sequence[Unit], at: int) -> tuple[Part, ...]:
    """The part at this place, and those joined to it before: "Obermaterial und Innenausstattung"."""
    parts = [(units[at].sense.part, at)]
    joined = False
    while at >= 2 and (units[at - 1].sense.role == "and" or (joined and units[at].gap == COMMA)):
        at -= 2 if units[at - 1].sense.role == "and" else 1
        joined = True
        sense = units[at].sense
        if not sense.part or sense.material is not None or (at and units[at - 1].text == "in"):
            break  # "aus Kunstleder in Lackoptik, Futter und Sohle aus Leder"
        parts.insert(0, (sense.part, at))
    return tuple(parts)


def _after(units: Sequence[Unit], place: int) -> tuple[Part, ...]:
    """ "Leder am Schaft", "Fleece als Futter"."""
    at = place + 1
    if at < len(units) and (verbal := _of_verb(units, place)):
        return verbal
    if at < len(units) and units[at].sense.role == "inside" and units[at].gap == NONE:
        return ((LINING if units[at].text.lower() == "innen" else MAIN, at),)
    if at < len(units) and units[at].text.lower() in _PLACES and units[at].gap == NONE:
        for reached in range(at + 1, min(at + 4, len(units))):
            following = units[reached]
            if following.gap:
                return ()
            if following.sense.part and not (units[at].text == "in" and following.sense.kind == "feature"):
                return ((following.sense.part, reached),)
            if following.sense.noun or not (following.sense.attributive or following.text.lower() in _ARTICLES):
                return ()
    return ()


def _of_verb(units: Sequence[Unit], place: int) -> tuple[Part, ...]:
    """ "Mesh bildet das Futter", "aus Satin besteht der Kragen": the noun behind the verb."""
    verb = units[place + 1]
    first = place
    while first > 0 and not units[first].gap and units[first - 1].sense.attributive:
        first -= 1
    fronted = first > 0 and units[first - 1].sense.role == "from" and (first == 1 or units[first - 1].gap)
    forms = verb.text in _FORMING or (fronted and verb.text in _FRONTED_MADE)
    noun = noun_behind(units, place + 1) if forms and not verb.gap else None
    if noun is None:
        return ()
    sense = units[noun].sense
    return ((sense.part or f"type:{sense.stem}", noun),)


def noun_behind(units: Sequence[Unit], place: int) -> int | None:
    """The first noun behind a verb, over its articles and adjectives."""
    for at in range(place + 1, min(place + 1 + _FURTHEST, len(units))):
        if units[at].gap >= COLON:
            return None
        if units[at].sense.noun:
            return at
        if not (units[at].sense.attributive or units[at].sense.role == "function"):
            return None
    return None


def coloured_noun(units: Sequence[Unit], place: int) -> int | None:
    """The noun that a colour is said of; None for the article itself."""
    unit = units[place]
    opens = unit.gap == STOP and place + 1 < len(units) and units[place + 1].sense.attributive
    if unit.sense.attributive or unit.text[0].islower() or opens:  # "Schwarz abgesetzte Schultern"
        noun = noun_after(units, place)
        if noun is not None:
            return noun
    if (following := _after(units, place)) and following[0][0] != MAIN:  # "dunkelblau an den Armen"
        return following[0][1]
    if not place or unit.gap == STOP:
        return None
    before = units[place - 1]
    if before.sense.noun and (unit.gap == COLON or (not unit.gap and unit.text[0].islower())):
        return place - 1
    linked = before.text in _COPULAS or before.text == "in"  # "Nähte in Rot"
    if place > 1 and linked and not before.gap and units[place - 2].sense.noun:
        return place - 2
    return None


def own_part(noun: Sense) -> str:
    """The part that a noun names, for a colour; "" for types, patterns and what has no part of its own."""
    if noun.type is not None or noun.colour is not None or not noun.options or (not noun.kind and not noun.part):
        return ""
    return "" if noun.kind == "pattern" or noun.part == MAIN else noun.part
