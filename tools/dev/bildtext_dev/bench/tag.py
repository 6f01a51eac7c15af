"""`bildtext bench tag`: photos per second from pixels to labels, compared with peers and the matrix product."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from bildtext.images import Pixels
from bildtext.processor import Processor, this_processor
from bildtext_dev.bench.contenders import TopLabels
from bildtext_dev.bench.measure import Goal, Report, Role, Row, best_peer
from bildtext_dev.bench.model import BenchModel
from bildtext_dev.bench.onnx_peer import DYNAMIC, FP32, STATIC
from bildtext_dev.bench.products import limit_name, limit_of, peak
from bildtext_dev.bench.rounds import Rounds, seconds

FP16, INT8 = "ours fp16", "ours int8"
PIPELINE = "Hugging Face pipeline"
_TORCH_BF16 = "torch bf16, cached labels"
_ONNX = {"ONNX Runtime fp32": FP32, "ONNX Runtime int8, static": STATIC, "ONNX Runtime int8, dynamic": DYNAMIC}
_BATCHES = (32, 1)
_PIPELINE_PHOTOS = 2  # its time per photo does not depend on their number


def contenders(model: BenchModel) -> dict[str, TopLabels]:
    """Return the contenders that run on this machine, by name; ours first."""
    import torch

    from bildtext_dev.bench import contenders as of

    everyone = {
        FP16: partial(of.ours, model, model.fp16),
        INT8: partial(of.ours, model, model.int8),
        PIPELINE: partial(of.hugging_face_pipeline, model),
        "torch fp32, cached labels": partial(of.torch_cached, model, torch.float32),
        _TORCH_BF16: partial(of.torch_cached, model, torch.bfloat16),
        **{name: partial(of.onnx_cached, model, file) for name, file in _ONNX.items()},
    }
    absent = left_out(this_processor())
    return {name: made() for name, made in everyone.items() if name not in absent}


def left_out(processor: Processor) -> dict[str, str]:
    """Return the contenders that are not measured on such a CPU, and why."""
    emulated = {} if processor.has("bf16") else {_TORCH_BF16: "this CPU has no bf16"}
    return emulated | (dict.fromkeys(_ONNX, "cannot be restricted") if processor.cap else {})


def bench_tag(model: BenchModel, photos: int, rounds: Rounds) -> Report:
    """Tag `photos` per contender and round, once in batches of 32 and once one by one."""
    size = model.shape.image
    pixels = np.random.default_rng(0).integers(0, 256, (max(32, photos), size, size, 3), dtype=np.uint8)
    everyone = contenders(model)
    rows: list[Row] = []
    for at, batch in enumerate(_BATCHES):
        measurements = _rates(everyone, pixels, batch, model)
        rows += _rows(f"batch {batch}", rounds.in_turns(measurements, sets_left=len(_BATCHES) - at))
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
                "Limit: the fastest product of oneDNN on this machine, through torch, in the same rounds, "
                "over the operations of the tower's matrix products."
            ),
        ),
    )


def _rates(
    everyone: Mapping[str, TopLabels], pixels: Pixels, batch: int, model: BenchModel
) -> dict[str, Callable[[], float]]:
    """Return measurements of photos per second by name, including the limits given by the products."""

    def rate(name: str, top: TopLabels) -> Callable[[], float]:
        some = pixels[:_PIPELINE_PHOTOS] if name == PIPELINE else pixels
        parts = [some[at : at + batch] for at in range(0, len(some), batch)]
        took = seconds(lambda: [top(part) for part in parts])
        return lambda: len(some) / took()

    def limit(bundle: str) -> Callable[[], float]:
        fastest = peak(limit_of(bundle), model.shape.products())
        return lambda: fastest() / model.shape.image_flop()

    return {name: rate(name, top) for name, top in everyone.items()} | {
        limit_name(limit_of(bundle)): limit(bundle) for bundle in ("fp16", "int8")
    }


def _rows(group: str, rates: Mapping[str, float]) -> list[Row]:
    """Return the rows: contenders measured, contenders not measured, limits."""
    limits = {limit_name(limit_of("fp16")): FP16, limit_name(limit_of("int8")): INT8}

    def role(name: str) -> Role:
        return "limit" if name in limits else "ours" if name in (FP16, INT8) else "peer"

    rows = [Row(group, name, role(name), value, "photos/s", limits.get(name)) for name, value in rates.items()]
    absent = [
        Row(group, name, "peer", math.nan, "photos/s", note=why) for name, why in left_out(this_processor()).items()
    ]
    return [*rows[: -len(limits)], *absent, *rows[-len(limits) :]]


def _goals(rows: list[Row]) -> tuple[Goal, ...]:
    """Return the goals: ours compared with the pipeline and with the best peer."""

    def value(group: str, name: str) -> float:
        return next(row.value for row in rows if (row.group, row.name) == (group, name))

    goals = [
        Goal(f"{ours} ÷ {PIPELINE}, batch 32", value("batch 32", ours) / value("batch 32", PIPELINE), 60)
        for ours in (FP16, INT8)
    ]
    for group, target in (("batch 32", 1.2), ("batch 1", 1.7)):
        best = best_peer(rows, group)
        goals += [
            Goal(f"{ours} ÷ best peer ({best.name}), {group}", value(group, ours) / best.value, target)
            for ours in (FP16, INT8)
        ]
    return tuple(goals)
