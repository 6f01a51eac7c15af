"""The benchmark of language models on a tiny one: implementations read the same tokens and every row is reported."""

from __future__ import annotations

import importlib.util

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed; `make test` installs it")
genai = pytest.importorskip("openvino_genai", reason="OpenVINO GenAI is not installed; `make test` installs it")

from bildtext_dev.bench.language_model import BenchText, bench_text_model  # noqa: E402
from bildtext_dev.bench.products import bytes_per_second  # noqa: E402
from bildtext_dev.bench.repetitions import Repetitions  # noqa: E402
from bildtext_dev.bench.text import LLAMA, OURS, TORCH, Prompts, bench_text  # noqa: E402
from bildtext_dev.bench.text_shape import QWEN2, TextShape  # noqa: E402

pytestmark = pytest.mark.torch
WITH_LLAMA = bool(importlib.util.find_spec("llama_cpp") and importlib.util.find_spec("gguf"))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> BenchText:
    shape = TextShape("tiny", width=128, layers=2, heads=4, kv_heads=2, feed_forward=256, words=2000)
    return bench_text_model(shape, tmp_path_factory.mktemp("bench"))


def test_the_shape_matches_the_published_model() -> None:
    # Qwen2.5-1.5B's card: 1.54 B parameters, 1.31 B without the embeddings
    assert QWEN2.parameters() / 1e9 == pytest.approx(1.54, abs=0.01)
    assert QWEN2.matrices() / 1e9 == pytest.approx(1.31, abs=0.01)


def test_a_prompt_has_the_same_number_of_tokens_for_every_contender(tiny: BenchText) -> None:
    prompt = Prompts(2000, 60, 40).different()
    content = " ".join(f"w{at}" for at in prompt[1:-2])
    tokenizer = genai.Tokenizer(tiny.bundle)
    asked = tokenizer.apply_chat_template([{"role": "user", "content": content}], add_generation_prompt=True)
    assert tokenizer.encode(asked, add_special_tokens=False).input_ids.data[0].tolist() == prompt
    assert len(prompt) == 60


def test_prompts_share_a_prefix_or_nothing() -> None:
    prompts = Prompts(100_000, 60, 40)
    first, second, other = prompts.alike(), prompts.alike(), prompts.different()
    assert first[:41] == second[:41] != other[:41]
    assert first[41:] != second[41:]
    assert len(first) == len(other) == 60


def test_text_reports_every_contender_its_parts_and_the_limits(tiny: BenchText) -> None:
    report = bench_text(Repetitions(1), tiny, (60, 40, 8))
    implementations = [OURS, TORCH, *([LLAMA] if WITH_LLAMA else [])]
    for group in ("prompt", "answer"):
        rows = [row for row in report.rows if row.group == group]
        assert [row.name for row in rows if row.role != "limit"] == implementations
        assert [row.role for row in rows][-1] == "limit"
    complete = {row.name: row.value for row in report.rows if row.group == "complete answer"}
    assert set(implementations) < set(complete)
    assert all(seconds > 0 for seconds in complete.values())
    assert len(report.goals) == (3 if WITH_LLAMA else 1)
    assert ("not measured" in report.notes[-1]) != WITH_LLAMA


def test_a_cached_model_is_reused(tiny: BenchText) -> None:
    before = {path: path.stat().st_mtime_ns for path in tiny.weights.parent.rglob("*") if path.is_file()}
    assert bench_text_model(tiny.shape, tiny.weights.parents[1]) == tiny
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_measured_memory_bandwidth_is_plausible() -> None:
    assert bytes_per_second(2**26) > 1e8
