"""Finds what supports a number: a size, a count, or a measure of the same axis of the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from description.claims.axes import WHOLE, axes_in, is_near
from description.claims.index import Index
from description.claims.measures import Amount
from description.claims.nouns import noun_keys
from description.claims.numbers import Figure
from description.claims.per import fits_per
from description.claims.roles import DIMENSIONS
from description.claims.senses import Sense
from description.claims.sizes import of_size
from description.claims.tallies import of_both, of_count, of_described, of_single

_SHORTEST_OPENING = 4
_COUNTING = {"count": of_count, "single": of_single, "both": of_both}
# Amounts of other things need no noun that fits: 40 °C, 20 den.
_OF_PARTS = frozenset({"length", "weight", "volume"})


def places_of(figure: Figure, index: Index) -> Iterable[int]:
    """The places of the sources that support a figure."""
    if figure.kind == "size":
        yield from of_size(figure, index)
    elif figure.kind in ("measure", "percent"):
        yield from _of_measure(figure, index)
    elif figure.about is not None and figure.kind in _COUNTING:
        told = of_described(figure.near, figure.amounts[0], index)
        yield from told if told is not None else _COUNTING[figure.kind](figure.about, figure.amounts[0], index)
    else:
        label = (
            frozenset(figure.about.names)
            if figure.kind == "number" and figure.about is not None and figure.about.kind
            else frozenset()
        )
        codes = {figure.code.upper(), *(f"{amount.low.normalize():f}" for amount in figure.amounts[:1])}
        for place, source in enumerate(index.sources):
            if label and label.isdisjoint(source.stated.answers | source.stated.about):
                continue
            if not codes.isdisjoint(source.stated.codes) or any(
                figure.amounts[0].low == count for count, _ in source.stated.counts if figure.amounts
            ):
                yield place


def _of_measure(figure: Figure, index: Index) -> Iterator[int]:
    wanted, bare = _wanted(figure, index)
    for keys, place in _candidates(figure, bare, index):
        unnamed = bare and keys.isdisjoint(DIMENSIONS)
        near = bare and bool(figure.axis) and bool(axes_in(keys)) and not keys.isdisjoint(DIMENSIONS)
        also = all(_also_said(other, place, index) for other in figure.amounts[1:])
        if also and (not wanted or unnamed or near or _same_thing(wanted, keys)):
            yield place


def _wanted(figure: Figure, index: Index) -> tuple[frozenset[str], bool]:
    """The keys of what was measured, none where a text does not say, and whether it is a mere dimension ("hoch")."""
    asked = figure.amounts[0]
    if asked.of not in _OF_PARTS:
        named = noun_keys(figure.about) if figure.about is not None else frozenset()
        if figure.about is not None and figure.about.material is not None:
            told = any(
                key.startswith("material:") for amount, keys, _ in index.amounts if amount.of == "%" for key in keys
            )
            return (named if told else frozenset()), False
        return (named if _names_one_of_several(named, asked, index) else frozenset()), False
    about = figure.about
    noun = about if about is not None and (_tells(about) or _is_measured(about, asked, index)) else figure.also
    if noun is None or (asked.of != "length" and not _is_measure(noun) and not _is_measured(noun, asked, index)):
        return frozenset(), False
    return noun_keys(noun), f"~{noun.stem}" in DIMENSIONS


def _candidates(figure: Figure, bare: bool, index: Index) -> Iterator[tuple[frozenset[str], int]]:
    """The keys and places of the amounts that fit a figure's number, and that no other one fits better by its name."""
    asked = figure.amounts[0]
    labels = frozenset(name for noun in figure.near for name in noun.names) - DIMENSIONS
    told = [item for item in index.amounts if item[0].of == asked.of and _has_axis(figure.axis, item[1], index)]
    whole = bare and bool(figure.axis) and any(WHOLE in keys and _is_along(figure.axis, keys) for _, keys, _ in told)
    rivals = {labels & keys for amount, keys, _ in told if labels and not asked.within(amount)} - {frozenset()}
    for amount, keys, place in told:
        if not asked.within(amount) or not fits_per(figure.per, keys):
            continue
        if whole and WHOLE not in keys and labels.isdisjoint(keys):
            continue  # "sie ist 62 cm lang", where the data says so of the Ärmel
        if not any(named > labels & keys for named in rivals):  # "der Kissenbezug misst 135 × 200 cm"
            yield keys, place


def _is_along(axis: str, keys: frozenset[str]) -> bool:
    return axes_in(keys) <= {axis}


def _has_axis(axis: str, keys: frozenset[str], index: Index) -> bool:
    """Whether an amount of these keys is of the axis that a text names, or what is often called so."""
    stated = axes_in(keys)
    if not axis or not stated or axis in stated:
        return True
    if axis in index.axes:
        return False
    return any(is_near(axis, other) for other in stated)


def _names_one_of_several(named: frozenset[str], asked: Amount, index: Index) -> bool:
    """Whether the data tells several such amounts apart, and one by this name: Komfort, Limit."""
    told = [keys for amount, keys, _ in index.amounts if amount.of == asked.of]
    return any(_same_thing(named, keys) for keys in told) and not all(_same_thing(named, keys) for keys in told)


def _same_thing(wanted: frozenset[str], keys: frozenset[str]) -> bool:
    """Whether a text and the data measured one thing: Rücken and Rückenlänge, Riemen and Schulterriemen."""
    if not wanted.isdisjoint(keys):
        return True
    openings = tuple(key for key in wanted if key[0] == "~" and len(key) > _SHORTEST_OPENING)
    if openings and any(key.startswith(openings) for key in keys):
        return True
    ends = tuple(key[1:] for key in openings if key not in DIMENSIONS)
    return bool(ends) and any(key.endswith(ends) for key in keys if key[0] == "~")


def _is_measure(noun: Sense) -> bool:
    return any(option.head.kind == "measure" for option in noun.options)


def _also_said(asked: Amount, place: int, index: Index) -> bool:
    return any(asked.within(amount) for amount, _, where in index.amounts if where == place)


def _is_measured(noun: Sense, asked: Amount, index: Index) -> bool:
    """Whether the data measures a thing of this name in this way: Innenbein, of the Innenbeinlänge."""
    return any(amount.of == asked.of and f"~{noun.stem}" in keys for amount, keys, _ in index.amounts)


def _tells(noun: Sense) -> bool:
    """Whether a noun, of those that are known, says what was measured."""
    return bool(noun.options) and (bool(noun.kind or noun.part) or _is_measure(noun))
