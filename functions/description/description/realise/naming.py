"""Facts of nouns: with an article or without, and with a number."""

from __future__ import annotations

import re
from dataclasses import replace

from description.domain.statement import Field
from description.realise.facts import Fact
from description.realise.measures import A_MEASURE
from description.realise.nouns import noun_number
from description.realise.parts import GENERIC_KEY
from description.realise.phrases import Phrase
from description.realise.tables import FieldWording, exact_pattern, words
from description.realise.values import with_units

GENERAL = (Field.FEATURES, Field.OTHER, Field.DESCRIPTION)
_GRADE = re.compile(r"\d+(?:,\d+)?\+?")  # "UV-Schutz 50+"


def of_noun(wording: FieldWording, found: Phrase) -> Fact:
    return Fact(wording.field, wording.topic, np=found, bare=_bare(found))


def _bare(found: Phrase) -> bool:
    """Whether a noun goes without an article: "Stretch", "GORE-TEX"."""
    if found.plural or found.adjectives:
        return False
    if found.noun is not None and exact_pattern("with-article").fullmatch(found.noun.lemma):
        return False
    if found.noun is None or found.noun.lemma in words("mass") or not found.noun.plural:
        return True
    return found.word is not None and found.word.kind in words("no-article") and found.word.kind != "pattern"


def is_article(found: Phrase) -> bool:
    """Whether a value names an article, not a part."""
    return found.word is not None and found.word.kind == "type" and found.word.group != "accessories"


def amount_of(wording: FieldWording, key: str, text: str) -> Fact | None:
    """ "Wasserdichtigkeit: 3 bar" → "eine Wasserdichtigkeit von 3 bar"."""
    named = key[:1].isupper() and not A_MEASURE.fullmatch(key) and " " not in key
    named = named and (key.endswith(("keit", "heit")) or not GENERIC_KEY.search(key))
    noun = noun_number(key) if named else None
    np = Phrase("noun", text, noun[0], noun[1], (), "", f"von {with_units(text)}") if noun else None
    return Fact(wording.field, wording.topic, np=np, label=key, listed=with_units(text)) if named else None


def numbered(wording: FieldWording, key: str, found: Phrase) -> Fact | None:
    """A noun with a number behind it: "UV-Schutz 50+", "eine Höhe von 26 cm", "ein Bund (32 cm)"."""
    told = with_units(found.tail)
    if wording.field not in (*GENERAL, Field.POCKETS):
        return None
    if exact_pattern("measure-noun").fullmatch(replace(found, tail="").form("nom")):
        own = (not key or GENERIC_KEY.search(key)) and told[-1:].isalpha()  # a Henkel's height is not the article's
        return of_noun(wording, replace(found, tail=f"von {told}")) if own else None
    return of_noun(wording, replace(found, tail=told if _GRADE.fullmatch(told) else f"({told})"))
