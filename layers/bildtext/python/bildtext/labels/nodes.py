"""Parses YAML to a tree of nodes with line numbers: the subset for label files, without anchors, aliases or tags.

Built from parser events without recursion, so that deep nesting and expanding aliases are harmless.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import yaml

from bildtext.errors import Problem

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml, if available, is ten times faster

BROKEN: Final = object()
"""The value of a node with a reported problem, which must not be reported again."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value and its line (from 1): text, number, bool, None, a tuple of nodes, a dict of nodes, or BROKEN.

    The line is that of its key if it has one, else its first. The accessors return empty values for missing nodes and
    other types, so that rules can check a file that has problems.
    """

    line: int
    value: Any

    def get(self, key: str) -> Node | None:
        return self.value.get(key) if isinstance(self.value, dict) else None

    def nodes(self, key: str) -> tuple[Node, ...]:
        """The items of the list at `key`."""
        node = self.get(key)
        return node.value if node and isinstance(node.value, tuple) else ()

    def text(self, *keys: str) -> str:
        """The text at the end of a path of keys; empty if there is none.

        White space is collapsed and letters are composed (NFC), because editors differ.
        """
        node: Node | None = self
        for key in keys:
            node = node.get(key) if node else None
        if node is None or not isinstance(node.value, str):
            return ""
        return unicodedata.normalize("NFC", " ".join(node.value.split()))

    def number(self, key: str) -> int | float | None:
        node = self.get(key)
        return node.value if node and type(node.value) in (int, float) else None


def read_nodes(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The document's root (None if it is empty or not YAML) and the syntax problems."""
    problems: list[Problem] = []
    builder = _Builder(file, problems)
    try:
        loader = _Loader(text)
        while loader.check_event():
            builder.take(loader.get_event(), loader.resolve)
    except (
        yaml.YAMLError,
        ValueError,
        OverflowError,
    ) as error:  # the pure Python parser raises the latter two for bad escapes
        problems.append(_not_yaml(error, text, file))
        return None, problems
    if builder.root is None:
        problems.append(Problem(file, 1, "the file is empty", "start it with `version: 1` and `facets:`"))
    return builder.root, problems


class _Builder:
    """Builds nodes from parser events; `_open` is the stack of open collections with their values so far."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.root: Node | None = None
        self._file = file
        self._problems = problems
        self._open: list[tuple[int, bool, list[Node]]] = []

    def take(self, event: Any, resolve: Callable[..., str]) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._report(line, "a second document begins", "remove the `---` and what follows it")
        elif isinstance(event, yaml.AliasEvent):
            self._report(line, f"the alias `*{event.anchor}` is not supported", "write the value out")
            self._add(Node(line, BROKEN))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._close()
        elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)):
            if event.anchor is not None:
                self._report(line, f"the anchor `&{event.anchor}` is not supported", "remove it and write values out")
            if event.tag is not None:
                self._report(line, f"the tag `{event.tag}` is not supported", "remove it")
            if isinstance(event, yaml.ScalarEvent):
                tag = resolve(yaml.ScalarNode, event.value, event.implicit)
                self._add(Node(line, _scalar(tag, event.value)))
            else:
                self._open.append((line, isinstance(event, yaml.MappingStartEvent), []))

    def _close(self) -> None:
        line, is_mapping, values = self._open.pop()
        self._add(Node(line, self._mapping(values) if is_mapping else tuple(values)))

    def _mapping(self, values: list[Node]) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for key, value in zip(values[::2], values[1::2], strict=True):
            if not isinstance(key.value, str):
                if key.value is not BROKEN:
                    self._report(key.line, f"a key is {kind_of(key)}, not text", "write a plain word as the key")
            elif key.value in found:
                first = found[key.value].line
                self._report(key.line, f"the key `{key.value}` is repeated, first on line {first}", "keep one of them")
            else:
                found[key.value] = Node(key.line, value.value)
        return found

    def _add(self, node: Node) -> None:
        if self._open:
            self._open[-1][2].append(node)
        elif self.root is None:
            self.root = node

    def _report(self, line: int, what: str, fix: str) -> None:
        self._problems.append(Problem(self._file, line, what, fix))


def kind_of(node: Node) -> str:
    """A node's type in words for YAML users."""
    match node.value:
        case None:
            return "empty"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case tuple():
            return "a list"
        case _:
            return "an entry with keys"


def _scalar(tag: str, text: str) -> Any:
    match tag.rpartition(":")[2]:
        case "null":
            return None
        case "bool":
            return text.lower() in ("true", "yes", "on")
        case "int" | "float":
            return _number(text)
        case _:
            return text


def _number(text: str) -> int | float | str:
    """Converts decimal numbers only; YAML's other notations (0x1f, 1:30, .inf) remain text."""
    for convert in (int, float):
        try:
            return convert(text)
        except ValueError:
            continue
    return text


def _not_yaml(error: Exception, text: str, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be parsed"
    position = getattr(error, "position", None) or 0
    line = mark.line + 1 if mark else text.count("\n", 0, position) + 1
    return Problem(file, line, f"this is not YAML: {what}", "check indentation, quotes and brackets around here")
