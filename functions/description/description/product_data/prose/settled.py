"""What is left of what prose says beside the other data: nothing that the data says already, nothing that it denies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from description.german.function_words import function_words, lower_words
from description.german.text import tokens
from description.german.vocabulary import vocabulary
from description.german.words import key
from description.product_data.agreement import agree
from description.product_data.keys import MATERIALS
from description.product_data.model import Entry, Field, NotUsed
from description.product_data.opposites import opposites
from description.product_data.related import related
from description.product_data.wording import folded

_CONTRADICTS = "„{source}“ sagt etwas anderes; im Text steht der Wert des Datenfeldes."
_CONTRADICT_EACH_OTHER = "Der Text widerspricht sich („{other}“); bitte klären."
_NOT_COMPARED = frozenset({Field.NAME, Field.DESCRIPTION, Field.NUMBER, Field.PRICE, Field.EXAMPLE})
_MADE_OF = MATERIALS - {Field.PART_MATERIAL}
_MEASURED = frozenset({Field.HEEL_HEIGHT, Field.SHAFT_HEIGHT, Field.SHAFT_WIDTH, Field.VOLUME, Field.WEIGHT})
# Their values exclude each other where they are of one kind: two heels, two necklines.
_ONE_OF_A_KIND = frozenset({Field.CLOSURE, Field.COLLAR, Field.HEEL_FORM, Field.TOE, Field.PATTERN, Field.SLEEVE})
_SHORTEST_HEAD = 5


def settled(derived: Sequence[Entry], stated: Sequence[Entry]) -> tuple[tuple[Entry, ...], tuple[NotUsed, ...]]:
    """The derived entries that stay beside the stated ones, and those that contradict something, with the reason."""
    data = [entry for entry in stated if entry.field not in _NOT_COMPARED]
    against = dict(_contradicting(derived, data))
    left = tuple(NotUsed(entry.prose, entry.text, reason) for entry, reason in against.items())
    kept = [entry for entry in derived if entry not in against]
    said = [words for entry in data for words in _sayings(entry)]
    kept = [entry for entry in kept if not _is_repeated(entry, data, said)]
    return tuple(_without_repeats(kept)), left


def _contradicting(derived: Sequence[Entry], data: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """Derived entries that cannot be true beside the data, each with the reason."""
    new = set(derived)
    for (one, _), (other, _) in opposites([*data, *derived]):
        for mine, its in ((one, other), (other, one)):
            if mine in new:
                reason = _CONTRADICT_EACH_OTHER if its in new else _CONTRADICTS
                yield mine, reason.format(source=its.source, other=its.text)
    for entry in derived:
        for known in data:
            if _denies(known, entry) or (known.field is entry.field and _excludes(known, entry)):
                yield entry, _CONTRADICTS.format(source=known.source)
                break


def _excludes(known: Entry, entry: Entry) -> bool:
    if entry.field in _MADE_OF:
        return not agree(known, entry)
    if entry.field in _MEASURED or (entry.field is Field.DIMENSIONS and folded(known.key) == folded(entry.key)):
        return not agree(known, entry)
    if entry.field not in _ONE_OF_A_KIND or any(related(a, b, ()) for a in known.values for b in entry.values):
        return False
    if words_of(entry.text) & frozenset(word for value in known.values for word in words_of(value)):
        return False
    if entry.field is Field.CLOSURE:
        return not words_of(entry.text) & (lower_words("position-adverb") - lower_words("position-front"))
    return any(_same_head(a, entry.text) for a in known.values)


def _denies(known: Entry, entry: Entry) -> bool:
    """ "Kapuze: fest" and "abnehmbare Kapuze": opposites of one part."""
    part = words_of(known.part or known.key)
    mine = words_of(entry.text)
    if not part or not part <= mine:
        return False
    its = words_of(known.text)
    return any(_opposed(one, other) for one in mine - part for other in its)


def _opposed(one: str, other: str) -> bool:
    return any(
        one in side and any(other in others for others in sides if others is not side)
        for sides in _opposites()
        for side in sides
    )


@cache
def _opposites() -> tuple[tuple[frozenset[str], ...], ...]:
    return tuple(
        tuple(frozenset(map(key, side.split(","))) for side in pair.split("/")) for pair in function_words("opposite")
    )


def _same_head(one: str, other: str) -> bool:
    """Whether both are of a kind: "V-Ausschnitt" and "Rundhalsausschnitt"."""
    first, second = folded(one), folded(other)
    return first[-_SHORTEST_HEAD:] == second[-_SHORTEST_HEAD:]


def _is_repeated(entry: Entry, data: Sequence[Entry], said: Sequence[frozenset[str]]) -> bool:
    if entry.field in _MADE_OF and any(known.field is entry.field for known in data):
        return True
    if entry.field in _MEASURED and any(known.field is entry.field for known in data):
        return True
    if entry.field is Field.TYPE:
        return False
    mine = words_of(entry.text)
    return bool(mine) and any(mine <= words for words in said)


def _sayings(entry: Entry) -> Iterator[frozenset[str]]:
    """What an entry says, as words: all its values, each with its key."""
    named = words_of(entry.key)
    yield words_of(entry.text) | named
    for value in entry.values:
        yield words_of(value) | named


def _without_repeats(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries without those that say no more than another one."""
    told = [words_of(entry.text) | ({entry.field} if entry.shares or entry.measures else set()) for entry in entries]
    for at, entry in enumerate(entries):
        if not any(
            told[at] < other or (told[at] == other and index < at) for index, other in enumerate(told) if index != at
        ):
            yield entry


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


def _small() -> frozenset[str]:
    return lower_words("preposition") | lower_words("article") | lower_words("joining")


def reported_unread(entry: Entry) -> NotUsed:
    """Prose from which nothing could be read."""
    return NotUsed(entry.key, entry.text, "Aus diesem Text ließ sich keine Aussage über den Artikel lesen.")
