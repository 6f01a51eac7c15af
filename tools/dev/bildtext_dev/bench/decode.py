"""`bildtext bench decode`: milliseconds per photo for reduced-size and full decoding, and how the vectors differ."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from PIL import Image

from bildtext.bundle import Bundle
from bildtext.images import Preparation, decode
from bildtext.manifest import MANIFEST
from bildtext_cli.models.presets import bundle_folder
from bildtext_dev.bench.measure import Goal, Report, Row
from bildtext_dev.bench.model import BenchModel
from bildtext_dev.bench.pictures import CAMERA, SHOP, PhotoKind, decode_as_clip_does, decode_at_an_eighth, jpeg
from bildtext_dev.bench.repetitions import Repetitions, seconds

OURS, PILLOW, PROCESSOR, LIMIT = (
    "ours",
    "Pillow, full decode",
    "transformers' CLIP processor",
    "libjpeg at 1/8, no resize",
)
_COMPARED = 6  # photos whose vectors are compared


def bench_decode(
    model: BenchModel, photos: int, repetitions: Repetitions, kinds: Sequence[PhotoKind] = (CAMERA, SHOP)
) -> Report:
    """Decode a camera photo and a shop photo, each `photos` / 16 times per implementation and repetition."""
    from transformers import CLIPImageProcessorPil

    preparation = Bundle.open(model.fp16).manifest.preparation
    processor = CLIPImageProcessorPil.from_pretrained(model.weights)
    rows: list[Row] = []
    for done, kind in enumerate(kinds):
        rows += _times(kind, preparation, processor, max(1, photos // 16), repetitions, len(kinds) - done)
    cosines = _cosines(model, kinds)
    speedup = next(row.value for row in rows if row.name == PILLOW) / rows[0].value
    return Report(
        "decode",
        f"decode: JPEG bytes → {preparation.size} × {preparation.size} pixels, one thread",
        (*rows, *cosines),
        (
            Goal(f"{kinds[0].name}: ours ÷ {PILLOW}", speedup, 4),
            Goal(
                "smallest cosine, reduced to full decode",
                min(row.value for row in cosines if row.name == "reduced to full"),
                0.99,
            ),
        ),
        (
            "Photos drawn from a seed: soft noise with fine texture, JPEG quality 90; "
            + ", ".join(f"{kind.name}: {len(jpeg(kind, 0)) / 1e6:.2f} MB" for kind in kinds)
            + ".",
            (
                f"Cosines: the smallest of {_COMPARED} photos, and for comparison that between different photos. "
                "Full decode: the same preparation without the JPEG's reduced size."
            ),
            "The random model has random weights; mini-clip is trained, and measured if its bundle exists.",
        ),
    )


def _times(
    kind: PhotoKind, preparation: Preparation, processor: Any, decodes: int, repetitions: Repetitions, sets_left: int
) -> list[Row]:
    data = jpeg(kind, 0)
    work = {
        OURS: lambda: decode(data, preparation),
        PILLOW: lambda: decode_as_clip_does(data, preparation),
        PROCESSOR: lambda: processor(images=[Image.open(io.BytesIO(data))], return_tensors="np"),
        LIMIT: lambda: decode_at_an_eighth(data),
    }
    measured = {name: seconds(lambda once=once: [once() for _ in range(decodes)]) for name, once in work.items()}  # type: ignore[misc]
    took = repetitions.interleaved(measured, sets_left)
    roles = {OURS: "ours", LIMIT: "limit"}
    return [Row(kind.name, name, roles.get(name, "baseline"), 1000 * s / decodes, "ms") for name, s in took.items()]  # type: ignore[arg-type]


def _cosines(model: BenchModel, kinds: Sequence[PhotoKind]) -> list[Row]:
    """Return rows with the smallest cosine between vectors of reduced and full decodes, and between photos."""
    bundles = {f"random {model.shape.name}": Bundle.open(model.fp16)}
    trained = bundle_folder("mini-clip")
    if (trained / MANIFEST).is_file():
        bundles["mini-clip"] = Bundle.open(trained)
    photos = {kind: [jpeg(kind, seed) for seed in range(_COMPARED)] for kind in kinds}
    rows: list[Row] = []
    for name, bundle in bundles.items():
        encoder, preparation = bundle.image_encoder(), bundle.manifest.preparation
        for kind, datas in photos.items():
            reduced = encoder.encode(np.stack([decode(data, preparation) for data in datas]))
            full = encoder.encode(np.stack([decode(_losslessly(data), preparation) for data in datas]))
            note = f"{kind.name}, {name}"
            rows.append(
                Row("cosine", "reduced to full", "fact", float((reduced * full).sum(axis=1).min()), "", note=note)
            )
            rows.append(Row("cosine", "photo to photo", "fact", float((full @ full.T).min()), "", note=note))
    return rows


def _losslessly(data: bytes) -> bytes:
    """Return the same pixels as PNG, which cannot be decoded at reduced size."""
    buffer = io.BytesIO()
    Image.open(io.BytesIO(data)).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
