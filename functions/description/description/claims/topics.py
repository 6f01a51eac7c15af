"""What a statement says is not there, not so or not possible ("Gravur: nicht möglich", "Riemen: nicht verstellbar"), or
only for show ("Paspeltaschen (Attrappe)")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from description.claims.binding import noun_after
from description.claims.line import NONE, Unit
from description.claims.polarity import denies_key
from description.claims.stems import folded, stem
from description.claims.targets import predicated, target_key
from description.domain.statement import Field
from description.language.function_words import alternatives, function_words, lower_words

_SUITED = re.compile(rf"^(\w{{4,}}?)-?(?:{alternatives('suited-ending')})(?:e|en|em|er|es)?$", re.IGNORECASE)
_DERIVED = re.compile(r"(?<=\w{4})(?:ur|ier\w{0,10}|i|ation|ung|en|bar)$")
_DUMMY = lower_words("dummy")
_SHORTEST = 4
_TO_LIMIT = 2  # units
_SHORTEST_HYPHENED = 8
_SMALL = "chen"
_CARING = frozenset({Field.CARE, Field.DESCRIPTION})  # care is read as treatments, and prose denies of anything
_DELIVERED = lower_words("included")
_GENERAL = function_words("general-key")
ANYWHERE, UNLESS_SAID, DELIVERED = "", "unless said", "delivered"
Denied = frozenset[tuple[str, str]]


def denied_topics(field: Field, key_units: Sequence[Unit], units: Sequence[Unit], without: Iterable[int]) -> Denied:
    """The roots of what a statement denies, each with what it is denied of: a part, ANYWHERE, UNLESS_SAID or
    DELIVERED. "Gravur: nicht möglich" → grav; `without`: the places of what its value denies."""
    by_value = () if field in _CARING else _by_value(key_units, units, without)
    by_key = _by_key(key_units) if not units or denies_key(units) else ()
    return frozenset(item for item in chain(by_key, by_value) if len(item[0]) >= _SHORTEST)


def _by_key(key_units: Sequence[Unit]) -> Iterator[tuple[str, str]]:
    """ "Gravur: nicht möglich", "Kapuze verstellbar: nein", "Größen 36 bis 46, auch halbe Größen: nein"."""
    of_part = predicated(key_units)
    if of_part is not None:
        yield from ((root, of_part.part) for unit in of_part.adjectives for root in roots_of(unit.text))
        return
    first = max((at for at, unit in enumerate(key_units) if unit.gap != NONE and at), default=0)
    stated = any(unit.sense.role == "number" for unit in key_units[:first])
    yield from _denials(key_units, range(first if stated else 0, len(key_units)), "", ANYWHERE)


def _by_value(key_units: Sequence[Unit], units: Sequence[Unit], without: Iterable[int]) -> Iterator[tuple[str, str]]:
    """ "nicht verstellbar", of the part that the key names; "ohne Shirt", of the article or of what is delivered."""
    delivered = any(unit.text.lower() in _DELIVERED for unit in (*key_units, *units))
    general = not key_units or key_units[0].text in _GENERAL
    part = "" if general else target_key(key_units[0].sense)
    yield from _denials(units, sorted(without), part, DELIVERED if delivered else UNLESS_SAID)


def _denials(units: Sequence[Unit], places: Iterable[int], part: str, otherwise: str) -> Iterator[tuple[str, str]]:
    """An adjective is denied of its noun, else of the part; a noun, of what is given for "otherwise"."""
    denied = frozenset(places)
    told = {noun for at in denied if units[at].sense.attributive and (noun := noun_after(units, at)) in denied}
    for at in denied - told:
        unit = units[at]
        noun = noun_after(units, at) if unit.sense.attributive else None
        of = target_key(units[noun].sense) if noun in told and noun is not None else part
        if not unit.sense.role and not _is_limited(units, at):
            yield from ((root, otherwise if unit.sense.noun else of or otherwise) for root in roots_of(unit.text))


def _is_limited(units: Sequence[Unit], at: int) -> bool:
    """ "nicht für Kinder unter 3 Jahren": a number says which of them."""
    return any(unit.sense.role == "number" and not unit.gap for unit in units[at + 1 : at + 1 + _TO_LIMIT])


def dummies(units: Sequence[Unit]) -> frozenset[str]:
    """The stems of what a statement says is for show: "Paspeltaschen (Attrappe)"."""
    found: set[str] = set()
    nouns: set[str] = set()
    for unit in units:
        if unit.text.lower() in _DUMMY:
            found |= nouns
        elif unit.sense.noun:
            nouns = {unit.sense.stem}
    return frozenset(found)


def without_derivation(root: str) -> str:
    """A stem without the ending of a noun or verb made from it: gravur, gravier → grav."""
    return _DERIVED.sub("", root)


def roots_of(word: str) -> tuple[str, ...]:
    """The roots that a word shares with others of its family: "Touchscreen-Finger" → touchscreen."""
    suited = _SUITED.match(word)
    if suited:
        return (stem(suited[1]),)
    if word.endswith(_SMALL):  # a Bündchen is no Bund
        return (folded(word),)
    segments = word.split("-")[:-1] if len(word) > _SHORTEST_HYPHENED else []
    return tuple(without_derivation(stem(each)) for each in (word, *filter(str.isalpha, segments)))
