"""Gender, plural and number of nouns that the vocabulary does not list, by their head or by a sure suffix."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from description.language.analysis import Analysis
from description.language.function_words import function_words
from description.language.grammar import Gender, Noun, Number
from description.language.rows import Row
from description.language.words import key

_SHORT_HEAD = 4
_SHORTEST_HEAD = 3
_SHORTEST_OPENING = 3
_VOWEL = re.compile("[aeiouyäöü]")
# Heads that are also suffixes of other words with another gender: Stiefelschaft, but Eigenschaft.
_DOUBTFUL_HEADS = function_words("doubtful-head")
# Heads that unrelated words end in too: Preise, Diskette.
_HEADS_BY_CHANCE = function_words("head-by-chance")
_SUFFIXES: tuple[tuple[re.Pattern[str], Gender, str], ...] = (
    (re.compile(r"^\w{3,}(?<!spr)(?<!schw)ung$", re.I), "f", "en"),
    (re.compile(r"^\w{3,}(?:heit|keit|schaft|tion|sion|tät|erei)$"), "f", "en"),
    (re.compile(r"^\w{2,}(?<![Vv]io)lette$"), "f", "n"),
    (re.compile(r"^\w{2,}[bdfgkmptwz]chen$"), "n", ""),
)


class Nouns:
    """The nouns of the vocabulary, and what can be told from them about others."""

    def __init__(self, rows: Sequence[Row], analysis: Analysis) -> None:
        self._rows = rows
        self._analysis = analysis
        self.noun_number = lru_cache(maxsize=8192)(self._noun_number)

    @cached_property
    def _known(self) -> dict[str, tuple[Row, Number]]:
        known: dict[str, tuple[Row, Number]] = {}
        for row in self._rows:
            table, keys = row.table, row.keys
            if table.part_of_speech == "noun":
                known.setdefault(keys[0], (row, "pl" if keys[1] == "p" else "sg"))
                if table.noun is not None and keys[table.noun]:
                    known.setdefault(keys[table.noun], (row, "pl"))
        return known

    @cached_property
    def _colours(self) -> dict[str, Row]:
        return {row.keys[row.table.noun]: row for row in self._rows if row.table.name == "colours" and row.table.noun}

    def _listed(self, text: str) -> tuple[Noun, Number] | None:
        found = self._known.get(key(text))
        if found is None or found[0].word.noun is None:
            return None
        return found[0].word.noun, found[1]

    def _noun_number(self, word: str) -> tuple[Noun, Number] | None:
        known = self._listed(word)
        if known is not None:
            return known
        colour = self._colours.get(key(word))
        if colour is not None and colour.word.noun is not None:
            return colour.word.noun, "sg"
        if not word or " " in word:
            return None
        opening, hyphen, last = word.rpartition("-")
        if hyphen:
            head = self.noun_number(last) if len(last) >= _SHORTEST_HEAD else None
            return _with_opening(f"{opening}-", head) if head else None
        by_head = None if self._is_adjective(word) else self._by_head(word)
        return by_head or _by_suffix(word)

    def _by_head(self, word: str) -> tuple[Noun, Number] | None:
        for cut in range(_SHORTEST_OPENING, len(word) - _SHORTEST_HEAD + 1):
            opening, head = word[:cut], word[cut:]
            known = self._listed(head)
            if known is None or not _VOWEL.search(opening.casefold()) or key(known[0].lemma) in _DOUBTFUL_HEADS:
                continue
            sure = len(head) > _SHORT_HEAD and key(head) not in _HEADS_BY_CHANCE
            if sure or self._opens(opening):
                return _with_opening(opening, known)
        return None

    def _opens(self, text: str) -> bool:
        compounds = self._analysis.compounds
        return compounds.opener(text) is not None or bool(compounds.split(key(text)))

    def _is_adjective(self, word: str) -> bool:
        readings = self._analysis.readings(word)
        return bool(readings) and all(
            reading.parts[-1].noun is None and reading.parts[-1].adjective is not None for reading in readings
        )


def _by_suffix(word: str) -> tuple[Noun, Number] | None:
    if not word[0].isupper():
        return None
    for pattern, gender, ending in _SUFFIXES:
        if pattern.match(word):
            return Noun(word, gender, word + ending), "sg"
        if ending and word.endswith(ending) and pattern.match(word.removesuffix(ending)):
            return Noun(word.removesuffix(ending), gender, word), "pl"
    return None


def _with_opening(opening: str, head: tuple[Noun, Number]) -> tuple[Noun, Number]:
    """The head's grammar for the whole word: Sohle → Antirutschsohle, Zwei-Wege- and Reißverschluss."""
    noun, number = head
    return Noun(_joined(opening, noun.lemma), noun.gender, _joined(opening, noun.plural)), number


def _joined(opening: str, head: str) -> str:
    if not head or opening.endswith("-"):
        return opening + head if head else ""
    return opening + head[0].lower() + head[1:]
