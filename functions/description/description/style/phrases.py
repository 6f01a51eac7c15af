"""The grammar of instructions: each row of instructions.csv, and where it matches a prompt.

In a phrase "(a/b c)" is one of these, "[a/b]" one of these or nothing, "<n>" a number, "<range>" a number or "30 bis
50", and "<things>" one or more names of instruction_things.csv, joined by commas and "und". It is matched word by word
and not as an expression, since the table would take half a second to compile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from description.german.numerals import numeral
from description.style.tables import rows, words

_TOKEN = re.compile(r"\d{1,6}|[^\W\d_]+(?:-[^\W\d_]+)*|[^\s\w]")
_PART = re.compile(r"\((?P<one>[^()]*)\)|\[(?P<maybe>[^\[\]]*)\]|<(?P<slot>\w+)>|(?P<word>[^\s()\[\]<>]+)")


class Said(NamedTuple):
    """A word, a number or a sign of a prompt, in lower case, at `start:end`."""

    start: int
    end: int
    text: str


Alternatives = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a phrase: the words that may stand there, or a slot ("n", "range", "things")."""

    alternatives: Alternatives = ()
    optional: bool = False
    slot: str = ""


@dataclass(frozen=True, slots=True)
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
    """The phrases in a prompt, in order. Where two overlap, the longer one is meant, of equals the earlier row."""
    found = [match for at in range(len(prompt)) for match in _at(prompt, at)]
    chosen: list[Match] = []
    for match in sorted(found, key=lambda each: each.start - each.end):
        if all(match.end <= other.start or other.end <= match.start for other in chosen):
            chosen.append(match)
    return tuple(sorted(chosen, key=lambda each: each.start))


def _at(prompt: Sequence[Said], start: int) -> Iterator[Match]:
    openers = _openers()
    for phrase in (*openers.get(prompt[start].text, ()), *openers.get("", ())):
        best = max(_ends(phrase.elements, prompt, start), key=lambda found: found[0], default=None)
        if best is not None and best[0] > start:
            yield Match(start, best[0], phrase, *best[1:])


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
        end, things = _listed(prompt, at)
        if things:
            yield end, 0, tuple(things)
    elif element.slot:
        yield from _numbers(prompt, at, ranged=element.slot == "range")
    for words_ in element.alternatives:
        if tuple(each.text for each in prompt[at : at + len(words_)]) == words_:
            yield at + len(words_), 0, ()


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
    value = 1 if text in words("one") else int(text) if text.isdigit() else numeral(text)
    return int(value) if value is not None and value == int(value) else None


def _listed(prompt: Sequence[Said], at: int) -> tuple[int, list[str]]:
    """The things from a place on, "das Material, die Maße und Pflegehinweise", and where they end."""
    found: list[str] = []
    end = at
    while True:
        while at < len(prompt) and prompt[at].text in words("list-joint" if found else "list-article"):
            at += 1
        thing, after = _thing(prompt, at)
        if not thing:
            return end, found
        found.append(thing)
        end = at = after


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
    for phrase in _phrases():
        for element in phrase.elements:
            for opener in [alternative[0] for alternative in element.alternatives] or [""]:
                found.setdefault(opener, {})[phrase] = None
            if not element.optional:
                break
    return {opener: list(listed) for opener, listed in found.items()}


@cache
def _phrases() -> tuple[Phrase, ...]:
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
            listed = (part["one"] or part["maybe"] or part["word"]).split("/")
            yield Element(tuple(tuple(one.text for one in said(each)) for each in listed), part["maybe"] is not None)


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
