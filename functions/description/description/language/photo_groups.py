"""The groups of the category facet: the tag of a photo whose model is sure of "shoes", but of no kind of them.

photo_groups.csv lists each with a noun that is true of all its articles, their group in types.csv, and its labels.
"""

from __future__ import annotations

from functools import cache
from typing import cast

from description.language.csv_tables import LEXICON, items, table_rows
from description.language.grammar import Gender, Noun
from description.language.words import Word

_CLOTHES = frozenset({"tops", "dresses", "outerwear", "underwear", "trousers"})
_OF_ALL = {"clothes": "outerwear", "shoes": "shoes", "accessories": "accessories"}  # the group whose noun is the widest
_ALSO_WORN = frozenset({"shoes", "accessories"})


def group_word(label: str) -> Word | None:
    """The word for all articles of a group, by the group's label; None of a single label."""
    return _groups().get(label)


def labels_meant(label: str) -> tuple[str, ...]:
    """The labels that a tag of the category facet may stand for: those of a group, or the one."""
    group = _groups().get(label)
    return group.labels if group else (label,)


def are_alike(label: str, word: Word) -> bool:
    """Whether a tag of the category facet and a type that no label means can be of one article: both are clothes, or
    both are shoes, or both are accessories; True of what is not worn, for which a model has no label."""
    worn, shown = _worn(word), _groups().get(label) or _by_label().get(label)
    return not worn or shown is None or worn == _worn(shown)


def noun_of_both(label: str, word: Word) -> Word | None:
    """A word that is true of what a tag shows and of a type alike, for two that are worn alike: "Schuh", "Oberteil"."""
    shown = _groups().get(label) or _by_label().get(label)
    if shown is None or not _worn(word) or _worn(word) != _worn(shown):
        return None
    own = {_by_label()[one].lemma for one in word.labels if one in _by_label()}
    return shown if own == {shown.lemma} else _groups()[_OF_ALL[_worn(word)]]


def _worn(word: Word) -> str:
    return "clothes" if word.group in _CLOTHES else word.group if word.group in _ALSO_WORN else ""


@cache
def _groups() -> dict[str, Word]:
    return {row["group"]: _word(row) for row in table_rows(LEXICON / "photo_groups.csv")}


@cache
def _by_label() -> dict[str, Word]:
    return {label: word for word in _groups().values() for label in word.labels}


def _word(row: dict[str, str]) -> Word:
    noun = Noun(row["noun"], cast(Gender, row["gender"]), row["plural"])
    return Word(row["noun"], "type", noun, group=row["types"], labels=items(row["labels"]))
