"""Compounds of a motif, a form, a material: "Blattmuster", "Elefantenmotiv", "Tropfenform", "Gummibund"."""

from __future__ import annotations

import re

from description.language.grammar import Noun
from description.language.vocabulary import vocabulary
from description.realise.nouns import exactly, noun_number
from description.realise.parts import GENERIC_KEY
from description.realise.phrases import Phrase
from description.realise.tables import exact_pattern, rows, words

_PATTERN = Noun("Muster", "n", "Muster")
_MOTIF = Noun("Motiv", "n", "Motive")
_PLAIN = re.compile(r"[A-ZÄÖÜ][a-zäöüß]+")


def compound(first: str, head: Noun) -> Noun:
    """ "Blatt" and "Muster" → "Blattmuster"; with a hyphen where the first word is a name or no German noun."""
    if first.casefold().endswith(head.lemma.casefold()):
        return Noun(first, head.gender, head.plural and first[: -len(head.lemma)] + head.plural.lower())
    found = noun_number(first)
    readings = vocabulary().readings(first)
    simple = not readings or any(len(reading.parts) == 1 for reading in readings)
    lemma = found[0] if found is not None else Noun(first, "n", "")
    opening = _linked(lemma) if simple and _PLAIN.fullmatch(first) else f"{first}-"
    if opening.endswith("-"):
        return Noun(opening + head.lemma, head.gender, head.plural and opening + head.plural)
    return Noun(opening + head.lemma.lower(), head.gender, head.plural and opening + head.plural.lower())


def _linked(noun: Noun) -> str:
    """A noun as the first part of a compound, by links.csv; a plural noun as it is."""
    if noun.gender == "p":
        return noun.lemma
    for row in rows("links"):
        if row["gender"] in ("", noun.gender) and re.fullmatch(row["lemma"], noun.lemma):
            return noun.lemma + row["link"]
    return noun.lemma


def motif(key: str, found: Phrase) -> Phrase:
    """ "Paisley" → "Paisleymuster", "Elefanten" → "Elefantenmuster"; "…motiv" where the key says so."""
    lemma = found.noun.lemma if found.noun is not None and found.noun.gender != "p" else found.form("nom")
    if found.noun is None and lemma.endswith(("e", "er", "en")):
        tail = f"mit {Noun(lemma, 'p', lemma).form('dat', 'pl')}"
        return Phrase("noun", "Muster", _PATTERN, "sg", (), "", tail)
    named = noun_number(key) if exact_pattern("motif-key").fullmatch(key) else None
    head = _MOTIF if "motiv" in key.casefold() else _PATTERN
    noun = compound(lemma, named[0] if named else head)
    return Phrase("noun", noun.lemma, noun)


def is_material(found: Phrase) -> bool:
    """Whether a noun is a material."""
    return found.noun is not None and exactly(found.noun.lemma, "material") is not None


def made_compound(key: str, found: Phrase) -> Phrase | None:
    """ "Bund: Gummi mit Kordelzug" → "Gummibund mit Kordelzug"."""
    part = noun_number(key)
    word = exactly(found.noun.lemma, "material") if found.noun else None
    if part is None or word is None or found.adjectives or GENERIC_KEY.search(key) or key in words("of-itself"):
        return None
    if word.lemma not in words("compound-material"):
        return Phrase("noun", key, part[0], part[1], (), "", f"aus {word.lemma}") if not found.tail else None
    first = word.compound or word.lemma
    noun = Noun(first + part[0].lemma.lower(), part[0].gender, first + part[0].plural.lower() if part[0].plural else "")
    known = vocabulary().noun(noun.lemma)
    return Phrase("noun", noun.lemma, known or noun, part[1], (), "", found.tail) if word.lemma.isalpha() else None
