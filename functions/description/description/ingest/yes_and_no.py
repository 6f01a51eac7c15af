"""What a yes or no to a key says of an article: "Wasserdicht: WAHR", "Gefüttert: nein", a column for each colour."""

from __future__ import annotations

import re
from collections.abc import Iterator

from description.domain.attributes import having
from description.domain.statement import Field, Statement
from description.ingest.keys import is_known, is_plain_key, meanings
from description.ingest.markers import alternatives, is_no, is_yes, marks
from description.ingest.measures import measures
from description.ingest.pairs import Pair
from description.ingest.wording import folded
from description.language.vocabulary import vocabulary

NO_FEATURE = having("never-a-feature")
# A yes to one of their plain keys ("Obermaterial: x") says nothing; to a key of its own it may ("Made in Italy: x").
_WANTS_VALUE = having("wants-a-value")
_NEVER_A_LETTER = frozenset({Field.COLOUR, Field.TYPE, Field.DESCRIPTION})
_AFFIRMED_AS_IT_IS = having("affirmed-as-it-is")
_ADJECTIVE = re.compile(rf"(?:{alternatives('adjective-ending')})$")
_OF_A_PROGRAM = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+|[a-z]+(?:[A-Z][a-z0-9]*)+")


def says_only_yes_or_no(pair: Pair) -> bool:
    """Whether a yes or no stands where only a value tells: "Farbe: WAHR". A letter may be a value ("Weite: J")."""
    key, field, text = pair.key, meanings(pair.key)[0].field, pair.text
    wants_value = field in NO_FEATURE or (field in _WANTS_VALUE and is_plain_key(key) and not marks("asked", key))
    if pair.aside or not wants_value:
        return False
    if field in (Field.BRAND, Field.NAME) and text[:1].isalnum() and not text.isalnum():  # the brand "YES!"
        return False
    letter = len(text) == 1 and text.isalpha()
    return (is_yes(text) or is_no(text)) and (not letter or field in _NEVER_A_LETTER | _WANTS_VALUE)


THINGS = ("part", "closure", "sole", "heel", "toe", "collar", "sleeve", "pocket")


def is_switch(key: str, text: str) -> bool:
    """Whether a yes or no is of a program and not of an article: "is_default: TRUE", "featured: true"."""
    if not (is_yes(text) or is_no(text)) or meanings(key)[0].field not in (Field.OTHER, Field.FEATURES):
        return False
    if is_plain_key(key) or (is_known(key) and not key.islower()):  # "featured" is no "Features" that is misspelt
        return False
    if vocabulary().named(key) or vocabulary().readings(key):
        return False
    return _OF_A_PROGRAM.fullmatch(key) is not None or (
        key.isascii() and key.isalpha() and key.islower() and _ADJECTIVE.search(key) is None
    )


def affirmed(field: Field, key: str, text: str, more: tuple[str, ...] = ()) -> Iterator[Statement]:
    """The statement that a yes makes; `more` are values that came with it ("Ja, abnehmbar")."""
    if field is Field.LINING:
        yield Statement(field, key, text, ("gefüttert", *more))
    elif field is Field.OTHER and vocabulary().named(key, "colour"):  # a column for each colour
        yield Statement(Field.COLOUR, key, text, (key, *more))
    elif field not in NO_FEATURE:
        own = field if field in _AFFIRMED_AS_IT_IS else Field.FEATURES
        if vocabulary().named(key, "certificate"):
            own = Field.CERTIFICATE
        yield Statement(own, key, text, (_named_by_key(key), *more), "", (), measures(text))


def denied(field: Field, key: str, text: str) -> Iterator[Statement]:
    """The statement that a no makes, where it says something."""
    if field is Field.LINING:
        yield Statement(field, key, text, ("ungefüttert",))
    elif (
        field is Field.OTHER
        or not is_known(key)
        or vocabulary().named(key, *THINGS, "type")
        or folded(text) in ("nein", "no", "false", "falsch")
    ):
        yield Statement(Field.OTHER, key, text, (text,))


def _named_by_key(key: str) -> str:
    """What a "Ja" affirms: the key, an adjective in lower case."""
    key = key.rstrip("?").strip()
    word = vocabulary().named(key) if key.islower() else None
    if word and word.noun and word.adjective is None and folded(word.lemma) == folded(key):
        return word.lemma
    if word and word.noun and word.adjective is None and " " not in key:
        return key.capitalize()
    return key[0].lower() + key[1:] if " " not in key and _ADJECTIVE.search(key) and key[1:2].islower() else key
