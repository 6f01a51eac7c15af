"""Forward passes of few, fixed batch sizes, whatever number of images comes.

A size that was never run costs time at its first use: kernels are chosen, memory is taken, a graph is recorded. So a
batch is run in sizes that all have been run before the first request, its rest padded where little is wasted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bildtext.encoders import ImageEncoder, Pixels, Vectors

SIZES = (1, 2, 4, 8, 16, 32, 64)
_LARGEST = SIZES[-1]
_FULL_ENOUGH = 0.75  # a pass may be padded when so much of it is images


@dataclass(frozen=True)
class Pass:
    """`images` images in a batch of `size`."""

    images: int
    size: int


def plan(images: int) -> list[Pass]:
    """The passes for so many images: full ones, and at most one that is padded by at most a quarter."""
    passes = [Pass(_LARGEST, _LARGEST)] * (images // _LARGEST)
    rest = images % _LARGEST
    while rest:
        padded = next(size for size in SIZES if size >= rest)
        size = padded if rest >= _FULL_ENOUGH * padded else padded // 2
        passes.append(Pass(min(rest, size), size))
        rest -= min(rest, size)
    return passes


class FixedSizes:
    """An encoder for any number of images on one that is only ever called with the batch sizes SIZES."""

    def __init__(self, encoder: ImageEncoder, size: int) -> None:
        """Runs every batch size once, on images of `size` × `size` pixels."""
        self._encoder = encoder
        for batch in reversed(SIZES):  # what the largest takes of memory, the others use again
            encoder.encode(np.zeros((batch, size, size, 3), dtype=np.uint8))

    def encode(self, pixels: Pixels) -> Vectors:
        """uint8 `[n, size, size, 3]` → float32 `[n, d]`, in the passes that `plan(n)` says."""
        vectors, at = [], 0
        for each in plan(len(pixels)):
            vectors.append(self._encode(pixels[at : at + each.images], each.size))
            at += each.images
        return np.concatenate(vectors)

    def _encode(self, pixels: Pixels, size: int) -> Vectors:
        if len(pixels) == size:
            return self._encoder.encode(pixels)
        padded = np.zeros((size, *pixels.shape[1:]), dtype=np.uint8)
        padded[: len(pixels)] = pixels
        return self._encoder.encode(padded)[: len(pixels)]
