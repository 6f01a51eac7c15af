"""`bildtext evaluate` on files, with the demo model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bildtext.errors import InvalidRequest
from bildtext_cli.checkout import SAMPLES
from bildtext_cli.evaluate import evaluate

SHOE = str(SAMPLES / "48107" / "side.jpg")


def test_evaluate_counts_correct_answers_and_lists_refused_and_missing_photos(tmp_path: Path) -> None:
    (tmp_path / "shoe.jpg").write_bytes(Path(SHOE).read_bytes())
    (tmp_path / "letter.jpg").write_text("Dear photo")
    (tmp_path / "labels.csv").write_text("image,label\nshoe,sneaker\nletter,dress\ngone,hat\n")
    options = ["--labels", str(tmp_path / "labels.csv"), "--facet", "category", "--json"]
    answer = CliRunner().invoke(evaluate, [str(tmp_path), *options], catch_exceptions=False)
    found = json.loads(answer.stdout)
    assert (found["photos"], found["top_1"], found["abstained"]) == (1, 1.0, 0.0)
    assert [line.partition(":")[0] for line in found["refused"]] == ["gone", "letter.jpg"]
    assert found["macro_f1"] is None, "one photo is of one class"
    assert found["notes"][0].startswith("All photos are of one class")


def evaluated(folder: Path, rows: str, facet: str, *more: str) -> dict[str, Any]:
    (folder / "shoe.jpg").write_bytes(Path(SHOE).read_bytes())
    (folder / "labels.csv").write_text(f"image,label\n{rows}")
    command = [str(folder), "--labels", str(folder / "labels.csv"), "--facet", facet, "--json", *more]
    answer: dict[str, Any] = json.loads(CliRunner().invoke(evaluate, command, catch_exceptions=False).stdout)
    return answer


def test_a_facet_outside_the_vocabulary_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="has no words for audience, so no figure would mean anything"):
        evaluated(tmp_path, "shoe,women\n", "audience")


def test_a_single_known_class_is_refused(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text("Shoe: sneaker\nBag: [handbag, backpack]\n")
    with pytest.raises(InvalidRequest, match=r"words for one class of category only \(sneaker\)"):
        evaluated(tmp_path, "shoe,Shoe\n", "category", "--map", str(tmp_path / "map.yaml"))


def test_photos_of_unknown_classes_are_refused_or_counted_as_wrong(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match=r"no words for any of the CSV's classes \(silver\)"):
        evaluated(tmp_path, "shoe,silver\n", "colour")
    (tmp_path / "other.jpg").write_bytes(Path(SHOE).read_bytes())
    found = evaluated(tmp_path, "shoe,silver\nother,blue\n,red\nshoe.jpg,none of these\n", "colour")
    assert (found["photos"], found["unanswerable"], found["unmapped"]) == (2, {"silver": 1}, {"none of these": 1})
    assert found["left_out"] == ["silver", "gold"]
    assert any(note.startswith("Always wrong, because the model has no words") for note in found["notes"])


def test_no_accuracy_is_reported_when_all_photos_are_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.jpg").write_text("Dear photo")
    with pytest.raises(InvalidRequest, match=r"None of the photos could be scored; the first: letter\.jpg: Only JPEG"):
        evaluated(tmp_path, "letter,dress\n", "category")
