"""Noun phrases and predicates of prose as entries: parts with their properties, and properties of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from description.german.chunks import Chunk
from description.german.clauses import Predication, is_finite
from description.german.function_words import function_words
from description.german.noun_phrases import Described, NounPhrase, heads_of
from description.german.vocabulary import Word, vocabulary
from description.product_data.keys import is_plain_key, meanings
from description.product_data.model import Field
from description.product_data.prose.found import Found, Subject
from description.product_data.prose.materials import owner_of
from description.product_data.prose.words import is_of, listed
from description.product_data.yes_and_no import THINGS

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
_KEY_FIELDS = frozenset({Field.RISE, Field.LEG, Field.FIT, Field.CUT})
_KEY = "key:"  # the kind of a noun that is a key: "key:rise"
_SHAPES = frozenset({_KEY + Field.FIT, _KEY + Field.CUT})  # "figurbetonter Schnitt" is figurbetont
_ADJECTIVE_FIELDS = {
    "fit": Field.FIT,
    "length": Field.LENGTH,
    "pattern": Field.PATTERN,
    "sleeve": Field.SLEEVE,
    "collar": Field.COLLAR,
    "closure": Field.CLOSURE,
    "feature": Field.FEATURES,
    "care": Field.CARE,
}
_KEPT_KINDS = frozenset({"feature", "fit", "length", "pattern", "heel", "toe", "collar", "sleeve", "closure", "sole"})
_OF_PARTS = (*THINGS, "pattern", "technology", "feature", "fit", "length")
_ATTRIBUTIVE_ONLY = frozenset({"fit", "length", "care"})  # "hoch", "breit", "lang": of what, a part has to say
_SLEEVE_LENGTHS = frozenset({"Langarm", "Kurzarm", "Halbarm", "Dreiviertelarm", "Viertelarm", "Ärmel"})


def part_of(phrase: NounPhrase, subject: Subject) -> Word | None:
    """The vocabulary's word for a part, closure, pocket … that a noun phrase names; None for anything else."""
    named = _named_by_key(phrase)
    if named is not None or phrase.head is None:
        return named
    if phrase.head.kind == "type" and _is_piece(phrase, subject):
        return replace(phrase.head, kind="part")
    written = phrase.noun.form("nom", phrase.number)
    words = [phrase.head, *heads_of(written)]
    if subject.types and subject.is_named_by(phrase) is not None:
        return None
    found = next((word for kind in _OF_PARTS for word in words if word.kind == kind and word.noun is not None), None)
    if found is None or is_of("no-feature", phrase.noun.lemma.lower()):
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


def of_phrase(
    clause: Sequence[Chunk], at: int, about: Sequence[NounPhrase] | None, subject: Subject
) -> Iterator[Found]:
    """What the noun phrase at a place says of a part; nothing where every article has such a part."""
    chunk = clause[at]
    if chunk.noun is None:
        return
    if is_of("stated-material", chunk.noun.noun.lemma.lower()):
        yield from of_article(chunk.noun, chunk.text)
        return
    word = part_of(chunk.noun, subject)
    if word is None:
        return
    bare = fit_to_state(chunk.noun)
    if bare is None:
        return
    whole, end = _with_tail(bare, clause, at)
    if says_nothing(whole):
        return
    if word.kind in _SHAPES:
        yield from (Found(_field(whole, word), each.text, chunk.text) for each in whole.adjectives)
        return
    found = found_part(whole, word, _said(clause, at, end))
    if found.field is Field.CLOSURE and _is_of_part(clause, at, about or (), subject):
        found = replace(found, field=Field.FEATURES)
    if word.kind == "pattern" and end == at and _has_place(clause):
        return  # "An der Innenseite blitzt ein Karo auf": no pattern of the article
    yield found


def denied(clause: Sequence[Chunk], subject: Subject) -> Iterator[Found]:
    """ "ohne Bügel": kept as it is said."""
    for at, chunk in enumerate(clause):
        if chunk.noun is None or not is_of("denying-preposition", chunk.preposition):
            continue
        before = clause[at - 1] if at else None
        host = before.noun if before is not None else None
        of_part = host is not None and subject.is_named_by(host) is None
        if not of_part and part_of(chunk.noun, subject) is not None and not chunk.noun.adjectives:
            yield Found(Field.FEATURES, f"{chunk.preposition} {chunk.noun.base('acc')}", chunk.text)


def _is_of_part(clause: Sequence[Chunk], at: int, about: Sequence[NounPhrase], subject: Subject) -> bool:
    """Whether a closure is not the article's: "Patten mit Druckknöpfen", "am Ärmel sitzt ein Reißverschluss"."""
    others = [phrase for phrase in about if phrase is not clause[at].noun and subject.is_named_by(phrase) is None]
    return _has_place(clause[:at]) or (bool(others) and any(map(is_finite, clause)))


def _has_place(clause: Sequence[Chunk]) -> bool:
    return any(
        is_of("tail-preposition", chunk.preposition) and not chunk.noun.noun.lemma.lower().endswith(_looks())
        for chunk in clause
        if chunk.noun is not None
    )


def _looks() -> tuple[str, ...]:
    return tuple(function_words("look-ending"))


def found_part(phrase: NounPhrase, word: Word, said: str) -> Found:
    """The entry of a part."""
    return Found(_field(phrase, word), phrase.base(), said)


def _field(phrase: NounPhrase, word: Word) -> Field:
    if word.kind.startswith(_KEY):
        return Field(word.kind.removeprefix(_KEY))
    field = _PART_FIELDS.get(word.kind, Field.FEATURES)
    if field is Field.PATTERN and (phrase.tail or not _is_pattern(phrase)):
        return Field.FEATURES
    if field is Field.SLEEVE and word.lemma not in _SLEEVE_LENGTHS:
        return Field.SLEEVE_FORM
    if word.lemma == "Ärmel" and any(kind_of(each) in ("length", "sleeve") for each in phrase.adjectives):
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


def fit_to_state(phrase: NounPhrase) -> NounPhrase | None:
    """The phrase with those of its adjectives that can be checked, without praise; None where one makes it unreal."""
    kept: list[Described] = []
    for each in phrase.adjectives:
        lemma = each.adjective.lemma
        if is_of("privative", lemma) or any(is_of("restricting-adverb", part) for part in each.adverb.split()):
            return None
        if kind_of(each) in _KEPT_KINDS or is_of("describing", lemma) or _is_colour(each):
            kept.append(each)
    return replace(phrase, adjectives=tuple(kept))


def kind_of(described: Described) -> str:
    """The vocabulary's kind of an adjective, "" for an everyday one."""
    if is_of("cut-participle", described.adjective.lemma):
        return "fit" if any(word.kind == "fit" for word in heads_of(described.adverb)) else ""
    word = adjective_word(described)
    return word.kind if word is not None and word.kind != "plain" else ""


def adjective_word(described: Described) -> Word | None:
    """The vocabulary's word of an adjective."""
    words = [reading.word or reading.parts[-1] for reading in vocabulary().readings(described.adjective.lemma)]
    named = [word for word in words if word.adjective is not None]
    return next((word for word in named if word.kind in _KEPT_KINDS), named[0] if named else None)


def _is_colour(described: Described) -> bool:
    return kind_of(described) == "colour"


def _with_tail(phrase: NounPhrase, clause: Sequence[Chunk], at: int) -> tuple[NounPhrase, int]:
    """The phrase with what stands right behind it, "mit Reißverschluss", "am Schaft", "vorn"; and the last place."""
    following = clause[at + 1] if at + 1 < len(clause) else None
    if following is None or phrase.tail:
        return phrase, at
    after = clause[at + 2] if at + 2 < len(clause) else None
    if following.noun is not None and following.preposition == "mit":
        inner = fit_to_state(following.noun)
        if inner is not None and part_of(inner, Subject()) is not None:
            return replace(phrase, tail=f"mit {inner.base('dat')}"), at + 1
    if following.noun is not None and following.preposition in ("an", "in", "auf"):
        inner = following.noun
        bare = inner.is_definite or after is None or after.kind == "sign"
        if bare and not inner.adjectives and (inner.head is None or inner.head.kind != "type"):
            return replace(phrase, tail=following.text), at + 1
    if following.noun is not None and following.preposition == "aus":
        inner, own = following.noun, owner_of(phrase, Subject())[0]
        if inner.head is not None and inner.head.kind == "material" and own in (None, Field.PART_MATERIAL):
            return replace(phrase, tail=f"aus {replace(inner, adjectives=()).base('dat')}"), at + 1
    if following.kind == "word" and is_of("place-adverb", following.text) and (after is None or after.kind != "noun"):
        return replace(phrase, tail=following.text), at + 1
    return phrase, at


def _said(clause: Sequence[Chunk], first: int, last: int) -> str:
    return " ".join(chunk.text for chunk in clause[first : last + 1])


def of_article(phrase: NounPhrase, said: str) -> Iterator[Found]:
    """The properties that stand before the article's own name: "leichte Softshelljacke"."""
    for each in phrase.adjectives:
        yield from _property(each, said)


def of_predication(
    told: Predication, subject: Subject, said: str, limit: re.Match[str] | None = None
) -> Iterator[Found]:
    """A property of a part as its phrase ("abnehmbare Kapuze"), or of the article as it is ("wasserdicht")."""
    if not told.subjects or any(_is_article(phrase, subject) for phrase in told.subjects):
        if len(told.subjects) <= 1:
            for found in _property(told.described, said):
                yield replace(found, text=found.text + limit[0]) if limit is not None else found
        return
    for phrase in told.subjects:
        word = part_of(phrase.with_adjectives((told.described,)), subject) or _accessory(phrase)
        bare = fit_to_state(phrase) if word is not None else None
        if word is None or bare is None or not _keeps(told.described):
            continue
        whole = bare.with_adjectives((told.described,))
        yield found_part(replace(whole, tail=""), word, said)


def _accessory(phrase: NounPhrase) -> Word | None:
    """ "Der Stoffgürtel ist abnehmbar": what can be bought by itself, and is here a part."""
    head = phrase.head
    known = head is not None and head.kind == "type" and phrase.is_definite
    return head if known and phrase.noun.lemma.lower().endswith(listed("accessory-part")) else None


def _is_article(phrase: NounPhrase, subject: Subject) -> bool:
    if subject.is_named_by(phrase) is not None:
        return True
    return is_of("article-word", phrase.noun.lemma.lower()) or is_of("stated-material", phrase.noun.lemma.lower())


def _keeps(described: Described) -> bool:
    kept = kind_of(described) in _KEPT_KINDS or is_of("describing", described.adjective.lemma)
    return kept and not is_of("privative", described.adjective.lemma) and described.adjective.declines


def _property(described: Described, said: str) -> Iterator[Found]:
    kind = kind_of(described)
    field = _ADJECTIVE_FIELDS.get(kind)
    if is_of("see-through", described.adjective.lemma):
        field = Field.FEATURES
    if field is None or (kind in _ATTRIBUTIVE_ONLY and is_of("needs-part", described.adjective.lemma)):
        return
    if any(is_of("restricting-adverb", part) for part in described.adverb.split()):
        return
    yield Found(field, described.text, said)
