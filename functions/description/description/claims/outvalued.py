"""What a text gives another value than the data does: "maschinell gefertigt" of what is handgefertigt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from description.claims.binding import noun_after
from description.claims.exclusive import Value, values_in
from description.claims.index import Index
from description.claims.line import Unit
from description.claims.mention import Otherwise
from description.claims.polarity import negates
from description.claims.stems import stem
from description.claims.targets import clause_of, subject_of
from description.language.exclusive import excludes


def outvalued(units: Sequence[Unit], index: Index) -> Iterator[Otherwise]:
    """The values of a text that the data rules out, in order."""
    if not index.values:
        return
    for said in values_in(units, 0, len(units)):
        told = index.values.get(said.attribute.name, {})
        if said.value in told:
            continue
        against = [place for value, places in told.items() for place in places if excludes(value, said.value)]
        if not against:
            continue
        first, last = clause_of(units, said.first)
        noun = _noun(units, said)
        if _is_meant(units, said, noun, first, last, index) and not any(map(negates, units[first:last])):
            thing = units[noun].sense if noun is not None else None
            yield Otherwise(said.first, said.last, thing, units[said.last].sense, min(against), "value")


def _noun(units: Sequence[Unit], said: Value) -> int | None:
    """What a value is said of."""
    if said.first == said.last and units[said.first].sense.attributive:
        return noun_after(units, said.first)
    return subject_of(units, said.first)


def _is_meant(units: Sequence[Unit], said: Value, noun: int | None, first: int, last: int, index: Index) -> bool:
    """Whether the clause gives the value to what the attribute is said of."""
    attribute = said.attribute
    stems = {units[at].sense.stem for at in range(first, last) if not said.first <= at <= said.last}
    stems |= {stem(word) for word in units[said.first].text.split(" ")[1:]}  # "fallendes Revers"
    if not attribute.away.isdisjoint(stems) or (attribute.near and attribute.near.isdisjoint(stems)):
        return False
    if attribute.of:
        own = units[noun].sense.stem if noun is not None else ""
        if noun is not None and noun != said.first and not index.is_article(units[noun].sense):
            return own.endswith(tuple(attribute.of))
        return not attribute.of.isdisjoint(stems)
    return noun is None or index.is_article(units[noun].sense) or not units[noun].sense.kind
