"""The texts of a grammar in EBNF: literals, rule names, alternatives and groups, as word_graph.py writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[a-z]\w*|[|()]')
_LITERAL = re.compile(r'("(?:[^"\\]|\\.)*")')
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]+)|\\U([0-9a-fA-F]+)|\\(.)")
_CODE = 0x110000


class Node(NamedTuple):
    """Alternatives of sequences of literals, rule names and groups."""

    alternatives: tuple[tuple[Node | str, ...], ...]


class Grammar:
    """Reads a grammar. Escapes take all hexadecimal digits that follow, as in xgrammar."""

    def __init__(self, text: str) -> None:
        self._rules: dict[str, Node] = {}
        for line in text.split("\n"):
            name, separator, body = line.partition(" ::= ")
            assert separator, line
            tokens = _TOKEN.findall(body)
            assert "".join(tokens) == _without_spaces(body), body
            self._rules[name], rest = _read(tokens)
            assert not rest, body

    def draw(self, random: Random) -> str:
        """One text, each choice by chance."""
        return "".join(self._drawn(self._rules["root"], random))

    def texts(self) -> set[str]:
        """All texts, for small grammars."""
        return set(self._all(self._rules["root"]))

    def _drawn(self, node: Node, random: Random) -> Iterator[str]:
        for part in random.choice(node.alternatives):
            if isinstance(part, str) and part.startswith('"'):
                yield _said(part)
            else:
                yield from self._drawn(self._rules[part] if isinstance(part, str) else part, random)

    def _all(self, node: Node) -> Iterator[str]:
        for sequence in node.alternatives:
            found = [""]
            for part in sequence:
                ends = [_said(part)] if isinstance(part, str) and part.startswith('"') else None
                if ends is None:
                    ends = list(self._all(self._rules[part] if isinstance(part, str) else part))
                found = [begun + end for begun in found for end in ends]
            yield from found


def _read(tokens: list[str]) -> tuple[Node, list[str]]:
    alternatives: list[tuple[Node | str, ...]] = []
    sequence: list[Node | str] = []
    while tokens and tokens[0] != ")":
        first, *tokens = tokens
        if first == "|":
            alternatives.append(tuple(sequence))
            sequence = []
        elif first == "(":
            group, tokens = _read(tokens)
            assert tokens[0] == ")"
            sequence.append(group)
            tokens = tokens[1:]
        else:
            sequence.append(first)
    assert sequence
    return Node((*alternatives, tuple(sequence))), tokens


def _said(literal: str) -> str:
    def sign(escape: re.Match[str]) -> str:
        return escape[3] or chr(int(escape[1] or escape[2], 16) % _CODE)

    return _ESCAPE.sub(sign, literal[1:-1])


def _without_spaces(body: str) -> str:
    parts = _LITERAL.split(body)
    return "".join(part if part.startswith('"') else part.replace(" ", "") for part in parts)
