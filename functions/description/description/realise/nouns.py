"""The grammar of nouns: the vocabulary's, and beyond it nouns that claim nothing by themselves but head many phrases
("weites Bein", "gerippter Abschluss", "Spitzenbund")."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import cast

from description.language.grammar import Gender, Noun, Number
from description.language.vocabulary import Word, vocabulary
from description.language.words import key
from description.realise.tables import rows

_SHORTEST_OPENING = 3


@cache
def _nouns() -> dict[str, tuple[Noun, Number]]:
    found: dict[str, tuple[Noun, Number]] = {}
    for row in rows("nouns"):
        noun = Noun(row["lemma"], cast(Gender, row["gender"]), row["plural"])
        found.setdefault(noun.plural.casefold() or noun.lemma.casefold(), (noun, "pl"))
        found[noun.lemma.casefold()] = (noun, "sg")
    return found


@lru_cache(maxsize=16384)
def noun_number(text: str) -> tuple[Noun, Number] | None:
    """A noun in the nominative and its number; a compound by its head. None when not sure."""
    if not text or " " in text:
        return None
    found = vocabulary().noun_number(text)
    if found is not None and not found[0].lemma[:1].islower() and not found[0].lemma.endswith("-"):
        return found
    for cut in range(len(text) - 2):
        head = _nouns().get(text[cut:].casefold().lstrip("-"))
        if head is not None and (cut == 0 or cut >= _SHORTEST_OPENING or text[cut] == "-"):
            return _opened(text[:cut], text[cut:].startswith("-"), *head)
    return None


def _opened(opening: str, hyphen: bool, noun: Noun, number: Number) -> tuple[Noun, Number]:
    if not opening and not hyphen:
        return noun, number
    if hyphen or opening.endswith("-"):
        first = opening.rstrip("-") + "-"
        return Noun(first + noun.lemma, noun.gender, first + noun.plural if noun.plural else ""), number
    plural = opening + noun.plural.lower() if noun.plural else ""
    return Noun(opening + noun.lemma.lower(), noun.gender, plural), number


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
