"""`bildtext bench caption` on a tiny model: implementations do the same work and every row is reported."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed; `make test` installs it")

from bildtext.processor import this_processor
from bildtext_dev.bench.blip_model import BLIP_BASE, BlipBench, BlipShape, blip_bench
from bildtext_dev.bench.caption import TOKENS, bench_caption, implementations
from bildtext_dev.bench.repetitions import Repetitions

pytestmark = pytest.mark.torch
TINY = BlipShape("tiny-blip", image=32, patch=8, width=32, layers=2, heads=2, words=300)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> BlipBench:
    return blip_bench(TINY, tmp_path_factory.mktemp("bench"))


def test_every_contender_generates_the_same_number_of_tokens(model: BlipBench) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (3, 32, 32, 3), dtype=np.uint8)
    outputs = {name: generate(pixels) for name, generate in implementations(model).items()}
    assert {tokens.shape for tokens in outputs.values()} == {(3, TOKENS + 1)}
    assert {tuple(tokens[:, 0].tolist()) for tokens in outputs.values()} == {(298, 298, 298)}


@pytest.mark.exhaustive
def test_the_report_has_ours_the_peers_and_the_limits(model: BlipBench) -> None:
    report = bench_caption(Repetitions(1), TINY, (1, 2), model.folder.parent)
    for group in ("batch 1", "batch 2"):
        rows = [row for row in report.rows if row.group == group]
        assert [row.role for row in rows] == ["ours", "ours", "baseline", "baseline", "limit", "limit"]
        assert all(row.value > 0 for row in rows if not row.note)
        assert [row.name for row in rows if row.note] == ([] if this_processor().has("bf16") else ["transformers bf16"])
    assert len(report.goals) == 2


def test_blip_base_has_the_numbers_of_its_paper_and_configuration() -> None:
    """ViT-B/16 at 384 px: 577 tokens. 12 decoder layers of 768 beside the words: 123 million weights for each token."""
    assert BLIP_BASE.seen == 577
    assert BLIP_BASE.text_weights() == pytest.approx(123e6, rel=0.01)
    # ViT-B/16 at 384 px has 55.5 billion multiply-adds; keys and values for 12 layers add 8.2
    assert BLIP_BASE.image_flop() == pytest.approx(2 * (55.5e9 + 8.2e9), rel=0.02)
