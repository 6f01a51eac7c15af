"""Noun phrases and predicates of prose as entries: parts with their properties, and properties of the article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from description.german.chunks import Chunk
from description.german.clauses import Predication
from description.german.noun_phrases import Described, NounPhrase, heads_of
from description.german.vocabulary import Word, vocabulary
from description.product_data.model import Field
from description.product_data.prose.found import Found, Subject
from description.product_data.prose.words import is_of
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
_ADJECTIVE_FIELDS = {
    "fit": Field.FIT,
    "length": Field.LENGTH,
    "pattern": Field.PATTERN,
    "sleeve": Field.SLEEVE,
    "collar": Field.COLLAR,
    "closure": Field.CLOSURE,
    "feature": Field.FEATURES,
}
_KEPT_KINDS = frozenset({"feature", "fit", "length", "pattern", "heel", "toe", "collar", "sleeve", "closure", "sole"})
_OF_PARTS = (*THINGS, "pattern", "technology", "feature", "fit", "length")
_ATTRIBUTIVE_ONLY = frozenset({"fit", "length"})  # "hoch", "breit", "lang": of what, a part has to say
_SLEEVE_LENGTHS = frozenset({"Langarm", "Kurzarm", "Halbarm", "Dreiviertelarm", "Viertelarm", "Ärmel"})


def part_of(phrase: NounPhrase, subject: Subject) -> Word | None:
    """The vocabulary's word for a part, closure, pocket … that a noun phrase names; None for anything else."""
    if phrase.head is None:
        return None
    written = phrase.noun.form("nom", phrase.number)
    words = [phrase.head, *heads_of(written)]
    if subject.types and subject.is_named_by(phrase) is not None:
        return None
    found = next((word for kind in _OF_PARTS for word in words if word.kind == kind), None)
    if found is None or is_of("no-feature", phrase.noun.lemma.lower()):
        return None
    return found


def of_phrase(clause: Sequence[Chunk], at: int, subject: Subject) -> Iterator[Found]:
    """What the noun phrase at a place says of a part; nothing where every article has such a part."""
    chunk = clause[at]
    if chunk.noun is None:
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
    yield found_part(whole, word, _said(clause, at, end))


def found_part(phrase: NounPhrase, word: Word, said: str) -> Found:
    """The entry of a part."""
    text = phrase.base()
    return Found(_field(phrase, word), text, said)


def _field(phrase: NounPhrase, word: Word) -> Field:
    field = _PART_FIELDS.get(word.kind, Field.FEATURES)
    if field is Field.PATTERN and (phrase.tail or is_of("no-pattern", word.lemma.lower())):
        return Field.FEATURES
    if field is Field.SLEEVE and word.lemma not in _SLEEVE_LENGTHS:
        return Field.SLEEVE_FORM
    if word.lemma == "Ärmel" and any(kind_of(each) in ("length", "sleeve") for each in phrase.adjectives):
        return Field.SLEEVE
    return field


def says_nothing(phrase: NounPhrase) -> bool:
    """Whether a phrase only names what every article of its kind has: "der Schaft"."""
    plain = not (phrase.adjectives or phrase.count or phrase.tail)
    return plain and is_of("bare-inherent", phrase.noun.lemma.lower())


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
        if not inner.adjectives and (inner.is_definite or after is None or after.kind == "sign"):
            return replace(phrase, tail=following.text), at + 1
    if following.noun is not None and following.preposition == "aus":
        inner = following.noun
        if inner.head is not None and inner.head.kind == "material":
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


def of_predication(told: Predication, subject: Subject, said: str) -> Iterator[Found]:
    """A property of a part as its phrase ("abnehmbare Kapuze"), or of the article as it is ("wasserdicht")."""
    if not told.subjects or any(_is_article(phrase, subject) for phrase in told.subjects):
        if len(told.subjects) <= 1:
            yield from _property(told.described, said)
        return
    for phrase in told.subjects:
        word = part_of(phrase, subject)
        bare = fit_to_state(phrase) if word is not None else None
        if word is None or bare is None or not _keeps(told.described):
            continue
        whole = bare.with_adjectives((told.described,))
        yield found_part(replace(whole, tail=""), word, said)


def _is_article(phrase: NounPhrase, subject: Subject) -> bool:
    return subject.is_named_by(phrase) is not None or is_of("article-word", phrase.noun.lemma.lower())


def _keeps(described: Described) -> bool:
    kept = kind_of(described) in _KEPT_KINDS or is_of("describing", described.adjective.lemma)
    return kept and not is_of("privative", described.adjective.lemma) and described.adjective.declines


def _property(described: Described, said: str) -> Iterator[Found]:
    kind = kind_of(described)
    field = _ADJECTIVE_FIELDS.get(kind)
    if field is None or (kind in _ATTRIBUTIVE_ONLY and is_of("needs-part", described.adjective.lemma)):
        return
    if any(is_of("restricting-adverb", part) for part in described.adverb.split()):
        return
    yield Found(field, described.text, said)
