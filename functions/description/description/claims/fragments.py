"""Whether a sentence has a verb: "Wasserdicht, mit Zuggurt." has none, and what it names is said of the article."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from description.claims.binding import noun_after
from description.claims.line import STOP, Unit, stretch_around
from description.claims.suppositions import LONGEST_SENTENCE
from description.language.function_words import function_words
from description.language.vocabulary import vocabulary

_AUXILIARIES = function_words("auxiliary")


def is_fragment(units: Sequence[Unit], at: int) -> bool:
    """Whether nothing in the sentence is a verb: "Wasserdicht, mit Zuggurt und Reflektoren."."""
    first, last = stretch_around(units, at, LONGEST_SENTENCE, STOP)
    return not any(units[place].text[0].islower() and is_verb(units, place) for place in range(first, last))


def is_verb(units: Sequence[Unit], place: int) -> bool:
    sense = units[place].sense
    if not sense.kind and not sense.role and _is_plain_verb(units[place].text):
        return True
    if sense.attributive and units[place].text.endswith("en"):
        return noun_after(units, place) is None
    return not (sense.role or (sense.kind and sense.options)) or units[place].text in _AUXILIARIES


@lru_cache(maxsize=8192)
def _is_plain_verb(token: str) -> bool:
    """Whether a word that claims nothing is no adjective and no noun: "nehmen"."""
    words = (reading.word for reading in vocabulary().readings(token))
    return any(word is not None and word.kind == "plain" and word.adjective is None for word in words)
