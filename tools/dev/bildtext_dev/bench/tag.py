"""`bildtext bench tag`: photos per second from pixels to labels, compared with baselines and the matrix product."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from bildtext.images import Pixels
from bildtext.processor import Processor, this_processor
from bildtext_dev.bench.implementations import TopLabels
from bildtext_dev.bench.measure import Goal, Report, Row, best_baseline, throughput_rows
from bildtext_dev.bench.model import BenchModel
from bildtext_dev.bench.onnx_baseline import DYNAMIC, FP32, STATIC
from bildtext_dev.bench.products import limit_name, limit_of, limit_rate
from bildtext_dev.bench.repetitions import Repetitions, per_second

FP16, INT8 = "ours fp16", "ours int8"
PIPELINE = "Hugging Face pipeline"
_TORCH_BF16 = "torch bf16, cached labels"
_ONNX = {"ONNX Runtime fp32": FP32, "ONNX Runtime int8, static": STATIC, "ONNX Runtime int8, dynamic": DYNAMIC}
_BATCHES = (32, 1)
_PIPELINE_PHOTOS = 2  # its time per photo does not depend on their number


def implementations(model: BenchModel) -> dict[str, TopLabels]:
    """Return the implementations that run on this machine, by name; ours first."""
    import torch

    from bildtext_dev.bench.implementations import hugging_face_pipeline, onnx_cached, ours, torch_cached

    makers = {
        FP16: partial(ours, model, model.fp16),
        INT8: partial(ours, model, model.int8),
        PIPELINE: partial(hugging_face_pipeline, model),
        "torch fp32, cached labels": partial(torch_cached, model, torch.float32),
        _TORCH_BF16: partial(torch_cached, model, torch.bfloat16),
        **{name: partial(onnx_cached, model, file) for name, file in _ONNX.items()},
    }
    absent = left_out(this_processor())
    return {name: make() for name, make in makers.items() if name not in absent}


def left_out(processor: Processor) -> dict[str, str]:
    """Return the implementations that are not measured on such a CPU, and why."""
    emulated = {} if processor.has("bf16") else {_TORCH_BF16: "this CPU has no bf16"}
    return emulated | (dict.fromkeys(_ONNX, "cannot be restricted") if processor.cap else {})


def bench_tag(model: BenchModel, photos: int, repetitions: Repetitions) -> Report:
    """Tag `photos` per implementation and repetition, once in batches of 32 and once one by one."""
    size = model.shape.image
    pixels = np.random.default_rng(0).integers(0, 256, (max(32, photos), size, size, 3), dtype=np.uint8)
    taggers = implementations(model)
    rows: list[Row] = []
    limits = {limit_name(limit_of("fp16")): FP16, limit_name(limit_of("int8")): INT8}
    for done, batch in enumerate(_BATCHES):
        rates = repetitions.interleaved(_measurements(taggers, pixels, batch, model), len(_BATCHES) - done)
        rows += throughput_rows(f"batch {batch}", rates, (FP16, INT8), limits, left_out(this_processor()))
    return Report(
        "tag",
        f"tag: pixels ready → best of {len(model.names)} labels",
        tuple(rows),
        _goals(rows),
        (
            (
                f"Random weights of the shape {model.shape.name} ({model.shape.image_flop() / 1e9:.2f} GFLOP a photo, "
                "a multiply-add counts twice) and random pixels: speed depends only on the shape."
            ),
            (
                "The pipeline by design encodes the labels' texts again for every photo; "
                "all others have precomputed label vectors."
            ),
            (
                "ONNX Runtime int8: static is QDQ per channel calibrated on 8 photos, dynamic sets ranges at run time. "
                "Ours int8: NNCF post-training quantisation on the same 8 photos."
            ),
            (
                "Limit: the fastest product of oneDNN on this machine, through torch, in the same repetitions, "
                "over the operations of the tower's matrix products."
            ),
        ),
    )


def _measurements(
    taggers: Mapping[str, TopLabels], pixels: Pixels, batch: int, model: BenchModel
) -> dict[str, Callable[[], float]]:
    """Return measurements of photos per second by name, including the limits given by the products."""

    def rate(name: str, top: TopLabels) -> Callable[[], float]:
        used = pixels[:_PIPELINE_PHOTOS] if name == PIPELINE else pixels
        parts = [used[start : start + batch] for start in range(0, len(used), batch)]
        return per_second(len(used), lambda: [top(part) for part in parts])

    return {name: rate(name, top) for name, top in taggers.items()} | {
        limit_name(limit_of(bundle)): limit_rate(bundle, model.shape.products(), model.shape.image_flop())
        for bundle in ("fp16", "int8")
    }


def _goals(rows: list[Row]) -> tuple[Goal, ...]:
    """Return the goals: ours compared with the pipeline and with the best baseline."""

    def value(group: str, name: str) -> float:
        return next(row.value for row in rows if (row.group, row.name) == (group, name))

    goals = [
        Goal(f"{ours} ÷ {PIPELINE}, batch 32", value("batch 32", ours) / value("batch 32", PIPELINE), 60)
        for ours in (FP16, INT8)
    ]
    for group, target in (("batch 32", 1.2), ("batch 1", 1.7)):
        best = best_baseline(rows, group)
        goals += [
            Goal(f"{ours} ÷ best baseline ({best.name}), {group}", value(group, ours) / best.value, target)
            for ours in (FP16, INT8)
        ]
    return tuple(goals)
