"""Greedy decoding, and the dependencies and bundles of captioners."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models

from bildtext.captioners.bundle import open_captioner
from bildtext.captioners.greedy import Ending, Logits, Step, Tokens, decode_greedily, decode_texts
from bildtext.captioners.manifest import CaptionManifest
from bildtext.errors import BundleError
from bildtext.images import Preparation
from bildtext.manifest import write_manifest

START, END, PAD = 4, 5, 0
ENDING = Ending(START, (END,), PAD, 5)


def decoder(*rows: list[int]) -> tuple[Step, list[list[int]]]:
    """A step function that returns these tokens, row by row, then 9; and a list of its inputs, step by step."""
    inputs: list[list[int]] = []

    def step(tokens: Tokens, at: int) -> Logits:
        inputs.append(tokens.tolist())
        best = [row[at] if at < len(row) else 9 for row in rows]
        return np.eye(10, dtype=np.float32)[best]

    return step, inputs


def test_a_caption_begins_with_the_start_and_ends_with_the_end() -> None:
    step, inputs = decoder([7, 8, END])
    assert decode_greedily(step, 1, ENDING).tolist() == [[START, 7, 8, END]]
    assert inputs == [[START], [7], [8]]


def test_a_row_that_ended_is_padded_while_others_continue() -> None:
    step, inputs = decoder([END], [7, 8, END])
    assert decode_greedily(step, 2, ENDING).tolist() == [[START, END, PAD, PAD], [START, 7, 8, END]]
    assert inputs == [[START, START], [END, 7], [PAD, 8]]


def test_a_caption_without_an_end_stops_at_the_maximum_length() -> None:
    step, inputs = decoder([7, 7, 7, 7, 7, 7])
    assert decode_greedily(step, 1, ENDING).tolist() == [[START, 7, 7, 7, 7]]
    assert len(inputs) == 4


def test_the_start_token_may_also_be_the_end_token() -> None:
    step, _ = decoder([7, START])
    assert decode_greedily(step, 1, Ending(START, (START,), START, 5)).tolist() == [[START, 7, START]]


def test_of_two_equally_likely_tokens_the_first_is_chosen() -> None:
    tied = np.array([[0, 1, 1, 0]], np.float32)
    assert decode_greedily(lambda *_: tied, 1, Ending(3, (1,), 0, 4)).tolist() == [[3, 1]]


def test_texts_contain_neither_the_start_token_nor_anything_from_the_end_token_on() -> None:
    tokenizer = Tokenizer(models.WordLevel({"a": 7, "hat": 8, "[DEC]": START, "[SEP]": END, "[PAD]": PAD}, "a"))
    rows = np.array([[START, 7, 8, END, PAD], [START, END, PAD, 8, 8], [START, 8, 8, 8, 8]])
    assert decode_texts(rows, tokenizer, ENDING) == ["a hat", "", "hat hat hat hat"]


def test_the_runtime_of_lambda_loads_neither_torch_nor_transformers() -> None:
    code = (
        "import sys, bildtext.captioners.bundle, bildtext.captioners.openvino_runtime; "
        "print(json.dumps(sorted(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", f"import json; {code}"], capture_output=True, text=True, check=True)
    assert {"torch", "transformers"}.isdisjoint(json.loads(answer.stdout))


@pytest.mark.parametrize(
    ("change", "refused"), [({"task": "text"}, "task"), ({"runtime": "torch"}, "export it with `--runtime openvino`")]
)
def test_a_bundle_of_another_task_or_runtime_is_refused(change: dict[str, str], refused: str, tmp_path: Path) -> None:
    manifest = CaptionManifest(
        preset="tiny",
        repository="tests/tiny",
        revision="main",
        licence="CC0-1.0",
        architecture="BlipForConditionalGeneration",
        runtime="openvino",
        precision="fp32",
        preparation=Preparation(32, "stretch"),
        mean=(0, 0, 0),
        std=(1, 1, 1),
        ending=ENDING,
        agreement=None,
        files={},
    )
    write_manifest(tmp_path, manifest)
    written = json.loads((tmp_path / "bundle.json").read_text())
    (tmp_path / "bundle.json").write_text(json.dumps({**written, **change}))
    with pytest.raises(BundleError, match=refused):
        open_captioner(tmp_path)
