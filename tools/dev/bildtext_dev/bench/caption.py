"""`bildtext bench caption`: photos per second from pixels to a caption of 20 tokens, compared with transformers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from bildtext.captioners.greedy import Tokens
from bildtext.captioners.manifest import CaptionManifest
from bildtext.captioners.openvino_runtime import OpenVinoCaptioner
from bildtext.images import Pixels
from bildtext.manifest import read_manifest
from bildtext.processor import this_processor
from bildtext_dev.bench.blip_model import BLIP_BASE, BlipBench, BlipShape, blip_bench
from bildtext_dev.bench.measure import Goal, Report, Row, best_baseline, throughput_rows
from bildtext_dev.bench.model import CACHE
from bildtext_dev.bench.products import bytes_per_second, limit_rate
from bildtext_dev.bench.repetitions import Repetitions, per_second

FP16, INT8 = "ours fp16", "ours int8"
TOKENS = 20
_LIMITS = {"fp16 limit": FP16, "int8 limit": INT8}
_TORCH_BF16 = "transformers bf16"

Generate = Callable[[Pixels], Tokens]


def bench_caption(
    repetitions: Repetitions, shape: BlipShape = BLIP_BASE, batches: tuple[int, ...] = (1, 8), cache: Path = CACHE
) -> Report:
    """Caption the same pixels with every implementation, in batches of one and eight, with exactly 20 tokens."""
    model = blip_bench(shape, cache)
    captioners = implementations(model)
    rows: list[Row] = []
    absent = {} if _TORCH_BF16 in captioners else {_TORCH_BF16: "this CPU has no bf16"}
    for done, batch in enumerate(batches):
        pixels = np.random.default_rng(0).integers(0, 256, (batch, shape.image, shape.image, 3), dtype=np.uint8)
        rates = repetitions.interleaved(_measurements(captioners, pixels, model), len(batches) - done)
        rows += throughput_rows(f"batch {batch}", rates, (FP16, INT8), _LIMITS, absent)
    return Report(
        "caption",
        f"caption: pixels ready → {TOKENS} tokens",
        tuple(rows),
        _goals(rows, batches),
        (
            (
                f"Random weights of the shape {shape.name} and random pixels; every caption has {TOKENS} tokens, ends "
                "are ignored: speed depends only on the shape. The accuracy of int8 is not measured."
            ),
            "transformers: BlipForConditionalGeneration.generate, greedy, with its cache, on all cores.",
            (
                "Limit: the image half's products at the speed of this machine's fastest one, then for each token all "
                "weights of the text half and its image keys and values read from memory once."
            ),
        ),
    )


def implementations(model: BlipBench) -> dict[str, Generate]:
    """Return the implementations that run on this machine, by name; ours first."""
    import torch

    found = {
        FP16: _ours(model, "fp16"),
        INT8: _ours(model, "int8"),
        "transformers fp32": _transformers(model, torch.float32),
    }
    if this_processor().has("bf16"):
        found[_TORCH_BF16] = _transformers(model, torch.bfloat16)
    return found


def _ours(model: BlipBench, precision: str) -> Generate:
    folder = model.bundle(precision)
    manifest = read_manifest(folder, CaptionManifest)
    endless = manifest.ending.__class__(manifest.ending.start, (), manifest.ending.pad, TOKENS + 1)
    return OpenVinoCaptioner(folder, manifest.model_copy(update={"ending": endless})).tokens


def _transformers(model: BlipBench, dtype: Any) -> Generate:
    import torch
    from transformers import BlipForConditionalGeneration

    from bildtext_cli.models.captioners.models import Normalisation

    manifest = read_manifest(model.bundle("fp16"), CaptionManifest)
    model_in_transformers = BlipForConditionalGeneration.from_pretrained(
        model.weights, use_safetensors=True, dtype=dtype
    ).eval()
    normalise = Normalisation(manifest.mean, manifest.std)

    @torch.inference_mode()
    def generate(pixels: Pixels) -> Tokens:
        found = model_in_transformers.generate(
            pixel_values=normalise(torch.from_numpy(pixels)).to(dtype),
            num_beams=1,
            do_sample=False,
            min_new_tokens=TOKENS,
            max_new_tokens=TOKENS,
        )
        return np.asarray(found.numpy())

    return generate


def _measurements(
    captioners: Mapping[str, Generate], pixels: Pixels, model: BlipBench
) -> dict[str, Callable[[], float]]:
    """Return measurements of photos per second by name, including the limits of the machine."""

    def rate(generate: Generate) -> Callable[[], float]:
        return per_second(len(pixels), lambda: generate(pixels))

    def limit(bundle: str, bytes_per_weight: int) -> Callable[[], float]:
        images = limit_rate(bundle, model.shape.products(), model.shape.image_flop())
        text = bytes_per_weight * model.shape.text_weights() + 2 * len(pixels) * model.shape.image_memory()
        return lambda: len(pixels) / (len(pixels) / images() + TOKENS * text / bytes_per_second())

    limits = (limit("fp16", 2), limit("int8", 1))
    return {name: rate(generate) for name, generate in captioners.items()} | dict(zip(_LIMITS, limits, strict=True))


def _goals(rows: list[Row], batches: tuple[int, ...]) -> tuple[Goal, ...]:
    if 1 not in batches:
        return ()
    best = best_baseline(rows, "batch 1")
    return tuple(
        Goal(f"{row.name} ÷ the best baseline ({best.name}), batch 1", row.value / best.value, 2.5)
        for row in rows
        if row.group == "batch 1" and row.role == "ours"
    )
