"""Forward passes in a few fixed batch sizes, for any number of images.

The first run of a batch size is slow: kernels are selected, memory is allocated, a graph is recorded. So batches are
split and padded, at the lowest cost, to sizes that have all been run before the first request.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from bildtext.encoders import ImageEncoder, Pixels, Vectors

SIZES = (1, 2, 4, 8, 12, 16, 20, 24, 28, 32, 40, 48, 56, 64)
_LARGEST = SIZES[-1]
_PASS_OVERHEAD = 1  # overhead of a pass, in images; 0.5 to 1 on the CPU


@dataclass(frozen=True)
class Pass:
    """`images` images in a batch of `size`."""

    images: int
    size: int


def plan_passes(images: int) -> list[Pass]:
    """The passes for a number of images: full ones, and the cheapest for the rest."""
    rest = images % _LARGEST
    return [Pass(_LARGEST, _LARGEST)] * (images // _LARGEST) + list(_cheapest(rest) if rest else ())


@cache
def _cheapest(images: int) -> tuple[Pass, ...]:
    """One padded pass, or a full one and the cheapest for the rest, whichever costs less."""
    padded = next(size for size in SIZES if size >= images)
    split = [(Pass(size, size), *_cheapest(images - size)) for size in reversed(SIZES) if size < images]
    return min([(Pass(images, padded),), *split], key=lambda passes: sum(part.size + _PASS_OVERHEAD for part in passes))


class FixedBatchSizes:
    """An encoder for any number of images that calls `encoder` only with the batch sizes SIZES."""

    def __init__(self, encoder: ImageEncoder, size: int) -> None:
        """Runs every batch size once, on images of `size` × `size` pixels."""
        self._encoder = encoder
        for batch in reversed(SIZES):  # largest first: the others reuse its memory
            encoder.encode(np.zeros((batch, size, size, 3), dtype=np.uint8))

    def encode(self, pixels: Pixels) -> Vectors:
        """uint8 `[n, size, size, 3]` → float32 `[n, d]`, in the passes of `plan_passes(n)`."""
        vectors, start = [], 0
        for part in plan_passes(len(pixels)):
            vectors.append(self._encode(pixels[start : start + part.images], part.size))
            start += part.images
        return np.concatenate(vectors)

    def _encode(self, pixels: Pixels, size: int) -> Vectors:
        if len(pixels) == size:
            return self._encoder.encode(pixels)
        padded = np.zeros((size, *pixels.shape[1:]), dtype=np.uint8)
        padded[: len(pixels)] = pixels
        return self._encoder.encode(padded)[: len(pixels)]
