"""Adjectives that rule each other out of one part: verdeckt and sichtbar, leicht and stark."""

from __future__ import annotations

from functools import cache

from description.language.csv_tables import LEXICON, table_rows

OF_ITS_NOUN = "*"  # in exclusive.csv: the attribute is said of the very noun that has it


@cache
def scales() -> tuple[tuple[tuple[str, ...], ...], ...]:
    """For each scale its values, each as the adjectives that say it."""
    own = [row["attribute"] for row in table_rows(LEXICON / "exclusive.csv") if row["of"] == OF_ITS_NOUN]
    rows = table_rows(LEXICON / "exclusive_values.csv")
    return tuple(
        tuple(tuple(row["words"].split("|")) for row in rows if row["attribute"] == attribute) for attribute in own
    )
