"""Reads noun phrases out of tokens: preposition, article, count, adjectives, and the noun that agrees with them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from description.language.analysis import UNITS
from description.language.function_words import function_words, lower_words
from description.language.grammar import CASES, Case
from description.language.noun_phrases import Before, NounPhrase, adjective_of, agreeing, counted, determiners
from description.language.text import Token

_MOST_BEFORE = 8  # words before a noun
_MOST_ADVERBS = 4


class Parsed(NamedTuple):
    """A noun phrase with its preposition, and how many tokens both take."""

    noun: NounPhrase
    preposition: str
    size: int


def noun_at(text: str, words: Sequence[Token], first: int, *, opens: bool = False) -> Parsed | None:
    """The noun phrase that begins at a place; None where there is none. `opens`: the first word is an adjective, though
    a capital stands there as for a noun ("Spitze Ballerinas")."""
    token = words[first].text
    if not _is_nominal(token) and not _may_open(token):
        return None
    before, preposition, at = _opening(words, first)
    opened = _with_complement(text, words, before, at)
    while opened is not None:
        before, at = opened
        if at >= len(words) or at - first > _MOST_BEFORE or not _joined(text, words, at, first):
            return None
        may_end = _is_nominal(words[at].text) and not (opens and at == first)
        whole = agreeing(before, _run(text, words, at)) if may_end else None
        if whole is not None:
            return Parsed(whole[0], preposition, at + whole[1] - first)
        opened = _step(text, words, before, at, first)
    return None


def _opening(words: Sequence[Token], first: int) -> tuple[Before, str, int]:
    """Preposition and article, and the place behind them."""
    before, preposition, at = Before("", "none", "", (), frozenset(CASES)), "", first
    lower = words[at].text.lower()
    if lower in contractions():
        preposition, article = contractions()[lower]
        return before._replace(article=article, kind="definite", cases=_governed()[preposition]), preposition, at + 1
    if lower in _governed():
        before, preposition, at = before._replace(cases=_governed()[lower]), lower, at + 1
    found = determiners().get(words[at].text.lower()) if at < len(words) else None
    if found is not None:
        before, at = before._replace(article=found[0], kind=found[1]), at + 1
    return before, preposition, at


def _with_complement(text: str, words: Sequence[Token], before: Before, at: int) -> tuple[Before, int] | None:
    """ "mit Pelz" behind the article of "die mit Pelz besetzte Kapuze"; None where it belongs to nothing."""
    if not before.article or at >= len(words) or words[at].text not in lower_words("with"):
        return before, at
    inner = noun_at(text, words, at)
    if inner is None or not _complemented(words, at + inner.size):
        return None
    return before._replace(complement=f"{inner.preposition} {inner.noun.base('dat')}"), at + inner.size


def _step(text: str, words: Sequence[Token], before: Before, at: int, first: int) -> tuple[Before, int] | None:
    """One thing more before the noun: a measure, a count or an adjective; None where it is none of them."""
    measured = _measured(words, at) if not before.adjectives else None
    if measured is not None:
        return before._replace(measured=measured), at + 3
    step = _adjective(text, words, at, opens=at == first)
    if step is not None:
        return _with_adjective(text, words, before, at, first, *step)
    lower = words[at].text.lower()
    count = counted(lower) if not before.counted and not before.adjectives else ""
    if count or (lower in lower_words("quantity") and not before.adjectives):
        return before._replace(counted=count or before.counted), at + 1
    return None


def _with_adjective(
    text: str, words: Sequence[Token], before: Before, at: int, first: int, adverb: str, size: int
) -> tuple[Before, int] | None:
    token = words[at + size - 1].text
    adjective = adjective_of(token.lower() if at == first else token)
    if adjective is None:
        return None
    form = token.lower() if at == first and size == 1 else token
    before = before._replace(adjectives=(*before.adjectives, (adverb, form, adjective)))
    end = at + size
    goes_on = end < len(words) and words[end].text in lower_words("and")
    return before, end + 1 if goes_on and _adjective(text, words, end + 1, opens=False) else end


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


@lru_cache(maxsize=8192)
def _may_open(token: str) -> bool:
    """Whether a word in lower case may open a noun phrase; most do not."""
    if token in _governed() or token in contractions() or token in determiners() or token in _adverbs():
        return True
    return (
        bool(counted(token))
        or token in lower_words("quantity")
        or adjective_of(token) is not None
        or not token.isalpha()
    )


def _is_nominal(token: str) -> bool:
    """Whether a token is written as a noun: "Kapuze", "7/8-Länge"."""
    return token[0].isupper() or (token[0].isdigit() and "-" in token)


def _joined(text: str, words: Sequence[Token], at: int, first: int) -> bool:
    """Whether a token may belong to the phrase that began before it: a space between, or a comma of adjectives."""
    if at == first:
        return True
    return text[words[at - 1].end : words[at].start] in (" ", ", ", "\u00a0")


def _run(text: str, words: Sequence[Token], at: int) -> tuple[str, ...]:
    """The token at a place with those behind it that may belong to its name: "Haken und Ösen", "Slim Fit"."""
    run = [words[at].text]
    for before, token in zip(words[at : at + 2], words[at + 1 : at + 3], strict=False):
        may_belong = _is_nominal(token.text) or (len(run) == 1 and token.text in lower_words("and"))
        if not may_belong or text[before.end : token.start] not in (" ", "-"):
            break
        run.append(token.text)
    return tuple(run)


def _adjective(text: str, words: Sequence[Token], at: int, *, opens: bool) -> tuple[str, int] | None:
    """The adverb before an inflected adjective at a place, and how many tokens both take; None where there is none."""
    adverbs: list[str] = []
    for place in range(at, min(at + _MOST_ADVERBS, len(words))):
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
def contractions() -> dict[str, tuple[str, str]]:
    """The prepositions that have taken an article in, in lower case, each with both: "im" → ("in", "dem")."""
    pairs = (pair.split("=") for pair in function_words("contracted"))
    return {word: (whole.split()[0], whole.split()[1]) for word, whole in pairs}


@cache
def _adverbs() -> frozenset[str]:
    return lower_words("intensifier") | lower_words("restricting") | lower_words("position-adverb") | _kept()


@cache
def _kept() -> frozenset[str]:
    return lower_words("restricting") | lower_words("kept-adverb")
