"""How one article is spoken of: its noun, pronoun and verbs, the manner, and a choice among equal phrasings."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from description.german.grammar import Adjective, Determiner, Noun, Number
from description.writers.rules.style import Style, Topic

MODEL = Noun("Modell", "n", "Modelle")
SUBJECT = "\x01"  # Stands for the article at the start of a sentence, until it is known what stands before it.
_SPREAD = 2654435761
_PRONOUNS = {"m": "er", "f": "sie", "n": "es", "p": "sie"}
_THIS = {"m": "dieser", "f": "diese", "n": "dieses", "p": "diese"}
_THE = {"m": "der", "f": "die", "n": "das", "p": "die"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. The heavier `weight`, the longer it stays when there is no room; `shorter` may stand instead."""

    topic: Topic
    text: str
    weight: int
    shorter: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """The article's noun and the style. `seed` makes the choices: another article, other phrasings. Where no first
    sentence introduced the article, a pronoun would refer to nothing."""

    style: Style
    seed: str
    noun: Noun
    number: Number
    introduced: bool = True
    free: bool = False  # No example sets the words, so that they may vary.

    @property
    def nominal(self) -> bool:
        """Whether sentences go without a verb."""
        return self.style.manner == "nominal"

    @property
    def gender(self) -> str:
        """ "p" for what is spoken of in the plural."""
        return "p" if self.number == "pl" else self.noun.gender

    @property
    def pronoun(self) -> str:
        """er, sie, es."""
        return _PRONOUNS[self.gender] if self.introduced else self.named

    @property
    def named(self) -> str:
        """ "der Slipper", "die Socken"."""
        return f"{_THE[self.gender]} {self.noun.form('nom', self.number)}"

    def settled(self, texts: Sequence[str]) -> list[str]:
        """The sentences in their final order, each with a subject: noun and pronoun by turns."""
        done: list[str] = []
        noun_last = not texts or not texts[0].startswith(SUBJECT)
        for text in texts:
            if text.startswith(SUBJECT):
                subject = self.pronoun if noun_last else self.named
                noun_last = not noun_last
                text = f"{subject[:1].upper()}{subject[1:]}{text[1:]}"
            done.append(text)
        return done

    def pick(self, slot: str, *options: str) -> str:
        """One of equal phrasings, always the same for this article and slot."""
        number = zlib.crc32(f"{self.seed}|{slot}".encode()) * _SPREAD >> 16  # CRC alone ties one slot to the next.
        return options[number % len(options)]

    def verb(self, singular: str, plural: str) -> str:
        """The verb that agrees with the article."""
        return plural if self.gender == "p" else singular

    def this(self, *adjectives: Adjective) -> str:
        """ "dieser weiße Slipper"."""
        return f"{_THIS[self.gender]} {self._declined(adjectives, 'definite')}"

    def the(self, *adjectives: Adjective) -> str:
        """ "der weiße Slipper"."""
        return f"{_THE[self.gender]} {self._declined(adjectives, 'definite')}"

    def bare(self, *adjectives: Adjective) -> str:
        """ "weißer Slipper"."""
        return self._declined(adjectives, "none")

    def an(self, *adjectives: Adjective) -> str:
        """ "ein weißer Slipper", "weiße Socken"."""
        if self.gender == "p":
            return self.bare(*adjectives)
        return f"{'eine' if self.gender == 'f' else 'ein'} {self._declined(adjectives, 'indefinite')}"

    def _declined(self, adjectives: Sequence[Adjective], kind: Determiner) -> str:
        declined = [adjective.form(self.noun.gender, "nom", self.number, kind) for adjective in adjectives]
        return " ".join((*declined, self.noun.form("nom", self.number)))


def sentence(text: str) -> str:
    """The words as a sentence: a capital first, a full stop last."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
