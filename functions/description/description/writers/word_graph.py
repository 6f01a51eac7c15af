"""Texts as rules of an EBNF grammar, which share the words that they begin and end with.

A set of texts becomes its minimal automaton over words, so a grammar of hundreds of sentences has few literals: a
runtime compiles a grammar in time proportional to their characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_PLAIN = frozenset(" .,;:!?-–„“()%/+")
_AMBIGUOUS = re.compile(r"(?<=[^a-zA-Z0-9 ])(?=[0-9a-fA-F])")
_APART = "\x00"  # between two literals
_WORD = re.compile(r"[^ ]* ?")
_Ends = frozenset[tuple[str, ...]]  # all that can follow, word by word


def literal(text: str) -> str:
    """A text as literals one behind another, in which only letters, digits and some marks stand for themselves.

    One ends after a character that is written as an escape where a digit or a letter up to f follows: xgrammar takes
    that for a part of the escape, also of its own ones for what is not ASCII ("Fußbett" would be "Fu\\xdfbett").
    """
    return f'"{_AMBIGUOUS.sub(_APART, text).translate(_Escapes())}"'.replace(_APART, '" "')


class _Escapes(dict[int, str]):
    """The escape of every character that is not plain."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        plain = sign.isalnum() or sign in _PLAIN or sign == _APART
        return sign if plain else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


class Rules:
    """The rules of a grammar in the making. `characters` is the length of all literals in them."""

    def __init__(self) -> None:
        self.characters = 0
        self._bodies: dict[str, str] = {}
        self._names: dict[_Ends, str] = {}

    def new_name(self) -> str:
        """A name for a rule that is defined later."""
        name = f"r{len(self._bodies)}"
        self._bodies[name] = ""
        return name

    def define(self, name: str, body: str) -> None:
        """Give a named rule its body."""
        self._bodies[name] = body

    def one_of(self, texts: Iterable[str]) -> str:
        """The name of a rule for exactly these texts, of which at least one is given and none is empty."""
        return self._rule(frozenset(tuple(filter(None, _WORD.findall(text))) for text in texts))

    def grammar(self, root: str) -> str:
        """The grammar of what `root` stands for."""
        return "\n".join([f"root ::= {root}", *(f"{name} ::= {body}" for name, body in self._bodies.items())])

    def _rule(self, ends: _Ends) -> str:
        if ends not in self._names:
            name = self._names[ends] = self.new_name()
            self.define(name, self._expression(ends))
        return self._names[ends]

    def _expression(self, ends: _Ends) -> str:
        begun: dict[str, set[tuple[str, ...]]] = {}
        for word, *rest in filter(None, ends):
            begun.setdefault(word, set()).add(tuple(rest))
        alternatives = ['""'] if () in ends else []
        for word, after in sorted(begun.items()):
            words = [word]
            while len(after) == 1 and (only := next(iter(after))) and frozenset(after) not in self._names:
                words.append(only[0])  # there is no choice
                after = {only[1:]}
            self.characters += len("".join(words))
            follows = f" {self._rule(frozenset(after))}" if after != {()} else ""
            alternatives.append(f"{literal(''.join(words))}{follows}")
        return " | ".join(alternatives)
