"""The benchmark of drafts with a model of random weights: held to the data it states nothing false, free it babbles."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="torch is not installed; `make test` installs it")
pytest.importorskip("openvino_genai", reason="OpenVINO GenAI is not installed; `make test` installs it")

from bildtext_dev.bench.drafts import FREE, SAFE, bench_drafts
from bildtext_dev.bench.drafts_model import random_writer
from bildtext_dev.bench.repetitions import Repetitions

pytestmark = pytest.mark.torch


def test_drafts_are_compared_before_they_are_checked_and_after(tmp_path: Path) -> None:
    bundle = random_writer(tmp_path)
    assert random_writer(tmp_path) == bundle
    report = bench_drafts(Repetitions(1), bundle, 3)
    found = {(row.group, row.name): row.value for row in report.rows}
    assert found["drafts with an unsupported claim", SAFE] == 0
    assert found["unsupported claims in 100 words", SAFE] == 0
    assert found["accepted as the model wrote it", SAFE] == 100
    assert found["accepted as the model wrote it", FREE] < 100
    assert found["words in a draft", SAFE] > 10
    assert all(row.value > 0 for row in report.rows if row.group in ("seconds", "speed") and SAFE in row.name)
    assert "3 of the articles have a grammar" in report.notes[1]
