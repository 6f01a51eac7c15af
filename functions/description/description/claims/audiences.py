"""Whom a text says the article to be for, where the data says it to be for others, too: "eigens für Damen" of what is
unisex."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from description.claims.index import Index
from description.claims.line import STOP, Unit
from description.claims.mention import Otherwise
from description.claims.stems import stem
from description.claims.targets import clause_of
from description.language.function_words import function_words, lower_words
from description.language.text import tokens

_ONLY = lower_words("exclusive") | lower_words("intended")
_UNISEX = f"~{stem('unisex')}"
_REACH = 4
_SENTENCE = 60  # units


def misdirected(units: Sequence[Unit], index: Index) -> Iterator[Otherwise]:
    """What a text says to be for the one half of those that the data says it to be for."""
    for at, unit in enumerate(units):
        if unit.sense.kind != "audience" or not unit.sense.noun:
            continue
        others = [other for own in _stems(unit) for other in _counterparts().get(own, ())]
        places = index.places(f"~{other}" for other in others)
        if not places or any(not others_in.isdisjoint(others) for others_in in map(_stems, _sentence(units, at))):
            continue
        if _is_for_them_alone(units, at) or (_UNISEX in index.words and not _is_stated(_stems(unit), index)):
            yield Otherwise(at, at, None, unit.sense, min(places), "value")


def _stems(unit: Unit) -> frozenset[str]:
    return frozenset(name[1:] for name in unit.sense.names if name[0] == "~")


def _is_for_them_alone(units: Sequence[Unit], at: int) -> bool:
    first, _ = clause_of(units, at)
    return any(unit.text.lower() in _ONLY for unit in units[max(first, at - _REACH) : at])


def _is_stated(own: frozenset[str], index: Index) -> bool:
    """Whether the data names them itself: "Kinder (unisex)"."""
    return any(stem(token.text) in own for source in index.sources for token in tokens(source.says))


def _sentence(units: Sequence[Unit], at: int) -> Sequence[Unit]:
    first, last = at, at + 1
    while first > max(0, at - _SENTENCE) and units[first].gap != STOP:
        first -= 1
    while last < min(len(units), at + _SENTENCE) and units[last].gap != STOP:
        last += 1
    return units[first:last]


@cache
def _counterparts() -> dict[str, frozenset[str]]:
    """Stem of whom something is for → stems of the other half: Mädchen and Jungen."""
    found: dict[str, frozenset[str]] = {}
    for pair in function_words("audience-pair"):
        one, other = (frozenset(map(stem, side.split(","))) for side in pair.split("/"))
        found |= dict.fromkeys(one, other) | dict.fromkeys(other, one)
    return found
