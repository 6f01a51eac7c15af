"""Nouns beyond the vocabulary that claim nothing by themselves but head many phrases: "weites Bein", "Spitzenbund".

The column `for` of general_nouns.csv tells where each is read: in prose, in the values of the data,
in both, or in names of what consists of several articles.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal, cast

from description.language.csv_tables import LEXICON, items, table_rows
from description.language.grammar import Gender, Noun, Number

_SHORTEST_OPENING = 3


@cache
def _nouns(use: str) -> dict[str, tuple[Noun, Number]]:
    found: dict[str, tuple[Noun, Number]] = {}
    for row in table_rows(LEXICON / "general_nouns.csv"):
        if use not in items(row["for"]):
            continue
        noun = Noun(row["lemma"], cast(Gender, row["gender"]), row["plural"])
        if row["plural"]:
            found.setdefault(row["plural"].casefold(), (noun, "pl"))
        found[row["lemma"].casefold()] = (noun, "sg")
    return found


@lru_cache(maxsize=16384)
def general_noun(text: str, use: Literal["prose", "data", "set"]) -> tuple[Noun, Number] | None:
    """A noun in the nominative and its number, by its head; None for one that is not listed for this use."""
    for cut in range(len(text) - 2):
        head = _nouns(use).get(text[cut:].casefold().lstrip("-"))
        if head is not None and (cut == 0 or cut >= _SHORTEST_OPENING or text[cut] == "-"):
            return _opened(text[:cut], *head, hyphen=text[cut] == "-")
    return None


def _opened(opening: str, noun: Noun, number: Number, *, hyphen: bool) -> tuple[Noun, Number]:
    if not opening and not hyphen:
        return noun, number
    if hyphen or opening.endswith("-"):
        first = opening.rstrip("-") + "-"
        return Noun(first + noun.lemma, noun.gender, first + noun.plural if noun.plural else ""), number
    return Noun(opening + noun.lemma.lower(), noun.gender, opening + noun.plural.lower() if noun.plural else ""), number
