"""How alike the texts of a catalogue are: repeated wording, identical texts, patterns of first sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from description.language.text import sentences, tokens

_WORDS = 4  # of an n-gram, as in BLEU and self-BLEU
_TOP = 10
_PATTERN_WORDS = Path(__file__).with_name("first_sentence_words.txt")


@dataclass(frozen=True, slots=True)
class Repetition:
    """Of a catalogue; all but `patterns` are shares, 0…1.

    index: of the four-grams of the texts that occur in another text, too. It grows with the catalogue.
    of_two: the mean share of the four-grams of one text that a second one has, over all pairs: whatever the size.
    identical: of the texts that are the same as another.
    patterns: of first sentences, without what they are about.
    top_ten: of the texts whose first sentence has one of the ten most frequent patterns.
    """

    index: float
    of_two: float
    identical: float
    patterns: int
    top_ten: float


def repetition(texts: Sequence[str]) -> Repetition:
    """Measure a catalogue. Upper and lower case are the same. ValueError: there are fewer than two texts."""
    if len(texts) < 2:
        raise ValueError("Repetition is measured over at least two texts.")
    grams = [_four_grams(text) for text in texts]
    having = Counter(gram for each in grams for gram in set(each))
    repeated = sum(having[gram] > 1 for each in grams for gram in each)
    others = [_mean([having[gram] - 1 for gram in each]) / (len(texts) - 1) for each in grams]
    times = Counter(texts)
    patterns = Counter(map(first_sentence_pattern, texts))
    return Repetition(
        repeated / max(1, sum(map(len, grams))),
        _mean(others),
        sum(count for count in times.values() if count > 1) / len(texts),
        len(patterns),
        sum(count for _, count in patterns.most_common(_TOP)) / len(texts),
    )


def first_sentence_pattern(text: str) -> str:
    """The small words and verbs of the first sentence, which stay when it is about something else."""
    return " ".join(_pattern_words().findall(sentences(text)[0])).lower()


def _four_grams(text: str) -> list[tuple[str, ...]]:
    words = [token.text.casefold() for token in tokens(text)]
    return list(zip(*(words[start:] for start in range(_WORDS)), strict=False))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


@cache
def _pattern_words() -> re.Pattern[str]:
    words = _PATTERN_WORDS.read_text("utf-8").split()
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
