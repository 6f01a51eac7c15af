"""Which nouns of prose name a part of the article, and under which field they go."""

from __future__ import annotations

from dataclasses import replace

from description.domain.attributes import having
from description.domain.statement import Field
from description.ingest.keys import is_plain_key, meanings
from description.ingest.prose.found import Subject
from description.ingest.prose.materials import owner_of
from description.ingest.prose.properties import kind_of
from description.ingest.prose.words import is_of, listed
from description.ingest.yes_and_no import THINGS
from description.language.function_words import lower_words
from description.language.noun_phrases import NounPhrase, heads_of
from description.language.vocabulary import Word, vocabulary

_PART_FIELDS = {
    "pocket": Field.POCKETS,
    "closure": Field.CLOSURE,
    "collar": Field.COLLAR,
    "sleeve": Field.SLEEVE,
    "heel": Field.HEEL_FORM,
    "toe": Field.TOE,
    "pattern": Field.PATTERN,
    "fit": Field.FIT,
    "length": Field.LENGTH,
}
_KEY_FIELDS = having("noun-in-prose")
_KEY = "key:"  # the kind of a noun that is a key: "key:rise"
SHAPES = frozenset({_KEY + Field.FIT, _KEY + Field.CUT})  # "figurbetonter Schnitt" is figurbetont
_OF_PARTS = (*THINGS, "pattern", "technology", "feature", "fit", "length")


def part_of(phrase: NounPhrase, subject: Subject) -> Word | None:
    """The vocabulary's word for a part, closure, pocket … that a noun phrase names; None for anything else."""
    named = _named_by_key(phrase)
    if named is not None or phrase.head is None:
        return named
    told = phrase.adjectives and phrase.noun.lemma.lower().endswith(listed("accessory-part"))
    if phrase.head.kind == "type" and (_is_piece(phrase, subject) or (told and subject.is_named_by(phrase) is None)):
        return replace(phrase.head, kind="part")
    written = phrase.noun.form("nom", phrase.number)
    words = [phrase.head, *heads_of(written)]
    if subject.types and subject.is_named_by(phrase) is not None:
        return None
    found = next((word for kind in _OF_PARTS for word in words if word.kind == kind and word.noun is not None), None)
    lemma = phrase.noun.lemma.lower()
    if found is None or is_of("no-feature", lemma) or lemma.endswith(listed("no-feature-ending")):
        return None
    return found


def _named_by_key(phrase: NounPhrase) -> Word | None:
    """ "hohe Leibhöhe", "gerader Schnitt", "weite Beine": a noun that is the key of a field of its own."""
    lemma = phrase.noun.lemma
    field = meanings(lemma)[0].field if phrase.adjectives and is_plain_key(lemma) else Field.OTHER
    if field not in _KEY_FIELDS:
        return None
    return Word(lemma, _KEY + field, phrase.noun)


def _is_piece(phrase: NounPhrase, subject: Subject) -> bool:
    """Whether it is a piece of a set: the "lange Hose" of a Schlafanzug."""
    named = any(is_of("set-word", known.lemma.lower()) for known in subject.types)
    return named and bool(phrase.adjectives) and subject.is_named_by(phrase) is None


def field_of(phrase: NounPhrase, word: Word) -> Field:
    """The field of a part that `part_of` knows by this word."""
    if word.kind.startswith(_KEY):
        return Field(word.kind.removeprefix(_KEY))
    field = _PART_FIELDS.get(word.kind, Field.FEATURES)
    if field is Field.PATTERN and (phrase.tail or not _is_pattern(phrase)):
        return Field.FEATURES
    if field is Field.SLEEVE and word.lemma.lower() not in lower_words("sleeve-length"):
        return Field.SLEEVE_FORM
    if is_of("sleeve", word.lemma.lower()) and any(kind_of(each) in ("length", "sleeve") for each in phrase.adjectives):
        return Field.SLEEVE
    return field


def _is_pattern(phrase: NounPhrase) -> bool:
    """Whether a noun is the article's pattern ("Zopfmuster"), no part with one ("Reflektorstreifen")."""
    lemma = phrase.noun.lemma
    if lemma.lower().endswith(listed("pattern-ending")):
        return True
    return vocabulary().listed(lemma) is not None and not is_of("no-pattern", lemma.lower())


def says_nothing(phrase: NounPhrase) -> bool:
    """Whether a phrase only names what every article of its kind has: "der Schaft"."""
    plain = not (phrase.adjectives or phrase.count or phrase.tail)
    if plain and is_plain_key(phrase.noun.lemma) and meanings(phrase.noun.lemma)[0].field in _KEY_FIELDS:
        return True
    return plain and (is_of("bare-inherent", phrase.noun.lemma.lower()) or _is_layer(phrase))


def _is_layer(phrase: NounPhrase) -> bool:
    """Whether it is one of what articles are made of: "Außensohle", not "Gummisohle"."""
    return is_plain_key(phrase.noun.lemma) and owner_of(phrase, Subject())[0] not in (None, Field.PART_MATERIAL)
