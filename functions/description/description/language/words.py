"""One word of the vocabulary, one reading of a token, and the key under which any spelling of a word is found."""

from __future__ import annotations

from dataclasses import dataclass

from description.language.grammar import Adjective, Noun

_DROPPED = " \u00a0\t-‐‑–_.'’´`"


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its grammar and what it means.

    `kind` is "type", "colour", "material", "plain", a kind of things.csv or properties.csv, or "name" for an unknown
    first part of a compound ("Xenon-Sneaker"). `compound` is the form it takes as a first part ("Baumwoll"). `group` is
    a type's group ("shoes") or a material's kind ("leather"), `family` a colour's label id, `labels` are those of the
    category facet that a type agrees with, `fibre` says that the Regulation on fibre names lists it.
    """

    lemma: str
    kind: str
    noun: Noun | None = None
    adjective: Adjective | None = None
    compound: str = ""
    parents: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    group: str = ""
    family: str = ""
    labels: tuple[str, ...] = ()
    fibre: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a token may be. `word` is None where only its parts are known; a single word is its own only part."""

    word: Word | None
    lemma: str
    parts: tuple[Word, ...]

    @property
    def head(self) -> Word:
        """The word itself, or the last part of a compound."""
        return self.word or self.parts[-1]


def key(text: str) -> str:
    """The same for "T-Shirt", "t shirt" and "T-SHIRT", and for "weiß" and "weiss"."""
    small = text.casefold()
    return small if small.isalnum() else folded(small)


def folded(text: str) -> str:
    """A whole file as keys, its lines and columns kept."""
    text = text.casefold()
    for sign in _DROPPED:
        text = text.replace(sign, "")
    return text
