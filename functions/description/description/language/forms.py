"""Finds the known words that a token may be an inflected form of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from description.language.function_words import function_words
from description.language.grammar import Adjective
from description.language.rows import Row
from description.language.words import Word, key

ADJECTIVE_ENDINGS = frozenset({"e", "en", "em", "er", "es"})
GENITIVE_ENDINGS = frozenset({"", "s", "es"})
LONGEST_ENDING = 2
_AS_IS = frozenset({""})
_PLURAL_ENDINGS = frozenset({"", "n", "s"})  # den Röcken; des Namens
_COMPARATIVE_ENDINGS = ADJECTIVE_ENDINGS | _AS_IS
_UMLAUT = str.maketrans("aou", "äöü")
_RAISED = frozenset(map(key, function_words("raised")))
# Names of colours that decline where the colour itself does not: golden, but not gold.
DECLINING = tuple(map(key, function_words("declining-colour-ending")))
_DECLINED_IN_SPEECH = function_words("declined-in-speech")  # "ein beiger Mantel"
_LONGEST_CODE = 3  # fibre codes ("LI") take no endings
_PARTICIPLES = ("t", "en", "end")
_SUPERLATIVES = {"gross": "grösst", "hoch": "höchst"}


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
                if base in bases:
                    bases[base].append((row, endings))
                else:
                    bases[base] = [(row, endings)]
        return bases

    def words(self, form: str) -> tuple[Word, ...]:
        """The known words that this key may be a form of, base forms first."""
        return tuple(row.word for row in self._known(form))

    def heads(self, form: str) -> tuple[Word, ...]:
        """Those of them that may close a compound: nouns and adjectives."""
        return tuple(row.word for row in self._known(form) if row.part_of_speech in ("noun", "adjective"))

    def verbs(self, form: str) -> tuple[str, ...]:
        """The infinitives of the verbs that this may be a form of, participles among them."""
        return tuple(row.keys[0] for row in self._known(form) if row.part_of_speech == "verb")

    def _find(self, form: str) -> tuple[Row, ...]:
        found: dict[int, Row] = {}
        for length in range(min(LONGEST_ENDING, len(form) - 1) + 1):
            base, ending = form[: len(form) - length], form[len(form) - length :]
            for row, endings in self._bases.get(base, ()):
                if ending in endings:
                    found.setdefault(id(row), row)
        return tuple(found.values())


def _bases(row: Row) -> Iterable[tuple[str, frozenset[str]]]:
    table, keys = row.table, row.keys
    lemma, synonyms = keys[0], row.listed(table.synonyms)
    participles = row.part_of_speech == "verb"
    for form in row.listed(table.forms):
        yield form, _COMPARATIVE_ENDINGS if participles and form.endswith(_PARTICIPLES) else _AS_IS
    if row.part_of_speech == "adjective":
        declines = table.name == "plain" or keys[1] == "yes"
        for name in (lemma, *synonyms):
            yield name, _AS_IS
            if declines or name.endswith(DECLINING) or name in _DECLINED_IN_SPEECH:
                yield from _declined(name)
        if table.noun is not None:
            yield keys[table.noun], GENITIVE_ENDINGS
        return
    endings = _AS_IS if table.name == "plain" else GENITIVE_ENDINGS
    yield lemma, endings
    for name in synonyms:
        yield name, endings if len(name) > _LONGEST_CODE else _AS_IS
    if table.noun is not None and keys[table.noun]:
        yield keys[table.noun], _PLURAL_ENDINGS


def _declined(name: str) -> Iterable[tuple[str, frozenset[str]]]:
    """Positive, comparative and superlative: weich, weicher, am weichsten."""
    stem = Adjective(name).stem
    raised, base = stem, name.removesuffix("e")
    if name in _RAISED:
        raised, base = stem.translate(_UMLAUT), base.translate(_UMLAUT)
    yield stem, ADJECTIVE_ENDINGS
    yield raised + "er", _COMPARATIVE_ENDINGS
    ending = "est" if base.endswith(("d", "t", "s", "z", "sch")) else "st"
    yield _SUPERLATIVES.get(name, base + ending), ADJECTIVE_ENDINGS
