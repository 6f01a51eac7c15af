"""`bildtext bench precision`: the same image encoder computed in f32, in bf16 and with its layers in 8 bits.

It supports the choice in `bildtext.processor`: bf16 is used only where it is native, because it is slower elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import openvino as ov

from bildtext.bundle import IMAGE_ENCODER
from bildtext.encoders import Pixels
from bildtext.processor import Computed, this_processor
from bildtext_dev.bench.measure import Goal, Report, Row, throughput_rows
from bildtext_dev.bench.model import BenchModel
from bildtext_dev.bench.products import limit_name, limit_of, limit_rate
from bildtext_dev.bench.repetitions import Repetitions, per_second

_BATCHES = (32, 1)
_COMPUTED: tuple[Computed, ...] = ("f32", "bf16")


def bench_precision(model: BenchModel, repetitions: Repetitions) -> Report:
    """Encode one batch of random pixels per way and repetition; "ours" are the ways that are chosen on this CPU."""
    chosen = this_processor().computes_in("fp16")
    ways = {("fp16", computed): _encoder(model.fp16, computed) for computed in _COMPUTED}
    ways["int8", chosen] = _encoder(model.int8, chosen)
    size = model.shape.image
    pixels = np.random.default_rng(0).integers(0, 256, (max(_BATCHES), size, size, 3), dtype=np.uint8)
    rows: list[Row] = []
    ours = [_name(*way) for way in ways if way[1] == chosen]
    limits = {limit_name(limit_of(bundle)): _name(bundle, chosen) for bundle in ("fp16", "int8")}
    absent = {_name(*way): "OpenVINO does not compute in it" for way, encode in ways.items() if encode is None}
    for done, batch in enumerate(_BATCHES):
        measurements = {
            _name(*way): per_second(batch, partial(encode, pixels[:batch]))
            for way, encode in ways.items()
            if encode is not None
        }
        for bundle in ("fp16", "int8"):
            flop = model.shape.image_flop()
            measurements[limit_name(limit_of(bundle))] = limit_rate(bundle, model.shape.products(), flop)
        rates = repetitions.interleaved(measurements, len(_BATCHES) - done)
        rows += throughput_rows(f"batch {batch}", rates, ours, limits, absent)
    return Report(
        "precision",
        f"precision: pixels → vectors, {chosen} is chosen on this CPU",
        tuple(rows),
        _goals(rows, chosen),
        (
            f"Random weights of the shape {model.shape.name} and random pixels: speed depends only on the shape.",
            "OpenVINO computes in bf16 if it can, natively or not; if it refuses, nothing is measured.",
        ),
    )


def _encoder(bundle: Path, computed: Computed) -> Callable[[Pixels], object] | None:
    """Return the image encoder in that precision; None if OpenVINO uses another, or lacks a kernel for a layer."""
    hints = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": computed}
    try:
        compiled = ov.Core().compile_model(bundle / IMAGE_ENCODER, "CPU", hints)
    except RuntimeError:
        return None
    if compiled.get_property("INFERENCE_PRECISION_HINT").to_string() != computed:
        return None
    encode: Callable[[Pixels], object] = compiled
    return encode


def _name(bundle: str, computed: Computed) -> str:
    return f"fp16 bundle in {computed}" if bundle == "fp16" else f"int8 bundle in int8 and {computed}"


def _goals(rows: list[Row], chosen: Computed) -> tuple[Goal, ...]:
    """The choice is right if the other precision is not faster."""
    other = next(computed for computed in _COMPUTED if computed != chosen)

    def value(group: str, computed: Computed) -> float:
        return next(row.value for row in rows if (row.group, row.name) == (group, _name("fp16", computed)))

    groups = dict.fromkeys(row.group for row in rows)
    return tuple(
        Goal(f"{chosen} ÷ {other}, {group}", value(group, chosen) / value(group, other), 1) for group in groups
    )
