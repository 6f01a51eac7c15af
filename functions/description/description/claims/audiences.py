"""Whom a text says the article to be for, where the data says it to be for others, too: "eigens für Damen" of what is
unisex."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from description.claims.holders import stems_of
from description.claims.index import Index
from description.claims.line import STOP, Unit, stretch_around
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
        own = stems_of(unit.sense)
        others = [other for each in own for other in _counterparts().get(each, ())]
        places = index.places(f"~{other}" for other in others)
        begin, end = stretch_around(units, at, _SENTENCE, STOP)
        if not places or any(not stems_of(other.sense).isdisjoint(others) for other in units[begin:end]):
            continue
        alone = _only_before(units, at)
        if alone is not None or (_UNISEX in index.words and not _is_stated(own, index)):
            yield Otherwise(at if alone is None else alone, at, None, unit.sense, min(places), "value")


def _only_before(units: Sequence[Unit], at: int) -> int | None:
    """ "eigens für Damen": where it is said that something is for them alone."""
    first, _ = clause_of(units, at)
    return next((place for place in range(max(first, at - _REACH), at) if units[place].text.lower() in _ONLY), None)


def _is_stated(own: frozenset[str], index: Index) -> bool:
    """Whether the data names them itself: "Kinder (unisex)"."""
    return any(stem(token.text) in own for source in index.sources for token in tokens(source.says))


@cache
def _counterparts() -> dict[str, frozenset[str]]:
    """Stem of whom something is for → stems of the other half: Mädchen and Jungen."""
    found: dict[str, frozenset[str]] = {}
    for pair in function_words("audience-pair"):
        one, other = (frozenset(map(stem, side.split(","))) for side in pair.split("/"))
        found |= dict.fromkeys(one, other) | dict.fromkeys(other, one)
    return found
