"""Neighbouring labels."""

from __future__ import annotations

import csv

import pytest

from bildtext.labels import load_labels
from bildtext.labels.near import NEAR_FILE, near


@pytest.mark.parametrize(
    ("facet", "first", "second", "expected"),
    [
        ("colour", "beige", "tan", True),
        ("colour", "tan", "beige", True),
        ("colour", "red", "red", True),
        ("colour", "white", "black", False),
        ("colour", "navy", "black", False),
        ("category", "slip-on-shoe", "loafer", True),
        ("category", "pumps", "sneaker", False),
        ("occasion", "business", "wedding", False),
    ],
)
def test_neighbours_count_both_ways(facet: str, first: str, second: str, expected: bool) -> None:
    assert near(facet, first, second) is expected


def test_the_table_names_labels_of_the_label_file_each_pair_once() -> None:
    known = {facet.id: {label.id for label in facet.labels} for facet in load_labels().facets}
    with NEAR_FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    named = [(row["facet"], label) for row in rows for label in (row["label"], *row["near"].split("|"))]
    assert [one for one in named if one[1] not in known[one[0]]] == []
    pairs = [(row["facet"], frozenset((row["label"], other))) for row in rows for other in row["near"].split("|")]
    assert len(pairs) == len(set(pairs))
