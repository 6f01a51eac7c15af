"""The benchmarks on a tiny model: implementations do the same work and every row is reported. Speed is not asserted."""

from __future__ import annotations

import io
import json
import math
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed; `make test` installs it")

from click.testing import CliRunner  # noqa: E402
from PIL import Image  # noqa: E402

from bildtext.bundle import Bundle  # noqa: E402
from bildtext.images import Preparation, decode  # noqa: E402
from bildtext.labels import LABELS_FILE  # noqa: E402
from bildtext.processor import Processor, this_processor  # noqa: E402
from bildtext_dev.bench import tag  # noqa: E402
from bildtext_dev.bench.commands import BENCHMARKS, bench  # noqa: E402
from bildtext_dev.bench.cost import bench_cost  # noqa: E402
from bildtext_dev.bench.decode import bench_decode  # noqa: E402
from bildtext_dev.bench.flow import bench_flow  # noqa: E402
from bildtext_dev.bench.inputs import photo_file, without_text_half  # noqa: E402
from bildtext_dev.bench.machine import restrict_torch, this_machine  # noqa: E402
from bildtext_dev.bench.memory import bench_memory  # noqa: E402
from bildtext_dev.bench.model import FASHION_CLIP, LABELS, BenchModel, Shape, bench_model  # noqa: E402
from bildtext_dev.bench.pictures import SHOP, PhotoKind, decode_as_clip_does, jpeg  # noqa: E402
from bildtext_dev.bench.precision import bench_precision  # noqa: E402
from bildtext_dev.bench.products import Precision, limit_of, limits, peak  # noqa: E402
from bildtext_dev.bench.repetitions import Repetitions  # noqa: E402
from bildtext_dev.bench.start import bench_start  # noqa: E402
from bildtext_dev.bench.tagging_process import run_tagging_process  # noqa: E402

pytestmark = pytest.mark.torch
SMALL = PhotoKind("small", 400, 300, 3.0)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> BenchModel:
    shape = Shape("tiny", image=32, patch=8, vision=(32, 2, 2), text=(32, 2, 2), words=1000, dimensions=24)
    return bench_model(shape, tmp_path_factory.mktemp("bench"))


def test_every_contender_does_the_same_work(tiny: BenchModel) -> None:
    pixels = np.stack([decode(jpeg(SMALL, seed), Preparation(32)) for seed in range(16)])
    answers = {name: top(pixels) for name, top in tag.implementations(tiny).items()}
    reference = answers.pop("torch fp32, cached labels")
    assert answers[tag.PIPELINE] == reference
    assert answers.get("ONNX Runtime fp32", reference) == reference  # left out where oneDNN is restricted
    for name, labels in answers.items():  # 80 random labels lie close together: rounding may swap the first two
        agreeing = sum(label == expected for label, expected in zip(labels, reference, strict=True))
        assert agreeing >= 8, f"{name} agrees on {agreeing} of 16"


def test_the_model_has_eighty_labels_and_bundles_of_both_precisions(tiny: BenchModel) -> None:
    assert len(set(tiny.names)) == LABELS
    assert tiny.label_matrix().shape == (LABELS, 24)
    assert [Bundle.open(folder).manifest.precision for folder in (tiny.fp16, tiny.int8)] == ["fp16", "int8"]


def test_threads_can_share_one_encoder(tiny: BenchModel) -> None:
    encoder = Bundle.open(tiny.fp16).image_encoder()
    pixels = np.random.default_rng(5).integers(0, 256, (8, 2, 32, 32, 3), dtype=np.uint8)
    alone = [encoder.encode(pair) for pair in pixels]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(encoder.encode, [*pixels] * 5))
    np.testing.assert_array_equal(together, alone * 5)


def test_a_cached_model_is_reused(tiny: BenchModel) -> None:
    before = {path: path.stat().st_mtime_ns for path in tiny.weights.parent.rglob("*") if path.is_file()}
    assert bench_model(tiny.shape, tiny.weights.parents[1]) == tiny
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_the_command_reports_machine_rows_and_goals_as_json(tiny: BenchModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bildtext_dev.bench.model.bench_model", lambda: tiny)
    result = CliRunner().invoke(bench, ["tag", "--json", "--photos", "2", "--repeat", "1"], catch_exceptions=False)
    machine, *lines = map(json.loads, result.stdout.splitlines())
    processor = this_processor()
    assert machine["cores"] >= 1
    assert machine["precision"] == processor.computes_in("fp16")
    assert machine["features"] == list(processor.features)
    assert machine["restricted_to"] == processor.cap
    assert machine["limits"] == list(limits(processor))
    rows = [line for line in lines if line["row"] not in ("goal", "note")]
    absent = tag.left_out(processor)
    implementations = [
        *tag.implementations(tiny),
        *absent,
        f"{machine['precision']} matrix product",
        "int8 matrix product",
    ]
    for group in ("batch 32", "batch 1"):
        assert [row["row"] for row in rows if row["group"] == group] == implementations
    assert {row["row"] for row in rows if row["value"] is None} == set(absent)
    assert all((row["value"] or 1) > 0 and row["unit"] == "photos/s" for row in rows)
    assert all(set(row["ratios"]) == {tag.FP16, tag.INT8} for row in rows if row["role"] == "baseline")
    assert len([line for line in lines if line["row"] == "goal"]) == 6


def test_the_first_line_shows_the_cpu_features_and_the_precision_used(
    tiny: BenchModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bildtext_dev.bench.model.bench_model", lambda: tiny)
    result = CliRunner().invoke(bench, ["cost", "--repeat", "1"], catch_exceptions=False)
    first, *_ = result.stdout.splitlines()
    machine = this_machine()
    assert machine.cpu in first
    assert f"uses {', '.join(machine.features)}; lacks" in first
    assert f"fp16 and int4 bundles compute in {machine.precision}" in first
    assert f"products in {', '.join(machine.limits)}" in first
    assert ("restricted to" in first) == bool(machine.restricted_to)


def test_a_benchmark_ends_in_time_and_reports_what_was_not_measured(
    tiny: BenchModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bildtext_dev.bench.model.bench_model", lambda: tiny)
    monkeypatch.setattr("bildtext_dev.bench.repetitions._REST_S", 0.3)
    arguments = ["tag", "--json", "--photos", "1", "--repeat", "1000000", "--seconds", "1"]
    result = CliRunner().invoke(bench, arguments, catch_exceptions=False)
    _, *lines = map(json.loads, result.stdout.splitlines())
    values = [line["value"] for line in lines if line["row"] not in ("goal", "note")]
    assert values[0] > 0
    assert values[-1] is None
    assert any("--seconds" in line["text"] for line in lines if line["row"] == "note")


@pytest.mark.parametrize("precision", limits(this_processor()))
def test_a_limit_is_measured_in_every_precision_that_the_cpu_has(precision: Precision) -> None:
    fastest = peak(precision, ((16, 32, 64), (32, 32, 32)))()
    assert 1e6 < fastest < 1e15


def test_bf16_is_not_measured_as_a_limit_on_a_cpu_that_emulates_it() -> None:
    without, with_bf16 = Processor("", frozenset({"avx2"})), Processor("", frozenset({"avx512_bf16"}))
    assert limits(without) == ("f32", "int8")
    assert limits(with_bf16) == ("f32", "bf16", "int8")
    assert [limit_of(bundle, without) for bundle in ("fp32", "fp16", "int8")] == ["f32", "f32", "int8"]
    assert [limit_of(bundle, with_bf16) for bundle in ("fp32", "fp16", "int8")] == ["f32", "bf16", "int8"]
    assert "torch bf16, cached labels" in tag.left_out(without)
    assert tag.left_out(with_bf16) == {}


def test_restricting_onednn_restricts_all_of_torch() -> None:
    environment: dict[str, str] = {}
    restrict_torch(Processor("", frozenset({"avx2"})), environment)
    assert environment == {}
    restrict_torch(Processor("", frozenset({"avx2"}), "AVX2"), environment)
    assert environment == {"ATEN_CPU_CAPABILITY": "avx2", "MKL_ENABLE_INSTRUCTIONS": "AVX2"}


def test_the_limits_of_a_tiny_model_are_small_matrix_products(tiny: BenchModel) -> None:
    assert FASHION_CLIP.products() == ((1600, 768, 3072), (1600, 3072, 768), (2048, 2048, 2048))
    assert max(max(product) for product in tiny.shape.products()) <= 1024


def test_precision_reports_each_variant_and_uses_the_native_one_for_ours(tiny: BenchModel) -> None:
    report = bench_precision(tiny, Repetitions(1))
    chosen = this_processor().computes_in("fp16")
    for group in ("batch 32", "batch 1"):
        rows = {row.name: row for row in report.rows if row.group == group}
        assert [name for name, row in rows.items() if row.role == "ours"] == [
            f"fp16 bundle in {chosen}",
            f"int8 bundle in int8 and {chosen}",
        ]
        assert rows["fp16 bundle in f32"].value > 0
        assert (rows["fp16 bundle in bf16"].value > 0) != bool(rows["fp16 bundle in bf16"].note)
    assert len(report.goals) == 2


def test_an_unknown_benchmark_is_refused_with_the_valid_names() -> None:
    result = CliRunner().invoke(bench, ["sped"])
    assert result.exit_code == 2
    assert all(name in result.stderr for name in BENCHMARKS)


def test_decode_reports_ours_two_peers_a_limit_and_the_cosines(tiny: BenchModel) -> None:
    report = bench_decode(tiny, photos=1, repetitions=Repetitions(1), kinds=(SMALL,))
    assert [row.role for row in report.rows if row.group == "small"] == ["ours", "baseline", "baseline", "limit"]
    assert {row.name for row in report.rows if row.group == "cosine"} == {"reduced to full", "photo to photo"}
    assert all(-1 <= row.value <= 1.001 for row in report.rows if row.group == "cosine")


def test_the_plain_decode_is_that_of_transformers(tiny: BenchModel) -> None:
    from transformers import CLIPImageProcessorPil

    data = jpeg(SMALL, 3)
    processor = CLIPImageProcessorPil.from_pretrained(tiny.weights, do_normalize=False, do_rescale=False)
    theirs = processor(images=[_opened(data)], return_tensors="np")["pixel_values"][0].transpose(1, 2, 0)
    np.testing.assert_array_equal(decode_as_clip_does(data, Preparation(32)), theirs.astype(np.uint8))


def test_flow_reports_the_total_its_two_parts_and_their_sum(tiny: BenchModel) -> None:
    report = bench_flow(tiny, photos=2, repetitions=Repetitions(1), kinds=(SMALL,))
    assert [row.role for row in report.rows[:4]] == ["ours", "part", "part", "limit"]
    _, decoding, encoding, limit = report.rows[:4]
    assert limit.value == pytest.approx(1 / (1 / decoding.value + 1 / encoding.value))


def test_a_fresh_process_tags_from_a_bundle_without_a_text_encoder(tiny: BenchModel) -> None:
    half, photo = without_text_half(tiny.fp16), photo_file(tiny, SHOP)
    assert not [path.name for path in half.iterdir() if path.name.startswith(("text_encoder", "tokenizer"))]
    found = run_tagging_process("ours", half, LABELS_FILE, photo, copies=3)
    assert len(found.best) == 3
    assert found.seconds > found.import_s > 0
    assert found.peak_mb > 10


def test_start_reports_ours_torch_a_limit_and_the_import_of_the_handler(tiny: BenchModel) -> None:
    report = bench_start(tiny, repetitions=Repetitions(1))
    assert [row.role for row in report.rows] == ["ours", "ours", "ours", "baseline", "limit", "fact"]
    assert len(report.goals) == 4


def test_memory_reports_ours_torch_and_a_limit(tiny: BenchModel) -> None:
    report = bench_memory(tiny, repetitions=Repetitions(1), batches=(2,), kinds=(SHOP,))
    assert [row.role for row in report.rows] == ["ours", "ours", "baseline", "limit"]
    assert all(row.unit == "MB" for row in report.rows)


def test_cost_reports_what_was_and_was_not_measured(tiny: BenchModel) -> None:
    before = os.sched_getaffinity(0)
    report = bench_cost(tiny, repetitions=Repetitions(1))
    assert os.sched_getaffinity(0) == before
    values = {(row.group, row.name, row.unit): row.value for row in report.rows}
    parts = ("function", "S3", "SQS", "DynamoDB", "EventBridge")
    assert sum(values["Lambda alone", part, "$"] for part in parts) == pytest.approx(
        values["Lambda alone", "total", "$"]
    )
    assert 0 < values["Lambda alone", "total", "€"] < values["Lambda alone", "total", "$"]
    endpoints = [row for row in report.rows if row.group.startswith("GPU endpoint")]
    assert [math.isnan(row.value) for row in endpoints] == [True] * 4
    assert any("GPU: not measured" in note for note in report.notes)


def test_cost_with_a_given_gpu_fills_every_row_of_its_region(tiny: BenchModel) -> None:
    report = bench_cost(tiny, repetitions=Repetitions(1), region="eu-central-1", gpu_photos_per_second=1000)
    assert not [row for row in report.rows if math.isnan(row.value)]
    totals = [row.value for row in report.rows if row.group.startswith("GPU endpoint, used") and row.name == "total"]
    assert totals == sorted(totals, reverse=True)
    assert any("1000 photos/s, as given" in note for note in report.notes)


def test_a_failed_fresh_process_reports_the_reason(tiny: BenchModel, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no model bundle"):
        run_tagging_process("ours", tmp_path, LABELS_FILE, photo_file(tiny, SHOP))


def test_photos_are_determined_by_seed_and_kind() -> None:
    assert _opened(jpeg(SHOP, 1)).size == (1000, 1250)
    assert jpeg(SHOP, 1) == jpeg.__wrapped__(SHOP, 1) != jpeg(SHOP, 2)


def _opened(data: bytes) -> Image.Image:

    return Image.open(io.BytesIO(data))
