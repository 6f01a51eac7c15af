"""Nouns whose adjectives say nothing of the article: days, the ground it stands on, what it is better than."""

from __future__ import annotations

import re
from collections.abc import Sequence

from description.claims.line import Unit, unit_before
from description.claims.senses import Sense
from description.claims.stems import stem
from description.language.function_words import function_words

_TIMES = frozenset(map(stem, function_words("time")))
_COMPARATIVE = re.compile(r"\w{3}ere[mnrs]?$")
_GROUND = function_words("ground-preposition")


def is_relative(sense: Sense, noun: Sense) -> bool:
    """ "für bessere Sicht": better than nothing that is named; a superlative is better than all."""
    return sense.kind == "comparison" and bool(_COMPARATIVE.search(sense.text)) and not noun.kind and not noun.part


def is_ground(units: Sequence[Unit], at: int, noun: int) -> bool:
    """ "auf glattem Boden": an adjective of what the article stands on."""
    before = unit_before(units, at)
    return before is not None and before.text.lower() in _GROUND and not units[noun].sense.kind


def is_time(noun: Sense) -> bool:
    """ "für warme Tage", "untersetzte Männer": the days and the men are so, not the article."""
    return (
        noun.kind in ("season", "occasion", "audience")
        or (noun.stem in _TIMES and noun.text != "Temperatur")
        or noun.text == "Tragen"
    )
