"""The supplier's prose and the article's name, read into statements of their own: "abnehmbare Kapuze" from "Die Kapuze
lässt sich abnehmen." What is not understood yields nothing; what the other fields say already is not said again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from description.domain.statement import Conflict, Field, NotUsed, Statement
from description.ingest.prose.care import care_of
from description.ingest.prose.found import Found, Subject
from description.ingest.prose.materials import materials_of
from description.ingest.prose.measures import keyed, measures_of
from description.ingest.prose.merging import merged
from description.ingest.prose.occasions import occasions_of
from description.ingest.prose.parts import denied, of_phrase, of_predication
from description.ingest.prose.properties import of_article
from description.ingest.prose.settled import reported_unread, settled
from description.ingest.prose.titles import of_title, quiet, title_of
from description.ingest.prose.types import article_phrases, named_type, narrower, types_of
from description.ingest.prose.voice import Hold, asserted, hold_of, speaks_of_article, until_compared
from description.ingest.prose.words import any_of, is_of
from description.language.chunks import Chunk, chunks
from description.language.clauses import about_of, clauses, is_finite, predications
from description.language.noun_phrases import NounPhrase
from description.language.text import sentences

_LONGEST = 6000  # characters; what is longer is no text about one article
_LIMIT = re.compile(r" bis (?:zu )?\d{1,6}(?:[.,]\d{1,6})? ?(?:bar|atm|ATM|m|mm|°C)(?!\w)")  # "wasserdicht bis 5 bar"
_LISTS = frozenset({Field.FEATURES, Field.POCKETS, Field.CLOSURE, Field.OTHER})
_LONGEST_PASSED = 400  # characters of a sentence that says nothing, and in which a pronoun's noun is looked for
_LONG = 25  # characters of a value that may be a sentence


def with_prose(
    statements: Sequence[Statement], conflicts: Sequence[Conflict]
) -> tuple[tuple[Statement, ...], tuple[NotUsed, ...]]:
    """The statements with those that prose and names yield, each before the one that it is read from, and what of it
    contradicts the data or could not be read."""
    statements = _with_types(statements)
    texts = {statement: text for statement in statements if (text := prose_of(statement))}
    if not texts:
        return statements, ()
    disputed = {statement for conflict in conflicts for statement in conflict.statements}
    subject = Subject(
        types_of([statement for statement in statements if statement.field is Field.TYPE and statement not in disputed])
    )
    told = {
        statement: [found.statement(statement.key) for found in _found(statement, text, subject)]
        for statement, text in texts.items()
    }
    data = [statement for statement in statements if statement not in texts]
    kept, left = settled([each for found in told.values() for each in found], data)
    unread = (
        reported_unread(statement)
        for statement in texts
        if not told[statement] and statement.field is Field.DESCRIPTION
    )
    stays = set(kept)
    placed = _placed(
        statements, {statement: [each for each in found if each in stays] for statement, found in told.items()}
    )
    return tuple(placed), (*left, *unread)


def prose_of(statement: Statement) -> str:
    """The prose that a statement holds: a description, a title, or those values of a list that are whole sentences."""
    if statement.field is Field.DESCRIPTION:
        return statement.text
    if title := title_of(statement):
        return quiet(title)
    if statement.field not in _LISTS:
        return ""
    return " ".join(
        f"{value.rstrip('.')}." for value in statement.values if len(value) >= _LONG and _is_sentence(value)
    )


def _found(statement: Statement, text: str, subject: Subject) -> Iterator[Found]:
    title = title_of(statement)
    yield from of_title(title, statement.key) if title else ()
    yield from (each for each in read(text, subject) if not title or each.field is not Field.TYPE)


def _is_sentence(value: str) -> bool:
    return any_of("giving", value.lower().split()) or any_of("possible", value.lower().split())


def _with_types(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The type that a name gives before the type of the data, which says less, or else behind the name."""
    named = named_type(statements)
    if named is None:
        return tuple(statements)
    types = (at for at, statement in enumerate(statements) if statement.field is Field.TYPE)
    first = next(types, list(statements).index(named[0]) + 1)
    return (*statements[:first], named[1], *statements[first:])


def _placed(statements: Sequence[Statement], told: dict[Statement, list[Statement]]) -> Iterator[Statement]:
    types = [each for found in told.values() for each in found if each.field is Field.TYPE]
    placed: set[Statement] = set()
    for statement in statements:
        if statement.field is Field.TYPE and types:
            yield from (each for each in types if each not in placed)
            placed.update(types)
        read_from = [each for each in told.get(statement, ()) if each not in placed]
        placed.update(read_from)
        yield from (statement, *read_from) if title_of(statement) else (*read_from, statement)


@lru_cache(maxsize=64)
def read(text: str, subject: Subject) -> tuple[Found, ...]:
    """What a text says of an article, in order, each once."""
    reader = _Reader(subject)
    found: dict[Found, None] = {}
    for sentence in sentences(text[:_LONGEST]):
        if speaks_of_article(sentence):
            found.update(dict.fromkeys(reader.of_sentence(sentence)))
        else:
            reader.topic = reader.named_in(sentence)
    return merged(found)


class _Reader:
    """Reads the sentences of one text: what the article is called, and whom the last clause was about."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.topic: tuple[NounPhrase, ...] | None = ()

    def of_sentence(self, sentence: str) -> Iterator[Found]:
        """What a sentence says."""
        stated = keyed(sentence)
        if stated:
            yield from stated
            return
        yield from care_of(sentence)
        parts = clauses(chunks(sentence))
        before: Sequence[Chunk] = ()
        for whole, after in zip(parts, (*parts[1:], ()), strict=True):
            clause = until_compared(whole)
            if not clause:
                continue
            about = about_of(clause, before, self.topic)
            verbless = not any(map(is_finite, clause))
            if not (after and verbless and is_of("summing-up", after[0].text.lower())):
                yield from self._of_clause(sentence, clause, about)
            self.topic = () if about and self._is_article(about) else about
            before = clause

    def named_in(self, sentence: str) -> tuple[NounPhrase, ...] | None:
        """What a pronoun may stand for after a sentence that is not read, but the article."""
        found = chunks(sentence) if len(sentence) <= _LONGEST_PASSED else ()
        named = tuple(chunk.noun for chunk in found if chunk.noun is not None)
        return tuple(phrase for phrase in named if self.subject.is_named_by(phrase) is None) if found else None

    def _is_article(self, about: Sequence[NounPhrase]) -> bool:
        return all(self.subject.is_named_by(phrase) is not None for phrase in about)

    def _of_clause(
        self, sentence: str, clause: Sequence[Chunk], about: tuple[NounPhrase, ...] | None
    ) -> Iterator[Found]:
        hold = hold_of(clause)
        if hold is Hold.NOTHING:
            return
        for named in narrower(clause, self.subject):
            yield named
            self.subject = self.subject.called(named.text)
        subject = self.subject
        for chunk in article_phrases(clause, subject):
            if chunk.noun is not None:
                yield from of_article(chunk.noun, chunk.text)
        for at in asserted(clause, hold):
            yield from of_phrase(clause, at, about, subject)
        for told in predications(clause, about):
            limit = _LIMIT.match(sentence, told.end)
            yield from of_predication(told, subject, sentence[told.start : limit.end() if limit else told.end], limit)
        yield from materials_of(sentence, clause, about, subject, given=hold is Hold.GIVEN)
        if hold is Hold.ALL:
            yield from denied(clause, subject)
            yield from measures_of(sentence, clause, about, subject)
            yield from occasions_of(clause)
