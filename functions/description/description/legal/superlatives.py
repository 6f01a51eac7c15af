"""Superlatives that claim a top position: of the article itself, of its quality, or among all others.

"Die wärmste Jacke", "beste Passform" and "die wärmste, die es gibt" do; "der beste Freund jeder Jeans", "an den
kältesten Tagen" and "passt in die kleinste Tasche" do not: what stands there in the superlative is something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from description.domain.statement import Field, ProductData
from description.language.text import Token, tokens
from description.language.vocabulary import vocabulary
from description.language.words import Reading, Word
from description.legal.expressions import any_of, sentence_around, words_between
from description.legal.model import Hit
from description.legal.rules_file import RulesFile

_ENDINGS = ("e", "er", "es", "em", "en")
_ANY = re.compile(r"[sß]te[rnms]?(?!\w)")
_MOST_BETWEEN = 3  # adjectives between a superlative and its noun
_UNMUTED = str.maketrans("äöü", "aou")


def superlatives(text: str, lowered: str, data: ProductData, rules: RulesFile) -> Iterator[Hit]:
    """Each superlative that claims a top position, with its noun."""
    if not _ANY.search(lowered):
        return
    words = tokens(text)
    for at, token in enumerate(words):
        stem = _stem(token.text.lower())
        if not stem or not _is_superlative(stem, token.text, rules) or _is_harmless(token, text, rules):
            continue
        noun = _noun(words, at, text) if token.text[:1].islower() or _begins_sentence(token, text) else None
        if noun is not None and _claims(noun.text, data, rules):
            # Adjectives between them may be findings of their own.
            end = noun.end if noun is words[at + 1] else token.end
            yield Hit("top-claim", token.start, end, rules.superlatives.message)
        elif _among_all(token, text, rules):
            yield Hit("top-claim", token.start, token.end, rules.superlatives.message)


def _stem(word: str) -> str:
    """A word that may be a superlative, without its ending: "wärmst"; "" if it is none."""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and stem.endswith(("st", "ßt")):
            return stem
    return ""


@lru_cache(maxsize=2048)
def _is_adjective(word: str) -> bool:
    return vocabulary().adjective(word) is not None


def _is_superlative(stem: str, word: str, rules: RulesFile) -> bool:
    given = rules.superlatives
    if any(stem.endswith(each) for each in given.irregular):
        return True
    if any(stem.endswith(each) for each in (*given.no_superlative, *given.taste)):
        return False
    positive = stem.removesuffix("st").removesuffix("e")
    bases = (positive, positive.translate(_UNMUTED), positive + "e")
    if any(_is_adjective(base) for base in bases if len(base) > 2):
        return True
    return any(reading.word is not None and reading.word.kind == "comparison" for reading in _readings(word))


@lru_cache(maxsize=2048)
def _readings(word: str) -> tuple[Reading, ...]:
    return vocabulary().readings(word)


def _is_harmless(token: Token, text: str, rules: RulesFile) -> bool:
    """Whether the superlative is part of a figure of speech."""
    first, last = sentence_around(text, token.start, token.end)
    for found in any_of(rules.superlatives.harmless).finditer(text, max(first, token.start - 30), last):
        if found.start() <= token.start < found.end():
            return True
    return False


def _begins_sentence(token: Token, text: str) -> bool:
    return text[max(0, token.start - 6) : token.start].rstrip(' „"»\n')[-1:] in ("", ".", "!", "?", ":", "–")


def _noun(words: Sequence[Token], at: int, text: str) -> Token | None:
    """The noun that a superlative belongs to, after further adjectives."""
    for before, token in zip(words[at:], words[at + 1 : at + 2 + _MOST_BETWEEN], strict=False):
        between = text[before.end : token.start].strip()
        if between not in ("", ",", "„", '"', "»"):
            return None
        if token.text[:1].isupper():
            return token
    return None


def _claims(noun: str, data: ProductData, rules: RulesFile) -> bool:
    """Whether a noun is the article, or a quality of it."""
    given = rules.superlatives
    if any_of(given.qualities).fullmatch(noun) or any_of(given.products).fullmatch(noun):
        return True
    heads = [reading.head for reading in vocabulary().readings(noun) if reading.head.kind == "type"]
    return bool(heads) and _may_be_the_article(heads, data)


def _may_be_the_article(heads: Sequence[Word], data: ProductData) -> bool:
    told = (vocabulary().named(value, "type") for value in data.values(Field.TYPE))
    types = [word for word in told if word is not None]
    return not types or any(vocabulary().akin(head, word) for head in heads for word in types)


def _among_all(token: Token, text: str, rules: RulesFile) -> bool:
    """Whether the sentence compares with all others: "die wärmste, die es gibt"."""
    first, last = sentence_around(text, token.start, token.end)
    for scope in any_of(rules.superlatives.scopes).finditer(text, first, last):
        near = words_between(text, min(token.end, scope.end()), max(token.start, scope.start()))
        if near is not None and near <= _MOST_BETWEEN:
            return True
    return False
