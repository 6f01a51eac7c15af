"""Takes German compounds apart: "Baumwollhose" is Baumwolle and Hose, "Antirutschsohle" is anti, rutschen and Sohle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache

from description.language.function_words import function_words
from description.language.rows import Row
from description.language.words import Word, key

_SHORTEST = 3
_SHORT = 5
_LINKED_BY_S = tuple(function_words("linked-by-s-ending"))
_PREFIXES = {key(prefix): Word(prefix, "plain") for prefix in function_words("compound-prefix")}


class Compounds:
    """The words that may open a compound, and the splitting of one into the fewest known parts."""

    def __init__(self, rows: Sequence[Row], heads: Callable[[str], tuple[Word, ...]]) -> None:
        self._rows = rows
        self._heads = heads
        self.split = lru_cache(maxsize=8192)(self._split)

    @cached_property
    def _openers(self) -> dict[str, Row]:
        openers: dict[str, Row] = {}
        for row in self._rows:
            for form in _opening_forms(row):
                openers.setdefault(form, row)
        return openers

    def opener(self, text: str) -> Word | None:
        """The word that this first part of a compound stands for: "Baumwoll", "Leder"."""
        return self._opener(key(text))

    def _opener(self, form: str) -> Word | None:
        row = self._openers.get(form)
        return row.word if row is not None else _PREFIXES.get(form)

    def _split(self, compound: str) -> tuple[Word, ...]:
        """The fewest parts of a compound given as a key, with the longest head; empty when it has none."""
        best: tuple[Word, ...] = ()
        for cut in range(_SHORTEST, len(compound) - _SHORTEST + 1):
            opener = self._opener(compound[:cut])
            if opener is None or opener.lemma.isupper():  # TR and EVA want a hyphen
                continue
            rest = self._head(compound[cut:]) or self.split(compound[cut:])
            if rest and (not best or len(rest) + 1 < len(best)):
                best = (opener, *rest)
        return best

    def _head(self, form: str) -> tuple[Word, ...]:
        """The word that this may be a form of; a short one only by its own name, not as a synonym ("tan", "Tie")."""
        for word in self._heads(form):
            if len(form) > _SHORT or key(word.lemma)[:_SHORTEST] == form[:_SHORTEST]:
                return (word,)
        return ()


def _opening_forms(row: Row) -> Iterable[str]:
    """The keys of the forms that a word may take as a first part, with the linking letters that it may need."""
    table, keys, part_of_speech = row.table, row.keys, row.part_of_speech
    lemma = keys[0]
    if part_of_speech == "verb":
        yield from _verb_stems(lemma)
    elif part_of_speech == "adjective":
        yield lemma
    elif part_of_speech == "noun":
        yield lemma
        yield from row.listed(table.forms)
        if table.compound is not None and keys[table.compound]:
            yield keys[table.compound]
        if table.noun is not None and keys[table.noun]:
            yield keys[table.noun]
        if table.name != "plain":
            yield from _linked(lemma, keys[1])


def _linked(lemma: str, gender: str) -> Iterable[str]:
    if gender == "f":
        if lemma.endswith("e"):
            yield lemma + "n"
        if lemma.endswith(_LINKED_BY_S):
            yield lemma + "s"
    elif gender != "p" and not lemma.endswith(("s", "z", "e")):
        yield lemma + "s"


def _verb_stems(infinitive: str) -> Iterable[str]:
    if infinitive.endswith(("eln", "ern")):
        yield infinitive[:-1]
    elif infinitive.endswith("en"):
        yield infinitive[:-2]
