"""What a text affirms although the data denies it, in words that by themselves claim nothing: "Steigeisen passen daran"
where the data says "Steigeisenfest: nein", "sichtbare Knöpfe" where it says "verdeckte Knopfleiste"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from description.claims.able import impossible
from description.claims.binding import noun_after
from description.claims.index import Index
from description.claims.line import NONE, Unit
from description.claims.opposites import opposed, opposites
from description.claims.polarity import negates, stretches
from description.claims.senses import is_adjectival
from description.claims.stems import stem
from description.claims.targets import said_of, target_key
from description.claims.topics import ANYWHERE, DELIVERED, UNLESS_SAID, roots_of, without_derivation
from description.domain.quantity import UNITS
from description.language.function_words import function_words, lower_words
from description.language.text import tokens

_CONTAINING = re.compile(r"^(\w+?)-?haltige?[mnrs]?$", re.IGNORECASE)
_UN = re.compile(r"^un((?:ge|be|ver)\w{3,}t|\w{4,}iert)(?:e|en|em|er|es)?$", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:ein|auf|an|be|ver)(?=\w{5})")
_WARNING = lower_words("warning")
_USING = lower_words("using")
_HARMLESS = function_words("harmless")
_DELIVERED = lower_words("included") | lower_words("delivered")
_SO_MADE = tuple(function_words("so-made"))
_SHORTEST = 4


def affirmed(units: Sequence[Unit], denied: Mapping[int, int], index: Index) -> Iterator[tuple[int, int]]:
    """The first and the last place of each stretch that affirms what the data denies, or denies what no list has and
    the data has."""
    for at in denied:
        if units[at].sense.noun and not units[at].sense.options and _is_there(units[at], index):
            yield at, at
    yield from impossible(units, index)
    places = [at for at in range(len(units)) if _may_affirm(units[at], index)]
    for first, last in stretches(units) if places else ():
        near = [at for at in places if first <= at < last and at not in denied]
        words = {units[at].text.lower() for at in range(first, last)} if near else set()
        if not near or _speaks_against(units, first, last, words):
            continue
        using = [at for at in range(first, last) if units[at].text.lower() in _USING]
        delivered = [at for at in range(first, last) if units[at].text.lower() in _DELIVERED]
        for at in near:
            if using and units[at].sense.stem in index.dummies:
                yield min(at, using[0]), max(at, using[-1])
            elif delivered and DELIVERED in _denied_of(units[at].text, index):
                yield min(at, delivered[0]), max(at, delivered[0])
            elif _is_affirmed(units, at, index):
                yield at, at


def _may_affirm(unit: Unit, index: Index) -> bool:
    """Whether a word is worth a closer look; most are not."""
    if unit.sense.role or not unit.text[0].isalpha():
        return False
    if index.topics or unit.sense.stem in index.dummies or unit.sense.stem in opposites():
        return True
    return unit.text.startswith(("un", "Un")) or "haltig" in unit.text


def _speaks_against(units: Sequence[Unit], first: int, last: int, words: set[str]) -> bool:
    """Whether a clause denies or warns; "kann ihm nichts anhaben" does not."""
    if "nichts" in words:
        return _HARMLESS.isdisjoint(words)
    return not _WARNING.isdisjoint(words) or any(negates(units[at]) for at in range(first, last))


def _is_affirmed(units: Sequence[Unit], at: int, index: Index) -> bool:
    denied_of = _denied_of(units[at].text, index)
    if denied_of and _is_denied_there(units, at, denied_of, index):
        return True
    return _contains_denied(units[at], index) or _is_opposite(units, at, index)


def _denied_of(word: str, index: Index) -> frozenset[str]:
    """What the data denies a word of, or one of its family."""
    if not index.topics:
        return frozenset()
    return frozenset(part for root in _roots(word) for part in index.topics.get(root, ()))


def _is_denied_there(units: Sequence[Unit], at: int, parts: frozenset[str], index: Index) -> bool:
    """Whether the data denies a word of what a text says it of."""
    if ANYWHERE in parts or (UNLESS_SAID in parts and f"~{units[at].sense.stem}" not in index.words):
        return True
    return _is_of(units, at, parts, index)


def _is_there(unit: Unit, index: Index) -> bool:
    if f"~{unit.sense.stem}" not in index.words or unit.sense.stem in index.denied:
        return False
    return any(stem(token.text) == unit.sense.stem for source in index.sources for token in tokens(source.says))


@lru_cache(maxsize=16384)
def _roots(word: str) -> frozenset[str]:
    own = stem(word)
    return frozenset({*roots_of(word), own, without_derivation(own), without_derivation(_PREFIX.sub("", own))})


def _is_of(units: Sequence[Unit], at: int, parts: Iterable[str], index: Index) -> bool:
    """Whether a word is said of one of the parts; what is said of the article itself may be."""
    noun = said_of(units, at)
    if noun is None or index.is_article(units[noun].sense):
        return False
    own = target_key(units[noun].sense)
    return any(own == part or own.endswith(part.partition(":")[2]) for part in parts)


def _contains_denied(unit: Unit, index: Index) -> bool:
    """ "PFC-haltig" of what is free of PFC; "unbeschriftet" of what has a Schriftzug."""
    containing = _CONTAINING.match(unit.text)
    if containing:
        return stem(containing[1]) in index.denied
    without = _UN.match(unit.text)
    root = f"~{stem(without[1])}" if without else ""
    return len(root) > _SHORTEST and any(key.startswith(root) for key in index.words)


def _is_opposite(units: Sequence[Unit], at: int, index: Index) -> bool:
    """Whether the data says of the same part what rules an adjective out."""
    unit = units[at]
    if unit.sense.stem not in opposites() or unit.sense.noun or _is_adverb(units, at):
        return False
    noun = said_of(units, at)
    if noun is None:
        return False
    return bool(opposed(unit.sense.stem, units[noun].sense, index))


def _is_adverb(units: Sequence[Unit], at: int) -> bool:
    """ "schmal zulaufend", "22 cm lang": not "hoch geschnitten"."""
    if at and not units[at].gap and units[at - 1].text.lower() in UNITS:
        return True
    if units[at].sense.attributive or at + 1 >= len(units) or units[at + 1].gap != NONE:
        return False
    following = units[at + 1]
    described = following.sense.attributive or is_adjectival(following.text)
    return described and not following.text.lower().startswith(_SO_MADE)
