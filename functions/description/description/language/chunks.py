"""Chunks of a sentence: noun phrases, predicative adjectives, verbs, numbers, and the words and signs between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from description.language.function_words import lower_words
from description.language.noun_phrases import Described, NounPhrase, adjective_of, determiners
from description.language.parsing import noun_at
from description.language.text import Token, tokens
from description.language.vocabulary import vocabulary

Kind = Literal["noun", "adjective", "verb", "number", "word", "sign", "unknown"]
_SIGN = re.compile(r"[,;:–—()\[\]/•|]|\s-\s|\n")
_ELLIPSIS = re.compile(r"(?<![\w-])([^\W\d_]{3,30})- (?:und|oder|sowie) ([^\W\d_]{6,40})")
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a sentence at `start:end`. Which of the others is filled tells `kind`; `preposition` is a noun's."""

    kind: Kind
    start: int
    end: int
    text: str
    noun: NounPhrase | None = None
    described: Described | None = None
    preposition: str = ""
    infinitives: tuple[str, ...] = ()  # of a verb


def chunks(text: str) -> tuple[Chunk, ...]:
    """The chunks of a sentence in order. Places are those of the text."""
    words = [_spelled_out(text, token) for token in tokens(text)]
    found: list[Chunk] = []
    at = 0
    while at < len(words):
        if at:
            found += _signs(text, words[at - 1].end, words[at].start)
        found_noun = _noun(text, words, at, opens=at == 0)
        if found_noun is None and at == 0 and not _is_adjective(words[0].text):
            found_noun = _noun(text, words, at)
        chunk, size = found_noun or _single(words, at)
        found.append(chunk)
        at += size
    if words:
        found += _signs(text, words[-1].end, len(text))
    return tuple(found)


def _is_adjective(token: str) -> bool:
    """Whether the first word is an adjective whose noun the vocabulary has not: "Knitterarm"."""
    adjective = adjective_of(token.lower())
    is_base = adjective is not None and adjective.lemma.lower() == token.lower()
    return is_base and vocabulary().noun_number(token) is None and not token.islower()


def _signs(text: str, start: int, end: int) -> Iterator[Chunk]:
    for sign in _SIGN.finditer(text, start, end):
        yield Chunk("sign", sign.start(), sign.end(), sign[0].strip() or "\n")


def _spelled_out(text: str, token: Token) -> Token:
    """ "Wind-" of "Wind- und wasserabweisend" as "windabweisend"; other tokens as they are."""
    if not token.text.endswith("-"):
        return token
    ellipsis = _ELLIPSIS.match(text, token.start)
    whole = _completed(ellipsis[1], ellipsis[2]) if ellipsis is not None else ""
    return Token(token.start, token.end, whole) if whole else token


@lru_cache(maxsize=2048)
def _completed(first: str, second: str) -> str:
    """The first part with the head of the second word, when that makes a known word; "" else."""
    for cut in range(_SHORTEST_PART, len(second) - _SHORTEST_PART + 1):
        whole = first + second[cut:]
        written = whole if second[:1].isupper() else whole.lower()
        if any(reading.word is not None for reading in vocabulary().readings(written)):
            return written
    return ""


def _noun(text: str, words: Sequence[Token], first: int, *, opens: bool = False) -> tuple[Chunk, int] | None:
    """The chunk of the noun phrase that begins at a place, and how many tokens it takes."""
    found = noun_at(text, words, first, opens=opens)
    if found is None:
        return None
    start, end = words[first].start, words[first + found.size - 1].end
    return Chunk("noun", start, end, text[start:end], found.noun, None, found.preposition), found.size


def _single(words: Sequence[Token], at: int) -> tuple[Chunk, int]:
    token = words[at]
    lower = token.text.lower()
    if lower[0].isdigit() or not lower[0].isalpha():
        return Chunk("number", token.start, token.end, token.text), 1
    if lower in _function():
        return Chunk("word", token.start, token.end, token.text), 1
    is_lower = token.text[0].islower() or at == 0 or "-" in token.text
    infinitives = vocabulary().verbs(lower) if is_lower else ()
    adjective = adjective_of(lower) if is_lower else None
    if adjective is not None and adjective.lemma.lower() == lower:
        return _predicative(words, at, Described("", adjective), infinitives)
    if infinitives:
        return Chunk("verb", token.start, token.end, token.text, infinitives=infinitives), 1
    known = is_lower and vocabulary().readings(lower)
    return Chunk("word" if known else "unknown", token.start, token.end, token.text), 1


def _predicative(
    words: Sequence[Token], at: int, described: Described, infinitives: tuple[str, ...]
) -> tuple[Chunk, int]:
    """An adjective in its base form; with the one behind it that it describes: "leicht transparent"."""
    token = words[at]
    if at + 1 < len(words) and words[at + 1].start - token.end == 1:
        following = words[at + 1].text
        second = adjective_of(following) if following[:1].islower() and following not in _function() else None
        if second is not None and second.lemma == following:
            both = Described(token.text.lower(), second)
            end = words[at + 1].end
            return Chunk("adjective", token.start, end, f"{token.text} {following}", described=both), 2
    return Chunk("adjective", token.start, token.end, token.text, described=described, infinitives=infinitives), 1


@cache
def _function() -> frozenset[str]:
    """Words that are no adjectives and verbs of their own, whatever the vocabulary reads in them."""
    classes = ("preposition", "joining", "relative", "article", "late-negation", "never", "conditional", "intensifier")
    more = lower_words("passive-able") - lower_words("finite")
    return frozenset(determiners()).union(more, *map(lower_words, classes))
