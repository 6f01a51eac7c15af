"""What is left of what prose says beside the other data: nothing that the data says already, nothing that it denies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from description.domain.attributes import having
from description.domain.statement import Field, NotUsed, Statement
from description.ingest.agreement import agree
from description.ingest.opposites import opposites
from description.ingest.related import related
from description.ingest.wording import folded
from description.language.function_words import lower_words
from description.language.text import tokens
from description.language.vocabulary import vocabulary
from description.language.words import key

_CONTRADICTS = "„{source}“ sagt etwas anderes; im Text steht der Wert des Datenfeldes."
_CONTRADICT_EACH_OTHER = "Der Text widerspricht sich („{other}“); bitte klären."
_NOT_COMPARED = having("never-compared")
_ONE_OF_ALL = having("told-once")
_ONE_OF_A_KIND = having("one-of-a-kind")
_SHORTEST_HEAD = 5


def settled(
    derived: Sequence[Statement], stated: Sequence[Statement]
) -> tuple[tuple[Statement, ...], tuple[NotUsed, ...]]:
    """The derived statements that stay beside the stated ones, and those that contradict something, with the reason."""
    data = [statement for statement in stated if statement.field not in _NOT_COMPARED]
    against = dict(_contradicting(derived, data))
    left = tuple(NotUsed(statement.prose, statement.text, reason) for statement, reason in against.items())
    kept = [statement for statement in derived if statement not in against]
    said = [words for statement in data for words in _sayings(statement)]
    kept = [statement for statement in kept if not _is_repeated(statement, data, said)]
    return tuple(_without_repeats(kept)), left


def _contradicting(derived: Sequence[Statement], data: Sequence[Statement]) -> Iterator[tuple[Statement, str]]:
    """Derived statements that cannot be true beside the data, each with the reason."""
    new = set(derived)
    for (one, _), (other, _) in opposites([*data, *derived]):
        for mine, its in ((one, other), (other, one)):
            if mine in new:
                reason = _CONTRADICT_EACH_OTHER if its in new else _CONTRADICTS
                yield mine, reason.format(source=its.source, other=its.text)
    for statement in derived:
        for known in data:
            if known.field is statement.field and _excludes(known, statement):
                yield statement, _CONTRADICTS.format(source=known.source)
                break


def _excludes(known: Statement, statement: Statement) -> bool:
    of_one_key = statement.field is Field.DIMENSIONS and folded(known.key) == folded(statement.key)
    if statement.field in _ONE_OF_ALL or of_one_key:
        return not agree(known, statement)
    if statement.field not in _ONE_OF_A_KIND or any(related(a, b, ()) for a in known.values for b in statement.values):
        return False
    if words_of(statement.text) & frozenset(word for value in known.values for word in words_of(value)):
        return False
    if statement.field is Field.CLOSURE:
        return not words_of(statement.text) & (lower_words("position-adverb") - lower_words("position-front"))
    return any(_same_head(a, statement.text) for a in known.values)


def _same_head(one: str, other: str) -> bool:
    """Whether both are of a kind: "V-Ausschnitt" and "Rundhalsausschnitt"."""
    first, second = folded(one), folded(other)
    return first[-_SHORTEST_HEAD:] == second[-_SHORTEST_HEAD:]


def _is_repeated(statement: Statement, data: Sequence[Statement], said: Sequence[frozenset[str]]) -> bool:
    if statement.field in _ONE_OF_ALL and any(known.field is statement.field for known in data):
        return True
    if statement.field is Field.TYPE:
        return False
    mine = words_of(statement.text)
    return bool(mine) and any(mine <= words for words in said)


def _sayings(statement: Statement) -> Iterator[frozenset[str]]:
    """What a statement says, as words: all its values, each with its key."""
    named = words_of(statement.key)
    yield words_of(statement.text) | named
    for value in statement.values:
        yield words_of(value) | named


def _without_repeats(statements: Sequence[Statement]) -> Iterator[Statement]:
    """The statements without those that say no more than another one."""
    told = [
        words_of(statement.text) | ({statement.field} if statement.shares or statement.measures else set())
        for statement in statements
    ]
    for at, statement in enumerate(statements):
        if not any(
            told[at] < other or (told[at] == other and index < at) for index, other in enumerate(told) if index != at
        ):
            yield statement


@lru_cache(maxsize=8192)
def words_of(text: str) -> frozenset[str]:
    """The words that carry meaning, by what they are forms of: "abnehmbarer Kapuze" and "Kapuze: abnehmbar" are one."""
    return frozenset(_meant(token.text) for token in tokens(text) if token.text.lower() not in _small())


def _meant(token: str) -> str:
    adjective = vocabulary().adjective(token.lower()) if token.islower() else None
    if adjective is not None:
        return key(adjective.lemma)
    readings = vocabulary().readings(token)
    word = readings[0].word if readings else None
    return key(word.lemma) if word is not None else key(token)


@cache
def _small() -> frozenset[str]:
    return lower_words("preposition") | lower_words("article") | lower_words("joining")


def reported_unread(statement: Statement) -> NotUsed:
    """Prose from which nothing could be read."""
    return NotUsed(statement.key, statement.text, "Aus diesem Text ließ sich keine Aussage über den Artikel lesen.")
