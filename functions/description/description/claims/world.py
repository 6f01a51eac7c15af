"""Nouns of the world around an article: weather, days, people, places, food. They claim nothing of it, unless it is
said to have them: "ein Strampler mit Elefanten"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from description.claims.frames import attached
from description.claims.line import Unit, opens_before_adjective
from description.claims.roles import FIELD_SLOTS
from description.claims.senses import Sense
from description.claims.stems import folded, stem
from description.language.csv_tables import lists_of
from description.language.function_words import function_words

_SHORTEST_END = 5
_SHORTEST_OPENING = 3
# Fields whose words are often the last part of a compound that names a thing of an article: "Zehenschutz".
_WHOLE_WORDS = frozenset({"abstract", "body"})
_OWN_RULES = frozenset({"season", "occasion", "audience"})  # what the article may be said to be for
_CLAIMED = frozenset({"type", "material", "colour", "care", "closure", "part", "pocket", "certificate", "country"})
_JOINED = frozenset({"", "type", "feature", "colour", "occasion", "audience", "length", "fit"})
_SLOTS = frozenset(FIELD_SLOTS.values())
_ARTICLES = function_words("part-article")
_NAMED_AFTER = frozenset({"type", "part", "colour", "material"})


def is_of_the_world(units: Sequence[Unit], at: int) -> bool:
    """Whether a noun names a thing of the world that the article is not said to have."""
    sense = units[at].sense
    if not sense.noun or not (_names_world(sense) or _is_beside_one(units, at)):
        return False
    return not opens_before_adjective(units, at) and not attached(units, at)  # "der Sprung vom Steg"


def _is_beside_one(units: Sequence[Unit], at: int) -> bool:
    """ "Geldbeutel und Autoschlüssel"": a thing that is joined to one of the world."""
    sense = units[at].sense
    if sense.kind not in _JOINED or sense.part in _SLOTS:
        return False
    for step in (-1, 1):
        place = at + step
        while 0 <= place < len(units) and (units[place].sense.attributive or units[place].text.lower() in _ARTICLES):
            place += step
        joiner = 0 <= place < len(units) and units[place].sense.role == "and"
        place += step
        while joiner and 0 <= place < len(units) and units[place].sense.attributive:
            place += step
        if joiner and 0 <= place < len(units) and units[place].sense.noun and _names_world(units[place].sense):
            return True
    return False


@lru_cache(maxsize=16384)
def _names_world(noun: Sense) -> bool:
    """Whether a noun, or the end of it, is in the table, and not the name of a thing that articles are or have."""
    if noun.kind in _OWN_RULES and noun.options[0].head.kind in _OWN_RULES:
        return False
    known = any(not option.openers for option in noun.options)
    if noun.stem in _table().whole and not (noun.kind == "colour" and known):
        lemmas = {option.head.lemma for option in noun.options}
        return noun.kind not in _CLAIMED or (noun.kind in _NAMED_AFTER and noun.text not in lemmas)
    if noun.kind in _CLAIMED and (noun.kind not in _NAMED_AFTER or known):
        return False
    return _ends_in(folded(noun.text), _table().nouns) or _ends_in(noun.stem, _table().stems)


def _ends_in(own: str, ends: frozenset[str]) -> bool:
    return any(own[cut:] in ends for cut in range(_SHORTEST_OPENING, len(own) - _SHORTEST_END + 1))


class _Table(NamedTuple):
    """The stems of all nouns; and the nouns, and their stems, that may end a compound."""

    whole: frozenset[str]
    nouns: frozenset[str]
    stems: frozenset[str]


@cache
def _table() -> _Table:
    fields = lists_of("world_nouns", "field", "nouns")
    last = [noun for field, nouns in fields.items() if field not in _WHOLE_WORDS for noun in nouns]
    last = [noun for noun in last if len(noun) >= _SHORTEST_END]
    whole = frozenset(stem(noun) for nouns in fields.values() for noun in nouns)
    stems = frozenset(own for own in map(stem, last) if len(own) >= _SHORTEST_END)
    return _Table(whole, frozenset(map(folded, last)), stems)
