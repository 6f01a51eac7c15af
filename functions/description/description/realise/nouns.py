"""The grammar of nouns of the data: the vocabulary's, and beyond it the general nouns' ("gerippter Abschluss")."""

from __future__ import annotations

import re
from functools import lru_cache

from description.language.general_nouns import general_noun
from description.language.grammar import Noun, Number
from description.language.vocabulary import Word, vocabulary
from description.language.words import key
from description.realise.tables import rows

_PLAIN = re.compile(r"[A-ZÄÖÜ][a-zäöüß]+")


@lru_cache(maxsize=16384)
def noun_number(text: str) -> tuple[Noun, Number] | None:
    """A noun in the nominative and its number; a compound by its head. None when not sure."""
    if not text or " " in text:
        return None
    found = vocabulary().noun_number(text)
    if found is not None and not found[0].lemma[:1].islower() and not found[0].lemma.endswith("-"):
        return found
    return general_noun(text, "data")


def spelt(noun: Noun, number: Number, text: str) -> Noun:
    """The noun as the data spells it ("Logo-Print"), unless that is all small or all capital."""
    if text[:1].islower() or (text.isupper() and len(text) > 3):
        return noun
    return Noun(text, noun.gender, noun.plural) if number == "sg" else Noun(noun.lemma, noun.gender, text)


@lru_cache(maxsize=16384)
def exactly(text: str, *kinds: str) -> Word | None:
    """The word that a value is, name for name; None when the value says more ("Reißverschluss vorne")."""
    word = vocabulary().named(text, *kinds)
    if word is None:
        return None
    names = (word.lemma, *word.synonyms, *((word.noun.lemma, word.noun.plural) if word.noun else ()))
    return word if key(text) in {key(name) for name in names} else None


@lru_cache(maxsize=4096)
def titled(text: str) -> str:
    """A key of a JSON object as German writes its noun: "traeger" → "Träger"; as it is where that is none."""
    if not text.islower():
        return text
    spelled = text.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü")
    known = (each.capitalize() for each in (text, spelled) if noun_number(each.capitalize()) is not None)
    return next(known, text)


def compound(first: str, head: Noun) -> Noun:
    """ "Blatt" and "Muster" → "Blattmuster"; with a hyphen where the first word is a name or no German noun."""
    if first.casefold().endswith(head.lemma.casefold()):
        return Noun(first, head.gender, head.plural and first[: -len(head.lemma)] + head.plural.lower())
    found = noun_number(first)
    if not _PLAIN.fullmatch(first):
        return Noun(f"{first}-{head.lemma}", head.gender, head.plural and f"{first}-{head.plural}")
    opening = _linked(found[0]) if found is not None else first
    return Noun(opening + head.lemma.lower(), head.gender, head.plural and opening + head.plural.lower())


def _linked(noun: Noun) -> str:
    """A noun as the first part of a compound, by links.csv; a plural noun as it is."""
    links = (row["link"] for row in rows("links") if row["gender"] in ("", noun.gender) and _fits(row["lemma"], noun))
    return noun.lemma + ("" if noun.gender == "p" else next(links, ""))


def _fits(lemma: str, noun: Noun) -> bool:
    return re.fullmatch(lemma, noun.lemma) is not None
