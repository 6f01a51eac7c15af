"""Noun phrases and predicates of prose as statements about parts of the article, or about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from description.domain.statement import Field
from description.ingest.prose.found import Found, Subject
from description.ingest.prose.nouns import SHAPES, field_of, part_of, says_nothing
from description.ingest.prose.properties import fit_to_state, keeps, of_article, property_of
from description.ingest.prose.tails import with_tail
from description.ingest.prose.words import is_of
from description.language.chunks import Chunk
from description.language.clauses import Predication, is_finite
from description.language.noun_phrases import NounPhrase
from description.language.vocabulary import Word


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
    whole, end = (bare, at) if word.kind in ("fit", "length") else with_tail(bare, clause, at)
    if says_nothing(whole):
        return
    if word.kind in SHAPES:
        yield from (Found(field_of(whole, word), each.text, chunk.text) for each in whole.adjectives)
        return
    found = _part(whole, word, _said(clause, at, end), named=bare)
    if found.field is Field.CLOSURE and _is_of_part(clause, at, about or (), subject):
        found = replace(found, field=Field.FEATURES)
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
    before = clause[at - 1] if at else None
    unread = before is not None and (before.kind == "unknown" or (before.noun is not None and before.noun.head is None))
    return unread or (bool(others) and any(map(is_finite, clause)))


def _part(phrase: NounPhrase, word: Word, said: str, *, named: NounPhrase) -> Found:
    """The statement about a part, which the prose names so."""
    apart = bool(named.adjectives)
    return Found(field_of(phrase, word), phrase.base(), said, phrase=phrase, tells_apart=apart)


def _said(clause: Sequence[Chunk], first: int, last: int) -> str:
    return " ".join(chunk.text for chunk in clause[first : last + 1])


def of_predication(told: Predication, subject: Subject, said: str, limit: re.Match[str] | None) -> Iterator[Found]:
    """A property of a part as its phrase ("abnehmbare Kapuze"), or of the article as it is ("wasserdicht")."""
    if not told.subjects or any(_is_article(phrase, subject) for phrase in told.subjects):
        if len(told.subjects) <= 1:
            for found in property_of(told.described, said):
                yield replace(found, text=found.text + limit[0]) if limit is not None else found
        return
    for phrase in told.subjects:
        word = part_of(phrase.with_adjectives((told.described,)), subject)
        bare = fit_to_state(phrase) if word is not None else None
        if word is None or bare is None or not keeps(told.described, declined=word.kind not in SHAPES):
            continue
        whole = bare.with_adjectives((told.described,))
        if word.kind in SHAPES:
            yield Found(field_of(whole, word), told.described.text, said)
            continue
        yield _part(whole, word, said, named=bare)


def _is_article(phrase: NounPhrase, subject: Subject) -> bool:
    if subject.is_named_by(phrase) is not None:
        return True
    return is_of("article-word", phrase.noun.lemma.lower()) or is_of("stated-material", phrase.noun.lemma.lower())
