"""`bildtext evaluate` on files, with the demo model."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from tools.demo import SAMPLES
from tools.evaluate import evaluate

SHOE = str(SAMPLES / "48107" / "side.jpg")


def test_evaluate_counts_what_is_right_and_names_what_was_refused_or_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "shoe.jpg").write_bytes(Path(SHOE).read_bytes())
    (tmp_path / "letter.jpg").write_text("Dear photo")
    (tmp_path / "labels.csv").write_text("image,label\nshoe,sneaker\nletter,dress\ngone,hat\n")
    options = ["--labels", str(tmp_path / "labels.csv"), "--facet", "category", "--json"]
    answer = CliRunner().invoke(evaluate, [str(tmp_path), *options], catch_exceptions=False)
    found = json.loads(answer.stdout)
    assert (found["photos"], found["top_1"], found["abstained"]) == (1, 1.0, 0.0)
    assert [line.partition(":")[0] for line in found["refused"]] == ["gone", "letter.jpg"]
