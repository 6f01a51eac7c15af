"""How one article is spoken of: its noun, pronoun and verbs, the manner, and a choice among equal phrasings."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from description.german.grammar import Adjective, Noun, Number
from description.writers.rules.style import Style, Topic

MODEL = Noun("Modell", "n", "Modelle")
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

    def pick(self, slot: str, *options: str) -> str:
        """One of equal phrasings, always the same for this article and slot."""
        return options[zlib.crc32(f"{self.seed}|{slot}".encode()) % len(options)]

    def verb(self, singular: str, plural: str) -> str:
        """The verb that agrees with the article."""
        return plural if self.gender == "p" else singular

    def this(self, adjective: Adjective | None) -> str:
        """ "dieser weiße Slipper"."""
        gender = self.noun.gender
        declined = adjective.form(gender, "nom", self.number, "definite") if adjective else ""
        return " ".join(part for part in (_THIS[self.gender], declined, self.noun.form("nom", self.number)) if part)

    def bare(self, adjective: Adjective | None) -> str:
        """ "weißer Slipper"."""
        declined = adjective.form(self.noun.gender, "nom", self.number) if adjective else ""
        return f"{declined} {self.noun.form('nom', self.number)}".lstrip()

    def an(self, adjective: Adjective | None) -> str:
        """ "ein weißer Slipper", "weiße Socken"."""
        if self.gender == "p":
            return self.bare(adjective)
        declined = adjective.form(self.noun.gender, "nom", "sg", "indefinite") if adjective else ""
        article = "eine" if self.gender == "f" else "ein"
        return " ".join(part for part in (article, declined, self.noun.lemma) if part)


def sentence(text: str) -> str:
    """The words as a sentence: a capital first, a full stop last, no space twice."""
    words = " ".join(text.split(" ")).strip()
    while "  " in words:
        words = words.replace("  ", " ")
    return f"{words[:1].upper()}{words[1:]}".rstrip(".") + "."
