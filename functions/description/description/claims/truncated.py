"""Compounds whose head stands with the next one: "Kissen- und Bettbezug"."""

from __future__ import annotations

from functools import lru_cache

from description.claims.senses import Sense, sense
from description.language.vocabulary import vocabulary

_SHORTEST = 3


@lru_cache(maxsize=4096)
def completed(opening: str, whole: str) -> Sense | None:
    """The sense of a first part ("Kissen-") with the head of the compound behind it: of Kissenbezug; None where no head
    is known."""
    heads = [whole[cut:] for cut in range(_SHORTEST, len(whole) - _SHORTEST + 1)]
    words = [opening.rstrip("-") + head.lower() for head in heads]
    listed = (word for word in words if any(reading.word is not None for reading in vocabulary().readings(word)))
    known = (
        word
        for word, head in zip(words, heads, strict=True)
        if any(reading.word is not None for reading in vocabulary().readings(head.capitalize()))
    )
    word = next(listed, None) or next(known, None)
    return sense(word) if word else None
