"""The golden articles, and writers side by side on them."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from bildtext_dev.quality.commands import quality
from bildtext_dev.quality.golden import GoldenArticle, Slot, golden_articles
from bildtext_dev.quality.report import Comparison, Figure, emit
from bildtext_dev.quality.slots import is_told
from bildtext_dev.quality.writing import BY_HAND, measure_golden
from description.ingest import parse
from description.writers import Draft, WritingTask

SHOE = GoldenArticle(
    "shoe",
    "shoes",
    "Artikel: Pumps\nFarbe: rot\nFutter: Textil",
    "Rote Pumps mit Textil im Futter.",
    (Slot("Artikel", "Pumps", True, ("pumps",)), Slot("Farbe", "rot", True, ("rot",))),
)
BAG = GoldenArticle(
    "bag",
    "bags",
    "Artikel: Tasche\nFarbe: blau",
    "Eine Tasche in Blau für jeden Tag.",
    (Slot("Artikel", "Tasche", True, ("tasche",)), Slot("Farbe", "blau", True, ("blau",))),
)


@dataclass
class Written:
    """A writer that has its texts."""

    texts: dict[str, str]
    name: str = "written"
    model: str = ""

    def write(self, task: WritingTask, **_: object) -> Draft:
        return Draft(self.texts[task.article])

    def repair(self, task: WritingTask, draft: Draft, *_: object, **__: object) -> Draft:
        return self.write(task) if draft.text else draft


COPIES = Written({"shoe": SHOE.text, "bag": BAG.text})
SHORT = Written({"shoe": "Pumps für den Abend.", "bag": BAG.text})


def figures(table: Comparison) -> dict[str, dict[str, float | None]]:
    return {row.name: dict(zip(table.columns, row.values, strict=True)) for row in table.rows}


def test_writers_stand_side_by_side_with_the_text_by_hand() -> None:
    overall, rates, scores = measure_golden((SHOE, BAG), {"copies": COPIES, "short": SHORT})
    assert overall.columns == ("copies", "short", BY_HAND)
    found = figures(overall)
    assert found["slot error rate"] == {"copies": 0, "short": 25, BY_HAND: 0}
    assert found["  missing"] == {"copies": 0, "short": 25, BY_HAND: 0}
    assert found["telling slots in the text"] == {"copies": 100, "short": 75, BY_HAND: 100}
    assert found["texts without an error"] == {"copies": 100, "short": 50, BY_HAND: 100}
    assert found["PARENT precision"]["copies"] == pytest.approx(100)
    assert found["PARENT precision"][BY_HAND] is None
    assert figures(rates) == {
        "shoes": {"copies": 0, "short": 50, BY_HAND: 0},
        "bags": {"copies": 0, "short": 0, BY_HAND: 0},
    }
    assert [row.name for row in scores.rows] == ["shoes", "bags"]
    assert overall.shown == ("short, shoe: not said: Farbe: rot; 0 added, 0 wrong: Pumps für den Abend.",)


def test_parent_is_the_mean_of_the_texts_about_the_telling_values() -> None:
    # the reference's own recall: λ = 1 − its mentions of the table; "rot" is no word of "Rote Pumps", "blau" is one
    (overall, *_) = measure_golden((SHOE, BAG), {"copies": COPIES})
    expected = 100 * (0.5 ** (1 - 0.5) + 1) / 2
    assert figures(overall)["PARENT recall"]["copies"] == pytest.approx(expected)


def test_the_articles_are_forty_in_groups_each_with_a_text_that_tells_its_slots() -> None:
    ours = golden_articles()
    assert len(ours) == 40
    assert set(Counter(article.group for article in ours).values()) == {4}
    for article in ours:
        assert parse(article.data_text).statements
        assert [one for one in article.slots if not is_told(one, article.text)] == []
        for one in article.slots:
            assert any(line.startswith(f"{one.key}:") and one.value in line for line in article.data_text.splitlines())


@pytest.mark.parametrize(
    ("slots", "message"),
    [
        ("[{key: Farbe, value: rot, telling: false, forms: [rot]}]", "to be told"),
        ("[{key: Farbe, value: rot, telling: true, forms: []}]", "no form"),
    ],
)
def test_an_article_without_anything_to_look_for_is_refused(tmp_path: Path, slots: str, message: str) -> None:
    file = tmp_path / "golden.yaml"
    file.write_text(f"groups: {{shoes: [{{id: a, data_text: 'Farbe: rot', text: Rot., slots: {slots}}}]}}", "utf-8")
    with pytest.raises(ValueError, match=message):
        golden_articles(file)


def test_the_command_prints_a_column_for_each_writer() -> None:
    answer = CliRunner().invoke(quality, ["golden", "--writer", "rules", "--json"], catch_exceptions=False)
    assert answer.exit_code == 0
    lines = [json.loads(line) for line in answer.stdout.splitlines()]
    found = {(row["name"], row["column"]): row["value"] for row in lines if "column" in row}
    assert found["slot error rate", "rules"] < 25
    assert found["  missing", BY_HAND] == 0
    assert found["PARENT F1", "rules"] > 30
    assert not any(math.isnan(value) for value in found.values() if value is not None)


def test_a_writer_needs_its_model() -> None:
    answer = CliRunner().invoke(quality, ["golden", "--writer", "local"])
    assert answer.exit_code == 2
    assert "local" in answer.output


def test_columns_are_aligned_and_what_was_not_measured_has_a_dash(capsys: pytest.CaptureFixture[str]) -> None:
    table = Comparison("set", ("rules", "by hand"), (Figure("rate", (12.345, None)), Figure("words", (7, 120), 0)))
    emit(table, as_json=False, show=False)
    assert (
        capsys.readouterr().out == "\nset\n         rules  by hand\n  rate    12.3        –\n  words      7      120\n"
    )
    emit(table, as_json=True, show=False)
    assert json.loads(capsys.readouterr().out.splitlines()[0]) == {
        "table": "set",
        "name": "rate",
        "column": "rules",
        "value": 12.345,
    }
