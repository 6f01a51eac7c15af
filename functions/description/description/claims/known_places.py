"""Where the data has a thing: by its word, one that ends or begins alike, or a verb of the same root."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from description.claims.index import Index, Told
from description.claims.places import UNTIL, Place, agree
from description.claims.roles import NOTHING
from description.claims.senses import Sense

_SHORTEST = 4
_LONG = 6


def placed(sense: Sense, index: Index) -> Sequence[Told]:
    """Where the data has a thing; nowhere where it also has it at no place in particular."""
    told = relations_of(sense, index)
    return told if told and not is_loose(sense, index) else ()


def relations_of(sense: Sense, index: Index) -> list[Told]:
    """The relations of the data of a thing. Kept, as texts repeat their words."""
    try:
        return index.memo[sense]
    except KeyError:
        known = index.memo[sense] = _relations(sense, index)
        return known


def _relations(sense: Sense, index: Index) -> list[Told]:
    """The relations of the data of a thing."""
    if sense.role or sense.stem in NOTHING:
        return []
    if not (sense.kind or sense.noun):
        return []
    own = f"~{sense.stem}"
    narrower = sense.stem if sense.noun and len(sense.stem) >= _SHORTEST else own  # Seitentasche, of Tasche
    found = [item for item in index.relations if own in item[0].thing]
    if found:
        found += [item for item in index.relations if item not in found and _ends_in(narrower, item[0].thing)]
    names = frozenset(sense.names)
    found = found or [item for item in index.relations if not names.isdisjoint(item[0].thing)]
    if not found and sense.noun and len(sense.stem) >= _SHORTEST:
        found = [item for item in index.relations if _ends_alike(sense.stem, item[0].thing)]
    return found


def _ends_in(end: str, thing: frozenset[str]) -> bool:
    return any(key.endswith(end) for key in thing)


def _ends_alike(own: str, thing: frozenset[str]) -> bool:
    """ "Markenlogo" of a Logo, "Streifen" of a Reflexstreifen, "Geröllschutz" of a Geröllschutzrand."""
    ends = [key[1:] for key in thing if key[0] == "~" and len(key) > _SHORTEST]
    if any(own.endswith(end) or end.endswith(own) for end in ends):
        return True
    return len(own) >= _LONG - 1 and any(end.startswith(own) for end in ends)


def is_loose(sense: Sense, index: Index) -> bool:
    """Whether the data also has the thing at no place in particular."""
    placed = {place for _, place in relations_of(sense, index)}
    return any(place not in placed for place in index.places(sense.names))


def _called(said: Place, told: Sequence[Told], index: Index) -> Iterator[Told]:
    """What the data calls by the name of a place: "Unterteil: Hose mit Gummibund", of "die Hose"."""
    places = {relation.place.part for relation, _ in told}
    for relation, source in index.relations:
        if f"~{said.part}" in relation.thing and relation.place.part in places:
            yield relation, source


def fits(said: Place, told: Sequence[Told], index: Index) -> bool:
    """Whether the data may have a thing at a place that a text names."""
    told = [item for item in told if (UNTIL in item[0].place.sides) == (UNTIL in said.sides)]
    if not told:
        return True
    for relation, _ in (*told, *_called(said, told, index)):
        if (relation.host and said.sides & relation.place.sides) or _is_called(said.part, relation.thing):
            return True
        if agree(said, relation.place):
            return True
    return False


def _is_called(part: str, thing: frozenset[str]) -> bool:
    """Whether a thing has the name of a part: the Schluppenkragen is at the Kragen."""
    return f"~{part}" in thing or (len(part) > _SHORTEST and any(key.endswith(part) for key in thing))
