"""Attributes that have one value at a time, for data and texts alike: a jacket whose Revers is steigend has no
fallendes, what is ungefüttert is not warm gefüttert.

exclusive.csv says of each attribute in which `fields` of the data and of which nouns of a text it is said;
exclusive_values.csv has its values: `words` say one in a text and in the first of the fields, `in data` are whole
values of any of them ("*": with more before or after it).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from description.language.csv_tables import LEXICON, items, table_rows

NOT = "not "  # opens a value that is denied
OF_ITS_NOUN = ("*",)  # the attribute is said of the very noun that has it
EITHER = "-"  # a value that excludes none of the others: "bügelleicht"


class Value(NamedTuple):
    """One value of an attribute. `near` and `away` must, or must not, stand beside it in a text."""

    attribute: str
    value: str
    words: tuple[str, ...]
    in_data: tuple[str, ...]
    fields: tuple[str, ...]
    of: tuple[str, ...]
    near: tuple[str, ...]
    away: tuple[str, ...]


@cache
def values() -> tuple[Value, ...]:
    """Every value of every attribute, in the table's order."""
    rows = {row["attribute"]: row for row in table_rows(LEXICON / "exclusive.csv")}
    told = ((row, rows[row["attribute"]]) for row in table_rows(LEXICON / "exclusive_values.csv"))
    return tuple(
        Value(
            row["attribute"],
            row["value"],
            items(row["words"]),
            items(row["in data"]),
            *(items(attribute[column]) for column in ("fields", "of", "with", "without")),
        )
        for row, attribute in told
    )


def excludes(one: str, other: str) -> bool:
    """Whether two values of one attribute cannot both be true; the first may be denied."""
    return one.removeprefix(NOT) == other if one.startswith(NOT) else one != other


@cache
def opposites() -> dict[str, frozenset[str]]:
    """Adjective → those that one and the same part cannot be as well: leicht, stark."""
    own = [value for value in values() if value.of == OF_ITS_NOUN]
    others = {value: [other for other in own if other.attribute == value.attribute and other != value] for value in own}
    found: dict[str, frozenset[str]] = {}
    for value in own:
        against = frozenset(word for other in others[value] for word in other.words)
        found.update((word, found.get(word, frozenset()) | against) for word in value.words)
    return found
