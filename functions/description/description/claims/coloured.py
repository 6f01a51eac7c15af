"""Which noun a colour is said of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from description.claims.binding import noun_after, noun_behind
from description.claims.line import COLON, NONE, STOP, Unit, opens_before_adjective, unit_behind
from description.claims.material_parts import part_behind
from description.claims.roles import MAIN
from description.claims.senses import Sense
from description.claims.targets import clause_of, target_key
from description.language.function_words import alternatives, function_words

_COPULAS = function_words("copula")
_ON = function_words("on-preposition")
_PARTICIPLE = re.compile(rf"^(?:{alternatives('colouring-prefix')})?(?:ge)?\w{{3,}}(?:t|iert|en)(?:e[mnrs]?)?$")


def coloured_noun(units: Sequence[Unit], place: int) -> int | None:
    """The noun that a colour is said of; None for the article itself."""
    unit = units[place]
    if (
        unit.sense.attributive or unit.text[0].islower() or opens_before_adjective(units, place)
    ):  # "Schwarz abgesetzte Schultern"
        noun = noun_after(units, place)
        if noun is not None:
            return noun
    if (following := part_behind(units, place)) and following[0][0] != MAIN:  # "dunkelblau an den Armen"
        return following[0][1]
    if unit.text.islower() and place + 1 < len(units) and units[place + 1].text in _ON:
        behind = noun_behind(units, place + 1)
        if behind is not None:
            return behind  # "dunkelblau an den Armen"
    if not place or unit.gap == STOP:
        return None
    before = units[place - 1]
    if before.sense.noun and (unit.gap == COLON or (not unit.gap and unit.text[0].islower())):
        return place - 1
    linked = before.text in _COPULAS or before.text == "in"  # "Nähte in Rot"
    if place > 1 and linked and not before.gap and units[place - 2].sense.noun:
        return place - 2
    return None


def owner_in_value(units: Sequence[Unit], place: int) -> str:
    """The key of the part before a colour in its segment of a value of the data: "Braun, Sohle Schwarz"; "" for none.
    A noun that no list has is only a part behind other colours: "Ozean Blau" is a name."""
    at = place
    while at > 0 and (units[at].gap == NONE or (units[at].gap == COLON and _may_lead(units[at - 1].sense))):
        at -= 1
        sense = units[at].sense
        if sense.noun and sense.colour is None:
            known = bool(sense.part or sense.type) and bool(sense.options)
            behind = any(unit.sense.colour is not None for unit in units[:at])
            return target_key(sense) if (known or behind) and sense.material is None and sense.kind != "pattern" else ""
        if not (
            sense.noun or sense.attributive or sense.role in ("and", "function", "inside") or units[at].text == "in"
        ):
            return ""
    return ""


def _may_lead(sense: Sense) -> bool:
    """ "Nähte: eisblau", "Sohle weiß/grau"."""
    return sense.colour is not None or bool(sense.part and sense.options)


def is_in_passing(units: Sequence[Unit], at: int, noun: int | None) -> bool:
    """ "die sich schwarz abhebt", "silbergrau gestreift", "rosé vergoldetes Silber": of a thing that stands elsewhere,
    or of how something is made."""
    unit = units[at]
    following = unit_behind(units, at)
    if unit.sense.attributive or not (unit.text.islower() or unit.gap == STOP) or following is None:
        return False
    if _PARTICIPLE.search(following.text) and not following.sense.role:
        return True
    if noun is not None or unit.gap == STOP:
        return False
    first, last = clause_of(units, at)
    return not any(units[place].text in _COPULAS for place in range(first, last))


def own_part(noun: Sense) -> str:
    """The part that a noun names, for a colour; "" for types, patterns and what has no part of its own."""
    if noun.type is not None or noun.colour is not None or not noun.options or (not noun.kind and not noun.part):
        return ""
    return "" if noun.kind == "pattern" or noun.part == MAIN else noun.part
