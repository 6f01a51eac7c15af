"""What a statement says is not possible ("Gravur: nicht möglich") or only for show ("Paspeltaschen (Attrappe)")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from description.claims.line import Unit
from description.claims.polarity import denies_key
from description.claims.stems import stem
from description.claims.targets import predicated
from description.language.function_words import alternatives, lower_words

_SUITED = re.compile(rf"^(\w{{4,}}?)-?(?:{alternatives('suited-ending')})(?:e|en|em|er|es)?$", re.IGNORECASE)
_DERIVED = re.compile(r"(?<=\w{4})(?:ur|ier\w{0,10}|i|ation|ung|en|bar)$")
_DUMMY = lower_words("dummy")
_SHORTEST = 4


def denied_topics(key_units: Sequence[Unit], units: Sequence[Unit]) -> frozenset[tuple[str, str]]:
    """The roots of what a statement says is not possible, with the part of which: "Gravur: nicht möglich" → grav."""
    if units and not denies_key(units):
        return frozenset()
    of_part = predicated(key_units)
    part, words = (of_part.part, of_part.adjectives) if of_part is not None else ("", key_units)
    return frozenset((root, part) for unit in words for root in _topics(unit.text) if len(root) >= _SHORTEST)


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


def _topics(word: str) -> tuple[str, ...]:
    suited = _SUITED.match(word)
    return (stem(suited[1]),) if suited else (without_derivation(stem(word)),)
