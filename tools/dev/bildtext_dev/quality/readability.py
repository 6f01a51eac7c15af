"""How hard a German text is to read: by the length of its sentences and words, as editors' own tools state it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from description.language.text import sentences, tokens

_VOWELS = re.compile(r"(?<!q)(?:[aeou]i|[aeo]y|[aeoä]u|ie|aa|ee|oo|[aeiouyäöü])|(?<=q)u[aeiouäöü]+")
_LONG = 6  # letters that a word of LIX has at most without being long


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one text. Numbers and signs are no words: the formulas were made for words."""

    sentences: int
    words: int
    syllables: int
    long_words: int

    @property
    def flesch(self) -> float:
        """Reading ease for German, 100 is easy and 0 hard: 180 − words per sentence − 58.5 × syllables per word (Amstad
        1978, "Wie verständlich sind unsere Zeitungen?"). Product texts, with their compounds, can be below 0."""
        return 180 - self.words / self.sentences - 58.5 * self.syllables / self.words

    @property
    def lix(self) -> float:
        """Words per sentence + percentage of words of more than six letters (Björnsson 1968), 30 is easy and 60 hard.
        It needs no syllables, which are only estimated here."""
        return self.words / self.sentences + 100 * self.long_words / self.words


def counts(text: str) -> Counts:
    """Count a text. ValueError: it has no word."""
    words = [token.text for token in tokens(text) if token.text[0].isalpha()]
    if not words:
        raise ValueError(f"There is no word to read in {text!r}.")
    long_words = sum(sum(map(str.isalpha, word)) > _LONG for word in words)
    return Counts(len(sentences(text)), len(words), sum(map(syllables, words)), long_words)


def syllables(word: str) -> int:
    """The vowels and diphthongs of a word, at least one."""
    return max(1, len(_VOWELS.findall(word.lower())))
