"""The readings of a token as options: what the word is, and what opens it when it is a compound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from description.language.vocabulary import Reading, Word, vocabulary

_SHORTEST = 2
_SHORTEST_OPENER = 3


@dataclass(frozen=True, slots=True)
class Option:
    """One reading: what the word is, and what opens it when it is a compound."""

    head: Word
    openers: tuple[Word, ...]


def options_of(reading: Reading, token: str = "") -> Iterator[Option]:
    if reading.word is None:
        yield Option(reading.parts[-1], reading.parts[:-1])
        return
    yield Option(reading.word, ())
    yield from _taken_apart(reading.word)
    yield from _worn_by(token, reading.word)


def _taken_apart(word: Word) -> Iterator[Option]:
    """A known compound by what it is a kind of: Gummisohle is Gummi and Sohle, Herrenhose is Herren and Hose."""
    whole = word.lemma.lower()
    for parent in word.parents:
        if len(whole) - len(parent) >= _SHORTEST and whole.endswith(parent.lower()):
            openers = vocabulary().readings(f"{word.lemma[: -len(parent)].rstrip('-')}-")
            known = vocabulary().named(parent)
            if openers and known is not None and word not in openers[0].parts:
                yield Option(known, (openers[0].parts[-1],))


def _worn_by(token: str, word: Word) -> Iterator[Option]:
    """A synonym that says who wears the type: Damenshirt is Damen and Shirt."""
    cut = token.lower().rfind(word.lemma.lower()) if word.kind == "type" else 0
    if cut >= _SHORTEST_OPENER and not word.lemma.startswith(token[:cut]):
        for opener in vocabulary().readings(f"{token[:cut].rstrip('-')}-"):
            if opener.parts and opener.parts[-1].kind == "audience":
                yield Option(word, (opener.parts[-1],))
