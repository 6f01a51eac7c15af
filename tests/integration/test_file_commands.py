"""`bildtext tag` and `bildtext evaluate` on files, with the demo model."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner
from PIL import Image

from tools.demo import SAMPLES
from tools.evaluate import evaluate
from tools.tag import tag

SHOE = str(SAMPLES / "48107" / "side.jpg")


def test_photos_and_refusals_come_as_one_json_line_each_and_a_refusal_fails_the_command(tmp_path: Path) -> None:
    (tmp_path / "letter.jpg").write_text("Dear photo")
    answer = CliRunner().invoke(tag, [SHOE, str(tmp_path / "letter.jpg"), "--json", "--facet", "category"])
    shoe, letter = [json.loads(line) for line in answer.stdout.splitlines()]
    assert answer.exit_code == 1
    assert [one["facet"] for one in shoe["tags"]] == ["category"]
    assert letter["error"]["code"] == "unsupported-image"


def test_labels_of_ones_own_share_the_whole_probability() -> None:
    answer = CliRunner().invoke(tag, [SHOE, "--json", "--labels", "sneaker, dress, hat"])
    tags = json.loads(answer.stdout)["tags"]
    assert tags[0]["label"] == "sneaker"
    assert abs(sum(one["score"] for one in tags) - 1) < 1e-3


def test_explain_writes_a_panel_for_the_photo_and_for_each_facet_answered(tmp_path: Path) -> None:
    answer = CliRunner().invoke(tag, [SHOE, "--json", "--explain", str(tmp_path)])
    answered = {one["facet"] for one in json.loads(answer.stdout)["tags"]}
    with Image.open(tmp_path / "side.png") as picture:
        assert picture.size == ((1 + len(answered)) * 240, 264)


def test_evaluate_counts_what_is_right_and_names_what_was_refused_or_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "shoe.jpg").write_bytes(Path(SHOE).read_bytes())
    (tmp_path / "letter.jpg").write_text("Dear photo")
    (tmp_path / "labels.csv").write_text("image,label\nshoe,sneaker\nletter,dress\ngone,hat\n")
    options = ["--labels", str(tmp_path / "labels.csv"), "--facet", "category", "--json"]
    answer = CliRunner().invoke(evaluate, [str(tmp_path), *options], catch_exceptions=False)
    found = json.loads(answer.stdout)
    assert (found["photos"], found["top_1"], found["abstained"]) == (1, 1.0, 0.0)
    assert [line.partition(":")[0] for line in found["refused"]] == ["gone", "letter.jpg"]
