"""A text as units: its words, with words that belong together ("Slim Fit", "Haken und Ösen") as one unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from description.claims.senses import Sense, is_adjectival, sense, sense_of
from description.claims.stems import stem
from description.claims.truncated import completed
from description.language.csv_tables import lists_of
from description.language.function_words import function_words
from description.language.rows import Row, read_rows
from description.language.text import Token, tokens
from description.language.vocabulary import Word

NONE, COMMA, COLON, STOP = range(4)
LONGEST_CLAUSE = 40  # units; what is longer is a list, not a clause
_GAPS = {"": NONE, ", ": COMMA, ": ": COLON, " (": COLON, ") ": COLON, " – ": COLON}
_COPULAS = function_words("copula") | function_words("passive-auxiliary")
_STOP = re.compile(r"[.!?;\n•|]")
_COLON = re.compile(r"[:()/–—\[\]]")
# How texts say a word of the vocabulary with several words.
_SAID = lists_of("paraphrases", "lemma", "phrases")
_SMALL = frozenset().union(
    *map(function_words, ("subordinating", "intensifier", "adversative", "person", "position-adverb"))
)
_WITHIN = frozenset({" ", "-"})
_ABBREVIATED = function_words("abbreviation")


class Unit(NamedTuple):
    """One word or phrase at `start:end`; `gap` is what stands before it: NONE, COMMA, COLON (or a bracket), STOP."""

    start: int
    end: int
    text: str
    sense: Sense
    gap: int


class Line(list[Unit]):
    """The units of a text in order. Its clauses are found once, as nearly everything asks for them."""

    __slots__ = ("_clauses",)
    _clauses: list[tuple[int, int]]

    def clause(self, place: int) -> tuple[int, int]:
        """The places where the clause around a unit begins and where the next one does."""
        try:
            return self._clauses[place]
        except AttributeError:
            self._clauses = list(self._bounds())
            return self._clauses[place]

    def _bounds(self) -> Iterator[tuple[int, int]]:
        begins = [at for at in range(1, len(self)) if begins_clause(self, at)]
        for begin, end in zip((0, *begins), (*begins, len(self)), strict=True):
            for at in range(begin, end):
                yield max(begin, at - LONGEST_CLAUSE), min(end, max(at + 1, at + LONGEST_CLAUSE))


def unit_before(units: Sequence[Unit], at: int) -> Unit | None:
    """The unit right before one; None where there is none or a sign between them."""
    return units[at - 1] if at > 0 and units[at].gap == NONE else None


def unit_behind(units: Sequence[Unit], at: int) -> Unit | None:
    """The unit right behind one; None where there is none or a sign between them."""
    return units[at + 1] if at + 1 < len(units) and units[at + 1].gap == NONE else None


def opens_before_adjective(units: Sequence[Unit], at: int) -> bool:
    """ "Fest vernähte Einlegesohle": the first word of a sentence, with an adjective behind."""
    return units[at].gap == STOP and at + 1 < len(units) and units[at + 1].sense.attributive


def stretch_around(units: Sequence[Unit], at: int, reach: int, sign: int) -> tuple[int, int]:
    """Where the stretch around a unit begins and where the next one does: up to `reach` units to either side, and to
    a sign that parts as much as `sign` (COMMA, COLON or STOP) or more."""
    first, last = at, at + 1
    while first > max(0, at - reach) and units[first].gap < sign:
        first -= 1
    while last < min(len(units), at + reach) and units[last].gap < sign:
        last += 1
    return first, last


def begins_clause(units: Sequence[Unit], at: int) -> bool:
    """Whether a clause begins here; the comma between two adjectives parts nothing."""
    gap = units[at].gap
    return gap != NONE and not (gap == COMMA and units[at].sense.attributive and units[at - 1].sense.attributive)


def units_of(text: str) -> Line:
    """The units of a text in order."""
    found = Line()
    openings: list[int] = []
    truncated: list[int] = []
    phrases = _phrases()
    words = tokens(text)
    at, before, gap = 0, 0, STOP
    while at < len(words):
        word = words[at]
        if at:
            between = text[before : word.start]
            gap = NONE if between == " " else _gap(between, words[at - 1].text)
        if gap == STOP:
            openings.append(len(found))
        if word.text[-1] == "-":
            truncated.append(len(found))
        meaning = sense(word.text)
        phrase = _phrase_at(text, words, at, phrases[meaning.stem]) if meaning.stem in phrases else None
        if phrase is None:
            before = word.end
            found.append(Unit(word.start, before, word.text, meaning, gap))
            at += 1
        else:
            size, known = phrase
            before = words[at + size - 1].end
            written = text[word.start : before]
            found.append(Unit(word.start, before, written, sense_of(known, written), gap))
            at += size
    for place in openings:
        found[place] = _opening(found, place)
    for place in truncated:
        _complete(found, place)
    return found


def _complete(units: list[Unit], place: int) -> None:
    """ "Kissen-" of "Kissen- und Bettbezug": Kissenbezug."""
    behind = units[place + 2] if place + 2 < len(units) and units[place + 1].sense.role == "and" else None
    meant = completed(units[place].text, behind.text) if behind is not None and behind.sense.noun else None
    if meant is not None:
        units[place] = units[place]._replace(sense=meant)


def _phrase_at(
    text: str, words: Sequence[Token], at: int, seconds: Mapping[str, Sequence[tuple[tuple[str, ...], Row]]]
) -> tuple[int, Word] | None:
    if at + 1 >= len(words):
        return None
    for stems, known in seconds.get(stem(words[at + 1].text), ()):
        size = len(stems)
        if at + size > len(words) or any(stem(words[at + place].text) != stems[place] for place in range(2, size)):
            continue
        if all(text[words[place - 1].end : words[place].start] in _WITHIN for place in range(at + 1, at + size)):
            return size, known.word
    return None


def _opening(units: list[Unit], place: int) -> Unit:
    """The first word of a sentence, as the adjective that it is before a noun: "Spitze Ballerinas"."""
    unit = units[place]
    behind = unit_behind(units, place)
    if unit.sense.noun and unit.text.lower() in _SMALL:
        return unit._replace(sense=replace(unit.sense, noun=False, part="", kind=""))  # "Dass"
    if behind is not None and behind.text in _COPULAS and _is_adjective(unit.text.lower()):
        return unit._replace(sense=sense(unit.text.lower()))  # "Drehbar ist die Fassung"
    if (
        behind is None
        or behind.sense.figure
        or not (behind.sense.noun or behind.sense.attributive)
        or not unit.text[0].isupper()
        or " " in unit.text
    ):
        return unit
    lower = sense(unit.text.lower())
    if behind.sense.attributive and _is_adjective(unit.text.lower()):
        return unit._replace(sense=lower)  # "Hoch geschnittene Ausschnitte"
    known = any(option.head.adjective is not None for option in lower.options)
    made = not unit.sense.options and is_adjectival(unit.text.lower())  # "Doppelwandiger Edelstahl"
    if lower.attributive and (known or made):
        return unit._replace(sense=lower)
    return unit


def _is_adjective(lower: str) -> bool:
    return is_adjectival(lower) or any(option.head.adjective is not None for option in sense(lower).options)


def _gap(between: str, last: str) -> int:
    known = _GAPS.get(between)
    if known is not None:
        return known
    if _STOP.search(between):
        abbreviated = last.lower() in _ABBREVIATED and "\n" not in between and ";" not in between
        return NONE if abbreviated else STOP
    if "," in between:
        return COMMA
    return COLON if _COLON.search(between) else NONE


@cache
def _phrases() -> dict[str, dict[str, list[tuple[tuple[str, ...], Row]]]]:
    """Names of several words by the stems of their first two, the longest first."""
    found: dict[str, dict[str, list[tuple[tuple[str, ...], Row]]]] = {}
    for row in read_rows():
        table = row.table
        cells = (row.cells[column] for column in (0, table.synonyms, table.forms) if column is not None)
        written = (cell.split("|") for cell in cells if " " in cell or "-" in cell)
        for names in (*written, _SAID.get(row.cells[0], ())):
            for name in names:
                parts = tuple(stem(token.text) for token in tokens(name.replace("-", " ")))
                if len(parts) > 1:
                    found.setdefault(parts[0], {}).setdefault(parts[1], []).append((parts, row))
    for seconds in found.values():
        for phrases in seconds.values():
            phrases.sort(key=lambda item: -len(item[0]))
    return found
