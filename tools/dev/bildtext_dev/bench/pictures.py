"""Generates photos for benchmarks from a seed: soft noise with texture, at typical upload sizes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bildtext.images import Preparation


@dataclass(frozen=True)
class PhotoKind:
    """A kind of upload; `grain` is the contrast of its finest texture, in grey levels."""

    name: str
    width: int
    height: int
    grain: float


CAMERA = PhotoKind("12 MP 4000×3000", 4000, 3000, 7.0)
SHOP = PhotoKind("shop 1000×1250", 1000, 1250, 6.0)


@lru_cache(maxsize=32)
def jpeg(kind: PhotoKind, seed: int) -> bytes:
    """Return one photo as a JPEG of quality 90; equal seeds give equal pixels."""
    random = np.random.default_rng((seed, kind.width))
    size = (kind.width, kind.height)
    soft = sum(contrast * _cloud(random, cells, 3, size) for cells, contrast in ((6, 60.0), (24, 25.0), (120, 12.0)))
    grain = _cloud(random, max(size) // 4, 1, size) + 0.5 * random.standard_normal((*size[::-1], 1), dtype=np.float32)
    buffer = io.BytesIO()
    pixels = np.clip(128 + soft + kind.grain * grain, 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _cloud(random: np.random.Generator, cells: int, channels: int, size: tuple[int, int]) -> NDArray[np.float32]:
    """Soft noise with about `cells` bumps along the longer edge: `[height, width, channels]`, unit contrast."""
    per_cell = max(size) / cells
    shape = (max(2, round(size[1] / per_cell)), max(2, round(size[0] / per_cell)))
    scaled = [
        Image.fromarray(random.standard_normal(shape, dtype=np.float32)).resize(size, Image.Resampling.BICUBIC)
        for _ in range(channels)
    ]
    return np.stack([np.asarray(channel) for channel in scaled], axis=-1)


def decode_as_clip_does(data: bytes, preparation: Preparation) -> NDArray[np.uint8]:
    """Decode like transformers' CLIP processor for Pillow: full decode, RGB, resize the shortest side, centre crop."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    size, short = preparation.size, min(image.size)
    width, height = size * image.width // short, size * image.height // short
    resized = image.resize((width, height), Image.Resampling.BICUBIC)
    left, top = (width - size) // 2, (height - size) // 2
    return np.asarray(resized.crop((left, top, left + size, top + size)), dtype=np.uint8)


def decode_at_an_eighth(data: bytes) -> None:
    """Decode with minimum work: read every coefficient, compute one pixel of 64. No JPEG decode is faster."""
    image = Image.open(io.BytesIO(data))
    image.draft(None, (max(1, image.width // 8), max(1, image.height // 8)))
    image.load()
