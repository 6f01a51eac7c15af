"""Reads the CSV files of lexicon/. A row is kept as it was read, and becomes a Word when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, cast

from description.language.csv_tables import LEXICON, items
from description.language.grammar import Adjective, Gender, Noun
from description.language.words import Word, folded

PartOfSpeech = Literal["noun", "adjective", "verb", "other"]


@dataclass(frozen=True, slots=True)
class Table:
    """One file: how a row becomes a word, and in which columns other names and forms of the word stand."""

    name: str
    word: Callable[[list[str]], Word]
    part_of_speech: PartOfSpeech | None = None  # None: the second column says it
    noun: int | None = None  # the column of a second noun form: a plural, or a colour's name
    synonyms: int | None = None
    forms: int | None = None
    compound: int | None = None  # the form as a first part


@dataclass(slots=True, eq=False)
class Row:
    """One line of a file. `keys` are the cells as `words.key` makes them."""

    table: Table
    cells: list[str]
    keys: list[str]
    _word: Word | None = field(default=None, repr=False)

    @property
    def word(self) -> Word:
        """The word, the same one each time."""
        if self._word is None:
            self._word = self.table.word(self.cells)
        return self._word

    @property
    def part_of_speech(self) -> PartOfSpeech:
        """Noun, adjective, verb or other."""
        return self.table.part_of_speech or cast(PartOfSpeech, self.cells[1])

    def listed(self, column: int | None) -> tuple[str, ...]:
        """The keys listed in one cell."""
        return items(self.keys[column]) if column is not None else ()


@cache
def read_rows() -> tuple[Row, ...]:
    """Every row, read once; kinds that win over others come first."""
    return tuple(row for table in _TABLES for row in _read(table))


def _read(table: Table) -> Iterator[Row]:
    text = (LEXICON / f"{table.name}.csv").read_text(encoding="utf-8")
    lines = zip(text.splitlines()[1:], folded(text).splitlines()[1:], strict=True)
    return (Row(table, line.split(";"), keys.split(";")) for line, keys in lines)


def _noun(lemma: str, gender: str, plural: str) -> Noun:
    return Noun(lemma, cast(Gender, gender), plural)


def _type(cells: list[str]) -> Word:
    lemma, gender, plural, group, parents, synonyms, labels = cells
    noun = _noun(lemma, gender, plural)
    return Word(lemma, "type", noun, None, "", items(parents), items(synonyms), group, "", items(labels))


def _colour(cells: list[str]) -> Word:
    lemma, declines, noun, family, parents, synonyms = cells
    adjective = Adjective(lemma, declines == "yes")
    return Word(lemma, "colour", _noun(noun, "n", ""), adjective, "", items(parents), items(synonyms), "", family)


def _material(cells: list[str]) -> Word:
    lemma, gender, kind, compound, parents, synonyms, fibre = cells
    noun = _noun(lemma, gender, "")
    is_fibre = fibre == "yes"
    return Word(lemma, "material", noun, None, compound, items(parents), items(synonyms), kind, fibre=is_fibre)


def _thing(cells: list[str]) -> Word:
    lemma, gender, plural, kind, compound, parents, synonyms = cells
    return Word(lemma, kind, _noun(lemma, gender, plural), None, compound, items(parents), items(synonyms))


def _property(cells: list[str]) -> Word:
    lemma, declines, kind, parents, synonyms = cells
    return Word(lemma, kind, None, Adjective(lemma, declines == "yes"), "", items(parents), items(synonyms))


def _plain(cells: list[str]) -> Word:
    lemma, part_of_speech, _forms = cells
    return Word(lemma, "plain", None, Adjective(lemma) if part_of_speech == "adjective" else None)


_TABLES = (
    Table("types", _type, "noun", noun=2, synonyms=5),
    Table("colours", _colour, "adjective", noun=2, synonyms=5),
    Table("materials", _material, "noun", synonyms=5, compound=3),
    Table("things", _thing, "noun", noun=2, synonyms=6, compound=4),
    Table("properties", _property, "adjective", synonyms=4),
    Table("plain", _plain, forms=2),
)
