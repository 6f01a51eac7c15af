"""Noun phrases of a text with their grammar: case and number are told from article, adjectives and noun together.

"mit zwei seitlichen Eingrifftaschen" is two of "seitliche Eingrifftasche", in the dative plural after "mit". A phrase
whose words do not agree in any case and number is none: what is not understood is not guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

from description.language.forms import ADJECTIVE_ENDINGS
from description.language.function_words import function_words
from description.language.general_nouns import general_noun
from description.language.grammar import CASES, Adjective, Case, Determiner, Gender, Noun, Number, determiner
from description.language.numerals import numeral
from description.language.vocabulary import Word, vocabulary
from description.language.words import key

_NUMBERS: tuple[Number, ...] = ("sg", "pl")
_KINDS: tuple[Determiner, ...] = ("definite", "indefinite", "negative")
_GENDERS: tuple[Gender, ...] = ("m", "f", "n", "p")
_NOUN_ENDINGS = ("", "n", "s", "en", "es")
_LARGEST_COUNT = 2  # digits; what is longer is no count of parts
_SHORTEST = 2
_SHARED = 4  # letters that two names must share for the same grammar
_MOST_WORDS = 3  # of a name such as "Haken und Ösen"


class Described(NamedTuple):
    """An adjective with the words before it that say how: ("leicht", Adjective("ausgestellt"))."""

    adverb: str
    adjective: Adjective

    @property
    def text(self) -> str:
        """As a predicate: "leicht ausgestellt"."""
        return f"{self.adverb} {self.adjective.lemma}".strip()


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun with what stands before it. `head` is the vocabulary's word for the noun, or for the last part of it.

    `determiner` is "definite" for "der" and "dieser", "negative" for "kein" and what declines like it ("sein"), "none"
    where nothing stands; `count` is a number word.
    """

    noun: Noun
    number: Number
    head: Word | None
    adjectives: tuple[Described, ...] = ()
    count: str = ""
    determiner: Determiner = "none"
    cases: frozenset[Case] = frozenset(CASES)
    measured: tuple[str, str] = ("", "")  # of "7 cm hoher Absatz": "7 cm" and "hoch"
    tail: str = ""  # what stands behind it, or of "die mit Pelz besetzte Kapuze" before the participle: "mit Pelz"

    @property
    def is_definite(self) -> bool:
        """Whether it names something that is there: "der Gurt", "dieser Gurt", "sein Gurt"."""
        return self.determiner in ("definite", "negative")

    def base(self, case: Case = "nom") -> str:
        """Without an article: "zwei seitliche Eingrifftaschen", "abnehmbare Kapuze"."""
        forms = ", ".join(self._form(each, case) for each in self.adjectives)
        return " ".join(part for part in (self.count, forms, self.noun.form(case, self.number), self.tail) if part)

    def with_adjectives(self, more: Sequence[Described]) -> NounPhrase:
        """The same with further adjectives behind its own."""
        new = tuple(each for each in more if each not in self.adjectives)
        return replace(self, adjectives=(*self.adjectives, *new))

    def _form(self, each: Described, case: Case) -> str:
        return f"{each.adverb} {each.adjective.form(self.noun.gender, case, self.number)}".strip()


class Before(NamedTuple):
    """What has been read before the noun: the article's and the adjectives' forms, the cases that are possible."""

    article: str
    kind: Determiner
    counted: str
    adjectives: tuple[tuple[str, str, Adjective], ...]  # adverb, as written, base form
    cases: frozenset[Case]
    measured: tuple[str, str, str] = ("", "", "")  # "7 cm", "hohe" and "hoch"
    complement: str = ""  # "mit Pelz", before "besetzte"

    def inflected(self) -> Iterator[tuple[str, Adjective]]:
        """Every adjective as it was written, with its base form."""
        yield from ((form, base) for _, form, base in self.adjectives)
        if self.measured[0]:
            yield self.measured[1], Adjective(self.measured[2])


@lru_cache(maxsize=8192)
def agreeing(before: Before, words: tuple[str, ...]) -> tuple[NounPhrase, int] | None:
    """The noun phrase that these words open, and how many of them its noun takes; None where nothing agrees. Cached:
    "mit Reißverschluss" is in many texts."""
    for size in range(min(_MOST_WORDS, len(words)), 0, -1):
        for noun, head in _nouns(words[0]) if size == 1 else _named(words[:size]):
            fits = list(_fitting(before, noun, " ".join(words[:size]), fixed=size > 1))
            if fits:
                number = _number(before, noun, fits)
                cases = frozenset(case for case, each in fits if each == number)
                adjectives = tuple(
                    Described(adverb, base)
                    for adverb, _, base in before.adjectives
                    if not before.complement or base.lemma not in function_words("complemented")
                )
                size_of = before.measured[0], before.measured[2]
                found = NounPhrase(
                    noun, number, head, adjectives, before.counted, before.kind, cases, size_of, before.complement
                )
                return found, size
    return None


def _fitting(before: Before, noun: Noun, written: str, *, fixed: bool) -> Iterator[tuple[Case, Number]]:
    for number in _NUMBERS:
        if (number == "pl" and not noun.plural and noun.gender != "p") or (number == "sg" and noun.gender == "p"):
            continue
        if before.counted and number == "sg":
            continue
        gender = "p" if number == "pl" else noun.gender
        kind = before.kind if before.article else "none"
        for case in CASES:
            if case not in before.cases or not (fixed or key(noun.form(case, number)) == key(written)):
                continue
            if before.article and determiner(kind, gender, case, number) != before.article:
                continue
            if all(base.form(noun.gender, case, number, kind) == form for form, base in before.inflected()):
                yield case, number


def _number(before: Before, noun: Noun, fits: Sequence[tuple[Case, Number]]) -> Number:
    """The number; where both are possible, that of nouns that come in numbers is the plural."""
    numbers = {number for case, number in fits if case == "nom"} or {number for _, number in fits}
    if len(numbers) == 1:
        return numbers.pop()
    many = not before.article and noun.lemma.casefold().endswith(tuple(function_words("often-plural")))
    return "pl" if many else "sg"


@lru_cache(maxsize=8192)
def _nouns(token: str) -> tuple[tuple[Noun, Word | None], ...]:
    """The nouns that a token may be a form of, each with its word or that of its head."""
    if len(token) < _SHORTEST or not (token[0].isupper() or "-" in token):
        return ()
    found: dict[Noun, Word | None] = {}
    heads = [head for head in heads_of(token) if head.noun is not None]
    for ending in _NOUN_ENDINGS:
        if ending and not token.endswith(ending):
            continue
        base = token.removesuffix(ending) if ending else token
        known = (vocabulary().noun_number(base) or general_noun(base, "prose")) if len(base) > _SHORTEST else None
        if known is not None and not known[0].lemma[:1].islower():
            found.setdefault(known[0], heads[0] if heads else None)
    if not found and heads and (alike := _alike(token, heads[0])) is not None:
        return ((alike, heads[0]),)
    for head in heads:
        if head.noun is not None and head.noun.lemma == head.lemma and not head.noun.lemma[:1].islower():
            found.setdefault(head.noun, head)
    return tuple(found.items())


def _alike(token: str, word: Word) -> Noun | None:
    """The grammar of another name of a word that ends like it: Umschlag, of Aufschlag."""
    noun = word.noun
    if noun is None or not noun.plural.startswith(noun.lemma[:1]):
        return None
    shared = next((size for size in range(len(noun.lemma), _SHARED - 1, -1) if token.endswith(noun.lemma[-size:])), 0)
    if not shared:
        return None
    opening, cut = token[: len(token) - shared], len(noun.lemma) - shared
    return Noun(opening + noun.lemma[cut:], noun.gender, opening + noun.plural[cut:])


def heads_of(token: str) -> tuple[Word, ...]:
    """The words that a noun may be or end in, of whatever kind: "Tasche" is an article and a part."""
    return tuple(reading.head for reading in vocabulary().readings(token))


@lru_cache(maxsize=8192)
def _named(words: tuple[str, ...]) -> tuple[tuple[Noun, Word], ...]:
    """A word of the vocabulary that is written as several: "Regular Fit", "Haken und Ösen"."""
    if not words[0][:1].isupper() or not words[-1][:1].isupper():
        return ()
    word = vocabulary().listed(" ".join(words))
    if word is None or word.noun is None or key(word.noun.lemma) != key(" ".join(words)):
        return ()
    return ((word.noun, word),)


@lru_cache(maxsize=8192)
def adjective_of(token: str) -> Adjective | None:
    """The known adjective or participle in lower case that a token may be a form of."""
    for participle in function_words("cut-participle"):
        if token.startswith(participle) and token[len(participle) :] in ("", *ADJECTIVE_ENDINGS):
            return Adjective(participle)
    found = vocabulary().adjective(token)
    return None if found is None or (found.lemma == token and _is_infinitive(token)) else found


def _is_infinitive(token: str) -> bool:
    """A form of a verb that the vocabulary has as another name of an adjective: verstellen, dämpft."""
    return token.endswith(("en", "t")) and any(
        reading.word is not None and reading.word.lemma.endswith(("bar", "end"))
        for reading in vocabulary().readings(token)
    )


@cache
def determiners() -> dict[str, tuple[str, Determiner]]:
    """What stands before a noun, as the form of the article that declines like it, and its kind."""
    found: dict[str, tuple[str, Determiner]] = {}
    for kind in _KINDS:
        for gender in _GENDERS:
            for case in CASES:
                form = determiner(kind, gender, case, "pl" if gender == "p" else "sg")
                if form:
                    found[form] = form, kind
    none = determiner("negative", "m")
    for stem in function_words("possessive"):
        alike = {form: like for form, like in found.items() if form.startswith(none)}
        found.update({stem + form.removeprefix(none): like for form, like in alike.items()})
    for pair in function_words("demonstrative"):
        word, _, article = pair.partition("=")
        found[word] = article, "definite"
    return found


def counted(token: str) -> str:
    """The number word of a count before a noun, "" for what is none: "zwei", "3" → "drei"."""
    if token.isdecimal():
        return token if len(token) <= _LARGEST_COUNT and int(token) > 1 else ""
    if token in function_words("both"):
        return next(iter(function_words("both-counted")))
    value = numeral(token)
    return token if value is not None and value == value.to_integral_value() and value > 1 else ""
