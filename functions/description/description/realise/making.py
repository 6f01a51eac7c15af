"""What the article is made of, part by part, as sentences and as parts of sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from description.domain.statement import ProductData
from description.language.grammar import Adjective, Case, Noun, joined, noun_phrase
from description.realise.coordination import coordinate
from description.realise.materials import Made, made_of, outsole
from description.realise.names import MATERIAL, UPPER
from description.realise.nouns import noun_number
from description.realise.phrases import Phrase
from description.realise.tables import words


@dataclass(frozen=True, slots=True)
class Group:
    """Parts that are made of the same."""

    parts: tuple[Made, ...]
    of: str

    @property
    def main(self) -> bool:
        """Whether it is the article's own material."""
        return len(self.parts) == 1 and self.parts[0].part in (MATERIAL, UPPER)

    @property
    def whole(self) -> bool:
        """Whether it is said of the article as a whole."""
        return len(self.parts) == 1 and self.parts[0].part == MATERIAL

    @property
    def plural(self) -> bool:
        """Whether a verb after the parts stands in the plural."""
        return len(self.parts) > 1 or self.parts[0].plural or self.parts[0].part.gender == "p"

    @property
    def bare(self) -> str:
        """ "Obermaterial und Futter aus Leder", "flexible Laufsohle aus TR"."""
        return f"{joined([_bare(part) for part in self.parts])} aus {self.of}"

    @property
    def named(self) -> str:
        """The material behind a colon: "Glattleder", and "weiches Glattleder" of what declines."""
        words = self.of.split()
        if len(self.parts[0].words) == 1 and len(words) == 2 and words[0].endswith(("em", "er")) and words[0].islower():
            noun = self.parts[0].words[0].noun
            ending = (
                "es" if noun is not None and noun.gender == "n" else words[0][-2:] if words[0].endswith("em") else "e"
            )
            return f"{words[0][:-2]}{ending} {words[1]}"
        return self.of.removeprefix("einer ").removeprefix("einem ")

    @property
    def the(self) -> str:
        """ "das Obermaterial", "Obermaterial und Futter"."""
        if len(self.parts) > 1 and not any(part.adjectives for part in self.parts):
            return joined([_bare(part) for part in self.parts])
        if len(self.parts) > 1:
            return joined([_with(part, "nom", definite=True) for part in self.parts])
        return _with(self.parts[0], "nom", definite=True)

    def a(self, case: Literal["nom", "acc", "dat"]) -> str:
        """ "eine TR-Laufsohle", "ein Futter aus Polyester"."""
        if len(self.parts) == 1 and (compound := compound_of(self.parts[0])) is not None:
            return compound.form(case, "indefinite")
        return f"{joined([_with(part, case, definite=False) for part in self.parts])} aus {self.of}"


def groups_of(data: ProductData, group: str) -> tuple[list[Group], list[tuple[str, str]], list[Phrase]]:
    """What is made of what, parts of the same stuff together; those where only a colon can stand between them; and
    parts of which it is only known how they are ("weich gepolsterte Innensohle")."""
    made = made_of(data, group)
    sole = outsole(data)
    found: dict[str, list[Made]] = {}
    every = (*made, *([sole] if sole else []))
    for part in every:
        if part.of:
            found.setdefault(part.of, []).append(part)
    listed = [(part.part.lemma, part.listed) for part in made if part.listed and not part.of]
    plain = [part for part in every if part.adjectives and not (part.of or part.listed or _is_lining(part))]
    told = [
        Phrase("noun", part.part.lemma, part.part, "sg", coordinate([("", each) for each in part.adjectives[:2]]))
        for part in plain
    ]
    return [Group(tuple(parts), of) for of, parts in found.items()], listed, told


def _is_lining(part: Made) -> bool:
    """Whether "ungefüttert" is said of it, which is said of the article."""
    return part.part in (MATERIAL, UPPER) or any(each.lemma.endswith("gefüttert") for each in part.adjectives)


@lru_cache(maxsize=4096)
def compound_of(part: Made) -> Phrase | None:
    """ "Lederfutter", "flexible TR-Laufsohle"."""
    if len(part.words) != 1 or part.percents or part.plural or part.part.lemma not in words("compounding"):
        return None
    word = part.words[0]
    plain = word.noun is not None and part.of in (word.noun.form("dat"), word.lemma)
    if not plain and not part.of.isupper():
        return None
    first = part.of if part.of.isupper() else word.compound or word.lemma
    lemma = f"{first}-{part.part.lemma}" if first.isupper() else first + part.part.lemma.lower()
    noun = Noun(lemma, part.part.gender, "")
    known = noun_number(lemma)
    fits = first.isupper() or known is not None
    pairs = tuple(("", adjective) for adjective in part.adjectives[:1])
    return Phrase("noun", lemma, noun, "sg", pairs) if fits and first.isalpha() else None


def _bare(part: Made) -> str:
    return noun_phrase(part.part, adjectives=part.adjectives[:2], number="pl" if part.plural else "sg")


def _with(part: Made, case: Case, *, definite: bool) -> str:
    adjectives: Sequence[Adjective] = part.adjectives[:1]
    return noun_phrase(
        part.part,
        adjectives=adjectives,
        case=case,
        number="pl" if part.plural else "sg",
        determiner="definite" if definite else "indefinite",
    )
