"""Care that prose gives in short: "bei 30 °C waschbar", "nicht bügeln", "trocknergeeignet", "Handwäsche"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from description.domain.statement import Field
from description.ingest.prose.found import Found
from description.ingest.prose.words import is_of
from description.language.function_words import function_names, lower_words
from description.language.noun_phrases import heads_of
from description.language.text import tokens

_SEGMENT = re.compile(r"[;.] ?|,(?!\d) ?| [–-] |\n")
_AND = re.compile(r" und ")
_MOST_WORDS = 8
_CARE = "care-"


def care_of(sentence: str) -> Iterator[Found]:
    """The parts of a sentence that are about care and nothing else."""
    for segment in _SEGMENT.split(sentence):
        halves = _AND.split(segment)
        parts = halves if len(halves) > 1 and all(map(_is_care, halves)) else (segment,) if _is_care(segment) else ()
        for part in parts:
            text = _base(part)
            yield Found(Field.CARE, text, part)


def _base(text: str) -> str:
    first, space, rest = text.partition(" ")
    if is_of("please", first.lower()):
        return _base(rest)
    small = not any(head.noun is not None and head.adjective is None for head in heads_of(first))
    return (first.lower() if small else first) + space + rest


def _is_core(word: str) -> bool:
    known = word in _cores() or is_of("care-core", word) or any(head.kind == "care" for head in heads_of(word))
    return known and not is_of("care-word", word)


@lru_cache(maxsize=1024)
def _is_care(text: str) -> bool:
    words = [token.text.lower() for token in tokens(text)]
    if not words or len(words) > _MOST_WORDS:
        return False
    core = [word for word in words if _is_core(word)]
    if len(words) == 1 and is_of("care-not-alone", words[0]):
        return False
    return bool(core) and all(
        word in core
        or word[0].isdigit()
        or is_of("care-word", word)
        or is_of("care-verb", word)
        or word in lower_words("drying")
        for word in words
    )


@cache
def _cores() -> frozenset[str]:
    names = [name for name in function_names() if name.startswith(_CARE) and not is_of("no-care-class", name)]
    return frozenset().union(*map(lower_words, names))
