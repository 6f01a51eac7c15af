"""Nouns that name other things than the article: what it is for, what it is cleaned with, what it keeps off."""

from __future__ import annotations

import re
from collections.abc import Sequence

from description.claims.frames import governor
from description.claims.line import COMMA, NONE, Unit, unit_before
from description.claims.suppositions import clause_around
from description.claims.targets import clause_of, is_determining
from description.language.function_words import function_words

_FOR = function_words("for")
_WIPING = function_words("wiping")
_BESIDE = function_words("worn-beside")
_INDEFINITE = function_words("one")
_DURING = function_words("before-verbal-noun")
_NOMINAL = function_words("nominal-infinitive")
_INFINITIVE = re.compile(r"\w{3,}(?:en|eln|ern)$")
_HOLDING = function_words("stowing")
_ROOM = function_words("room")
_AT = function_words("on-preposition")
_OFF = "vor"
_REACH = 8


def is_of_the_reader(units: Sequence[Unit], at: int) -> bool:
    """Whether the name of a type means a thing of the reader's: "Platz fürs Taschentuch", "ein Bezug für die Decke",
    "mit einem feuchten Tuch abwischen", "darunter passt ein Top"."""
    opening = _opening(units, at)
    if opening is None:
        return False
    text = units[opening].text.lower()
    clause = frozenset(other.text if other.sense.noun else other.text.lower() for other in clause_around(units, at))
    if text in _FOR:
        return opening > 0
    if text == "mit":
        return not _WIPING.isdisjoint(clause)
    indefinite = any(unit.text.lower() in _INDEFINITE for unit in units[opening:at])
    return indefinite and not _BESIDE.isdisjoint(map(str.lower, clause))


def is_doing(units: Sequence[Unit], at: int) -> bool:
    """ "beim Pfützenspringen", "nach dem langen Wandern": what somebody does, whatever the word ends in."""
    before = unit_before(units, at)
    if before is None or not _INFINITIVE.match(units[at].text):
        return False
    unknown = not units[at].sense.options
    during = unknown and (before.text.lower() == "ohne" or governor(units, at) in _DURING)
    return before.text.lower() in _NOMINAL or during


def _opening(units: Sequence[Unit], at: int) -> int | None:
    """The preposition, or the first article, of the phrase that a noun stands in, over other nouns joined by "und"."""
    first = at
    for place in range(at - 1, max(-1, at - 1 - _REACH), -1):
        if units[place + 1].gap != NONE:
            break
        unit = units[place]
        if unit.text.lower() in _FOR or unit.text.lower() in (_OFF, "mit"):
            return place
        joined = unit.sense.role == "and" or (unit.sense.noun and units[place + 1].sense.role == "and")
        if not (joined or is_determining(unit)):
            break
        first = place
    return first


def is_content(units: Sequence[Unit], at: int, words: frozenset[str] = _HOLDING) -> bool:
    """ "Trinkflasche und Schirm finden Platz": what is put into the article."""
    listed = at + 1 < len(units) and units[at + 1].gap == COMMA  # "Riegel, Pumpe und Telefon"
    clause = (*clause_around(units, at), *(clause_around(units, at + 1) if listed else ()))
    named = any(other.text in words for other in clause)
    return named and not any(_stays_at(units, to) for to in range(*clause_of(units, at)))


def _stays_at(units: Sequence[Unit], at: int) -> bool:
    """ "hält den Gürtel an seinem Platz"."""
    return units[at].text in _ROOM and governor(units, at) in _AT
