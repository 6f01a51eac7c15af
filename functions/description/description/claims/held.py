"""Finds what supports that a part has a thing: the sources that say so of it, or of nothing in particular."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from description.claims.holders import WHOLE, stems_of
from description.claims.index import Index
from description.claims.mention import Mention
from description.claims.parts import same_part
from description.domain.statement import Field

_ROOT = 5


def held_by(mention: Mention, places: Iterable[int], index: Index) -> Iterator[int]:
    """Those of the places whose source may say the thing of its holder. Nothing follows for a part from the whole, nor
    the reverse, where the data says of both what they have."""
    holder = mention.holder
    if holder is None:
        yield from places
        return
    stems = stems_of(mention.sense)
    part = "" if holder.noun is None else index.part_of(holder.noun)
    named = frozenset() if not part or holder.noun is None else {f"~{holder.noun.stem}", f"~{part.partition(':')[2]}"}
    for place in places:
        told = index.sources[place].stated
        owners = {owner for said, owner in told.bound if said in stems}
        loose = not owners or (not part and not holder.closes) or not named.isdisjoint(told.answers)
        if loose or (_is_of_part(part, owners, index) if part else _is_of_whole(owners, index)):
            yield place


def _is_of_part(part: str, owners: set[str], index: Index) -> bool:
    """Whether one of the owners is the part, or the whole where the data does not say what the part has."""
    return any(owner and same_part(part, owner) for owner in owners) or (WHOLE in owners and not _has_own(part, index))


def _is_of_whole(owners: set[str], index: Index) -> bool:
    return WHOLE in owners or any(f"~{owner[5:]}" in index.types for owner in owners)


def of_extent(mention: Mention, index: Index) -> list[int] | None:
    """The places of the sources that say to the same extent that a thing is so; [] where the data gives another one,
    None where it gives none."""
    said = mention.extent
    if said is None:
        return None
    about = mention.about
    part = "" if about is not None and index.is_article(about) else said.part
    told = [
        (extent.much, place)
        for extent, place in index.extents
        if extent.adjective == said.adjective
        and (same_part(part, extent.part) if part and extent.part else part == extent.part)
    ]
    return [place for much, place in told if much == said.much] if told else None


def _has_own(part: str, index: Index) -> bool:
    """Whether the data says how a part is closed."""
    return any(
        owner and same_part(part, owner) and _is_closed(index.sources[place].field)
        for place, source in enumerate(index.sources)
        for _, owner in source.stated.bound
    )


def _is_closed(field: Field | None) -> bool:
    return field in (Field.CLOSURE, Field.OTHER, Field.PART_MATERIAL)


def is_bound_apart(stems: frozenset[str], part: str, places: Sequence[int], index: Index) -> bool:
    """Whether the data says an adjective of other parts alone, and else of nothing that has to do with this one."""
    bound = {owner for source in index.sources for said, owner in source.stated.bound if said in stems and owner}
    if not bound or any(same_part(part, owner) for owner in bound):
        return False
    told = (index.sources[place].stated for place in places)
    return not any(_names(part, source.about | source.answers) for source in told)


def _names(part: str, keys: frozenset[str]) -> bool:
    """Whether words name a part: Verschluss, of a Hakenverschluss."""
    return any(key[0] == "~" and len(key) >= _ROOT and part.endswith(key[1:]) for key in keys)
