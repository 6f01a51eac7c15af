"""Gender, plural and number of nouns that the vocabulary does not list, by their head or by a sure suffix."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from description.german.analysis import Analysis
from description.german.grammar import Gender, Noun, Number
from description.german.words import Word, key

_SHORT_HEAD = 4
_SHORTEST_HEAD = 3
_SHORTEST_OPENING = 3
_VOWEL = re.compile("[aeiouyäöü]")
# Heads that are also suffixes of other words with another gender: Stiefelschaft, but Eigenschaft.
_DOUBTFUL_HEADS = frozenset({"schaft", "teil", "gehalt", "verdienst", "moment"})
_SUFFIXES: tuple[tuple[re.Pattern[str], Gender, str], ...] = (
    (re.compile(r"\w{3,}(?<!spr)(?<!schw)ung$", re.I), "f", "en"),
    (re.compile(r"\w{3,}(?:heit|keit|schaft|tion|sion|tät|erei)$"), "f", "en"),
    (re.compile(r"\w{2,}lette$"), "f", "n"),
    (re.compile(r"\w{2,}[bdfgkmptwz]chen$"), "n", ""),
)


class Nouns:
    """The nouns of the vocabulary, and what can be told from them about others."""

    def __init__(self, words: Sequence[Word], analysis: Analysis) -> None:
        self._words = words
        self._analysis = analysis
        self.noun_number = lru_cache(maxsize=8192)(self._noun_number)

    @cached_property
    def _known(self) -> dict[str, tuple[Noun, Number]]:
        known: dict[str, tuple[Noun, Number]] = {}
        for noun in (word.noun for word in self._words if word.noun is not None):
            known.setdefault(key(noun.lemma), (noun, "pl" if noun.gender == "p" else "sg"))
            if noun.plural:
                known.setdefault(key(noun.plural), (noun, "pl"))
        return known

    def _noun_number(self, word: str) -> tuple[Noun, Number] | None:
        known = self._known.get(key(word))
        if known is not None:
            return known
        if not word or " " in word or self._is_adjective(word):
            return None
        opening, hyphen, last = word.rpartition("-")
        if hyphen:
            head = self.noun_number(last) if len(last) >= _SHORTEST_HEAD else None
            return _with_opening(f"{opening}-", head) if head else None
        return self._by_head(word) or _by_suffix(word)

    def _by_head(self, word: str) -> tuple[Noun, Number] | None:
        for cut in range(_SHORTEST_OPENING, len(word) - _SHORTEST_HEAD + 1):
            opening, head = word[:cut], word[cut:]
            known = self._known.get(key(head))
            if known is None or not _VOWEL.search(opening.casefold()) or key(known[0].lemma) in _DOUBTFUL_HEADS:
                continue
            if len(head) > _SHORT_HEAD or self._opens(opening):
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
    for pattern, gender, ending in _SUFFIXES:
        if pattern.match(word):
            return Noun(word, gender, word + ending), "sg"
    return None


def _with_opening(opening: str, head: tuple[Noun, Number]) -> tuple[Noun, Number]:
    """The head's grammar for the whole word: Sohle → Antirutschsohle, Zwei-Wege- and Reißverschluss."""
    noun, number = head
    return Noun(_joined(opening, noun.lemma), noun.gender, _joined(opening, noun.plural)), number


def _joined(opening: str, head: str) -> str:
    if not head or opening.endswith("-"):
        return opening + head if head else ""
    return opening + head[0].lower() + head[1:]
