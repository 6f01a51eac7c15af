"""Whether two values mean the same, or one is more exact than the other: "Leder" and "Glattleder"."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from description.ingest.markers import alternatives
from description.ingest.wording import folded
from description.language.vocabulary import Word, vocabulary

_TAIL = re.compile(rf" (?:{alternatives('with-more')}) .*", re.IGNORECASE | re.DOTALL)
_NOT_REAL = re.compile(f"^(?:{alternatives('not-real-opening')})")
_WILD = re.compile(r"^wildleder$", re.IGNORECASE)  # what shops call any rough leather
_SAID_BY_FIELD = re.compile(
    rf"^(?:{alternatives('said-by-field-opening')})(?=\w)|(?:{alternatives('said-by-field-ending')})$"
)
_SHORTEST_STEM = 5
_OF_MATERIALS = ("material",)


@lru_cache(maxsize=8192)
def related(one: str, other: str, kinds: tuple[str, ...]) -> bool:
    """Whether two values mean the same, or one is more exact than the other ("Leder", "Glattleder")."""
    one, other = (_WILD.sub("Rauleder", without_tail(value)) for value in (one, other))
    first, second = stem(one), stem(other)
    if first == second:
        return True
    if min(len(first), len(second)) >= _SHORTEST_STEM and (first in (second[:-1], second) or second == first[:-1]):
        return True
    words = vocabulary()
    named = (words.named(value, *kinds) or _named_first(value, kinds) for value in (one, other))
    known, known_other = named
    if known and known_other:
        return words.akin(known, known_other)
    return _ends_with(first, second) or _ends_with(second, first) or _has_word(one, second) or _has_word(other, first)


def agreeing(values: Collection[str], others: Collection[str], kinds: tuple[str, ...]) -> bool:
    """Whether each value of one list is related to one of the other's, this way or that."""
    ways = ((values, others), (others, values))
    return any(all(any(related(value, by, kinds) for by in beside) for value in told) for told, beside in ways)


def stem(value: str) -> str:
    """A value without what its field says anyway: "Weite G" is g, "langärmelig" lang."""
    bare = folded(re.sub(r"\([^()]*\)", "", value)) or folded(value)
    return _SAID_BY_FIELD.sub("", bare) or bare


def _ends_with(long: str, short: str) -> bool:
    return len(short) >= 3 and long.endswith(short) and not _NOT_REAL.match(long) and long != short


def _has_word(text: str, stem: str) -> bool:
    words = [folded(word) for word in re.split(r"[\s/-]+", text)]
    return len(words) > 1 and stem in words and not any(_NOT_REAL.match(word) for word in words)


def _named_first(value: str, kinds: tuple[str, ...]) -> Word | None:
    """The material before its seal: "Merinowolle kbT"."""
    return vocabulary().named(first_word(value), *kinds) if kinds == _OF_MATERIALS else None


def first_word(value: str) -> str:
    """ "Merinowolle", of "Merinowolle kbT"."""
    return value.partition(" ")[0]


def without_tail(value: str) -> str:
    """A value without what comes with it: "Gummi mit Profil" is Gummi."""
    return _TAIL.sub("", value)
