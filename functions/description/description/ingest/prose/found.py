"""One thing that prose says, before it is a statement; and what is known of the article while its prose is read."""

from __future__ import annotations

from dataclasses import dataclass

from description.domain.statement import Field, Measure, Share, Statement
from description.language.noun_phrases import NounPhrase, heads_of
from description.language.vocabulary import Word, vocabulary


@dataclass(frozen=True, slots=True)
class Found:
    """A statement in base form and how the prose says it. `key` is set where a measure needs a name ("Schafthöhe")."""

    field: Field
    text: str
    said: str
    values: tuple[str, ...] = ()
    part: str = ""
    key: str = ""
    shares: tuple[Share, ...] = ()
    measures: tuple[Measure, ...] = ()
    phrase: NounPhrase | None = None  # of a part
    tells_apart: bool = False  # adjectives of its own may tell it from another of its kind: "die kleine Tasche"

    def statement(self, prose: str) -> Statement:
        """The statement; `prose` is the key of the prose."""
        values = self.values or (self.text,)
        return Statement(
            self.field, self.key or prose, self.text, values, self.part, self.shares, self.measures, prose, self.said
        )


@dataclass(frozen=True, slots=True)
class Subject:
    """What the article is, as far as its other data says: its type words."""

    types: tuple[Word, ...] = ()

    def called(self, name: str) -> Subject:
        """The same with another name, which its prose calls it by."""
        word = vocabulary().named(name, "type")
        return self if word is None or word in self.types else Subject((*self.types, word))

    def is_head_of(self, noun: str) -> bool:
        """Whether a compound without grammar names the article by its head: "Ankerkette" of a Kette."""
        heads = [head for head in heads_of(noun) if head.kind == "type"]
        return any(vocabulary().akin(head, known) for head in heads for known in self.types)

    def is_named_by(self, phrase: NounPhrase) -> Word | None:
        """The type word of a noun phrase, if it names the article: its type, a kind of it or what it is a kind of."""
        word = type_word(phrase)
        if word is None:
            return None
        if not self.types:
            return word
        return word if any(vocabulary().akin(word, known) for known in self.types) else None


def type_word(phrase: NounPhrase) -> Word | None:
    """The article that a noun names, by its own name or by the head of its compound."""
    named = vocabulary().named(phrase.noun.form("nom", phrase.number), "type")
    if named is not None:
        return named
    return phrase.head if phrase.head is not None and phrase.head.kind == "type" else None
