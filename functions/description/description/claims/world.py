"""Nouns of the world around an article: weather, days, people, places, food. They claim nothing of it, unless it is said
to have them: "ein Strampler mit Elefanten"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from description.claims.frames import attached, governor
from description.claims.line import STOP, Unit
from description.claims.senses import Sense
from description.claims.stems import stem
from description.german.csv_tables import lists_of

_SHORTEST_END = 5
_SHORTEST_OPENING = 3
# Fields whose words are often the last part of a compound that names a thing of an article: "Zehenschutz".
_WHOLE_WORDS = frozenset({"belongings", "abstract", "body"})
_CLAIMED = frozenset({"type", "material", "colour", "care", "closure", "part", "pocket", "certificate", "country"})


def is_of_the_world(units: Sequence[Unit], at: int) -> bool:
    """Whether a noun names a thing of the world that the article is not said to have."""
    sense = units[at].sense
    if not sense.noun or sense.kind in _CLAIMED or not _names_world(sense):
        return False
    if units[at].gap == STOP and at + 1 < len(units) and units[at + 1].sense.attributive:
        return False  # "Fest vernähte Einlegesohle"
    return not attached(units, at) and governor(units, at) not in _FOR


def _names_world(noun: Sense) -> bool:
    return is_world_word(noun.text, noun.stem)


@lru_cache(maxsize=16384)
def is_world_word(text: str, own: str) -> bool:
    """Whether a noun, by its text and its stem, or the end of it, is in the table."""
    whole, ends = _table()
    if own in whole:
        return True
    return any(own[cut:] in ends for cut in range(_SHORTEST_OPENING, len(own) - _SHORTEST_END + 1))


@cache
def _table() -> tuple[frozenset[str], frozenset[str]]:
    fields = lists_of("world_nouns", "field", "nouns")
    whole = frozenset(stem(noun) for nouns in fields.values() for noun in nouns)
    ends = (stem(noun) for field, nouns in fields.items() if field not in _WHOLE_WORDS for noun in nouns)
    return whole, frozenset(end for end in ends if len(end) >= _SHORTEST_END)


_FOR = frozenset({"für", "fürs"})
