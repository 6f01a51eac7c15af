"""Whether a weight is that of one of a pair or of both: "540 g pro Schuh", "ein Paar wiegt gut ein Kilo"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from description.claims.line import STOP, Unit, stretch_around
from description.language.function_words import lower_words

PER_ONE, PER_PAIR = "per:one", "per:pair"  # keys of an amount
DERIVED = "per:derived"  # a key of an amount that the data only implies: only a text that says "Paar" may say it
_LONGEST = 40  # units to either side
_WORDS = {PER_PAIR: lower_words("per-pair"), PER_ONE: lower_words("per-one")}


def per_of(words: Iterable[str]) -> str:
    """PER_PAIR or PER_ONE where one of the words says so; "" where none does."""
    lowered = {word.lower() for word in words}
    return next((per for per, known in _WORDS.items() if not known.isdisjoint(lowered)), "")


def per_near(units: Sequence[Unit], place: int) -> str:
    """What the sentence around a unit says of it."""
    first, last = stretch_around(units, place, _LONGEST, STOP)
    return per_of(unit.text for unit in units[first:last])


def fits_per(per: str, keys: frozenset[str]) -> bool:
    """Whether an amount of these keys may be said of what `per` tells."""
    if not per:
        return DERIVED not in keys
    return per in keys or keys.isdisjoint((PER_ONE, PER_PAIR))
