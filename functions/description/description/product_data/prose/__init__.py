"""The supplier's prose and the article's name, read into entries of their own: "abnehmbare Kapuze" from "Die Kapuze
lässt sich abnehmen." What is not understood yields nothing; what the other fields say already is not said again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from description.german.chunks import Chunk, chunks
from description.german.clauses import clauses, predications
from description.german.noun_phrases import NounPhrase
from description.german.text import sentences
from description.product_data.model import Conflict, Entry, Field, NotUsed
from description.product_data.prose.care import care_of
from description.product_data.prose.found import Found, Subject
from description.product_data.prose.materials import materials_of
from description.product_data.prose.measures import keyed, measures_of
from description.product_data.prose.occasions import occasions_of
from description.product_data.prose.parts import of_article, of_phrase, of_predication
from description.product_data.prose.settled import reported_unread, settled
from description.product_data.prose.types import article_phrases, named_types, narrower, types_of
from description.product_data.prose.voice import Hold, asserted, hold_of, speaks_of_article

_LONGEST = 6000  # characters; what is longer is no text about one article
_SHORTEST = 3  # words


def with_prose(
    entries: Sequence[Entry], conflicts: Sequence[Conflict]
) -> tuple[tuple[Entry, ...], tuple[NotUsed, ...]]:
    """The entries with those that prose and names yield, each before the entry that it is read from, and what of it
    contradicts the data or could not be read."""
    entries = _with_types(entries)
    prose = [entry for entry in entries if entry.field is Field.DESCRIPTION]
    if not prose:
        return tuple(entries), ()
    disputed = {entry for conflict in conflicts for entry in conflict.entries}
    subject = Subject(types_of([entry for entry in entries if entry.field is Field.TYPE and entry not in disputed]))
    told = {entry: [found.entry(entry.key) for found in read(entry.text, subject)] for entry in prose}
    kept, left = settled([each for entry in prose for each in told[entry]], entries)
    unread = tuple(reported_unread(entry) for entry in prose if not told[entry])
    stays = set(kept)
    return tuple(_placed(entries, {entry: [e for e in told[entry] if e in stays] for entry in prose})), (*left, *unread)


def _with_types(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The types that names give before the type of the data, which says less."""
    named = named_types(entries)
    if not named:
        return tuple(entries)
    first = next((at for at, entry in enumerate(entries) if entry.field is Field.TYPE), len(entries))
    return (*entries[:first], *(entry for _, entry in named), *entries[first:])


def _placed(entries: Sequence[Entry], told: dict[Entry, list[Entry]]) -> Iterator[Entry]:
    types = [each for found in told.values() for each in found if each.field is Field.TYPE]
    placed: set[Entry] = set()
    for entry in entries:
        if entry.field is Field.TYPE and types:
            yield from (each for each in types if each not in placed)
            placed.update(types)
        for each in told.get(entry, ()):
            if each not in placed:
                placed.add(each)
                yield each
        yield entry


@lru_cache(maxsize=1024)
def read(text: str, subject: Subject) -> tuple[Found, ...]:
    """What a text says of an article, in order, each once."""
    found: dict[Found, None] = {}
    for sentence in sentences(text[:_LONGEST]):
        if speaks_of_article(sentence):
            for each in _of_sentence(sentence, subject):
                found[each] = None
                if each.field is Field.TYPE:
                    subject = subject.called(each.text)
    return tuple(found)


def _of_sentence(sentence: str, subject: Subject) -> Iterator[Found]:
    stated = keyed(sentence)
    if stated:
        yield from stated
        return
    yield from care_of(sentence)
    before: tuple[NounPhrase, ...] = ()
    for clause in clauses(chunks(sentence)):
        yield from _of_clause(sentence, clause, subject, before)
        before = tuple(chunk.noun for chunk in clause if chunk.noun is not None) or before


def _of_clause(
    sentence: str, clause: Sequence[Chunk], subject: Subject, before: Sequence[NounPhrase]
) -> Iterator[Found]:
    hold = hold_of(clause)
    if hold is Hold.NOTHING:
        return
    for named in narrower(clause, subject):
        yield named
        subject = subject.called(named.text)
    for _, chunk in article_phrases(clause, subject):
        if chunk.noun is not None:
            yield from of_article(chunk.noun, chunk.text)
    for at, _ in asserted(clause, hold):
        yield from of_phrase(clause, at, subject)
    for told in predications(clause, before):
        yield from of_predication(told, subject, sentence[told.start : told.end])
    if hold is Hold.ALL:
        yield from materials_of(sentence, clause, subject)
        yield from measures_of(sentence, clause, subject)
        yield from occasions_of(clause)
