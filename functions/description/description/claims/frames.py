"""How a noun stands in its clause: which preposition governs it, and whether it is said of the article."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from description.claims.line import COMMA, STOP, Unit, stretch_around, unit_before
from description.claims.targets import is_determining
from description.language.function_words import function_words

_PREPOSITIONS = function_words("preposition") | function_words("contracted-preposition")
_REACH = 10
_FOR = function_words("for")
_WITH = _FOR | {"mit"}
_COLOURING = function_words("colouring-word")
_BASE_COLOURS = function_words("base-colour")
_COLOURED = ("farben", "farbig", "ton")
_HAVING = function_words("equipped") - _FOR


def governor_at(units: Sequence[Unit], at: int) -> int | None:
    """The place of the preposition that governs a noun, over its articles and adjectives and the nouns joined to it."""
    for place in range(at - 1, max(-1, at - 1 - _REACH), -1):
        behind = units[place + 1]
        if behind.gap > COMMA:
            return None
        unit = units[place]
        if unit.text.lower() in _PREPOSITIONS:
            return place
        joined = unit.sense.role == "and" or (unit.sense.noun and (behind.sense.role == "and" or behind.gap == COMMA))
        if not (joined or is_determining(unit)):
            return None
    return None


def governor(units: Sequence[Unit], at: int) -> str:
    """The preposition that governs a noun, in lower case; "" for none."""
    place = governor_at(units, at)
    return units[place].text.lower() if place is not None else ""


def attached(units: Sequence[Unit], at: int) -> bool:
    """ "Strampler mit Elefanten", "das Kleid zeigt Blumen": whether the article or a part is said to have it."""
    place = governor_at(units, at)
    if place is None:
        first, _ = stretch_around(units, at, _REACH, COMMA)
        return any(unit.text.lower() in _HAVING for unit in units[first:at])
    if units[place].text.lower() not in _WITH:
        return False
    if place == 0 or units[place].gap == STOP:
        return units[place].text.lower() == "mit"
    host = units[place - 1].sense
    return host.noun and (host.type is not None or bool(host.part and host.options))


def is_thing_of_that_colour(units: Sequence[Unit], at: int) -> bool:
    """ "Sand schüttelt man aus", "Flieder auf dem Tisch": a thing that gave a colour its name, not the colour."""
    unit = units[at]
    if not unit.sense.noun or unit.sense.material is not None or not _is_thing_too(unit.text):
        return False
    if attached(units, at):
        return False  # "eine Schürze mit Kirschen"
    before, coloured = unit_before(units, at), governor(units, at) in _COLOURING
    if before is None:
        named = not any(other.text[0].islower() for other in units)  # "Midnight Dream", the name of a shade
        return not named and (unit.gap == STOP or (unit.gap == COMMA and not coloured))
    return before.text.lower() not in _COLOURING and not coloured


@lru_cache(maxsize=2048)
def _is_thing_too(text: str) -> bool:
    word = text.lower()
    return not any(base in word for base in _BASE_COLOURS) and not any(end in word for end in _COLOURED)
