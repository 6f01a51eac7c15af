"""Which part a material or a colour belongs to, which noun an adjective or a number, and what is denied."""

from __future__ import annotations

from collections.abc import Sequence

from description.claims.line import COLON, COMMA, NONE, STOP, Unit
from description.claims.roles import DIMENSIONAL, FILLING, LINING, MAIN
from description.claims.senses import Sense
from description.claims.stems import stem

_LINED = f"~{stem('gefüttert')}"
_CLADDING = frozenset({"kleidet", "kleiden", "füttert", "polstert"})
_CLAD = f"~{stem('ausgekleidet')}"
_FILLED = frozenset({f"~{stem('gefüllt')}", f"~{stem('wattiert')}"})
_PLACES = frozenset({"im", "am", "an", "in", "auf", "für", "als", "beim"})
_ARTICLES = frozenset({"der", "die", "das", "den", "dem", "ein", "eine", "einem", "einer"})
_MADE = frozenset({"besteht", "ist", "setzt"})
_CROSSED = _ARTICLES | {"sich"}
_COPULAS = frozenset({"ist", "sind"})
_INCLUDED = frozenset({"dabei", "enthalten", "geeignet", "vorhanden", "inklusive", "inbegriffen", "vorgesehen"})
_FURTHEST = 6
_WHERE = frozenset({"auf", "an", "am", "im", "in", "unter"})
_LATE = frozenset({"nicht", "keine", "keinen", "keins"})
_FOREGONE = frozenset({"verzichtet", "verzichten", "weggelassen"})


def denied_units(units: Sequence[Unit]) -> dict[int, int]:
    """The places of what "ohne", "kein" and "nicht" deny, with the place where the denial ends.

    It reaches up to the next noun, and those joined to it by "und".
    """
    denied: dict[int, int] = {}
    adjective_only = False
    state = 0  # 1: denying, 2: a denied noun is behind
    for place, unit in enumerate(units):
        role = unit.sense.role
        if state == 1 and adjective_only and place and units[place - 1].sense.attributive:
            state = 0
        if role == "not" and place + 1 < len(units) and units[place + 1].text.lower() in _INCLUDED:
            denied.update(_last_noun(units, place, place + 1))
        if unit.text in _FOREGONE or (unit.text in _LATE and (place + 1 == len(units) or units[place + 1].gap)):
            denied.update(_last_noun(units, place, place))
        if role == "not":
            adjective_only = unit.text.lower() == "nicht"
            state = 0 if place + 1 < len(units) and units[place + 1].text == "nur" else 1
            continue
        if not state:
            continue
        if unit.gap or (state and role in ("with", "from", "of")):
            state = 0
        elif state == 2:
            state = 1 if role in ("and", "nor") else 0
        elif role not in ("and", "nor"):
            denied[place] = place
            if unit.sense.noun:
                state = 2
    return denied


def _last_noun(units: Sequence[Unit], place: int, end: int) -> dict[int, int]:
    """ "Eine Regenhülle ist nicht dabei": the noun before; "in den Trockner darf sie nicht": what cares for it."""
    found: dict[int, int] = {}
    for at in range(place - 1, -1, -1):
        sense = units[at].sense
        put = at > 0 and sense.kind == "care" and units[at - 1].sense.role == "function"
        if sense.noun and (put or not found):
            found = {at: end}
        if units[at].gap:
            break
    return found


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


def subject_of(units: Sequence[Unit], place: int) -> int | None:
    """The noun that a dimension is said of: "der Ausschnitt ist rund", "die Nähte sind flach gearbeitet"."""
    if units[place].sense.stem not in DIMENSIONAL or place < 2 or units[place].gap or units[place - 1].gap:
        return None
    linked = units[place - 1].text in _COPULAS and units[place - 2].sense.noun
    return place - 2 if linked and units[place - 2].sense.part else None


def half_of(units: Sequence[Unit], place: int) -> int | None:
    """Where "zur Hälfte aus" begins, when it stands before a material and its adjectives."""
    if place < 3 or any(unit.gap for unit in units[place - 2 : place + 1]):
        return None
    to, half, made = units[place - 3 : place]
    return place - 3 if to.text.lower() == "zur" and half.text == "Hälfte" and made.sense.role == "from" else None


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
        listed = sense.material is not None or sense.role == "number" or unit.text in "%‰"
        if (gap == COMMA or units[at + 1].sense.role == "and") and not listed:
            return ()
        if sense.role in ("from", "link"):
            linked = linked or sense.role == "from"
        elif sense.role == "inside":
            return ((LINING if unit.text.lower() == "innen" else MAIN, at),)
        elif sense.role == "function" and unit.text.lower() not in _CROSSED:
            return ()
        elif listed and units[at + 1].sense.role == "from" and sense.material is not None and not sense.part:
            return ((f"type:{sense.stem}", place),)
        elif linked and sense.material is not None and not sense.part and units[at + 1].text in _MADE:
            return ((f"type:{sense.stem}", place),)  # "der Tweed besteht aus Wolle"
        elif listed and not (sense.part and sense.material is None):
            if sense.part and sense.material is not None:  # "Lederfutter, Gummi": the list is over
                return ((sense.part, at),) if linked else ()
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


def coloured_part(units: Sequence[Unit], place: int) -> str:
    """The part that a colour is said of; "" for the article itself."""
    sense = units[place].sense
    if sense.attributive or units[place].text[0].islower():
        noun = noun_after(units, place)
        if noun is not None:
            return _own_part(units[noun])
    if place and not units[place].gap and units[place - 1].sense.noun and units[place].text[0].islower():
        return _own_part(units[place - 1])
    if place and units[place].gap == COLON and units[place - 1].sense.noun:
        return _own_part(units[place - 1])
    if place > 1 and units[place - 1].text in _COPULAS and units[place - 2].sense.noun and not units[place - 1].gap:
        return _own_part(units[place - 2])
    return ""


def _own_part(unit: Unit) -> str:
    sense = unit.sense
    if sense.type is not None or sense.colour is not None or not sense.options or (not sense.kind and not sense.part):
        return ""
    if sense.kind == "pattern":
        return ""
    return "" if sense.part == MAIN else sense.part
