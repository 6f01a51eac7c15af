"""Leather in a text about an article that the data says is of an imitation."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from description.domain.attributes import having
from description.domain.statement import ProductData
from description.language.text import tokens
from description.language.vocabulary import vocabulary
from description.language.words import Word
from description.legal.expressions import places
from description.legal.model import Hit
from description.legal.rules_file import RulesFile

_MATERIALS = having("material")


def leather(text: str, lowered: str, data: ProductData, rules: RulesFile) -> Iterator[Hit]:
    """Each word for leather, where all that the data names is imitation."""
    if "leder" not in lowered and "leather" not in lowered:
        return
    named = [word for value in data.values(*_MATERIALS) for word in _materials(value)]
    imitations = [word for word in named if any(vocabulary().is_a(word, each) for each in rules.leather.imitations)]
    if not imitations or any(word.group == "leather" for word in named):
        return
    if any(_is_leather(word.text) for one in data.stated() if one.field not in _MATERIALS for word in tokens(one.text)):
        return  # some part of it is
    harmless = [place.span() for place in places(rules.leather.harmless, text, lowered)]
    for token in tokens(text):
        if _is_leather(token.text) and not any(start < token.end and token.start < end for start, end in harmless):
            yield Hit(
                "vegan-leather",
                token.start,
                token.end,
                rules.leather.message.replace("{material}", imitations[0].lemma),
            )


@lru_cache(maxsize=2048)
def _materials(value: str) -> tuple[Word, ...]:
    whole = vocabulary().named(value, "material")
    return (whole,) if whole is not None else ()


@lru_cache(maxsize=2048)
def _is_leather(word: str) -> bool:
    """Whether a word is leather or something of leather ("Ledertasche")."""
    readings = vocabulary().readings(word)
    if not readings or any(reading.head.kind == "material" and reading.head.group != "leather" for reading in readings):
        return False
    return any(part.group == "leather" for reading in readings for part in reading.parts)
