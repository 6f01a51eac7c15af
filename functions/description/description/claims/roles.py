"""Words that steer how their neighbours are read ("ohne", "aus", "und"), and the slots of an article's parts."""

from __future__ import annotations

from description.claims.stems import folded, stem
from description.domain.statement import Field
from description.language.csv_tables import lists_of
from description.language.function_words import function_words

MAIN, LINING, INSOLE, OUTSOLE, FILLING = "main", "lining", "insole", "outsole", "filling"  # "midsole" is in parts.csv

FIELD_SLOTS = {
    Field.MATERIAL: MAIN,
    Field.LINING: LINING,
    Field.INSOLE: INSOLE,
    Field.OUTSOLE: OUTSOLE,
    Field.FILLING: FILLING,
}
NAMING = (Field.TYPE, Field.NAME)  # the fields that say what the article is
# A kind of claim → the fields that state what the article has of it.
KIND_FIELDS: dict[str, tuple[Field, ...]] = {
    "type": NAMING,
    "colour": (Field.COLOUR,),
    "closure": (Field.CLOSURE,),
    "brand": (Field.BRAND,),
    "sole": (Field.OUTSOLE,),
    "heel": (Field.HEEL_FORM, Field.HEEL_HEIGHT),
    "toe": (Field.TOE,),
    "collar": (Field.COLLAR,),
    "sleeve": (Field.SLEEVE, Field.SLEEVE_FORM),
    "pocket": (Field.POCKETS,),
    "pattern": (Field.PATTERN,),
    "fit": (Field.FIT, Field.CUT),
    "length": (Field.LENGTH,),
    "care": (Field.CARE,),
    "certificate": (Field.CERTIFICATE,),
    "audience": (Field.AUDIENCE,),
    "occasion": (Field.OCCASION,),
    "season": (Field.SEASON,),
    "country": (Field.ORIGIN,),
    "origin": (Field.ORIGIN,),
    "style": (Field.STYLE,),
    "size": (Field.SIZE, Field.SHOE_WIDTH),
}

_SLOTS = {stem(name): slot for slot, names in lists_of("parts", "slot", "names").items() for name in names}

# Parts that every article of its kind has; to name one says nothing.
INHERENT = frozenset(map(stem, function_words("inherent-part")))
NOTHING = frozenset(map(stem, function_words("general-noun")))  # too general to be checked
DIMENSIONS = frozenset(
    key for noun in lists_of("dimensions", "noun", "adjectives") for key in (f"~{stem(noun)}", folded(noun))
)
PACKED = frozenset(f"~{stem(word)}" for word in function_words("pack-noun"))
# The keys of the nouns that a statement of a field is about.
ABOUT = {
    Field(field): frozenset(f"~{stem(noun)}" for noun in nouns)
    for field, nouns in lists_of("field_nouns", "field", "nouns").items()
}

# Adjectives that mean nothing without the noun they belong to: a long sleeve is no long dress.
DIMENSIONAL = frozenset(map(stem, function_words("dimensional-adjective")))

ROLES: dict[str, str] = {word: role for role, words in lists_of("roles", "role", "words").items() for word in words}
ROLES |= dict.fromkeys(function_words("instead"), "not")


def named_slot(whole: str) -> str:
    """The slot that a part has by its stem or by the end of it ("Lederdecksohle" → insole); "" for other words."""
    known = _SLOTS.get(whole)
    if known is not None:
        return known
    ends = [head for head, slot in _SLOTS.items() if slot != MAIN and whole.endswith(head)]
    return _SLOTS[max(ends, key=len)] if ends else ""


def slot_of(head: str) -> str:
    """The slot of a part by the stem of its head; any other part is its own slot."""
    return _SLOTS.get(head) or f"part:{head}"
