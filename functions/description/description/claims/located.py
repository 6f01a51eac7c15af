"""Finds what supports a position: "der Reißverschluss sitzt hinten"."""

from __future__ import annotations

from collections.abc import Iterable

from description.claims.index import Index
from description.claims.known_places import fits, is_loose, relations_of
from description.claims.mention import Mention
from description.claims.places import Place
from description.claims.positions import CLOSURE


def located_thing(mention: Mention) -> frozenset[str]:
    """The keys of the thing that a text says to be at a side: the closure where it names none."""
    return frozenset(mention.about.names) if mention.about is not None else frozenset({CLOSURE})


def of_position(mention: Mention, index: Index) -> Iterable[int]:
    """The sources that say that the thing, or the article's closure, is at this side. Where the data says of a thing
    that it is there, but not where, any side may be."""
    thing = located_thing(mention)
    stated = [
        (side, place)
        for place, source in enumerate(index.sources)
        for side, keys in source.stated.positions
        if not thing.isdisjoint(keys)
    ]
    found = [place for side, place in stated if side == mention.side]
    if found or mention.about is None:
        return found
    related = relations_of(mention.about, index)
    told = () if is_loose(mention.about, index) else related
    if not stated and fits(Place("", frozenset({mention.side})), told, index):
        return range(len(index.sources))
    return [place for relation, place in related if mention.side in relation.place.sides]  # "Futter (Vorderteil)"
