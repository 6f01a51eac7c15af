"""Pieces: single values in the form in which a sentence can take them, and which of them say the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from description.product_data.model import Field
from description.writers.rules.phrases import Phrase

_ENDING = re.compile(r"(?<=\w\w\w)(?:ungen|ung|em|en|er|es|e|n|s)$")
_WORD = re.compile(r"[^\W\d_]{3,}")
_TAIL = re.compile(r"\s(?:mit|ohne|an|am|aus|für|zum|in|im|und)\s")
_SMALL = frozenset(
    {"mit", "und", "aus", "ohne", "der", "die", "das", "für", "zum", "zur", "oder", "sowie", "bei", "ist", "sind"}
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One value. One of these is filled: `after_with` ("weicher Polsterung"), `words` ("im Regular Fit"), `predicate`
    ("wasserdicht"), `listed` ("Regular Fit", after a colon). `has` is what an article "hat", beside `after_with`."""

    field: Field
    label: str
    source: Phrase
    after_with: str = ""
    has: str = ""
    words: str = ""
    predicate: str = ""
    listed: str = ""

    @property
    def stems(self) -> frozenset[str]:
        """What the piece says, as stems: pieces with the same say the same."""
        return stems(self.after_with or self.words or self.predicate or self.listed)


@lru_cache(maxsize=16384)
def stems(text: str) -> frozenset[str]:
    """The stems of the words of a text that carry meaning."""
    return frozenset(_stem(word) for word in _WORD.findall(text.lower().replace("ss", "ß")) if word not in _SMALL)


def _stem(word: str) -> str:
    """Without its endings: "unifarbene" and "unifarben" are the same."""
    for _ in range(2):
        word = _ENDING.sub("", word) or word
    return word


def has_tail(text: str) -> bool:
    """Whether words follow the noun, so that it stands last in a list: "Reißverschluss mit Schutz"."""
    return _TAIL.search(text) is not None


def without_repeats(pieces: Sequence[Piece], said: Iterable[frozenset[str]] = ()) -> list[Piece]:
    """The pieces without those that say no more than another one, or than what is said already."""
    kept: list[Piece] = []
    others = [piece.stems for piece in pieces]
    before = list(said)
    for at, piece in enumerate(pieces):
        mine = others[at]
        repeated = any(mine <= each for each in before) or any(
            mine < each or (index < at and (mine == each or _same(piece, pieces[index])))
            for index, each in enumerate(others)
        )
        if mine and not repeated:
            kept.append(piece)
    return kept


def _same(one: Piece, other: Piece) -> bool:
    """Whether two pieces are one word of the vocabulary by two names: Allover-Print, Allover-Druck."""
    return one.source.word is not None and one.source.word == other.source.word
