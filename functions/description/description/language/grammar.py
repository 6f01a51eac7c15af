"""German grammar as tables: how nouns, adjectives and articles change with gender, case and number. No vocabulary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from description.language.csv_tables import LEXICON, table_rows
from description.language.function_words import function_words

Gender = Literal["m", "f", "n", "p"]  # p: there is a plural only ("die Shorts")
Case = Literal["nom", "acc", "dat", "gen"]
Number = Literal["sg", "pl"]
Determiner = Literal["definite", "indefinite", "negative", "none"]

CASES: tuple[Case, ...] = ("nom", "acc", "dat", "gen")


def _table(name: str) -> dict[tuple[str, str, str], str]:
    """A form for each determiner, gender and case."""
    return {
        (row["determiner"], row["gender"], case): row[case]
        for row in table_rows(LEXICON / f"{name}.csv")
        for case in CASES
    }


_ARTICLE = _table("articles")
_ENDING = _table("adjective_endings")

_SIBILANT = ("s", "ß", "x", "z", "tsch", "sch")
_UNCHANGED_GENITIVE = (
    "mps",
    "rts",
    "ngs",
    "nks",
    "ps",
    "cks",
    "ours",
    "eurs",
    "tes",
    "us",
    "os",
    "as",
    "is",
    "ans",
    "ess",
    "x",
)
_WEAK_ENDINGS = tuple(function_words("weak-noun-ending"))
_IRREGULAR: dict[tuple[str, Gender], dict[Case, str]] = {
    ("herz", "n"): {"dat": "en", "gen": "ens"},
    ("name", "m"): {"acc": "n", "dat": "n", "gen": "ns"},
}
_CONTRACTIONS = {row["apart"]: row["joined"] for row in table_rows(LEXICON / "contractions.csv")}
# Not after a comma: there "in dem" opens a relative clause.
_CONTRACTIBLE = re.compile(rf"(?<!, )\b({'|'.join(_CONTRACTIONS)})\b", re.I)


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun. `lemma` is the nominative singular (the plural for gender p), `plural` is empty where there is none."""

    lemma: str
    gender: Gender
    plural: str

    def form(self, case: Case = "nom", number: Number = "sg") -> str:
        """The noun as it stands in this case and number, what it brings before it declined as without an article."""
        if self.lemma[:1].islower() and " " in self.lemma:
            return noun_phrase(self, case=case, number=number)
        if self.gender == "p" or number == "pl":
            return _dative_plural(self.plural or self.lemma) if case == "dat" else self.plural or self.lemma
        if self.gender == "f" or case == "nom":
            return self.lemma
        irregular = _irregular(self)
        if irregular is not None:
            return self.lemma + irregular.get(case, "")
        if self._is_weak:
            return self.lemma + "n" if self.lemma.endswith(("e", "err")) else self.lemma + "en"
        return self.lemma + _genitive_ending(self.lemma, self.plural) if case == "gen" else self.lemma

    @property
    def _is_weak(self) -> bool:
        """The n-declension: der Junge, des Jungen; der Herr, des Herrn; der Brillant, des Brillanten."""
        if self.gender != "m":
            return False
        if self.lemma.endswith("e"):
            return self.plural == self.lemma + "n"
        if not self.plural:
            return self.lemma.endswith("ant")
        return self.plural == self.lemma + "en" and self.lemma.lower().endswith(_WEAK_ENDINGS)


def _irregular(noun: Noun) -> dict[Case, str] | None:
    for (ending, gender), endings in _IRREGULAR.items():
        if noun.gender == gender and noun.lemma.lower().endswith(ending):
            return endings
    return None


def _dative_plural(plural: str) -> str:
    return plural + "n" if plural.endswith(("e", "er", "el")) else plural


def _genitive_ending(lemma: str, plural: str) -> str:
    native = plural != lemma and plural.endswith(("e", "er"))
    if plural.endswith("nisse"):
        return "ses"
    if not native and ((plural == lemma and lemma.endswith("s")) or _is_foreign_sibilant(lemma)):
        return ""
    if lemma.endswith(_SIBILANT):
        return "es"
    if native and lemma.endswith(("ld", "nd", "md", "eid", "ad")) and not lemma.endswith("end"):
        return "es"
    return "s"


def _is_foreign_sibilant(lemma: str) -> bool:
    """des Pumps, des Velours, des Business; but des Glases."""
    small = lemma.lower()
    return small.endswith(_UNCHANGED_GENITIVE) and not small.endswith(("glas", "gras", "eis"))


@dataclass(frozen=True, slots=True)
class Adjective:
    """An adjective or participle in its base form. "rosa" does not decline, nor do places: "Schweizer"."""

    lemma: str
    declines: bool = True

    def form(self, gender: Gender, case: Case = "nom", number: Number = "sg", determiner: Determiner = "none") -> str:
        """The adjective before a noun of this gender, after this kind of article."""
        if not self.declines or (self.lemma[0].isupper() and self.lemma.endswith("er")):
            return self.lemma
        return self.stem + _ENDING[determiner, "p" if number == "pl" else gender, case]

    @property
    def stem(self) -> str:
        """What the endings are put to: dunkel → dunkl, teuer → teur, hoch → hoh, leise → leis."""
        lemma = self.lemma
        if lemma.endswith("el") and not lemma.endswith("llel"):
            return lemma[:-2] + "l"
        if lemma.endswith(("auer", "euer")):
            return lemma[:-2] + "r"
        if lemma.endswith("hoch"):
            return lemma[:-2] + "h"
        return lemma.removesuffix("e")


def determiner(kind: Determiner, gender: Gender, case: Case = "nom", number: Number = "sg") -> str:
    """The article, or "" where German has none ("rote Schuhe")."""
    return _ARTICLE.get((kind, "p" if number == "pl" else gender, case), "")


def noun_phrase(
    noun: Noun,
    *,
    adjectives: Sequence[Adjective] = (),
    case: Case = "nom",
    number: Number = "sg",
    determiner: Determiner = "none",
) -> str:
    """Article, adjectives and noun, agreeing: "die weiche Polsterung", "einem weißen Slipper"."""
    inner, noun = _unpacked(noun)
    article = _ARTICLE.get((determiner, "p" if number == "pl" else noun.gender, case), "")
    before = [adjective.form(noun.gender, case, number, determiner) for adjective in (*adjectives, *inner)]
    return " ".join(word for word in (article, *before, noun.form(case, number)) if word)


def _unpacked(noun: Noun) -> tuple[Sequence[Adjective], Noun]:
    """A noun that brings adjectives of its own ("runde Spitze") without them, and them."""
    if not noun.lemma[:1].islower() or " " not in noun.lemma:
        return (), noun
    *before, lemma = noun.lemma.split(" ")
    ending = _ENDING["none", noun.gender, "nom"]
    adjectives = [Adjective(word.removesuffix(ending), word.endswith(ending)) for word in before]
    return adjectives, Noun(lemma, noun.gender, noun.plural.rpartition(" ")[2])


def contracted(text: str) -> str:
    """The text with preposition and article drawn together where German does: "von dem" → "vom"."""
    return _CONTRACTIBLE.sub(_contraction, text)


def _contraction(found: re.Match[str]) -> str:
    short = _CONTRACTIONS[found[0].lower()]
    return short.capitalize() if found[0][0].isupper() else short


def joined(parts: Sequence[str], last: str = "und") -> str:
    """An enumeration: "A", "A und B", "A, B und C"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"
