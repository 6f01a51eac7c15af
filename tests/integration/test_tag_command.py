"""`bildtext tag` on files, with the demo model."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner
from PIL import Image

from tools.demo import SAMPLES
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
