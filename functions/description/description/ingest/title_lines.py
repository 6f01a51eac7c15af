"""Lines that begin with the article's type, as a title does: "Umhängetasche Damen, Halbmond"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from description.ingest.compositions import is_composition
from description.language.function_words import lower_words
from description.language.vocabulary import Word, vocabulary

_COMMA = re.compile(r",\s+(?!\d)|,\s+(?=\d+ ?%)")
_SHORTEST_TYPE = 5
_END_OF_HEAD = re.compile(r"[,;|\"„–]")


def heads(title: str) -> list[Word]:
    """The types that a title begins with, before its first comma, name or preposition."""
    words = _END_OF_HEAD.split(title, maxsplit=1)[0].split()
    end = next((at for at, word in enumerate(words) if word in lower_words("preposition")), len(words))
    return [word for word in map(type_named, words[:end]) if word]


def type_named(word: str) -> Word | None:
    """The type that a word names, also as the set that it is: "Schulranzen-Set"."""
    named = vocabulary().named(word, "type") or vocabulary().named(word.removesuffix("-Set"), "type")
    return named if named is not None or not word[:1].isupper() else _by_its_end(word)


def _by_its_end(word: str) -> Word | None:
    """The type that a compound ends with, by any of its names: "Arbeitsclogs", "Fellboots"."""
    ends = (vocabulary().listed(word[at:].capitalize()) for at in range(3, len(word) - _SHORTEST_TYPE + 1))
    return next((end for end in ends if end is not None and end.kind == "type"), None)


def pieces_of(line: str) -> Sequence[str]:
    """The pieces of a title by its commas; the whole line where it is none."""
    pieces = _COMMA.split(line)
    return pieces if len(pieces) > 1 and not is_composition(pieces[0]) and heads(pieces[0]) else (line,)
