"""`bildtext labels check` prints the tree and the problems; `labels compile` lists the words that a model lacks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bildtext.bundle import Bundle
from bildtext.labels import load_labels
from bildtext_cli.labels import labels, left_out_lines
from bildtext_cli.models.presets import preset

BUNDLE = preset("mini-clip").bundle_folder
CARD = BUNDLE.parent / "README.md"

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


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(labels, list(map(str, arguments)), catch_exceptions=False)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    return path


def test_the_shipped_file_prints_as_a_tree_with_german_and_english_names() -> None:
    done = run("check")
    assert done.exit_code == 0
    for text in ("Kategorie · Category", "choose up to 3 · threshold 0.2 · 28 labels", "applies to every photo"):
        assert text in done.stdout
    rows = [line.strip("│├└─ \xa0") for line in done.stdout.splitlines()]
    assert any(row.split() == ["Slingpumps", "Slingback", "pumps", "slingback-pumps"] for row in rows)
    assert "applies to shoes" in rows  # the group, not its 27 leaves
    assert rows[-1].startswith("20 facets, 330 labels, no problems.")


def test_every_label_of_the_file_is_in_the_tree() -> None:
    done = run("check")
    for facet in load_labels().facets:
        for label in facet.labels:
            assert label.name.de in done.stdout


def test_all_problems_of_a_file_are_listed_with_exit_status_1(broken: Path) -> None:
    done = run("check", broken)
    assert done.exit_code == 1
    first, second = done.stdout.splitlines()
    assert first.startswith(
        "mine.yaml:6: facet colour: an item of `prompts` has the placeholder `{color}` — write `{label}`"
    )
    assert second == "mine.yaml:7: facet colour: `threshold` is 2 — write a number from 0 to 1"
    assert done.stderr == f"{broken}: 2 problems\n"


def test_a_missing_file_is_reported_as_a_problem(tmp_path: Path) -> None:
    done = run("check", tmp_path / "none.yaml")
    assert done.exit_code == 1
    assert "No such file" in done.stdout


def test_json_prints_the_counts_and_then_one_facet_per_line() -> None:
    done = run("check", "--json")
    head, *facets = [json.loads(line) for line in done.stdout.splitlines()]
    assert head == {"fingerprint": load_labels().fingerprint, "facets": 20, "labels": 330}
    assert [facet["id"] for facet in facets[:3]] == ["category", "audience", "colour"]
    assert facets[2]["labels"][1]["name"] == {"de": "Weiß", "en": "White"}


def test_json_prints_one_problem_per_line_and_exits_1(broken: Path) -> None:
    done = run("check", broken, "--json")
    assert done.exit_code == 1
    lines = [json.loads(line)["line"] for line in done.stdout.splitlines()]
    assert lines == [6, 7]


def test_the_model_card_contains_the_list_that_compiling_prints(tmp_path: Path) -> None:
    shutil.copytree(BUNDLE, tmp_path / "bundle")
    done = run("compile", "--model", tmp_path / "bundle")
    printed = [line for line in done.stderr.splitlines() if line.startswith("- ")]
    _, _, section = CARD.read_text(encoding="utf-8").partition("## What it has no words for")
    assert "`bildtext labels compile --model mini-clip`" in section
    assert [line for line in section.splitlines() if line.startswith("- ")] == printed
    assert (tmp_path / "bundle" / "label_vectors.npz").read_bytes()[:4] == b"PK\x03\x04"


def test_the_committed_vectors_give_the_same_list(tmp_path: Path) -> None:
    label_set = load_labels()
    lines = list(left_out_lines(label_set, Bundle.open(BUNDLE).label_vectors(label_set)))
    assert lines[0].startswith("- `category` (77 of 114): crop-top, tunic, ")
    assert lines[1].startswith('- `category`, 7 of 7 `none` prompts: "a photo of an empty room", ')
    assert lines[1].endswith("; it takes one of its labels whatever a photo shows")
    assert all(line in CARD.read_text(encoding="utf-8") for line in lines)


def test_lost_wordings_of_labels_with_others_are_counted(tmp_path: Path) -> None:
    shutil.copytree(BUNDLE, tmp_path / "bundle")
    (tmp_path / "labels.yaml").write_text(
        """version: 1
facets:
  - id: kind
    name: {de: Art, en: Kind}
    choose: one
    prompts: ["a photo of the {label}", "a xylograph of the {label}"]
    none: ["a photo of a plain shirt", "a xylograph"]
    threshold: 0.4
    labels:
      - {id: dress, name: {de: Kleid, en: Dress}}
      - {id: hat, name: {de: Hut, en: Hat}}
""",
        encoding="utf-8",
    )
    command = ["compile", str(tmp_path / "labels.yaml"), "--model", str(tmp_path / "bundle")]
    done = CliRunner().invoke(labels, command, catch_exceptions=False)
    assert done.stderr.splitlines()[1:] == [
        '- `kind`, 1 of 2 `none` prompts: "a xylograph"',
        "- `kind`, 2 wordings of labels that keep others",
    ]
