"""What a label's score rests on: parts of the photo are covered, and the score falls (Zeiler & Fergus 2014). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bildtext.encoders import Pixels

PARTS: Final = 8  # the photo is covered at 8 × 8 overlapping positions, and the map has as many cells
_SIDE: Final = 1 / 4  # of the square that covers, as a fraction of the photo's
_GREY: Final = 127


@dataclass(frozen=True)
class HeatMap:
    """`values` `[8, 8]` in [0, 1], by row and column: how far the score falls on average when the cell is covered.

    `score` is that of the whole photo, `lowest` that of the photo with its most important part covered.
    """

    score: float
    lowest: float
    values: NDArray[np.floating]


def with_covered(pixels: Pixels) -> Pixels:
    """uint8 `[size, size, 3]` → `[1 + 64, size, size, 3]`: the photo, and copies with a grey square each."""
    size = len(pixels)
    side, step = round(size * _SIDE), (size - round(size * _SIDE)) / (PARTS - 1)
    batch = np.repeat(pixels[None], 1 + PARTS**2, axis=0)
    for index in range(PARTS**2):
        top, left = round(index // PARTS * step), round(index % PARTS * step)
        batch[1 + index, top : top + side, left : left + side] = _GREY
    return batch


def heat_map(scores: NDArray[np.floating]) -> HeatMap:
    """The map of a label's scores `[1 + 64]` for the images of `with_covered`."""
    score, covered = float(scores[0]), scores[1:]
    falls = np.maximum(score - covered, 0).reshape(PARTS, PARTS)
    values: NDArray[np.floating] = _SHARES @ falls @ _SHARES.T
    return HeatMap(score, min(score, float(covered.min())), np.minimum(values, 1))


def _shares() -> NDArray[np.floating]:
    """`[cell, position]` along one edge: the share of each position's square in what covers a cell."""
    cells, starts = np.arange(PARTS)[:, None] / PARTS, np.linspace(0, 1 - _SIDE, PARTS)[None]
    overlaps = np.minimum(cells + 1 / PARTS, starts + _SIDE) - np.maximum(cells, starts)
    shares = np.maximum(overlaps, 0)
    normalised: NDArray[np.floating] = shares / shares.sum(axis=1, keepdims=True)
    return normalised


_SHARES: Final = _shares()
