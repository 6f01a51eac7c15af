"""What the article is called in its name and prose, where that says more than its type: Softshelljacke, not Jacke."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from description.domain.statement import Field, Statement
from description.ingest.prose.found import Found, Subject, type_word
from description.ingest.prose.words import is_of
from description.ingest.title_lines import type_named
from description.language.chunks import Chunk
from description.language.clauses import is_finite
from description.language.function_words import lower_words
from description.language.noun_phrases import NounPhrase
from description.language.vocabulary import Word, vocabulary
from description.language.words import key

_WORD = re.compile(r"[^\s,/|]{1,80}")
_SAME = 3  # letters
_BRACKETS = re.compile(r"\([^)]*\)?")
_SIGNS = frozenset("&+/")
LONGEST_NAME = 200


def types_of(statements: Sequence[Statement]) -> tuple[Word, ...]:
    """The type words of the data, in its order."""
    words = (vocabulary().named(value, "type") for statement in statements for value in statement.values)
    return tuple(dict.fromkeys(word for word in words if word is not None))


def named_type(statements: Sequence[Statement]) -> tuple[Statement, Statement] | None:
    """The statement of the first name that gives a type where the type itself does not or says less, and that type."""
    stated = types_of([statement for statement in statements if statement.field is Field.TYPE])
    for statement in statements:
        if statement.field is Field.NAME and len(statement.text) <= LONGEST_NAME:
            told = list(types_in(statement.text))
            told = [each for each in told if _is_own(*each)] or [each for each in told if _is_german(*each)] or told
            words = [word for word, _ in told]
            narrowest = vocabulary().narrowest(words)
            several = len(told) > 1 and _joins(statement.text, words)
            if narrowest is not None and not several and _says_more(narrowest, stated, alone=len(told) == 1):
                text = told[words.index(narrowest)][1]
                return statement, Statement(Field.TYPE, statement.key, text, (text,), prose=statement.key, said=text)
    return None


def _is_own(word: Word, text: str) -> bool:
    """Whether a type has its own name: "Kapuzenjacke" in "Kapuzenjacke Sweat"."""
    return word.noun is not None and key(text) in (key(word.lemma), key(word.noun.plural or word.lemma))


def _is_german(word: Word, text: str) -> bool:
    """Whether a type is named in German: it begins or ends like its own name."""
    said, own = key(text), key(word.lemma)
    return said[:_SAME] == own[:_SAME] or said[-_SAME:] == own[-_SAME:]


def _joins(name: str, words: Sequence[Word]) -> bool:
    """Whether a name is of several articles: "Socken & Strümpfe"."""
    together = any(word in _SIGNS or word.lower() in lower_words("and") for word in name.split())
    return together and not all(vocabulary().is_a(words[0], word.lemma) for word in words)


def _says_more(word: Word, stated: Sequence[Word], *, alone: bool) -> bool:
    """Whether a name's type is used: it is narrower than the type, or, as the name's only one, another of its group."""
    is_a = vocabulary().is_a
    if any(word == known or is_a(known, word.lemma) for known in stated):
        return False
    narrower = any(is_a(word, known.lemma) for known in stated)
    return not stated or narrower or (alone and any(word.group == known.group for known in stated))


def types_in(name: str) -> Iterator[tuple[Word, str]]:
    """The types that a name holds before its first preposition and outside brackets, the last one first."""
    words = _WORD.findall(_BRACKETS.sub(" ", name))
    end = next((at for at, word in enumerate(words) if at and word.lower() in lower_words("preposition")), len(words))
    for text in (*reversed(words[:end]), *(" ".join(two) for two in pairwise(words[:end]))):
        word = (vocabulary().listed(text) if " " in text else type_named(text)) if len(text) > 1 else None
        if word is not None and word.kind == "type":
            yield word, text


def narrower(clause: Sequence[Chunk], subject: Subject) -> Iterator[Found]:
    """The article's name in prose, where it is narrower than its type: "Dieser Parka" of a Jacke."""
    for chunk in article_phrases(clause, subject):
        if chunk.noun is not None and _is_narrower(chunk.noun, subject):
            text = chunk.noun.noun.form("nom", chunk.noun.number)
            yield Found(Field.TYPE, text, chunk.text)


def article_phrases(clause: Sequence[Chunk], subject: Subject) -> Iterator[Chunk]:
    """The noun phrases of a clause that name the article itself: its first one, and any with "dieser"."""
    first = True
    for at, chunk in enumerate(clause):
        if chunk.noun is None:
            continue
        shown = any(is_of("this", word.lower()) for word in chunk.text.split()[:2])
        opens = chunk.start == 0 or chunk.noun.is_definite
        introduced = chunk.start == 0 and not any(map(is_finite, clause))
        other = chunk.noun.determiner == "indefinite" and not introduced
        numbered = chunk.noun.count or other or (at and clause[at - 1].kind == "number")
        if subject.is_named_by(chunk.noun) is not None and (
            shown or (first and opens and not chunk.preposition and not numbered)
        ):
            yield chunk
        first = False


def _is_narrower(phrase: NounPhrase, subject: Subject) -> bool:
    word = type_word(phrase)
    if word is None:
        return False
    names = {key(phrase.noun.lemma), key(phrase.noun.plural or phrase.noun.lemma)}
    if any(key(name) in names for known in subject.types for name in (known.lemma, *known.synonyms)):
        return False
    return all(
        vocabulary().is_a(word, known.lemma)
        and (word.lemma != known.lemma or phrase.noun.lemma.lower().endswith(known.lemma.lower()))
        for known in subject.types
    )
