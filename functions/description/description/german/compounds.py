"""Takes German compounds apart: "Baumwollhose" is Baumwolle and Hose, "Antirutschsohle" is anti, rutschen and Sohle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache

from description.german.rows import Row
from description.german.words import Word, key

_SHORTEST = 3
_LINKED_BY_S = ("ung", "heit", "keit", "schaft", "ion", "tät")
_PREFIXES = """
    allzweck anti außen doppel drei dreiviertel einweg ein extra ganz gegen halb haupt hinter hoch innen mehr mehrweg
    maxi micro mid midi mikro mini mittel mono multi nach neben ober ohne quer rück rund schmal seiten selbst semi
    sieben super teil thermo tief top ultra umhänge unter vario vier voll vor vorder weit wende zusatz zwei über
"""


class Compounds:
    """The words that may open a compound, and the splitting of one into the fewest known parts."""

    def __init__(self, rows: Sequence[Row], heads: Callable[[str], tuple[Word, ...]]) -> None:
        self._rows = rows
        self._heads = heads
        self.split = lru_cache(maxsize=8192)(self._split)

    @cached_property
    def _openers(self) -> dict[str, Word]:
        openers: dict[str, Word] = {}
        for row in self._rows:
            for form in _opening_forms(row):
                openers.setdefault(key(form), row.word)
        for prefix in _PREFIXES.split():
            openers.setdefault(key(prefix), Word(prefix, "plain"))
        return openers

    def opener(self, text: str) -> Word | None:
        """The word that this first part of a compound stands for: "Baumwoll", "Leder"."""
        return self._openers.get(key(text))

    def _split(self, compound: str) -> tuple[Word, ...]:
        """The fewest parts of a compound given as a key, with the longest head; empty when it has none."""
        best: tuple[Word, ...] = ()
        openers = self._openers
        for cut in range(_SHORTEST, len(compound) - _SHORTEST + 1):
            opener = openers.get(compound[:cut])
            if opener is None:
                continue
            rest = self._heads(compound[cut:])[:1] or self.split(compound[cut:])
            if rest and (not best or len(rest) + 1 < len(best)):
                best = (opener, *rest)
        return best


def _opening_forms(row: Row) -> Iterable[str]:
    word = row.word
    if row.part_of_speech == "other":
        return
    if row.part_of_speech == "verb":
        yield from _verb_stems(word.lemma)
        return
    if word.compound:
        yield word.compound
    yield word.lemma
    if row.part_of_speech == "noun":
        yield from row.forms
    noun = word.noun
    if noun is None or word.kind == "colour":
        return
    if noun.plural:
        yield noun.plural
    if noun.gender == "f":
        if noun.lemma.endswith("e"):
            yield noun.lemma[:-1]
            yield noun.lemma + "n"
        if noun.lemma.endswith(_LINKED_BY_S):
            yield noun.lemma + "s"
    elif noun.gender != "p" and not noun.lemma.endswith(("s", "ß", "z", "e")):
        yield noun.lemma + "s"


def _verb_stems(infinitive: str) -> Iterable[str]:
    if infinitive.endswith(("eln", "ern")):
        yield infinitive[:-1]
    elif infinitive.endswith("en"):
        yield infinitive[:-2]
