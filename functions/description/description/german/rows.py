"""Reads the CSV files of words/. Each row becomes a Word; plain words bring the forms that they may take."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from description.german.grammar import Adjective, Gender, Noun
from description.german.words import Word

PartOfSpeech = Literal["noun", "adjective", "verb", "other"]

_FOLDER = Path(__file__).with_name("words")


@dataclass(frozen=True, slots=True)
class Row:
    """A word, what part of speech it is, and its forms beyond those that grammar gives."""

    word: Word
    part_of_speech: PartOfSpeech
    forms: tuple[str, ...] = ()


def read_rows() -> Iterator[Row]:
    """Every row; kinds that win over others come first."""
    for name, read in _READERS.items():
        with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, delimiter=";", quoting=csv.QUOTE_NONE)
            next(rows)
            for row in rows:
                yield read(row)


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _noun(lemma: str, gender: str, plural: str) -> Noun:
    return Noun(lemma, cast(Gender, gender), plural)


def _type(row: list[str]) -> Row:
    lemma, gender, plural, group, parents, synonyms, labels = row
    noun = _noun(lemma, gender, plural)
    return Row(
        Word(lemma, "type", noun, None, "", _list(parents), _list(synonyms), group, "", _list(labels)),
        "noun",
    )


def _colour(row: list[str]) -> Row:
    lemma, declines, noun, family, parents, synonyms = row
    adjective = Adjective(lemma, declines == "yes")
    return Row(
        Word(lemma, "colour", _noun(noun, "n", ""), adjective, "", _list(parents), _list(synonyms), "", family),
        "adjective",
    )


def _material(row: list[str]) -> Row:
    lemma, gender, kind, compound, parents, synonyms, fibre = row
    noun = _noun(lemma, gender, "")
    return Row(
        Word(lemma, "material", noun, None, compound, _list(parents), _list(synonyms), kind, fibre=fibre == "yes"),
        "noun",
    )


def _thing(row: list[str]) -> Row:
    lemma, gender, plural, kind, compound, parents, synonyms = row
    noun = _noun(lemma, gender, plural)
    return Row(Word(lemma, kind, noun, None, compound, _list(parents), _list(synonyms)), "noun")


def _property(row: list[str]) -> Row:
    lemma, declines, kind, parents, synonyms = row
    adjective = Adjective(lemma, declines == "yes")
    return Row(Word(lemma, kind, None, adjective, "", _list(parents), _list(synonyms)), "adjective")


def _plain(row: list[str]) -> Row:
    word, part_of_speech, forms = row
    adjective = Adjective(word) if part_of_speech == "adjective" else None
    return Row(Word(word, "plain", None, adjective), cast(PartOfSpeech, part_of_speech), _list(forms))


_READERS = {
    "types": _type,
    "colours": _colour,
    "materials": _material,
    "things": _thing,
    "properties": _property,
    "plain": _plain,
}
