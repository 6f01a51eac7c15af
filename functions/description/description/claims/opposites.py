"""Adjectives that rule each other out where one part is so: verdeckt and sichtbar, leicht and stark."""

from __future__ import annotations

from description.claims.exclusive import opposites
from description.claims.index import Index
from description.claims.senses import Sense
from description.claims.targets import part_named

_SHORTEST = 4


def opposed(adjective: str, noun: Sense, index: Index) -> list[int]:
    """The places of the sources that say the opposite of an adjective (its stem) of the part that a noun names."""
    names = (noun.stem, part_named(noun).partition(":")[2])
    against = opposites().get(adjective, frozenset())
    if not against:
        return []
    told = [
        (said, place)
        for place, source in enumerate(index.sources)
        for said, of in source.stated.bound
        if (said in against or said == adjective) and any(_is_same(name, of.partition(":")[2]) for name in names)
    ]
    return [] if any(said == adjective for said, _ in told) else [place for _, place in told]


def _is_same(part: str, bound: str) -> bool:
    """ "Knöpfe" and Knopfleiste, "Stäbchen" and Kragenstäbchen."""
    if part and part == bound:
        return True
    if min(len(part), len(bound)) < _SHORTEST:
        return False
    return part.startswith(bound) or bound.startswith(part) or part.endswith(bound) or bound.endswith(part)
