"""Finds what supports a number: a size, a measure of the same thing, a count of the same things."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from description.claims.counts import SIZED
from description.claims.index import Index
from description.claims.measures import Amount
from description.claims.nouns import noun_keys
from description.claims.numbers import Figure
from description.claims.roles import DIMENSIONS, PACKED
from description.claims.senses import Sense, keys_of
from description.product_data.model import Field

_SHORTEST_OPENING = 4
# Amounts of other things need no noun that fits: 40 °C, 20 den.
_OF_PARTS = frozenset({"length", "weight", "volume"})


def places_of(figure: Figure, index: Index) -> Iterable[int]:
    """The places of the sources that support a figure."""
    if figure.kind == "size":
        yield from _of_size(figure, index)
    elif figure.kind in ("measure", "percent"):
        yield from _of_measure(figure, index)
    elif figure.kind == "single" and figure.about is not None:
        names = frozenset(figure.about.names)
        counts = [(count, place) for count, keys, place in index.counts if not names.isdisjoint(keys)]
        yield from (place for count, place in counts if count == 1)
        if not counts:
            yield from (place for name in names for place in index.words.get(name, ()))
    elif figure.kind == "count" and figure.about is not None and figure.about.kind:
        own = frozenset(figure.about.names)
        names = own | (PACKED if figure.about.type is not None else frozenset())
        sums: dict[int, list[Decimal]] = {}
        for count, keys, place in index.counts:
            if not own.isdisjoint(keys) or (figure.about.type and _in_compound(figure.about.stem, keys)):
                sums.setdefault(place, []).append(count)
            if count == figure.amounts[0].low and (
                not names.isdisjoint(keys)
                or _in_compound(figure.about.stem, keys)
                or _is_of_parts(figure.about, keys, place, index)
            ):
                yield place
        yield from (place for place, counts in sums.items() if _total(counts) == figure.amounts[0].low)
    else:
        label = frozenset(figure.about.names) if figure.kind == "number" and figure.about is not None else frozenset()
        for place, source in enumerate(index.sources):
            if label and label.isdisjoint(source.stated.answers | source.stated.about):
                continue
            if figure.code.upper() in source.stated.codes or any(
                figure.amounts[0].low == count for count, _ in source.stated.counts if figure.amounts
            ):
                yield place


def _of_size(figure: Figure, index: Index) -> Iterable[int]:
    wanted = figure.code.upper()
    label = figure.about.names if figure.about is not None else ()
    for place, source in enumerate(index.sources):
        sized = source.field in (Field.SIZE, Field.SHOE_WIDTH)
        sized = sized or any(name in source.stated.about for name in label)
        if wanted and ((sized and wanted in source.stated.codes) or f"{SIZED}{wanted}" in source.stated.codes):
            yield place
    for amount in figure.amounts:
        for said, keys, place in index.amounts:
            if said.of == "" and said.low <= amount.low <= amount.high <= said.high and not keys.isdisjoint(label):
                yield place
        ends = {f"{amount.low}", f"{amount.high}"}
        yield from (place for place, source in enumerate(index.sources) if ends <= source.stated.codes)


def _of_measure(figure: Figure, index: Index) -> Iterable[int]:
    noun = figure.about if figure.about is not None and _tells(figure.about) else figure.also
    if figure.amounts and figure.amounts[0].of not in _OF_PARTS:
        noun = None
    if noun is not None and figure.amounts[0].of != "length" and not _is_measure(noun):
        noun = None
    wanted = noun_keys(noun) if noun is not None else frozenset()
    asked = figure.amounts[0]
    bare = noun is not None and f"~{noun.stem}" in DIMENSIONS
    for amount, keys, place in index.amounts:
        if asked.within(amount) and all(_also_said(other, place, index) for other in figure.amounts[1:]):
            unnamed = bare and keys.isdisjoint(DIMENSIONS)
            if not wanted or unnamed or _same_thing(wanted, keys):
                yield place


def _is_counted(own: frozenset[str], place: int, index: Index) -> bool:
    """Whether the entry counts the very thing: "1 Gesäßtasche" are not two."""
    return any(where == place and not own.isdisjoint(keys) for _, keys, where in index.counts)


def _total(counts: list[Decimal]) -> Decimal:
    """The sum of what is counted apart; where a total stands beside, "4 (2 vorn, 2 hinten)", it is the total."""
    total = sum(counts, Decimal(0))
    most = max(counts)
    return most if len(counts) > 2 and most * 2 == total else total


def _is_of_parts(noun: Sense, keys: frozenset[str], place: int, index: Index) -> bool:
    """ "zwei Reißverschlusstaschen" ← "zwei Fronttaschen mit Reißverschluss"."""
    told = index.sources[place].stated
    if _is_counted(frozenset(noun.names), place, index):
        return False
    return any(
        not keys.isdisjoint(keys_of(option.head))
        and all(not told.answers.isdisjoint(keys_of(o)) for o in option.openers)
        for option in noun.options
        if option.openers
    )


def _in_compound(noun: str, keys: frozenset[str]) -> bool:
    """ "drei Fächer" ← Innenfächer: 3; "zehn Karten" ← Kartenfächer: 10."""
    return len(noun) >= _SHORTEST_OPENING and any(key[1:].startswith(noun) or key.endswith(noun) for key in keys)


def _same_thing(wanted: frozenset[str], keys: frozenset[str]) -> bool:
    """Whether what a text measured is what the data measured: the same noun, or what opens it (Rücken, Rückenlänge)."""
    if not wanted.isdisjoint(keys):
        return True
    openings = tuple(key for key in wanted if key[0] == "~" and len(key) > _SHORTEST_OPENING)
    return bool(openings) and any(key.startswith(openings) for key in keys)


def _is_measure(noun: Sense) -> bool:
    return any(option.head.kind == "measure" for option in noun.options)


def _also_said(asked: Amount, place: int, index: Index) -> bool:
    return any(asked.within(amount) for amount, _, where in index.amounts if where == place)


def _tells(noun: Sense) -> bool:
    """Whether a noun, of those that are known, says what was measured."""
    return bool(noun.options) and (bool(noun.kind or noun.part) or _is_measure(noun))
