"""What a value of features affirms and denies: „mit Kapuze“, „ohne Gürtel“, „wasserdichte Membran“, „Kapuze: nein“."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from description.domain.statement import Field, Statement
from description.ingest.markers import is_no, marks
from description.ingest.yes_and_no import THINGS
from description.language.noun_phrases import heads_of
from description.language.text import tokens
from description.language.vocabulary import Word, vocabulary

_BESIDES = frozenset({"accessories", "bags"})
_SOURCES = frozenset({Field.FEATURES, Field.POCKETS, Field.SLEEVE, Field.SLEEVE_FORM, Field.CLOSURE, Field.LINING})


@dataclass(frozen=True, slots=True)
class Phrase:
    """One thing or property: whether the value affirms it, and of what ("" is the whole article)."""

    word: Word
    holds: bool
    target: str = ""


def phrases(statement: Statement) -> Iterator[tuple[str, Phrase]]:
    """What a statement affirms and denies, each with the value that does."""
    if statement.field is Field.OTHER and is_no(statement.text):
        word = _asked(statement.key)
        if word is not None and (is_thing(word) or word.kind == "feature"):
            yield statement.text, Phrase(word, False)
    elif statement.field in _SOURCES:
        for value in statement.values:
            found = _of_value(value, statement.part)
            yield from ((value, phrase) for phrase in found)
            part = _asked(statement.part) if statement.part else None
            if part is not None and is_thing(part) and all(phrase.holds for phrase in found):
                yield value, Phrase(part, True)


def _asked(key: str) -> Word | None:
    """The thing or property that a key is: "Kapuze", "Mit Kapuze", "Wasserdicht"."""
    bare = key.split(" ", 1)[1] if marks("with", key.split(" ", 1)[0]) and " " in key else key
    return vocabulary().named(bare, *THINGS, "feature", "type")


@lru_cache(maxsize=8192)
def _of_value(value: str, part: str) -> tuple[Phrase, ...]:
    """The first noun of a value with what stands before it. What follows („mit“, „für“ …) is about something else."""
    properties, noun, holds = _first_noun(value)
    target = _name(part) if noun is None else "" if _is_whole(noun) else noun.lemma
    found = [Phrase(word, positive, target) for word, positive in properties]
    denied = any(not positive for _, positive in properties)
    if noun is not None and is_thing(noun) and not denied and (holds or not properties):
        found.append(Phrase(noun, holds))
    return tuple(found)


def _first_noun(value: str) -> tuple[list[tuple[Word, bool]], Word | None, bool]:
    """The properties before the first noun, each with whether it is affirmed; the noun, and whether that is."""
    holds = True
    properties: list[tuple[Word, bool]] = []
    for at, token in enumerate(tokens(value)):
        if marks("negation", token.text):
            holds = False
        elif (
            not (at == 0 and marks("with", token.text)) and not marks("number", token.text) and not token.text.isdigit()
        ):
            word = _read(token.text)
            if word is None:
                break
            if word.adjective is None or word.noun is not None:
                return properties, word, holds
            properties.append((word, holds))
            holds = True
    return properties, None, holds


def is_thing(word: Word) -> bool:
    """Whether an article can have the thing or not: a part, or what is an article by itself too, a belt."""
    return word.kind in THINGS or (word.kind == "type" and word.group in _BESIDES)


def _is_whole(noun: Word) -> bool:
    return marks("whole", noun.lemma) or (noun.kind == "type" and not is_thing(noun))


def _name(part: str) -> str:
    word = vocabulary().named(part, *THINGS, "type") if part else None
    return word.lemma if word is not None else part


def _read(token: str) -> Word | None:
    """The word that a token is, or the head of a compound; a part rather than an article."""
    words = heads_of(token)
    return next((word for word in words if word.kind in THINGS), words[0] if words else None)
