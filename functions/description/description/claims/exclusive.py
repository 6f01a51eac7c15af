"""Attributes that have one value at a time, in whatever words: a jacket whose Revers is steigend has no fallendes, what
is made by hand is not made maschinell."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from description.claims.line import Unit
from description.claims.polarity import denies_key
from description.claims.stems import stem
from description.language import exclusive
from description.language.exclusive import NOT, OF_ITS_NOUN
from description.language.function_words import function_words

_BEYOND = function_words("beyond")


class Attribute(NamedTuple):
    """An attribute by its name, without what tells its rows apart.

    `of`: stems of the nouns that it is said of, none for the article; `near` and `away`: stems that must, or must not,
    stand beside.
    """

    name: str
    of: frozenset[str]
    near: frozenset[str]
    away: frozenset[str]


class Value(NamedTuple):
    """A value of an attribute, said in units `first` to `last`."""

    first: int
    last: int
    attribute: Attribute
    value: str


def values_in(units: Sequence[Unit], first: int, last: int) -> Iterator[Value]:
    """What may be values of attributes in a stretch of units; what they are said of is not looked at."""
    table = _words()
    words = [(own, at) for at in range(first, last) for own in _stems(units[at])]
    for place, (own, at) in enumerate(words):
        for stems, attribute, value in table.get(own, ()):
            said = words[place : place + len(stems)]
            if own in attribute.of and _is_noun(units[at]):
                continue
            whole = tuple(each for each, _ in said) == stems and not any(units[to].gap for _, to in said if to > at)
            if whole and (len(stems) > 1 or not _measures(units, at, last)):
                yield Value(at, said[-1][1], attribute, value)


def _stems(unit: Unit) -> Sequence[str]:
    """The stems of the words of a unit, which may be a phrase of the vocabulary."""
    return tuple(map(stem, unit.text.split(" "))) if " " in unit.text else (unit.sense.stem,)


def _is_noun(unit: Unit) -> bool:
    """ "Spitze", of what is spitz."""
    return any(word[0].isupper() and word.lower() not in _spelt() for word in unit.text.split(" "))


def _measures(units: Sequence[Unit], at: int, last: int) -> bool:
    """ "kurz unter dem Ellbogen": how far."""
    return at + 1 < last and not units[at + 1].gap and units[at + 1].text in _BEYOND


def values_stated(
    key_units: Sequence[Unit], units: Sequence[Unit], without: Container[int]
) -> Iterator[tuple[str, str]]:
    """The attributes and values that a statement of the data states or, behind NOT, denies; `without`: the places of
    what its value denies."""
    stems = {unit.sense.stem for unit in (*key_units, *units)}
    said = [(value, value.first in without) for value in values_in(units, 0, len(units))]
    no_key = not units or denies_key(units)
    said += [(value, no_key) for value in values_in(key_units, 0, len(key_units))]
    for value, denied in said:
        attribute = value.attribute
        if not _beside(attribute.of, stems) or not _beside(attribute.near, stems):
            continue
        if attribute.away.isdisjoint(stems):
            yield attribute.name, f"{NOT}{value.value}" if denied else value.value


def _beside(wanted: frozenset[str], stems: set[str]) -> bool:
    return not wanted or any(own.endswith(tuple(wanted)) for own in stems)


@cache
def _words() -> dict[str, list[tuple[tuple[str, ...], Attribute, str]]]:
    found: dict[str, list[tuple[tuple[str, ...], Attribute, str]]] = {}
    for row in exclusive.values():
        attribute = _attribute(row)
        for words in row.words if row.of != OF_ITS_NOUN else ():
            stems = tuple(map(stem, words.split(" ")))
            found.setdefault(stems[0], []).append((stems, attribute, row.value))
    return found


@cache
def opposites() -> dict[str, frozenset[str]]:
    """Stem of an adjective → stems of those that a part cannot be as well."""
    found: dict[str, frozenset[str]] = {}
    for word, others in exclusive.opposites().items():
        found[stem(word)] = found.get(stem(word), frozenset()).union(map(stem, others))
    return found


@cache
def _spelt() -> frozenset[str]:
    return frozenset(word for row in exclusive.values() for word in row.words)


def _attribute(row: exclusive.Value) -> Attribute:
    of, near, away = (frozenset(map(stem, words)) for words in (row.of, row.near, row.away))
    return Attribute(row.attribute.partition(":")[0], of, near, away)
