"""The checks of the law, measured on dated cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from bildtext_dev.quality.law import LAW, cases, measure_law

SET = """
- id: a
  date: 2026-11-28
  data: "Artikel: Jacke"
  text: "Klimaneutral und nachhaltig, von Gemini."
  findings: [{rule: climate-claim, text: Klimaneutral}, {rule: price, text: Gemini}]
- id: b
  date: 2026-11-28
  data: "Artikel: Jeans\\nMaterial: 100% Baumwolle\\nDetails: Lederpatch"
  text: "Eine Jeans."
  findings: [{rule: animal-parts, text: ""}]
- id: c
  date: 2026-09-26
  data: "Artikel: Jacke"
  text: "Klimaneutral."
  findings: []
- id: d
  date: 2026-11-28
  data: "Artikel: Jacke"
  text: "Aus Cotton, für 5 €."
  findings: []
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "law.yaml"
    path.write_text(SET, "utf-8")
    return path


def test_places_harmless_texts_and_findings_beside_are_counted(file: Path) -> None:
    table = measure_law(file)
    assert [(row.count, row.of) for row in table.rows] == [(2, 3), (1, 2), (1, 3)]
    assert table.shown == (
        "missed: a price: Gemini",
        "beside: a green-claim: nachhaltig",
        "false: d fibre-name: Cotton",
        "false: d price: für 5 €",
    )


def test_marked_words_have_one_place(file: Path) -> None:
    file.write_text(SET.replace("text: Gemini}", "text: i}"), "utf-8")
    with pytest.raises(ValueError, match="must occur exactly once"):
        cases(file)


def test_the_sets_of_the_repository_are_read() -> None:
    assert [len(cases(file)) for file in LAW] == [60, 150]
