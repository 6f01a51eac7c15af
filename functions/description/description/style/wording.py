"""A unit of an example as words, with the grammar that style needs: finite verbs, adjectives, names, clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from description.language.function_words import function_words
from description.language.rows import read_rows
from description.language.text import Token, tokens
from description.language.vocabulary import vocabulary
from description.language.words import Word, key
from description.style.layout import Unit
from description.style.tables import pattern, words
from description.style.topics import Topic, names_type, topics_of

_BREAK = re.compile(r"[,;:–—]|\s-\s|[.!?…](?:\s|$)")
_LABELLED = re.compile(r"[^\W\d_][^:,.!?]{1,40}:\s*\S")
_MOST_LABEL_WORDS = 3
_GENITIVE = ("'s", "’s")


@dataclass(frozen=True)
class Wording:
    """The words of one unit."""

    unit: Unit

    @property
    def text(self) -> str:
        """The unit as written."""
        return self.unit.text

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Words, numbers and signs."""
        return tokens(self.text)

    @cached_property
    def words(self) -> tuple[Token, ...]:
        """The tokens that begin with a letter."""
        return tuple(token for token in self.tokens if token.text[0].isalpha())

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        """The unit between its commas, colons and dashes."""
        return tuple(part for each in _BREAK.split(self.text) if (part := each.strip()))

    @cached_property
    def finite(self) -> bool:
        """Whether a main clause has a finite verb or an imperative; verbs of relative clauses do not count."""
        return self.calls or any(
            _has_finite(clause) for at, clause in enumerate(self.clauses) if at == 0 or not _is_relative(clause)
        )

    @cached_property
    def label(self) -> str:
        """ "Material: Leder": what stands before the colon, where it is short and has no verb; else ""."""
        if not _LABELLED.match(self.text):
            return ""
        label = self.text.partition(":")[0].strip()
        return label if len(label.split()) <= _MOST_LABEL_WORDS and not _has_finite(label) else ""

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """What it is about."""
        return topics_of(self.text)

    @cached_property
    def names_type(self) -> bool:
        """Whether it names what the article is."""
        return names_type(self.text)

    @cached_property
    def calls(self) -> bool:
        """Whether the unit begins with an imperative: "Entdecke …", "Freuen Sie sich …"."""
        found = pattern("call").match(self.text)
        if found is not None:
            return True
        if len(self.words) < 2:
            return False
        first, second = key(self.words[0].text), self.words[1].text
        if second in words("address-sie"):
            return first in _verbs().infinitives
        return second in words("call-object") and {first, f"{first}e"} & _verbs().finite != set()

    @cached_property
    def subordinate(self) -> int:
        """How many subordinate clauses it has."""
        return sum(_is_relative(clause) for clause in self.clauses[1:]) + sum(
            _opens(clause, words("subordinator")) for clause in self.clauses
        )

    @cached_property
    def benefits(self) -> bool:
        """Whether it says what something is good for: "…, die jeden Schritt abfedert", "für sicheren Halt"."""
        for clause in self.clauses[1:]:
            if not any(map(str.isdigit, clause)) and (
                _is_relative(clause) or _opens(clause, words("benefit-conjunction"))
            ):
                return True
        if pattern("benefit-verb").search(self.text) and self.finite:
            return True
        return any(pattern("benefit-noun").search(part) for part in pattern("opening-for").split(self.text)[1:])

    @cached_property
    def adjectives(self) -> int:
        """How many adjectives and participles it has."""
        return sum(is_adjective(token.text, first=at == 0) for at, token in enumerate(self.words))


def word_of(token: str, *kinds: str) -> Word | None:
    """The head of a word, where it is of one of these kinds; any known one without kinds."""
    for reading in vocabulary().readings(token):
        head = reading.head
        if not kinds or head.kind in kinds:
            return head
    return None


def is_adjective(token: str, *, first: bool = False) -> bool:
    """Whether a word is an adjective. One in capitals is a noun, unless it is the first of its sentence."""
    if not first and not token[0].islower():
        return False
    readings = vocabulary().readings(token)
    if not readings:
        return False
    if any(part.kind == "type" for part in readings[0].parts[-1:]):
        return False
    return readings[0].parts[-1].adjective is not None or key(token) in _verbs().participles


def is_name(token: str) -> bool:
    """Whether a word in capitals is none that is known, and so may be a name: "Gemini", "Nele"."""
    bare = token.removesuffix(_GENITIVE[0]).removesuffix(_GENITIVE[1])
    if not bare[:1].isupper() or len(bare) < 2 or bare.lower() in function_words("preposition"):
        return False
    return not vocabulary().readings(bare) and bare.lower() not in _grammatical()


def _is_relative(clause: str) -> bool:
    """Whether a clause opens with a relative pronoun, also behind a preposition, and ends with its verb."""
    first = clause.split()[:2]
    if not first or not clause.split()[-1][0].islower():
        return False
    relative = function_words("relative") | function_words("possessive-relative")
    opens = first[0] in relative or (
        len(first) == 2 and first[0] in function_words("preposition") and first[1] in function_words("relative")
    )
    return opens and is_verb(clause.split()[-1]) and len(clause.split()) > 2


def _opens(clause: str, listed: frozenset[str]) -> bool:
    small = clause.lower()
    return any(small.startswith(f"{word} ") for word in listed)


def _has_finite(clause: str) -> bool:
    """Whether one of the words is a finite verb. Forms that are also infinitives count where more follows them."""
    said = [token.text for token in tokens(clause) if token.text[0].isalpha()]
    for at, word in enumerate(said):
        if word[0].isupper() and at:
            continue
        small = word.lower()
        if small in function_words("finite"):
            return True
        if small[-1:] == "n":
            if key(small) in _verbs().infinitives and 0 < at < len(said) - 1 and not is_adjective(small):
                return True
        elif at and key(small) in _verbs().finite and not is_adjective(small):
            return True
    return False


def is_verb(word: str) -> bool:
    """Whether a word is a form of a verb, or a finite verb."""
    small = word.lower().strip(".,!?")
    return small in function_words("finite") or key(small) in _verbs().finite or key(small) in _verbs().infinitives


class _Verbs(NamedTuple):
    """Forms of the known verbs, as keys."""

    finite: frozenset[str]
    infinitives: frozenset[str]
    participles: frozenset[str]


@cache
def _verbs() -> _Verbs:
    verbs = [(row.keys[0], row.listed(row.table.forms)) for row in read_rows() if row.part_of_speech == "verb"]
    forms = {(form, _is_participle(form, lemma)) for lemma, listed in verbs for form in listed}
    finite, participles = (frozenset(form for form, is_one in forms if is_one is wanted) for wanted in (False, True))
    return _Verbs(finite, frozenset(lemma for lemma, _ in verbs), participles)


def _is_participle(form: str, lemma: str) -> bool:
    return form.endswith("nd") or any(part in form and part not in lemma for part in ("ge", "zu"))


@cache
def _grammatical() -> frozenset[str]:
    """Function words and those of style, in lower case: what opens a sentence in capitals and is no name."""
    kinds = ("this", "article-the", "article-a", "address-du", "address-sie", "connector", "person", "question", "call")
    return frozenset(word.lower() for kind in kinds for word in words(kind))
