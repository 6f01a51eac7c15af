"""What a text affirms although the data denies it, in words that by themselves claim nothing: "Steigeisen passen daran"
where the data says "Steigeisenfest: nein", "sichtbare Knöpfe" where it says "verdeckte Knopfleiste"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from description.claims.able import impossible
from description.claims.exclusive import opposites
from description.claims.index import Index
from description.claims.line import Unit, unit_behind
from description.claims.opposites import opposed
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
_DIMENSIONAL = function_words("dimensional-adjective") | function_words("dimension-adverb")
_SO_MADE = tuple(function_words("so-made"))
_SHORTEST = 4


class Against(NamedTuple):
    """Units `first` to `last`, which the source at a place speaks against (-1 where it is not known)."""

    first: int
    last: int
    source: int


def affirmed(units: Sequence[Unit], denied: Mapping[int, int], index: Index) -> Iterator[Against]:
    """What affirms what the data denies, or denies what no list has and the data has."""
    for at in denied:
        if units[at].sense.noun and not units[at].sense.options and _is_there(units[at], index):
            yield Against(at, at, index.words[f"~{units[at].sense.stem}"][0])
    yield from (Against(*found) for found in impossible(units, index))
    places = [at for at in range(len(units)) if _may_affirm(units[at], index)]
    for first, last in stretches(units) if places else ():
        near = [at for at in places if first <= at < last and at not in denied]
        words = {units[at].text.lower() for at in range(first, last)} if near else set()
        if not near or _speaks_against(units, first, last, words):
            continue
        using = [at for at in range(first, last) if units[at].text.lower() in _USING]
        delivered = [at for at in range(first, last) if units[at].text.lower() in _DELIVERED]
        for at in near:
            denied_of = _denied_of(units[at].text, index)
            if using and units[at].sense.stem in index.dummies:
                yield Against(min(at, using[0]), max(at, using[-1]), -1)
            elif delivered and DELIVERED in denied_of:
                yield Against(min(at, delivered[0]), max(at, delivered[0]), denied_of[DELIVERED])
            elif (source := _against(units, at, denied_of, index)) is not None:
                yield Against(at, at, source)


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


def _against(units: Sequence[Unit], at: int, denied_of: Mapping[str, int], index: Index) -> int | None:
    """The place of the source that denies what a word says, None where none does."""
    if ANYWHERE in denied_of:
        return denied_of[ANYWHERE]
    if UNLESS_SAID in denied_of and f"~{units[at].sense.stem}" not in index.words:
        return denied_of[UNLESS_SAID]
    noun = said_of(units, at) if denied_of or units[at].sense.stem in opposites() else None
    if noun is not None and (places := _of_part(units, at, noun, denied_of, index)):
        return min(places)
    return -1 if _contains_denied(units[at], index) else None


def _of_part(units: Sequence[Unit], at: int, noun: int, denied_of: Mapping[str, int], index: Index) -> list[int]:
    """What the data denies of the part that a word is said of, or what of it rules the word out."""
    sense = units[noun].sense
    own = target_key(sense)
    places = [] if index.is_article(sense) else [place for part, place in denied_of.items() if _is_same(own, part)]
    own_stem = units[at].sense.stem
    made = units[at].text[:2].lower() == "be" != own_stem[:2]  # "befestigt" is not "fest"
    if places or made or units[at].sense.noun or _is_adverb(units, at):
        return places
    return opposed(own_stem, sense, index)


def _is_same(own: str, part: str) -> bool:
    return own == part or own.endswith(part.partition(":")[2] or own)


def _denied_of(word: str, index: Index) -> Mapping[str, int]:
    """What the data denies a word of, or one of its family, each with the place of the source."""
    if not index.topics:
        return {}
    return {part: place for root in _roots(word) for part, place in index.topics.get(root, {}).items()}


def _is_there(unit: Unit, index: Index) -> bool:
    if f"~{unit.sense.stem}" not in index.words or unit.sense.stem in index.denied:
        return False
    return any(stem(token.text) == unit.sense.stem for source in index.sources for token in tokens(source.says))


@lru_cache(maxsize=16384)
def _roots(word: str) -> frozenset[str]:
    own = stem(word)
    return frozenset({*roots_of(word), own, without_derivation(own), without_derivation(_PREFIX.sub("", own))})


def _contains_denied(unit: Unit, index: Index) -> bool:
    """ "PFC-haltig" of what is free of PFC; "unbeschriftet" of what has a Schriftzug."""
    containing = _CONTAINING.match(unit.text)
    if containing:
        return stem(containing[1]) in index.denied
    without = _UN.match(unit.text)
    root = f"~{stem(without[1])}" if without else ""
    return len(root) > _SHORTEST and any(key.startswith(root) for key in index.words)


def _is_adverb(units: Sequence[Unit], at: int) -> bool:
    """ "schmal zulaufend", "22 cm lang": not "hoch geschnitten"."""
    if at and not units[at].gap and units[at - 1].text.lower() in UNITS:
        return True
    following = unit_behind(units, at)
    if units[at].text.lower() not in _DIMENSIONAL or following is None:
        return False
    described = following.sense.attributive or is_adjectival(following.text)
    return described and not following.text.lower().startswith(_SO_MADE)
