"""The attributes of an article as a table: a row of attributes.csv tells what the function knows of one.

Columns: `kinds` are the kinds of the vocabulary by which values are compared, `units` the units, in German, that a bare
number lacks. Traits:

- values: material, words (a value is a word, no code), measured, never-measured, never-a-date (what looks like a date
  was one value before a spreadsheet), zero-is-none, identifies (two of it are two articles)
- agreement: one-value (two that differ are a conflict), one-value-per-key
- lists: list, one-item, listed-by-and, listed-by-dash, slash-with-blanks ("40 / 42", never "40/42"), slash-in-item
- lines: in-lines (a list may follow its key in lines), needs-separator, never-alone (its key alone is a value of
  another attribute), value-in-key (its key alone says something: "Jeans"), uncut (no other key stands in its value)
- prose: measured-in-prose (a sentence may give it), noun-in-prose (a noun may be its key: "hohe Leibhöhe"), told-once
  (beside a field that says it, prose adds nothing), one-of-a-kind (its values exclude each other where they are of one
  kind: two heels, two necklines), never-compared
- yes and no: never-a-feature, wants-a-value ("ja" says nothing), affirmed-as-it-is
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from description.domain.statement import Field
from description.language.csv_tables import items, table_rows


class Attribute(NamedTuple):
    """One row of the table."""

    kinds: tuple[str, ...]
    units: str
    traits: frozenset[str]


@cache
def attributes() -> Mapping[Field, Attribute]:
    """Every attribute by its field."""
    rows = table_rows(Path(__file__).with_name("attributes.csv"))
    return {
        Field(row["attribute"]): Attribute(items(row["kinds"]), row["units"], frozenset(items(row["traits"])))
        for row in rows
    }


@cache
def having(trait: str) -> frozenset[Field]:
    """The fields with a trait. Raises KeyError for a trait that no row has."""
    found = frozenset(field for field, attribute in attributes().items() if trait in attribute.traits)
    if not found:
        raise KeyError(trait)
    return found
