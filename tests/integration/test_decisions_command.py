"""`bildtext decisions` on moto's table, and `bildtext evaluate` with what it exports."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from bildtext.decisions import ScoredLabel, TagChoice, TagsDecided, Undone
from bildtext.storage.catalogue_index import PAGE, DynamoCatalogueIndex
from bildtext.storage.decision_table import DynamoDecisions
from bildtext.storage.keys import photo_key
from bildtext.storage.photo_table import DynamoPhotoTable
from bildtext.storage.summary_items import Summary
from bildtext_cli.checkout import SAMPLES
from bildtext_cli.decisions import COLUMNS, NONE, decisions
from bildtext_cli.evaluate import evaluate
from tests.stores import a_result

TABLE = "articles"  # of the fixture `dynamodb`


def an_article(dynamodb: Any, number: str, photo: str = "front.jpg", version: str = "v1") -> str:
    """A listed article with one tagged photo; returns the photo's key."""
    key = f"articles/{number}/{photo}"
    DynamoPhotoTable(dynamodb, TABLE).write(a_result(photo_key(key), version=version))
    summary = Summary(number, "", "", "tagged", "2026-11-27T10:00:00Z", 1, 1, 0, 0, 0.0)
    assert DynamoCatalogueIndex(dynamodb, TABLE).write(number, summary, None)
    return key


def decide(dynamodb: Any, number: str, version: int, *choices: TagChoice, bulk: bool = False) -> None:
    decided = TagsDecided(version, "2026-11-27T11:00:00Z", "8f1c", "Eva", choices, bulk)
    DynamoDecisions(dynamodb, TABLE).append(number, decided)


def choice(key: str, *labels: str, facet: str = "category", version: str = "v1") -> TagChoice:
    machine = (ScoredLabel("dress", 0.61234), ScoredLabel("shirt", 0.2))
    return TagChoice(key, facet, labels, machine, "corrected", version)


def export(out: Path, *more: str) -> tuple[list[dict[str, str]], Result]:
    answer = CliRunner().invoke(decisions, ["--table", TABLE, "--out", str(out), *more], catch_exceptions=False)
    assert answer.exit_code == 0
    with out.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file)), answer


def test_a_decision_is_exported_with_the_machines_answer(dynamodb: Any, tmp_path: Path) -> None:
    key = an_article(dynamodb, "1")
    decide(dynamodb, "1", 1, choice(key, "sneaker"))
    (row,), answer = export(tmp_path / "labels.csv")
    assert row == {
        "image": "articles/1/front.jpg",
        "label": "sneaker",
        "facet": "category",
        "action": "corrected",
        "bulk": "no",
        "machine_labels": "dress shirt",
        "machine_scores": "0.6123 0.2000",
        "version": "v1",
        "at": "2026-11-27T11:00:00Z",
    }
    assert answer.stderr == "Decisions: 1 exported.\n"


def test_what_does_not_count_any_more_is_left_out(dynamodb: Any, tmp_path: Path) -> None:
    undone, corrected, replaced, gone = (an_article(dynamodb, number) for number in "1234")
    decide(dynamodb, "1", 1, choice(undone, "sneaker"))
    DynamoDecisions(dynamodb, TABLE).append("1", Undone(2, "2026-11-27T12:00:00Z", "8f1c", "Eva", 1))
    decide(dynamodb, "2", 1, choice(corrected, "sneaker"))
    decide(dynamodb, "2", 2, choice(corrected, "boot"), choice("", "boot"))
    decide(dynamodb, "3", 1, choice(replaced, "sneaker", version="v0"))
    decide(dynamodb, "4", 1, choice(gone.replace("front", "back"), "sneaker"))
    rows, answer = export(tmp_path / "labels.csv")
    assert [(row["image"], row["label"]) for row in rows] == [(corrected, "boot")]
    assert "2 about photos that were replaced or deleted, left out" in answer.stderr


def test_several_labels_and_none(dynamodb: Any, tmp_path: Path) -> None:
    key = an_article(dynamodb, "1")
    decide(dynamodb, "1", 1, choice(key, "white", "blue", facet="colour"), choice(key))
    rows, _ = export(tmp_path / "labels.csv")
    assert [(row["facet"], row["label"]) for row in rows] == [
        ("category", NONE),
        ("colour", "white"),
        ("colour", "blue"),
    ]


def test_bulk_decisions_are_marked_and_can_be_left_out(dynamodb: Any, tmp_path: Path) -> None:
    decide(dynamodb, "1", 1, choice(an_article(dynamodb, "1"), "sneaker"), bulk=True)
    (row,), _ = export(tmp_path / "labels.csv")
    assert row["bulk"] == "yes"
    rows, answer = export(tmp_path / "labels.csv", "--without-bulk")
    assert rows == []
    assert answer.stderr == "Decisions: 1 accepted in bulk, left out.\n"


def test_articles_of_all_pages_are_read_in_order(dynamodb: Any, tmp_path: Path) -> None:
    numbers = [f"{number:03}" for number in range(2 * PAGE + 1)]
    for number in numbers:
        decide(dynamodb, number, 1, choice(an_article(dynamodb, number), "sneaker"))
    rows, _ = export(tmp_path / "labels.csv")
    assert [row["image"].split("/")[1] for row in rows] == numbers


def test_an_empty_catalogue_exports_the_columns(dynamodb: Any) -> None:
    answer = CliRunner().invoke(decisions, ["--table", TABLE], catch_exceptions=False)
    assert answer.stdout == ",".join(COLUMNS) + "\n"
    assert answer.stderr == "Decisions: none.\n"


def test_evaluate_counts_a_group_as_unmapped_unless_a_map_names_it(dynamodb: Any, tmp_path: Path) -> None:
    boot, shoe = an_article(dynamodb, "1"), an_article(dynamodb, "2")
    decide(dynamodb, "1", 1, choice(boot, "shoes"))
    decide(dynamodb, "2", 1, choice(shoe, "sneaker"))
    rows, _ = export(tmp_path / "labels.csv")
    assert [row["label"] for row in rows] == ["shoes", "sneaker"]
    for key in (boot, shoe):
        copy = tmp_path / "bucket" / key
        copy.parent.mkdir(parents=True)
        copy.write_bytes((SAMPLES / "48107" / "side.jpg").read_bytes())
    groups = tmp_path / "groups.yaml"
    groups.write_text("labels: {shoes: shoes, sneaker: shoes, dress: dress}\nclasses: {shoes: shoes, dress: dress}\n")
    command = [str(tmp_path / "bucket"), "--labels", str(tmp_path / "labels.csv"), "--json", "--facet", "category"]
    leaves = json.loads(CliRunner().invoke(evaluate, command, catch_exceptions=False).stdout)
    assert (leaves["photos"], leaves["unmapped"]) == (1, {"shoes": 1})
    mapped = json.loads(CliRunner().invoke(evaluate, [*command, "--map", str(groups)], catch_exceptions=False).stdout)
    assert (mapped["photos"], mapped["unmapped"], mapped["top_1"]) == (2, {}, 1.0)


def test_evaluate_reads_the_export(dynamodb: Any, tmp_path: Path) -> None:
    """A shoe that the model recognises, one that the editor says is a dress, and a colour that is no category."""
    shoe, other = an_article(dynamodb, "1"), an_article(dynamodb, "2")
    decide(dynamodb, "1", 1, choice(shoe, "sneaker"), choice(shoe, "white", facet="colour"))
    decide(dynamodb, "2", 1, choice(other, "dress"), replace(choice(other), facet="colour"))
    export(tmp_path / "labels.csv")
    for key in (shoe, other):
        copy = tmp_path / "bucket" / key
        copy.parent.mkdir(parents=True)
        copy.write_bytes((SAMPLES / "48107" / "side.jpg").read_bytes())
    command = [str(tmp_path / "bucket"), "--labels", str(tmp_path / "labels.csv"), "--json", "--facet"]
    category = json.loads(CliRunner().invoke(evaluate, [*command, "category"], catch_exceptions=False).stdout)
    assert (category["photos"], category["top_1"], category["unmapped"]) == (2, 0.5, {})
    colour = json.loads(CliRunner().invoke(evaluate, [*command, "colour"], catch_exceptions=False).stdout)
    assert (colour["photos"], colour["unmapped"]) == (1, {NONE: 1})
