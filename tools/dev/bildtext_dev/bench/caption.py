"""`bildtext bench caption`: photos per second from pixels to a caption of 20 tokens, compared with transformers."""

from __future__ import annotations

import math
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
from bildtext_dev.bench.measure import Goal, Report, Role, Row, best_peer
from bildtext_dev.bench.model import CACHE
from bildtext_dev.bench.products import limit_of, peak
from bildtext_dev.bench.rounds import Rounds, seconds

FP16, INT8 = "ours fp16", "ours int8"
TOKENS = 20
_LIMITS = {"fp16 limit": FP16, "int8 limit": INT8}
_TORCH_BF16 = "transformers bf16"

Speak = Callable[[Pixels], Tokens]


def bench_caption(
    rounds: Rounds, shape: BlipShape = BLIP_BASE, batches: tuple[int, ...] = (1, 8), cache: Path = CACHE
) -> Report:
    """Caption the same pixels with every contender, in batches of one and eight, with exactly 20 tokens."""
    model = blip_bench(shape, cache)
    everyone = contenders(model)
    rows: list[Row] = []
    for at, batch in enumerate(batches):
        pixels = np.random.default_rng(0).integers(0, 256, (batch, shape.image, shape.image, 3), dtype=np.uint8)
        rows += _rows(f"batch {batch}", rounds.in_turns(_rates(everyone, pixels, model), len(batches) - at))
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


def contenders(model: BlipBench) -> dict[str, Speak]:
    """Return the contenders that run on this machine, by name; ours first."""
    import torch

    found = {
        FP16: _ours(model, "fp16"),
        INT8: _ours(model, "int8"),
        "transformers fp32": _transformers(model, torch.float32),
    }
    if this_processor().has("bf16"):
        found[_TORCH_BF16] = _transformers(model, torch.bfloat16)
    return found


def _ours(model: BlipBench, precision: str) -> Speak:
    folder = model.bundle(precision)
    manifest = read_manifest(folder, CaptionManifest)
    endless = manifest.ending.__class__(manifest.ending.start, (), manifest.ending.pad, TOKENS + 1)
    return OpenVinoCaptioner(folder, manifest.model_copy(update={"ending": endless})).tokens


def _transformers(model: BlipBench, dtype: Any) -> Speak:
    import torch
    from transformers import BlipForConditionalGeneration

    from bildtext_cli.models.captioners.models import Normalisation

    manifest = read_manifest(model.bundle("fp16"), CaptionManifest)
    whole = BlipForConditionalGeneration.from_pretrained(model.weights, use_safetensors=True, dtype=dtype).eval()
    normalise = Normalisation(manifest.mean, manifest.std)

    @torch.inference_mode()
    def speak(pixels: Pixels) -> Tokens:
        found = whole.generate(
            pixel_values=normalise(torch.from_numpy(pixels)).to(dtype),
            num_beams=1,
            do_sample=False,
            min_new_tokens=TOKENS,
            max_new_tokens=TOKENS,
        )
        return np.asarray(found.numpy())

    return speak


def _rates(everyone: Mapping[str, Speak], pixels: Pixels, model: BlipBench) -> dict[str, Callable[[], float]]:
    """Return measurements of photos per second by name, including the limits of the machine."""

    def rate(speak: Speak) -> Callable[[], float]:
        took = seconds(lambda: speak(pixels))
        return lambda: len(pixels) / took()

    def limit(bundle: str, bytes_each: int) -> Callable[[], float]:
        fastest = peak(limit_of(bundle), model.shape.products())
        image = len(pixels) * model.shape.image_flop()
        text = TOKENS * (bytes_each * model.shape.text_weights() + 2 * len(pixels) * model.shape.image_memory())
        return lambda: len(pixels) / (image / fastest() + text / read_rate())

    limits = (limit("fp16", 2), limit("int8", 1))
    return {name: rate(speak) for name, speak in everyone.items()} | dict(zip(_LIMITS, limits, strict=True))


def read_rate() -> float:
    """Return the memory bandwidth of all cores in bytes per second: the best of several sums over half a gigabyte."""
    import torch

    numbers = torch.ones(2**27)
    took = seconds(numbers.sum)
    return float(numbers.nbytes / min(took() for _ in range(5)))


def _rows(group: str, rates: Mapping[str, float]) -> list[Row]:
    def role(name: str) -> Role:
        return "limit" if name in _LIMITS else "ours" if name in (FP16, INT8) else "peer"

    rows = [Row(group, name, role(name), value, "photos/s", _LIMITS.get(name)) for name, value in rates.items()]
    if _TORCH_BF16 not in rates:
        rows.insert(-len(_LIMITS), Row(group, _TORCH_BF16, "peer", math.nan, "photos/s", note="this CPU has no bf16"))
    return rows


def _goals(rows: list[Row], batches: tuple[int, ...]) -> tuple[Goal, ...]:
    goals = []
    for batch in batches:
        group = [row for row in rows if row.group == f"batch {batch}"]
        best = best_peer(rows, f"batch {batch}")
        goals += [
            Goal(f"{row.name} ÷ the best peer ({best.name}), batch {batch}", row.value / best.value, 2.5)
            for row in group
            if row.role == "ours" and batch == 1
        ]
    return tuple(goals)
