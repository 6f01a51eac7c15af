"""`bildtext labels check`: the tree, the problems, and JSON lines."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from bildtext.labels import load_labels
from bildtext_cli.labels import labels

BROKEN = """\
version: 1
facets:
  - id: colour
    name: {de: Farbe, en: Colour}
    choose: one
    prompts: ["a photo of {color}"]
    threshold: 2
    labels:
      - {id: red, name: {de: Rot, en: Red}}
      - {id: blue, name: {de: Blau, en: Blue}}
"""


def test_the_shipped_file_prints_as_a_tree_with_german_and_english_names() -> None:
    done = CliRunner().invoke(labels, ["check"], catch_exceptions=False)
    assert done.exit_code == 0
    for text in ("Kategorie · Category", "choose up to 3 · threshold 0.2 · 28 labels", "applies to every photo"):
        assert text in done.stdout
    rows = [line.strip("│├└─ \xa0") for line in done.stdout.splitlines()]
    assert any(row.split() == ["Slingpumps", "Slingback", "pumps", "slingback-pumps"] for row in rows)
    assert "applies to shoes" in rows  # the group, not its 27 leaves
    assert rows[-1].startswith("20 facets, 330 labels, no problems.")


def test_every_label_of_the_file_is_in_the_tree() -> None:
    done = CliRunner().invoke(labels, ["check"], catch_exceptions=False)
    for facet in load_labels().facets:
        for label in facet.labels:
            assert label.name.de in done.stdout


def test_all_problems_of_a_file_are_listed_with_exit_status_1(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    done = CliRunner().invoke(labels, ["check", str(path)], catch_exceptions=False)
    assert done.exit_code == 1
    first, second = done.stdout.splitlines()
    assert first.startswith(
        "mine.yaml:6: facet colour: an item of `prompts` has the placeholder `{color}` — write `{label}`"
    )
    assert second == "mine.yaml:7: facet colour: `threshold` is 2 — write a number from 0 to 1"
    assert done.stderr == f"{path}: 2 problems\n"


def test_a_missing_file_is_reported_as_a_problem(tmp_path: Path) -> None:
    done = CliRunner().invoke(labels, ["check", str(tmp_path / "none.yaml")], catch_exceptions=False)
    assert done.exit_code == 1
    assert "No such file" in done.stdout


def test_json_prints_the_counts_and_then_one_facet_per_line() -> None:
    done = CliRunner().invoke(labels, ["check", "--json"], catch_exceptions=False)
    head, *facets = [json.loads(line) for line in done.stdout.splitlines()]
    assert head == {"fingerprint": load_labels().fingerprint, "facets": 20, "labels": 330}
    assert [facet["id"] for facet in facets[:3]] == ["category", "audience", "colour"]
    assert facets[2]["labels"][1]["name"] == {"de": "Weiß", "en": "White"}


def test_json_prints_one_problem_per_line_and_exits_1(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    done = CliRunner().invoke(labels, ["check", str(path), "--json"], catch_exceptions=False)
    assert done.exit_code == 1
    lines = [json.loads(line)["line"] for line in done.stdout.splitlines()]
    assert lines == [6, 7]
