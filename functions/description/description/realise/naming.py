"""Facts of nouns: with an article or without, with a number, as a compound: "Blattmuster", "Tropfenform"."""

from __future__ import annotations

import re
from dataclasses import replace

from description.domain.statement import Field
from description.language.grammar import Noun
from description.realise.facts import Fact
from description.realise.measures import A_MEASURE
from description.realise.nouns import compound, noun_number
from description.realise.parts import GENERIC_KEY
from description.realise.phrases import Phrase
from description.realise.tables import FieldWording, exact_pattern, words
from description.realise.values import with_units

GENERAL = (Field.FEATURES, Field.OTHER, Field.DESCRIPTION)
_GRADE = re.compile(r"\d+(?:,\d+)?\+?")  # "UV-Schutz 50+"
_IN_UNIT = re.compile(r"\d[\d.,]*\s(?:mm|cm|m|g|kg|ml|l|cuin|g/m²)")
_PATTERN = Noun("Muster", "n", "Muster")
_MOTIF = Noun("Motiv", "n", "Motive")


def of_noun(wording: FieldWording, found: Phrase) -> Fact:
    return Fact(wording.field, wording.topic, np=found, bare=_bare(found))


def _bare(found: Phrase) -> bool:
    """Whether a noun goes without an article: "Stretch", "GORE-TEX"."""
    if found.noun is None or found.plural or found.adjectives:
        return False
    if exact_pattern("with-article").fullmatch(found.noun.lemma):
        return False
    if found.noun.lemma in words("mass") or not found.noun.plural:
        return True
    return found.word is not None and found.word.kind in words("no-article") and found.word.kind != "pattern"


def is_article(found: Phrase) -> bool:
    """Whether a value names an article, not a part."""
    return found.word is not None and found.word.kind == "type" and found.word.group != "accessories"


def amount_of(wording: FieldWording, key: str, text: str) -> Fact | None:
    """ "Sprengkraft: 3 bar" → "eine Sprengkraft von 3 bar"; "Wasserdichtigkeit: 3 bar" → "bis 3 bar wasserdicht"."""
    if key in words("tight"):
        return Fact(wording.field, wording.topic, pred=f"bis {with_units(text)} wasserdicht")
    if not key[:1].isupper() or A_MEASURE.fullmatch(key) or " " in key or GENERIC_KEY.search(key):
        return None
    said, noun = with_units(text), noun_number(key)
    np = Phrase("noun", text, noun[0], noun[1], (), "", f"von {said}") if noun else None
    return Fact(wording.field, wording.topic, np=np, label=key, listed=said)


def numbered(wording: FieldWording, found: Phrase) -> Fact | None:
    """A noun with a number behind it: "UV-Schutz 50+", "ein Bund (32 cm)"; a height may be that of anything."""
    told = with_units(found.tail)
    bare = replace(found, tail="")
    if wording.field in GENERAL and A_MEASURE.fullmatch(bare.form("nom")) and _IN_UNIT.fullmatch(told):
        return of_noun(wording, replace(found, tail=f"von {told}"))  # "Wassersäule 10.000 mm"
    measured = exact_pattern("measure-noun").fullmatch(bare.form("nom"))
    if measured or wording.field not in (*GENERAL, Field.POCKETS):
        return None
    return of_noun(wording, replace(found, tail=told if _GRADE.fullmatch(told) else f"({told})"))


def motif(key: str, found: Phrase) -> Phrase:
    """ "Paisley" → "Paisleymuster", "Elefanten" → "Elefantenmuster"; "…motiv" where the key says so."""
    lemma = found.noun.lemma if found.noun is not None and found.noun.gender != "p" else found.form("nom")
    lemma = f"{lemma}n" if found.noun is None and lemma.endswith("e") else lemma  # "Krake" → "Krakenmuster"
    noun = compound(lemma, _MOTIF if "motiv" in key.casefold() else _PATTERN)
    return Phrase("noun", noun.lemma, noun)
