"""What the article is made of, part by part: groups of parts, and the sentences about several of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from description.domain.statement import ProductData
from description.language.grammar import Determiner, Noun, joined
from description.realise.adjectives import coordinate
from description.realise.constructions import chance
from description.realise.materials import MATERIAL, UPPER, Made, made_of
from description.realise.nouns import noun_number
from description.realise.phrases import Phrase
from description.realise.surface import SUBJECT, Named
from description.realise.tables import words

MOST_MATERIALS = 4  # of one sentence
_LINING = ("Futter", "Innenfutter", "Innenmaterial")


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
        return f"{joined([_with(part, 'nom', 'none') for part in self.parts])} aus {self.of}"

    @property
    def the(self) -> str:
        """ "das Obermaterial", "Obermaterial und Futter"."""
        alike = len(self.parts) > 1 and not any(part.adjectives for part in self.parts)
        return joined([_with(part, "nom", "none" if alike else "definite") for part in self.parts])

    def a(self, case: Literal["nom", "acc", "dat"]) -> str:
        """ "eine TR-Laufsohle", "ein Futter aus Polyester"."""
        if (compound := compound_of(self.parts[0])) is not None:
            return compound.form(case, "indefinite")
        return f"{joined([_with(part, case, 'indefinite') for part in self.parts])} aus {self.of}"


def groups_of(data: ProductData, group: str) -> tuple[list[Group], list[tuple[str, str]], list[Phrase]]:
    """What is made of what, parts of the same stuff together; those where only a colon can stand between them; and
    parts of which it is only known how they are ("weich gepolsterte Innensohle")."""
    found: dict[str, list[Made]] = {}
    listed: list[tuple[str, str]] = []
    told: list[Phrase] = []
    for part in made_of(data, group):
        if part.of:
            found.setdefault(part.of, []).append(part)
        elif part.listed:
            listed.append((part.part.lemma, part.listed))
        elif part.part not in (MATERIAL, UPPER) and not any(_is_lined(each.lemma) for each in part.adjectives):
            pairs = coordinate([("", each) for each in part.adjectives[:2]])
            told.append(Phrase("noun", part.part.lemma, part.part, "sg", pairs))
    return [Group(tuple(parts), of) for of, parts in found.items()], listed, told


def _is_lined(adjective: str) -> bool:
    """Whether it is "ungefüttert", which is said of the article."""
    return adjective.endswith("gefüttert")


@lru_cache(maxsize=4096)
def compound_of(part: Made) -> Phrase | None:
    """ "Lederfutter", "flexible TR-Laufsohle"."""
    if len(part.words) != 1 or part.percents or part.part.lemma not in words("compounding"):
        return None
    word, trade = part.words[0], part.of.isupper()
    if not trade and (word.noun is None or part.of not in (word.noun.form("dat"), word.lemma)):
        return None
    first = word.compound or word.lemma
    lemma = f"{part.of}-{part.part.lemma}" if trade else first + part.part.lemma.lower()
    pairs = tuple(("", adjective) for adjective in part.adjectives[:1])
    known = trade or noun_number(lemma) is not None
    return Phrase("noun", lemma, Noun(lemma, part.part.gender, ""), "sg", pairs) if known else None


def _with(part: Made, case: Literal["nom", "acc", "dat"], determiner: Determiner) -> str:
    """A part with its adjectives: "die gepolsterte und herausnehmbare Innensohle"."""
    pairs = coordinate([("", each) for each in part.adjectives[:2]])
    number: Literal["sg", "pl"] = "pl" if part.plural else "sg"
    return Phrase("noun", part.part.lemma, part.part, number, pairs).form(case, determiner)


def several_materials(groups: Sequence[Group], named: Named, seed: str) -> list[str]:
    """Sentences of the materials of several parts, the main one first."""
    return [_several(groups[at : at + MOST_MATERIALS], named, seed) for at in range(0, len(groups), MOST_MATERIALS)]


def _several(groups: Sequence[Group], named: Named, seed: str) -> str:
    number = chance(f"{seed}made")
    first, *rest = groups
    is_, has, consists = ("sind", "haben", "bestehen") if named.plural else ("ist", "hat", "besteht")
    inside = [part.part.lemma for group in rest for part in group.parts]
    if first.main and len(inside) == 1 and inside[0] in _LINING:
        if number < (0.6 if first.whole else 0.25):
            return f"{SUBJECT} {is_} aus {first.of} gefertigt und mit {rest[0].of} gefüttert"
        if number < (0.75 if first.whole else 0.5):
            return f"außen {is_} {SUBJECT} aus {first.of} gearbeitet, innen aus {rest[0].of}"
    if first.whole and rest:
        return f"{SUBJECT} {consists} aus {first.of}, {_clauses(rest, consists, seed)}"
    if first.main and rest and len(inside) == len(rest) and number < 0.25:
        many = len(rest) > 1 or rest[0].plural
        return f"zum {first.bare} {'kommen' if many else 'kommt'} {joined([group.a('nom') for group in rest])}"
    if first.main and rest and len(inside) == len(rest) and number < 0.4:
        return f"{SUBJECT} {has} {joined([group.a('acc') for group in groups])}"
    return _clauses(groups, "", seed)


def _clauses(groups: Sequence[Group], before: str, seed: str) -> str:
    """ "das Obermaterial besteht aus A und die Laufsohle aus C, Futter und Innensohle sind aus B": those with a verb of
    the same number follow each other, and the second number has the other verb."""
    verbs = [("sind", "ist"), ("bestehen", "besteht")]
    if before or chance(f"{seed}consists") >= 0.4:
        verbs.reverse()
    runs: list[list[str]] = []
    used = before
    for group in sorted(groups, key=lambda group: group.plural is not groups[0].plural):
        own = verbs[bool(runs) and group.plural is not groups[0].plural][not group.plural]
        said = "" if own == used else f" {own}"
        if said or not runs:
            runs.append([])
        runs[-1].append(f"{group.the}{said} aus {group.of}")
        used = own
    least = 2 - bool(before and len(runs) == 1)
    return ", ".join(joined(run) if len(run) > least else ", ".join(run) for run in runs)
