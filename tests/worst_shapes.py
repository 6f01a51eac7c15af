"""Regular expression → its worst-case texts, derived from its parse tree: for every repeat, a prefix that reaches it,
many matches of its body, and an end that makes the rest fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple

_BASIC: Final = "aAäb1_ \t\n-.,!\x00"
_MOST_SAMPLES = 8  # of one part of a pattern
_MOST_PIECES = 8  # of one pattern that are combined with each other
_MANY = 12  # a repeat with at least this maximum counts as long
_REPEATS: Final = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_ONE_CHARACTER: Final = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)


class Shape(NamedTuple):
    """`begin`, then each of `pieces` repeated over an equal share of the length, then `end`."""

    begin: str
    pieces: tuple[str, ...]
    end: str

    def text(self, length: int) -> str:
        each = (length - len(self.begin) - len(self.end)) // len(self.pieces)
        return self.begin + "".join(piece * (each // len(piece)) for piece in self.pieces) + self.end


class _Repeat(NamedTuple):
    before: list[str]
    bodies: list[str]


def shapes(pattern: re.Pattern[Any]) -> list[Shape]:
    """The shapes of a text or bytes pattern; at least one."""
    parts = _Parts(pattern)
    found: dict[Shape, None] = {}
    pieces: dict[str, None] = {}
    for before, bodies in parts.repeats():
        for body in bodies:
            pieces[body] = None
            for begin, end in product(before[:1], parts.ends):
                found[Shape("", (body,), end)] = None
                if begin:
                    found[Shape(begin, (body,), end)] = None
                    found[Shape("", (begin + body,), end)] = None
                    found[Shape("", (begin,), end)] = None
                    found[Shape("", (begin, body), end)] = None
    few = list(pieces)[:_MOST_PIECES]
    for one, other in product(few, few):
        if one != other:
            found[Shape("", (one, other), parts.ends[0])] = None
            found[Shape("", (one + other,), parts.ends[0])] = None
    for whole in parts.wholes():
        found[Shape("", (whole,), "")] = None
    return list(found) or [Shape("", ("a",), "")]


class _Parts:
    """Sample matches of the parts of a pattern."""

    def __init__(self, pattern: re.Pattern[Any]) -> None:
        self._tree = _parser.parse(
            pattern.pattern, pattern.flags & ~(re.UNICODE if isinstance(pattern.pattern, bytes) else 0)
        )
        self._bytes = isinstance(pattern.pattern, bytes)
        self._known: dict[str, list[str]] = {}
        self._compiled: dict[str, re.Pattern[Any]] = {}
        self._groups: dict[int, Any] = {}
        self._alphabet = self._distinct([*_BASIC, *self._literals(self._tree)])
        self.ends = ["\x00", " a"]

    def wholes(self) -> list[str]:
        return [sample for sample in self._samples(self._tree) if sample]

    def repeats(self) -> Iterator[_Repeat]:
        yield from self._repeats(self._tree, [""])

    def _repeats(self, tree: Iterable[Any], before: list[str]) -> Iterator[_Repeat]:
        for kind, value in tree:
            if kind in _REPEATS and value[1] >= _MANY:
                yield _Repeat(before, [body for body in self._samples(value[2]) if body])
            for inner in _inside(kind, value):
                yield from self._repeats(inner, before)
            before = _joined(before, self._of(kind, value))

    def _samples(self, tree: Iterable[Any]) -> list[str]:
        """Some texts matched by a part of the pattern."""
        found = [""]
        for kind, value in tree:
            found = _joined(found, self._of(kind, value))
        return found

    def _of(self, kind: Any, value: Any) -> list[str]:
        if kind in _ONE_CHARACTER:
            return self._characters(kind, value)
        if kind in _REPEATS:
            low, high, body = value
            once = self._samples(body)
            return (
                list(dict.fromkeys([*(one * max(low, 1) for one in once), *([""] if low == 0 else [])]))
                if high
                else [""]
            )
        if kind is op.BRANCH:
            return [sample for branch in value[1] for sample in self._samples(branch)][: 4 * _MOST_SAMPLES]
        if kind is op.SUBPATTERN:
            self._groups[value[0]] = value[3]
            return self._samples(value[3])
        if kind is op.ATOMIC_GROUP:
            return self._samples(value)
        if kind is op.ASSERT and value[0] < 0:
            return self._samples(value[1])
        if kind is op.GROUPREF:
            return self._samples(self._groups[value])
        return [""]

    def _characters(self, kind: Any, value: Any) -> list[str]:
        name = repr((kind, value))
        if name not in self._known:
            self._known[name] = [one for one in self._alphabet if self._matches(kind, value, one)][:_MOST_SAMPLES]
        return self._known[name] or ["a"]

    def _matches(self, kind: Any, value: Any, character: str) -> bool:
        name = repr((kind, value))
        if name not in self._compiled:
            tree = _parser.SubPattern(self._tree.state, [(kind, value)])
            self._compiled[name] = re._compiler.compile(tree, self._tree.state.flags & ~re.VERBOSE)  # type: ignore[attr-defined]
        given: Any = character.encode("latin-1") if self._bytes else character
        return self._compiled[name].fullmatch(given) is not None

    def _literals(self, tree: Iterable[Any]) -> list[str]:
        """Every literal character of the pattern and the ends of its ranges."""
        found: list[str] = []
        for kind, value in tree:
            if kind in (op.LITERAL, op.NOT_LITERAL):
                found.append(chr(value))
            elif kind is op.IN:
                found += [
                    chr(one)
                    for _, inner in value
                    for one in (inner if isinstance(inner, tuple) else (inner,))
                    if type(one) is int
                ]
            for inner in _inside(kind, value):
                found += self._literals(inner)
        return found

    def _distinct(self, characters: Iterable[str]) -> list[str]:
        """One character per group of characters that all single-character parts treat alike."""
        singles: dict[str, tuple[Any, Any]] = {}
        _collect(self._tree, singles)
        alike: dict[tuple[bool, ...], str] = {}
        for character in dict.fromkeys(characters):
            if not self._bytes or ord(character) < 256:
                alike.setdefault(tuple(self._matches(*single, character) for single in singles.values()), character)
        return list(alike.values())


def _collect(tree: Iterable[Any], singles: dict[str, tuple[Any, Any]]) -> None:
    for kind, value in tree:
        if kind in _ONE_CHARACTER:
            singles[repr((kind, value))] = (kind, value)
        for inner in _inside(kind, value):
            _collect(inner, singles)


def _inside(kind: Any, value: Any) -> list[Any]:
    """The parts within a part."""
    if kind in _REPEATS:
        return [value[2]]
    if kind is op.BRANCH:
        return list(value[1])
    if kind is op.SUBPATTERN:
        return [value[3]]
    if kind is op.ATOMIC_GROUP:
        return [value]
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return [value[1]]
    if kind is op.GROUPREF_EXISTS:
        return [part for part in value[1:] if part is not None]
    return []


def _joined(before: list[str], after: list[str]) -> list[str]:
    """Pair up both lists so that every element of each occurs."""
    many = max(len(before), len(after))
    return list(dict.fromkeys(before[at % len(before)] + after[at % len(after)] for at in range(many)))[
        : 4 * _MOST_SAMPLES
    ]
