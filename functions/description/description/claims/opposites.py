"""Adjectives that rule each other out: what is verdeckt is not sichtbar, what is fest is not abnehmbar."""

from __future__ import annotations

from functools import cache

from description.claims.index import Index
from description.claims.senses import Sense
from description.claims.stems import stem
from description.claims.targets import part_named
from description.language.function_words import function_words

_SHORTEST = 4


def opposed(adjective: str, noun: Sense, index: Index) -> list[int]:
    """The places of the sources that say the opposite of an adjective (its stem) of the part that a noun names."""
    names = (noun.stem, part_named(noun).partition(":")[2])
    against = opposites().get(adjective, frozenset())
    if not against:
        return []
    return [
        place
        for place, source in enumerate(index.sources)
        for said, of in source.stated.bound
        if said in against and any(_is_same(name, of.partition(":")[2]) for name in names)
    ]


@cache
def opposites() -> dict[str, frozenset[str]]:
    """Stem of an adjective → stems of its opposites."""
    found: dict[str, frozenset[str]] = {}
    for pair in function_words("opposite"):
        sides = [frozenset(map(stem, side.split(","))) for side in pair.split("/")]
        for own, other in (sides, sides[::-1]):
            for word in own:
                found[word] = found.get(word, frozenset()) | other
    return found


def _is_same(part: str, bound: str) -> bool:
    """ "Knöpfe" and Knopfleiste, "Stäbchen" and Kragenstäbchen."""
    if part and part == bound:
        return True
    if min(len(part), len(bound)) < _SHORTEST:
        return False
    return part.startswith(bound) or bound.startswith(part) or part.endswith(bound) or bound.endswith(part)
