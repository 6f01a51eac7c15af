"""`bildtext bench tag`: photos per second from ready pixels to labels, ours beside its peers and the matrix product."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from bildtext.images import Pixels
from tools.bench.contenders import TopLabels
from tools.bench.machine import bf16_peak, int8_peak
from tools.bench.measure import Goal, Report, Role, Row, in_turns, seconds
from tools.bench.model import BenchModel
from tools.bench.onnx_peer import DYNAMIC, FP32, STATIC

FP16, INT8 = "ours fp16", "ours int8"
PIPELINE = "Hugging Face pipeline"
_LIMITS: tuple[tuple[str, str], ...] = (("bf16 matrix product", FP16), ("int8 matrix product", INT8))
_PIPELINE_PHOTOS = 2  # it takes as long for each photo however many it is given


def contenders(model: BenchModel) -> dict[str, TopLabels]:
    """Everyone who is measured, by name; ours first."""
    import torch

    from tools.bench import contenders as of

    return {
        FP16: of.ours(model, model.fp16),
        INT8: of.ours(model, model.int8),
        PIPELINE: of.hugging_face_pipeline(model),
        "torch fp32, cached labels": of.torch_cached(model, torch.float32),
        "torch bf16, cached labels": of.torch_cached(model, torch.bfloat16),
        "ONNX Runtime fp32": of.onnx_cached(model, FP32),
        "ONNX Runtime int8, static": of.onnx_cached(model, STATIC),
        "ONNX Runtime int8, dynamic": of.onnx_cached(model, DYNAMIC),
    }


def bench_tag(model: BenchModel, photos: int, repeat: int) -> Report:
    """`photos` are tagged per contender and round, once in batches of 32 and once one by one."""
    size = model.shape.image
    pixels = np.random.default_rng(0).integers(0, 256, (max(32, photos), size, size, 3), dtype=np.uint8)
    everyone = contenders(model)
    rows: list[Row] = []
    for batch in (32, 1):
        rows += _rows(f"batch {batch}", _rates(everyone, pixels, batch, model, repeat))
    return Report(
        "tag",
        f"tag: pixels ready → best of {len(model.names)} labels",
        tuple(rows),
        _goals(rows),
        (
            (
                f"Random weights of the shape {model.shape.name} ({model.shape.image_flop() / 1e9:.2f} GFLOP a photo, "
                "both halves of a multiply-add counted) and random pixels: speed depends on the shape alone."
            ),
            (
                "The pipeline encodes the labels' texts again for every photo, as it is built; "
                "everyone else has the label vectors ready."
            ),
            (
                "ONNX Runtime int8: static is QDQ per channel calibrated on 8 photos, dynamic finds ranges each time. "
                "Ours int8: NNCF post-training quantisation on the same 8 photos."
            ),
            (
                "Limit: the fastest product of oneDNN on this machine, through torch, in the same rounds, "
                "over the operations of the tower's matrix products."
            ),
        ),
    )


def _rates(
    everyone: Mapping[str, TopLabels], pixels: Pixels, batch: int, model: BenchModel, repeat: int
) -> dict[str, float]:
    """Photos per second by name; for the limits, what their product would allow."""

    def rate(name: str, top: TopLabels) -> Callable[[], float]:
        some = pixels[:_PIPELINE_PHOTOS] if name == PIPELINE else pixels
        parts = [some[at : at + batch] for at in range(0, len(some), batch)]
        took = seconds(lambda: [top(part) for part in parts])
        return lambda: len(some) / took()

    peaks = dict(zip((name for name, _ in _LIMITS), (bf16_peak(), int8_peak()), strict=True))
    flop = model.shape.image_flop()
    return in_turns(
        {name: rate(name, top) for name, top in everyone.items()}
        | {name: lambda peak=peak: peak() / flop for name, peak in peaks.items()},
        repeat,
    )


def _rows(group: str, rates: Mapping[str, float]) -> list[Row]:
    limits = dict(_LIMITS)

    def role(name: str) -> Role:
        return "limit" if name in limits else "ours" if name in (FP16, INT8) else "peer"

    return [Row(group, name, role(name), value, "photos/s", limits.get(name)) for name, value in rates.items()]


def _goals(rows: list[Row]) -> tuple[Goal, ...]:
    """Ours int8 beside the pipeline and the best peer, and the like-for-like pair: half precision beside half."""

    def value(group: str, name: str) -> float:
        return next(row.value for row in rows if (row.group, row.name) == (group, name))

    def best_peer(group: str) -> Row:
        return max((row for row in rows if row.group == group and row.role == "peer"), key=lambda row: row.value)

    goals = [
        Goal(f"{ours} ÷ {PIPELINE}, batch 32", value("batch 32", ours) / value("batch 32", PIPELINE), 60)
        for ours in (FP16, INT8)
    ]
    for group, target in (("batch 32", 1.2), ("batch 1", 1.7)):
        best = best_peer(group)
        goals += [
            Goal(f"{ours} ÷ best peer ({best.name}), {group}", value(group, ours) / best.value, target)
            for ours in (FP16, INT8)
        ]
    return tuple(goals)
