"""A small schema language for files that people edit, and a walker that validates a tree of nodes."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from bildtext.errors import Problem
from bildtext.labels.nodes import BROKEN, Node, kind_of


class Fault(NamedTuple):
    """What is wrong with a value, and how to fix it."""

    what: str
    fix: str


@dataclass(frozen=True)
class Scalar:
    """A value of one of the types; `takes` describes the valid values, `fault` checks a value further."""

    types: tuple[type, ...]
    takes: str
    fault: Callable[[Any], Fault | None] = lambda _: None


@dataclass(frozen=True)
class ListOf:
    """A list of at least one item."""

    item: Schema


@dataclass(frozen=True)
class Record:
    """An entry with named keys. Problems name it by `title` and id; `forbidden` keys have their own message."""

    title: str
    required: Mapping[str, Schema]
    optional: Mapping[str, Schema] = field(default_factory=dict)
    forbidden: Mapping[str, Fault] = field(default_factory=dict)


@dataclass(frozen=True)
class Either:
    """`then` if `when` is true for the node, else `otherwise`."""

    when: Callable[[Node], bool]
    then: Schema
    otherwise: Schema


Schema: TypeAlias = Scalar | ListOf | Record | Either


@dataclass(frozen=True)
class Place:
    """The position of the walker: the file and the enclosing entries, such as `facet colour, label black`."""

    file: str
    entries: tuple[str, ...] = ()

    def into(self, title: str, entry_id: str) -> Place:
        named = f"{title} {entry_id}".strip()
        return Place(self.file, (*self.entries, named) if named else self.entries)

    def problem(self, line: int, fault: Fault) -> Problem:
        where = ", ".join(self.entries)
        return Problem(self.file, line, f"{where}: {fault.what}" if where else fault.what, fault.fix)


def walk(node: Node, schema: Schema, place: Place, name: str = "the file") -> Iterator[Problem]:
    """All problems of a node and its descendants; `name` is the node's name in problems."""
    match schema:
        case _ if node.value is BROKEN:
            return
        case Either():
            yield from walk(node, schema.then if schema.when(node) else schema.otherwise, place, name)
        case Record() if isinstance(node.value, dict):
            yield from _walk_record(node, schema, place.into(schema.title, node.text("id")))
        case Record():
            yield place.problem(node.line, _wrong_kind(name, node, f"an entry with {listed(schema.required)}"))
        case ListOf() if not isinstance(node.value, tuple):
            yield place.problem(node.line, _wrong_kind(name, node, "a list"))
        case ListOf() if not node.value:
            yield place.problem(node.line, Fault(f"{name} is an empty list", "give it an item, or leave the key out"))
        case ListOf():
            for item in node.value:
                yield from walk(item, schema.item, place, f"an item of {name}")
        case Scalar() if type(node.value) not in schema.types:
            yield place.problem(node.line, _wrong_kind(name, node, schema.takes))
        case Scalar():
            if fault := schema.fault(node.text() if isinstance(node.value, str) else node.value):
                yield place.problem(node.line, Fault(f"{name} {fault.what}", fault.fix))


def _walk_record(node: Node, schema: Record, place: Place) -> Iterator[Problem]:
    known = {**schema.required, **schema.optional}
    for missing in (key for key in schema.required if key not in node.value):
        yield place.problem(node.line, Fault(f"the key `{missing}` is missing", f"add `{missing}:`"))
    for key, value in node.value.items():
        if key in known:
            yield from walk(value, known[key], place, f"`{key}`")
        elif key in schema.forbidden:
            yield place.problem(value.line, schema.forbidden[key])
        else:
            yield place.problem(value.line, Fault(f"the key `{key}` is unknown", did_you_mean(key, known)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The fix for an unknown word: the nearest known one, or all of them."""
    known = list(known)
    near = difflib.get_close_matches(word.lower(), known, n=1)
    return f"did you mean `{near[0]}`?" if near else f"use one of {listed(known)}"


def listed(words: Iterable[str], limit: int = 12) -> str:
    """Words as a list for a sentence: `a`, `b` …"""
    words = list(words)
    return ", ".join(f"`{word}`" for word in words[:limit]) + (" …" if len(words) > limit else "")


def _wrong_kind(name: str, node: Node, takes: str) -> Fault:
    quotes = ", in quotes" if takes == "text" and type(node.value) in (bool, int, float) else ""
    return Fault(f"{name} is {kind_of(node)}, not {takes}", f"write {takes}{quotes}")
