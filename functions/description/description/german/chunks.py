"""Chunks of a sentence: noun phrases, predicative adjectives, verbs, numbers, and the words and signs between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from description.german.analysis import UNITS
from description.german.function_words import function_words, lower_words
from description.german.grammar import Case, Determiner
from description.german.noun_phrases import (
    CASES,
    Before,
    Described,
    NounPhrase,
    adjective_of,
    agreeing,
    counted,
    determiners,
)
from description.german.text import Token, tokens
from description.german.vocabulary import vocabulary

Kind = Literal["noun", "adjective", "verb", "number", "word", "sign", "unknown"]
_SIGN = re.compile(r"[,;:–—()\[\]/•|]|\s-\s|\n")
_ELLIPSIS = re.compile(r"(?<![\w-])([^\W\d_]{3,30})-\s+(?:und|oder|sowie)\s+([^\W\d_]{6,40})")
_SHORTEST_PART = 3
_MOST_BEFORE = 8  # words before a noun


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
        if found_noun is None and not (at == 0 and _is_adjective(words[0].text)):
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
        known = vocabulary().readings(written)
        if known and any(reading.word is not None for reading in known):
            return written
    return ""


def _noun(text: str, words: Sequence[Token], first: int, *, opens: bool = False) -> tuple[Chunk, int] | None:
    """The noun phrase that begins at a place, with its preposition, and how many tokens it takes. `opens`: the first
    word is an adjective, though a capital stands there as for a noun ("Spitze Ballerinas")."""
    at, preposition, cases, article = first, "", frozenset(CASES), ""
    kind: Determiner = "none"
    lower = words[at].text.lower()
    if lower in _contracted():
        preposition, article = _contracted()[lower]
        kind, cases, at = "definite", _governed()[preposition], at + 1
    elif lower in _governed():
        preposition, cases, at = lower, _governed()[lower], at + 1
    if not article and at < len(words) and words[at].text.lower() in determiners():
        article, kind = determiners()[words[at].text.lower()]
        at += 1
    before = Before(article, kind, "", (), cases)
    if article and at < len(words) and words[at].text in lower_words("with"):
        inner = _noun(text, words, at)
        if inner is None or inner[0].noun is None or not _complemented(words, at + inner[1]):
            return None
        before, at = before._replace(complement=f"{inner[0].preposition} {inner[0].noun.base('dat')}"), at + inner[1]
    while at < len(words) and at - first <= _MOST_BEFORE:
        if not _joined(text, words, at, first):
            return None
        may_end = _is_nominal(words[at].text) and not (opens and at == first)
        whole = agreeing(before, _run(text, words, at)) if may_end else None
        if whole is not None:
            end = words[at + whole[1] - 1].end
            chunk = Chunk("noun", words[first].start, end, text[words[first].start : end], whole[0], None, preposition)
            return chunk, at + whole[1] - first
        measured = _measured(words, at) if not before.adjectives else None
        if measured is not None:
            before, at = before._replace(measured=measured), at + 3
            continue
        step = _adjective(text, words, at, opens=at == first)
        if step is None and not before.counted and not before.adjectives:
            count = counted(words[at].text.lower())
            many = words[at].text.lower() in lower_words("quantity")
            before, step = before._replace(counted=count), ("", 1) if count or many else None
            if step is None:
                return None
            at += 1
            continue
        if step is None:
            return None
        adverb, size = step
        token = words[at + size - 1].text
        adjective = adjective_of(token.lower() if at == first else token)
        if adjective is None:
            return None
        form = token.lower() if at == first and size == 1 else token
        before = before._replace(adjectives=(*before.adjectives, (adverb, form, adjective)))
        at += size
        if at < len(words) and words[at].text in lower_words("and") and _adjective(text, words, at + 1, opens=False):
            at += 1
    return None


def _complemented(words: Sequence[Token], at: int) -> bool:
    """Whether a participle stands here that needs what stands before it: "(mit Pelz) besetzte"."""
    adjective = adjective_of(words[at].text) if at < len(words) else None
    return adjective is not None and adjective.lemma in function_words("complemented")


def _measured(words: Sequence[Token], at: int) -> tuple[str, str, str] | None:
    """ "7", "cm", "hoher" before a noun."""
    if at + 2 >= len(words) or not words[at].text[0].isdigit() or words[at + 1].text.lower() not in UNITS:
        return None
    adjective = adjective_of(words[at + 2].text)
    if adjective is None or adjective.lemma not in lower_words("dimension-adjective"):
        return None
    return f"{words[at].text} {words[at + 1].text}", words[at + 2].text, adjective.lemma


def _is_nominal(token: str) -> bool:
    """Whether a token is written as a noun: "Kapuze", "7/8-Länge"."""
    return token[0].isupper() or (token[0].isdigit() and "-" in token)


def _joined(text: str, words: Sequence[Token], at: int, first: int) -> bool:
    """Whether a token may belong to the phrase that began before it: a space between, or a comma of adjectives."""
    if at == first:
        return True
    return text[words[at - 1].end : words[at].start] in (" ", ", ", "\u00a0")


def _run(text: str, words: Sequence[Token], at: int) -> list[str]:
    """The tokens from a place on that only spaces part."""
    run = [words[at].text]
    for before, token in zip(words[at : at + 2], words[at + 1 : at + 3], strict=False):
        if text[before.end : token.start] not in (" ", "-"):
            break
        run.append(token.text)
    return run


def _adjective(text: str, words: Sequence[Token], at: int, *, opens: bool) -> tuple[str, int] | None:
    """The adverb before an inflected adjective at a place, and how many tokens both take; None where there is none."""
    adverbs: list[str] = []
    for place in range(at, min(at + 4, len(words))):
        token = words[place].text
        lower = token.lower() if opens and place == at else token
        if place > at and text[words[place - 1].end : words[place].start] != " ":
            return None
        if lower[:1].isupper() or not any(map(str.isalpha, lower)):
            return None
        adjective = adjective_of(lower)
        if adjective is not None and lower != adjective.lemma:
            return " ".join(adverbs), place - at + 1
        following = words[place + 1].text if place + 1 < len(words) else ""
        if adjective is not None and not adjective.declines and following[:1].isupper():
            return " ".join(adverbs), place - at + 1
        if adjective is None and lower not in _adverbs():
            return None
        if lower not in lower_words("intensifier") or lower in _kept():
            adverbs.append(lower)
    return None


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
def _governed() -> dict[str, frozenset[Case]]:
    found: dict[str, set[Case]] = {}
    for name, cases in (
        ("case-dative", ("dat",)),
        ("case-accusative", ("acc",)),
        ("case-either", ("acc", "dat")),
        ("case-genitive", ("gen",)),
    ):
        for word in function_words(name):
            found.setdefault(word, set()).update(cases)  # type: ignore[arg-type]
    return {word: frozenset(cases) for word, cases in found.items()}


@cache
def _contracted() -> dict[str, tuple[str, str]]:
    """ "im": ("in", "dem")."""
    pairs = (pair.split("=") for pair in function_words("contracted"))
    return {word: (whole.split()[0], whole.split()[1]) for word, whole in pairs}


@cache
def _function() -> frozenset[str]:
    """Words that are no adjectives and verbs of their own, whatever the vocabulary reads in them."""
    classes = ("preposition", "joining", "relative", "article", "late-negation", "never", "conditional", "intensifier")
    more = lower_words("passive-able") - lower_words("finite")
    return frozenset(determiners()).union(more, *map(lower_words, classes))


@cache
def _adverbs() -> frozenset[str]:
    return lower_words("intensifier") | lower_words("restricting") | lower_words("position-adverb") | _kept()


@cache
def _kept() -> frozenset[str]:
    return lower_words("restricting") | lower_words("kept-adverb")
