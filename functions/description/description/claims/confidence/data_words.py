"""The words of an article's data, so that each word of a text can be asked which statements have it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from description.claims.line import Unit, units_of
from description.claims.measures import number
from description.claims.polarity import negates
from description.claims.senses import Sense, sense
from description.claims.stems import stem
from description.domain.statement import Statement
from description.language.function_words import function_words
from description.language.text import tokens

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_NOT_THERE = function_words("not-there")
_SHORTEST_PIECE = 3
_SHORTEST_ALIKE = 5
_Key = TypeVar("_Key", str, float)


@dataclass(slots=True)
class DataWords:
    """Statements are bits of an integer: bit 2 of `exact["led"]` says that the third statement has the stem.

    `meant` has the keys by which text and data meet, `pieces` the parts of compounds too, `numbers` values of any unit.
    """

    statements: Sequence[Statement]
    exact: dict[str, int] = field(default_factory=dict)
    in_keys: dict[str, int] = field(default_factory=dict)
    meant: dict[str, int] = field(default_factory=dict)
    pieces: dict[str, int] = field(default_factory=dict)
    numbers: dict[float, int] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    denying: int = 0
    alike: dict[str, bool] = field(default_factory=dict)  # what `resembles` found so far

    @classmethod
    def of(cls, statements: Sequence[Statement]) -> DataWords:
        """The words of statements."""
        found = cls(statements)
        for place, statement in enumerate(statements):
            bit = 1 << place
            key_units, units = _units(statement.key), _units(statement.text)
            for unit in (*key_units, *units):
                found._add(unit, bit)
            for unit in key_units:
                _mark(found.in_keys, stems_of(unit), bit)
            _mark(found.numbers, numbers_in(f"{statement.key} {statement.text}"), bit)
        return found

    def _add(self, unit: Unit, bit: int) -> None:
        _mark(self.exact, stems_of(unit), bit)
        _mark(self.pieces, stems_of(unit) | pieces_of(unit), bit)
        _mark(self.meant, unit.sense.answers, bit)
        if unit.sense.kind:
            self.kinds.add(unit.sense.kind)
        if negates(unit) or unit.text.lower() in _NOT_THERE:
            self.denying |= bit

    def with_exact(self, unit: Unit) -> int:
        """The statements that have a stem of the unit itself."""
        return _union(self.exact, stems_of(unit))

    def with_meaning(self, unit: Unit) -> int:
        """The statements that mean what the unit means, or something more exact."""
        return _union(self.meant, unit.sense.names)

    def with_pieces(self, unit: Unit) -> int:
        """The statements that have a part of the unit, or of which a part is the unit."""
        return _union(self.pieces, stems_of(unit) | pieces_of(unit))

    def resembles(self, unit: Unit) -> bool:
        """Whether a word of the data contains the unit, or the other way round."""
        longest = max(stems_of(unit), key=len)
        known = self.alike.get(longest)
        if known is None:
            known = self.alike[longest] = len(longest) >= _SHORTEST_ALIKE and any(
                len(own) >= _SHORTEST_ALIKE and (own in longest or longest in own) for own in self.exact
            )
        return known


def _mark(table: dict[_Key, int], keys: Iterable[_Key], bit: int) -> None:
    for key in keys:
        table[key] = table.get(key, 0) | bit


def _union(table: dict[str, int], keys: Iterable[str]) -> int:
    found = 0
    for key in keys:
        found |= table.get(key, 0)
    return found


@lru_cache(maxsize=16384)
def _units(text: str) -> tuple[Unit, ...]:
    return tuple(units_of(text))


def stems_of(unit: Unit) -> frozenset[str]:
    """The stems of the words of a unit."""
    return _stems(unit.text)


@lru_cache(maxsize=32768)
def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, text.split(" ")))


def pieces_of(unit: Unit) -> frozenset[str]:
    """The stems of the parts of a unit's compounds."""
    return _pieces(unit.text)


@lru_cache(maxsize=32768)
def _pieces(text: str) -> frozenset[str]:
    return frozenset(piece for word in text.split(" ") if word for piece in _parts(word, sense(word)))


def _parts(word: str, meaning: Sense) -> Iterator[str]:
    for option in meaning.options:
        yield from map(stem, (option.head.lemma, *(opener.lemma for opener in option.openers)))
    yield from (stem(part) for part in re.split(r"[-/]", word) if len(part) >= _SHORTEST_PIECE)


@lru_cache(maxsize=16384)
def numbers_in(text: str) -> frozenset[float]:
    """The numbers of a text in figures or words, without their units: "1.000" is a thousand, "zwei" 2."""
    words = (*_NUMBER.findall(text), *(token.text for token in tokens(text) if token.text[0].isalpha()))
    return frozenset(float(value) for value in map(number, words) if value is not None)
