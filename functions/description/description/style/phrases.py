"""The grammar of instructions: each row of instructions.csv, and where it matches a prompt.

In a phrase "(a/b c)" is one of these, "[a/b]" one of these or nothing, "<n>" a number, "<range>" a number or "30 bis
50", and "<things>" one or more names of instruction_things.csv, joined by commas and "und". It is matched word by word
and not as an expression, since the table would take half a second to compile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from description.language.numerals import numeral
from description.style.tables import rows, words

_TOKEN = re.compile(r"\d{1,6}|[^\W\d_]+(?:-[^\W\d_]+)*|[^\s\w()\[\]]")
_PART = re.compile(r"\((?P<one>[^()]*)\)|\[(?P<maybe>[^\[\]]*)\]|<(?P<slot>\w+)>|(?P<word>[^\s()\[\]<>]+)")

_MOST_LISTED = 12


class Said(NamedTuple):
    """A word, a number or a sign of a prompt, in lower case, at `start:end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """One place of a phrase: the words that may stand there, by their first, or a slot: "n", "range" or "things"."""

    alternatives: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    optional: bool = False
    slot: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """One way to ask for something. `value` is what is asked for, "" where the phrase names it."""

    asks: str
    value: str
    elements: tuple[Element, ...]


class Match(NamedTuple):
    """A phrase found at the tokens `start:end`. `number` and `things` are what its slots hold."""

    start: int
    end: int
    phrase: Phrase
    number: int
    things: tuple[str, ...]


def said(text: str) -> tuple[Said, ...]:
    """The tokens of a prompt."""
    return tuple(Said(*found.span(), found[0].lower()) for found in _TOKEN.finditer(text))


def matches(prompt: Sequence[Said]) -> tuple[Match, ...]:
    """The phrases in a prompt, in order: of those that overlap, the ones that together use most of its words.

    Of equals, fewer phrases and earlier rows.
    """
    best: list[tuple[int, int, tuple[Match, ...]]] = [(0, 0, ())] * (len(prompt) + 1)
    for at in range(len(prompt) - 1, -1, -1):
        best[at] = best[at + 1]
        for match in _at(prompt, at):
            used, less, rest = best[match.end]
            found = (used + sum(map(_tells, prompt[at : match.end])), less - 1, (match, *rest))
            if found[:2] > best[at][:2]:
                best[at] = found
    return best[0][2]


def _tells(token: Said) -> bool:
    return token.text[0].isalnum() and token.text not in words("list-article")


def _at(prompt: Sequence[Said], start: int) -> Iterator[Match]:
    """The phrases that begin at a token, each with every end that it may have."""
    openers = _openers()
    for phrase in (*openers.get(prompt[start].text, ()), *openers.get("", ())):
        for end, number, things in dict.fromkeys(_ends(phrase.elements, prompt, start)):
            if end > start:
                yield Match(start, end, phrase, number, things)


_Found = tuple[int, int, tuple[str, ...]]


def _ends(elements: Sequence[Element], prompt: Sequence[Said], at: int) -> Iterator[_Found]:
    """Where the elements may end, with the number and the things in their slots."""
    if not elements:
        yield at, 0, ()
        return
    first, rest = elements[0], elements[1:]
    for end, number, things in _ways(first, prompt, at):
        for last, later, more in _ends(rest, prompt, end):
            yield last, later or number, things or more
    if first.optional:
        yield from _ends(rest, prompt, at)


def _ways(element: Element, prompt: Sequence[Said], at: int) -> Iterator[_Found]:
    if element.slot == "things":
        yield from _listed(prompt, at)
    elif element.slot:
        yield from _numbers(prompt, at, ranged=element.slot == "range")
    if at < len(prompt):
        for alternative in element.alternatives.get(prompt[at].text, ()):
            if [each.text for each in prompt[at : at + len(alternative)]] == alternative:
                yield at + len(alternative), 0, ()


def _numbers(prompt: Sequence[Said], at: int, *, ranged: bool) -> Iterator[_Found]:
    """A number; of "30 bis 50" the second."""
    value = number_of(prompt, at)
    if value is None:
        return
    yield at + 1, value, ()
    if ranged and prompt[at + 1 : at + 2] and prompt[at + 1].text in words("range"):
        high = number_of(prompt, at + 2)
        if high is not None:
            yield at + 3, high, ()


def number_of(prompt: Sequence[Said], at: int) -> int | None:
    """The number at a place, in figures or words."""
    if at >= len(prompt):
        return None
    text = prompt[at].text
    value = 1 if text in words("one") else int(text) if text.isdecimal() else numeral(text)
    return int(value) if value is not None and value == int(value) else None


def _listed(prompt: Sequence[Said], at: int) -> Iterator[_Found]:
    """The things from a place on, "das Material, die Maße und Pflegehinweise": the first, the first two, …"""
    found: list[str] = []
    while len(found) < _MOST_LISTED:
        while at < len(prompt) and prompt[at].text in words("list-joint" if found else "list-article"):
            at += 1
        thing, at = _thing(prompt, at)
        if not thing:
            return
        found.append(thing)
        yield at, 0, tuple(found)


def _thing(prompt: Sequence[Said], at: int) -> tuple[str, int]:
    """The longest name at a place, and where it ends."""
    for length in range(min(_longest(), len(prompt) - at), 0, -1):
        means = _things().get(tuple(each.text for each in prompt[at : at + length]))
        if means:
            return means, at + length
    return "", at


@cache
def _openers() -> dict[str, list[Phrase]]:
    """The phrases by the words that they may begin with; under "" those that begin with a slot."""
    found: dict[str, dict[Phrase, None]] = {}
    for phrase in phrases():
        for element in phrase.elements:
            for opener in element.alternatives or [""]:
                found.setdefault(opener, {})[phrase] = None
            if not element.optional:
                break
    return {opener: list(listed) for opener, listed in found.items()}


@cache
def phrases() -> tuple[Phrase, ...]:
    """Every phrase of the table."""
    return tuple(
        Phrase(row["asks"], row["value"], tuple(_elements(phrase)))
        for row in rows("instructions")
        for phrase in row["phrases"].split("|")
    )


def _elements(phrase: str) -> Iterator[Element]:
    for part in _PART.finditer(phrase):
        if part["slot"]:
            yield Element(slot=part["slot"])
        else:
            alternatives: dict[str, list[list[str]]] = {}
            for each in (part["one"] or part["maybe"] or part["word"]).split("/"):
                said_so = [one.text for one in said(each)]
                alternatives.setdefault(said_so[0], []).append(said_so)
            yield Element(alternatives, part["maybe"] is not None)


@cache
def _things() -> dict[tuple[str, ...], str]:
    return {
        tuple(one.text for one in said(name)): row["means"]
        for row in rows("instruction_things")
        for name in row["words"].split("|")
    }


@cache
def _longest() -> int:
    return max(map(len, _things()))
