"""The inputs of tests/quality/reading*.yaml: what must be read, reported as a conflict, and left out with a reason."""

from __future__ import annotations

import pytest

from bildtext_dev.quality.consistent import measure_consistent
from bildtext_dev.quality.reading import READING, Case, cases, faults, measure_articles, measure_cases
from bildtext_dev.quality.sets import articles

CASES = tuple(case for file in READING for case in cases(file))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_an_input_is_read_as_it_is_meant(case: Case) -> None:
    assert list(faults(case)) == []


def test_the_cases_are_as_many_as_the_documentation_says_and_each_once() -> None:
    assert len({case.id for case in CASES}) == len(CASES) >= 340


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        (Case("a", text="Typ: Hemd\nFarbe: rot\nFarbe: blau"), "false conflict"),
        (Case("a", text="Typ: Hemd\nFarbe: rot", conflicts=("colour",)), "missed conflict"),
        (Case("a", text="Typ: Hemd\nFarbe: rot", materials=("Leinen",)), "lost material"),
        (Case("a", text="Typ: Hemd\nFarbe: rot", says=("colour: blau",)), "not said"),
        (Case("a", text="Typ: Hemd\nFarbe: rot", unused=("grün",)), "not reported"),
        (Case("a", text="Typ: Hemd\nFarbe: rot", unused=("rot",)), "stated though not understood"),
        (Case("a", text="hallo"), "refused"),
    ],
)
def test_a_fault_is_found(case: Case, kind: str) -> None:
    assert kind in {found for found, _ in faults(case)}


def test_no_case_of_either_set_is_counted_as_a_fault() -> None:
    for file in READING:
        assert [row.name for row in measure_cases(file).rows if row.count] == []


def test_articles_that_do_not_contradict_themselves_have_no_conflict_and_keep_their_materials() -> None:
    rows = {row.name: row for row in measure_consistent(400).rows}
    assert rows["materials lost"].of > 500
    assert [name for name, row in rows.items() if row.count] == []


def test_no_material_of_the_articles_is_lost_without_a_conflict() -> None:
    counts = {row.name: row.count for row in measure_articles("articles", articles()).rows}
    assert counts["crashes"] == counts["materials lost silently"] == 0
    assert counts["articles with a conflict"] <= 6
