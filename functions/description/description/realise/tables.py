"""The tables of this package: what fields speak of, how values are rewritten, words in their classes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from description.domain.statement import Field
from description.language.csv_tables import items, lists_of, table_rows
from description.language.grammar import Gender, Noun, Number
from description.style.topics import Topic

_FOLDER = Path(__file__).parent


def whole(expression: str, flags: re.RegexFlag = re.I) -> re.Pattern[str]:
    """An expression of a table, for what matches it as a whole."""
    return re.compile(f"^(?:{expression})$", flags)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of this package's tables."""
    return table_rows(_FOLDER / f"{name}.csv")


@dataclass(frozen=True, slots=True)
class FieldWording:
    """How a field speaks: its topic, the noun that its adjectives go with, and the vocabulary's kinds of its values."""

    field: Field
    topic: Topic
    label: str
    noun: Noun | None
    number: Number
    kinds: tuple[str, ...]


@cache
def field_wordings() -> dict[Field, FieldWording]:
    """The rows of field_wordings.csv by their field."""
    return {Field(row["field"]): _field_wording(row) for row in rows("field_wordings")}


def _field_wording(row: dict[str, str]) -> FieldWording:
    noun = Noun(row["noun"], cast(Gender, row["gender"]), row["plural"]) if row["noun"] else None
    kinds = items(row["kinds"])
    return FieldWording(
        Field(row["field"]), Topic(row["topic"]), row["label"], noun, cast(Number, row["number"]), kinds
    )


@cache
def _rewritings() -> dict[Field, list[tuple[re.Pattern[str], str]]]:
    found: dict[Field, list[tuple[re.Pattern[str], str]]] = {}
    for row in rows("rewritings"):
        for field in row["field"].split("|"):
            found.setdefault(Field(field), []).append((whole(row["pattern"]), row["says"]))
    return found


def rewritten(field: Field, value: str) -> str | None:
    """The value as a text says it (rewritings.csv); None where the table has nothing for it.

    "=…" is a predicate, "@…" stands after the noun, "" is not said.
    """
    for expression, says in _rewritings().get(field, ()):
        found = expression.fullmatch(value)
        if found is not None:
            capital = expression.fullmatch(value.capitalize()) if says.startswith("@") else None
            return (capital or found).expand(says.replace("\\0", r"\g<0>"))
    return None


def words_in_order(kind: str) -> tuple[str, ...]:
    """The words of one class of words.csv in their order. KeyError: there is no such class."""
    return _classes()[kind]


@cache
def words(kind: str) -> frozenset[str]:
    """The same without their order."""
    return frozenset(words_in_order(kind))


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """The same as the alternatives of one expression, in any case; each may be an expression itself."""
    return re.compile("|".join(words_in_order(kind)), re.I)


@cache
def exact_pattern(kind: str) -> re.Pattern[str]:
    """The same for what is one of them as a whole."""
    return whole("|".join(words_in_order(kind)))


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    return lists_of("words", "class", "words", _FOLDER)
