"""The vocabulary: data values as written become words, words know their grammar, tokens of a text are read."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from description.language.analysis import Analysis
from description.language.forms import DECLINING
from description.language.grammar import Adjective, Noun, Number
from description.language.names import Names
from description.language.nouns import Nouns
from description.language.rows import read_rows
from description.language.words import Reading, Word, key

_LONGEST = 200  # letters; what is longer is no word, and to look for compounds in it takes their square

__all__ = ["Reading", "Vocabulary", "Word", "vocabulary"]


class Vocabulary:
    """All words of the CSV files."""

    def __init__(self) -> None:
        rows = read_rows()
        self._analysis = Analysis(rows)
        self._nouns = Nouns(rows, self._analysis)
        self._names = Names(rows, self._analysis, self._nouns)
        self._named = lru_cache(maxsize=8192)(self._names.find)
        self._ancestries: dict[tuple[str, str], frozenset[str]] = {}

    def named(self, text: str, *kinds: str) -> Word | None:
        """The word that a data value as written means ("WEISS", "Navy", "Damen-Sneaker"); None when in doubt.

        With `kinds` only words of these kinds are found, those of the first kind first. A compound that is not listed
        ("Ledersneaker") becomes a word of its own, with its head among its parents.
        """
        return self._named(text, kinds) if len(text) <= _LONGEST else None

    def noun(self, word: str) -> Noun | None:
        """The grammar of a noun in the nominative, known or by its head; None when not sure."""
        found = self.noun_number(word)
        return found[0] if found else None

    def noun_number(self, word: str) -> tuple[Noun, Number] | None:
        """The same, and whether the noun stands there in the plural ("Kontrastnähte")."""
        return self._nouns.noun_number(word) if len(word) <= _LONGEST else None

    def adjective(self, word: str) -> Adjective | None:
        """The grammar of a known adjective or participle, in its base form or inflected."""
        for reading in self.readings(word):
            last = reading.parts[-1].adjective
            if last is not None:
                return _with_opening(word, last) if reading.word is None else _as_named(word, reading.word, last)
        return None

    def listed(self, text: str) -> Word | None:
        """The word that this is exactly, by any of its names; nothing is read into it as `named` does."""
        return next(iter(self._names.words(text)), None) if len(text) <= _LONGEST else None

    def verbs(self, token: str) -> tuple[str, ...]:
        """The infinitives of the known verbs that a token may be a form of ("lässt" → "einlassen", "lassen")."""
        return self._analysis.forms.verbs(key(token)) if len(token) <= _LONGEST else ()

    def readings(self, token: str) -> tuple[Reading, ...]:
        """What an inflected token of a text may be, the likeliest first; empty when it is not known."""
        return self._analysis.readings(token) if len(token) <= _LONGEST else ()

    def is_a(self, word: Word, lemma: str) -> bool:
        """Whether the word is this, a synonym of it, or a kind of it."""
        return key(lemma) in self._ancestry(word)

    def akin(self, one: Word, other: Word) -> bool:
        """Whether one of them is the other, or a kind of it."""
        return self.is_a(one, other.lemma) or self.is_a(other, one.lemma)

    def narrowest(self, words: Iterable[Word]) -> Word | None:
        """The first word, or a kind of it that comes later, or a kind of that; None of none."""
        found: Word | None = None
        for word in words:
            if found is None or (word.lemma != found.lemma and self.is_a(word, found.lemma)):
                found = word
        return found

    def _ancestry(self, word: Word) -> frozenset[str]:
        known = self._ancestries.get((word.kind, word.lemma))
        if known is not None:
            return known
        found = {key(word.lemma), *map(key, word.synonyms)}
        listed = word in self._names.words(word.lemma)  # else a compound of the data's, of which there is no end
        if listed:
            self._ancestries[word.kind, word.lemma] = frozenset(found)  # so that a circle of parents ends
        for parent in word.parents:
            found.add(key(parent))
            for candidate in self._names.words(parent):
                if candidate.kind == word.kind and candidate.lemma == parent:
                    found |= self._ancestry(candidate)
        ancestry = frozenset(found)
        if listed:
            self._ancestries[word.kind, word.lemma] = ancestry
        return ancestry


def _as_named(form: str, word: Word, adjective: Adjective) -> Adjective:
    """The adjective that was written, where that is a synonym: "goldene" is of golden, not of gold."""
    synonyms = {key(synonym) for synonym in word.synonyms}
    for ending in ("es", "en", "em", "er", "e", ""):
        base = form.removesuffix(ending)
        if key(base) in synonyms:
            return Adjective(base, adjective.declines or key(base).endswith(DECLINING))
    return adjective


def _with_opening(word: str, head: Adjective) -> Adjective:
    """The whole compound's grammar from its head's: "lederbezogenen" and bezogen → lederbezogen."""
    place = word.rfind(head.stem)
    if place <= 0:
        return head
    return Adjective(word[:place] + head.lemma, head.declines)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, loaded once."""
    return Vocabulary()
