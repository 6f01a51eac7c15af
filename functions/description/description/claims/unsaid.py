"""Nouns that no list has: they claim something only where the article is said to have what they name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from description.claims.belongings import is_content, is_doing
from description.claims.fragments import is_fragment
from description.claims.frames import governor
from description.claims.line import COLON, COMMA, Unit, unit_behind
from description.claims.suppositions import clause_around, supposes
from description.claims.targets import clause_of, is_nominative
from description.language.function_words import alternatives, function_words

_REACH = 6
_SCENES = function_words("scene-preposition")
_HAVING = function_words("equipped")
_ADDED = function_words("added")
_CONTRIBUTING = function_words("contributing-verb")
_NAMING = function_words("naming-preposition") | {""}
_THANKS = "dank"
_DEFINITE = re.compile(rf"(?:de[rmns]|die|das|(?:{alternatives('determiner-stem')})(?:e[mnrs]?)?)$")


def is_unsaid_noun(units: Sequence[Unit], at: int) -> bool:
    """Whether a noun that no list has claims nothing: no known thing, and the article is not said to have it."""
    unit = units[at]
    if is_content(units, at) or is_doing(units, at):
        return True
    if any(map(str.isdigit, unit.text)) or unit.sense.thing:
        return False
    behind = unit_behind(units, at)
    if behind is not None and behind.sense.type is not None:
        return False  # "Zerrissene Jeans"
    if any(other.text in _ADDED for other in clause_around(units, at)) and not supposes(units, at):
        return False
    if _contributes(units, at) or governor(units, at) == _THANKS:
        return False
    return not (_is_had(units, at) or (governor(units, at) in _NAMING and is_fragment(units, at)))


def _contributes(units: Sequence[Unit], at: int) -> bool:
    """ "Lange Ohrenklappen schützen bei Kälte": what does something for the article or its wearer, and is no known
    thing."""
    first, last = clause_of(units, at)
    verb = next((to for to in range(at + 1, last) if units[to].text in _CONTRIBUTING), None)
    if verb is None or not is_nominative(units, at, first) or not all(map(_is_indefinite, units[first:at])):
        return False
    return at > first and not any(is_nominative(units, to, first) for to in range(at + 1, verb))


def _is_indefinite(unit: Unit) -> bool:
    return (unit.sense.attributive or unit.sense.role == "function") and not _DEFINITE.match(unit.text.lower())


def _is_had(units: Sequence[Unit], at: int) -> bool:
    definite = joined = False
    for place in range(at - 1, max(-1, at - 1 - _REACH), -1):
        if units[place + 1].gap >= COLON:
            return units[place + 1].gap == COLON
        unit = units[place]
        text = unit.text.lower()
        role = unit.sense.role
        if role == "from" or text in _HAVING:
            return True
        if text.startswith("kein"):
            return False  # "keinen Schaden"
        if role in ("with", "not"):
            return not definite
        if text == "in":
            return place == at - 1 or units[place + 1].sense.attributive
        if role == "and" or units[place + 1].gap == COMMA:
            joined = True
            if role == "and":
                continue
        definite = definite or bool(_DEFINITE.match(text))
        if unit.sense.noun and joined:
            joined = False
        elif not (unit.sense.attributive or role in ("function", "number")) or text in _SCENES:
            return False
    return False
