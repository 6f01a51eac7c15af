"""Finds the known words that a token may be an inflected form of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from description.german.grammar import Adjective
from description.german.rows import Row
from description.german.words import Word, key

ADJECTIVE_ENDINGS = frozenset({"e", "en", "em", "er", "es"})
GENITIVE_ENDINGS = frozenset({"", "s", "es"})
LONGEST_ENDING = 2
_AS_IS = frozenset({""})
_PLURAL_ENDINGS = frozenset({"", "n"})
_COMPARATIVE_ENDINGS = ADJECTIVE_ENDINGS | _AS_IS
_UMLAUT = str.maketrans("aou", "äöü")
_RAISED = frozenset(
    {"alt", "jung", "kalt", "kurz", "lang", "hart", "schwarz", "warm", "stark", "schwach", "groß", "hoch"}
)


class Forms:
    """Words by the bases of their forms. A base is what is left when a short ending is taken off."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._known = lru_cache(maxsize=16384)(self._find)

    @cached_property
    def _bases(self) -> dict[str, list[tuple[Row, frozenset[str]]]]:
        bases: dict[str, list[tuple[Row, frozenset[str]]]] = {}
        for row in self._rows:
            for base, endings in _bases(row):
                bases.setdefault(base, []).append((row, endings))
        return bases

    def words(self, form: str) -> tuple[Word, ...]:
        """The known words that this key may be a form of, base forms first."""
        return tuple(row.word for row in self._known(form))

    def heads(self, form: str) -> tuple[Word, ...]:
        """Those of them that may close a compound: nouns and adjectives."""
        return tuple(row.word for row in self._known(form) if row.part_of_speech in ("noun", "adjective"))

    def _find(self, form: str) -> tuple[Row, ...]:
        found: dict[tuple[str, str], Row] = {}
        for length in range(min(LONGEST_ENDING, len(form) - 1) + 1):
            base, ending = form[: len(form) - length], form[len(form) - length :]
            for row, endings in self._bases.get(base, ()):
                if ending in endings:
                    found.setdefault((row.word.kind, row.word.lemma), row)
        return tuple(found.values())


def _bases(row: Row) -> Iterable[tuple[str, frozenset[str]]]:
    word = row.word
    names = (word.lemma, *word.synonyms)
    for form in row.forms:
        yield key(form), _AS_IS
    if word.adjective is not None:
        for name in names:
            yield key(name), _AS_IS
        if word.adjective.declines:
            for name in names:
                yield from _declined(name)
    if word.noun is not None:
        noun = word.noun
        for name in (*names, noun.lemma):
            yield key(name), GENITIVE_ENDINGS
        if noun.plural:
            yield key(noun.plural), _PLURAL_ENDINGS
        oblique = noun.form("dat")
        if oblique != noun.lemma:
            yield key(oblique), _AS_IS
    elif word.adjective is None:
        for name in names:
            yield key(name), _AS_IS


def _declined(adjective: str) -> Iterable[tuple[str, frozenset[str]]]:
    """Positive, comparative and superlative: weich, weicher, am weichsten."""
    stem = Adjective(adjective).stem
    yield key(stem), ADJECTIVE_ENDINGS
    raised = stem.translate(_UMLAUT) if adjective in _RAISED else stem
    yield key(raised + "er"), _COMPARATIVE_ENDINGS
    base = "höch" if adjective == "hoch" else "größ" if adjective == "groß" else adjective.removesuffix("e")
    superlative = base.translate(_UMLAUT) if adjective in _RAISED else base
    linked = "t" if adjective == "groß" else "est" if base.endswith(("d", "t", "s", "ß", "z", "sch")) else "st"
    yield key(superlative + linked), ADJECTIVE_ENDINGS
