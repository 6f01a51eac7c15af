"""Finds what supports a size: the same code, a size within the range, the first or the last of those there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from description.claims.counts import SIZED
from description.claims.index import Index, Source
from description.claims.numbers import Figure
from description.claims.roles import KIND_FIELDS

_NUMBER = re.compile(r"\d{1,3}(?:[,.]\d)?")


def of_size(figure: Figure, index: Index) -> Iterable[int]:
    """The places of the sources that have a size."""
    wanted = figure.code.upper()
    label = figure.about.names if figure.about is not None else ()
    for place, source in enumerate(index.sources):
        sized = _is_sized(source, label)
        if wanted and ((sized and wanted in source.stated.codes) or f"{SIZED}{wanted}" in source.stated.codes):
            yield place
    for amount in figure.amounts:
        if amount.said in ("least", "most"):
            yield from _of_end(amount.low, amount.said, index)
            continue
        for said, keys, place in index.amounts:
            if said.of == "" and said.low <= amount.low <= amount.high <= said.high and not keys.isdisjoint(label):
                yield place
        ends = {f"{amount.low.normalize():f}", f"{amount.high.normalize():f}"}
        told = ((place, source) for place, source in enumerate(index.sources) if _is_sized(source, label))
        yield from (place for place, source in told if ends <= source.stated.codes)


def _is_sized(source: Source, label: Sequence[str]) -> bool:
    """Whether a source tells sizes, not what something measures: "Rückenlänge: 81 cm" is no size 81."""
    return source.field in KIND_FIELDS["size"] or any(name in source.stated.about for name in label)


def _of_end(value: Decimal, said: str, index: Index) -> Iterator[int]:
    """ "ab Größe 36" ← Größen: 36–46."""
    for place, source in enumerate(index.sources):
        if f"{SIZED}{value.normalize():f}" in source.stated.codes:
            yield place
        sizes = list(_sizes(source)) if source.field in KIND_FIELDS["size"] else []
        if sizes and value == (min(sizes) if said == "least" else max(sizes)):
            yield place


def _sizes(source: Source) -> Iterator[Decimal]:
    yield from (end for amount, _ in source.stated.amounts if amount.of == "" for end in (amount.low, amount.high))
    yield from (Decimal(code.replace(",", ".")) for code in source.stated.codes if _NUMBER.fullmatch(code))
