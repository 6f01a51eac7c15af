"""Compounds of a motif or a form: "Blattmuster", "Elefantenmotiv", "Tropfenform"."""

from __future__ import annotations

import re

from description.language.grammar import Noun
from description.language.vocabulary import vocabulary
from description.realise.nouns import noun_number
from description.realise.tables import rows

_PLAIN = re.compile(r"[A-ZÄÖÜ][a-zäöüß]+")


def compound(first: str, head: Noun) -> Noun:
    """ "Blatt" and "Muster" → "Blattmuster"; with a hyphen where the first word is a name or no German noun."""
    found = noun_number(first)
    simple = any(len(reading.parts) == 1 for reading in vocabulary().readings(first))
    opening = _linked(found[0]) if found is not None and simple and _PLAIN.fullmatch(first) else f"{first}-"
    if opening.endswith("-"):
        return Noun(opening + head.lemma, head.gender, head.plural and opening + head.plural)
    return Noun(opening + head.lemma.lower(), head.gender, head.plural and opening + head.plural.lower())


def _linked(noun: Noun) -> str:
    """A noun as the first part of a compound, by links.csv; a plural noun as it is."""
    if noun.gender == "p":
        return noun.lemma
    for row in rows("links"):
        if row["gender"] in ("", noun.gender) and re.fullmatch(row["lemma"], noun.lemma):
            return re.sub(rf"{row['cut']}$", "", noun.lemma) + row["link"]
    return noun.lemma
