"""Resizes and rotates a stored image to the upright square that a model takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from PIL import Image

Fit = Literal["crop", "pad", "stretch"]
Resample = Literal["bicubic", "bilinear"]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Preparation:
    """How a model's photos are prepared: a square of `size` pixels, reached by `fit` and `resample`."""

    size: int
    fit: Fit = "crop"
    resample: Resample = "bicubic"


_RESAMPLING: Final = {"bicubic": Image.Resampling.BICUBIC, "bilinear": Image.Resampling.BILINEAR}


def fitted(image: Image.Image, orientation: int, preparation: Preparation) -> Image.Image:
    """Resample to the input size and rotate upright; with `pad`, the shorter side remains shorter.

    `crop` scales the shortest side to `size` and the longer one rounded down, as CLIP does, but computes only the part
    that remains. `orientation` is EXIF's, 1 to 8; only the resized image is rotated, to avoid a full-size copy.
    """
    turn = _TURNS.get(orientation, _UPRIGHT)
    width, height = image.size[::-1] if turn.on_its_side else image.size
    target, box = _target(width, height, preparation)
    if turn.on_its_side:
        target = target[::-1]
    scaled = image.resize(target, _RESAMPLING[preparation.resample], box=_stored(box, turn, image.size))
    return scaled if turn.made_by is None else scaled.transpose(turn.made_by)


def _target(width: int, height: int, preparation: Preparation) -> tuple[tuple[int, int], Box]:
    """The size to scale to, and the part of the upright image to use."""
    size = preparation.size
    full = (0.0, 0.0, float(width), float(height))
    if preparation.fit == "stretch":
        return (size, size), full
    if preparation.fit == "pad":
        long = max(width, height)
        return (max(1, round(size * width / long)), max(1, round(size * height / long))), full
    short = min(width, height)
    scaled_width, scaled_height = size * width // short, size * height // short
    left, top = (scaled_width - size) // 2, (scaled_height - size) // 2
    per_x, per_y = width / scaled_width, height / scaled_height
    box = (left * per_x, top * per_y, min(width, (left + size) * per_x), min(height, (top + size) * per_y))
    return (size, size), box


# -- orientation (EXIF 2.32, tag 274) ------------------------------------------------------------------


@dataclass(frozen=True)
class _Turn:
    """How an image is stored, and the operation that makes it upright."""

    made_by: Image.Transpose | None = None
    on_its_side: bool = False
    from_right: bool = False
    from_bottom: bool = False


_UPRIGHT: Final = _Turn()
_TURNS: Final = {
    2: _Turn(Image.Transpose.FLIP_LEFT_RIGHT, from_right=True),
    3: _Turn(Image.Transpose.ROTATE_180, from_right=True, from_bottom=True),
    4: _Turn(Image.Transpose.FLIP_TOP_BOTTOM, from_bottom=True),
    5: _Turn(Image.Transpose.TRANSPOSE, on_its_side=True),
    6: _Turn(Image.Transpose.ROTATE_270, on_its_side=True, from_bottom=True),
    7: _Turn(Image.Transpose.TRANSVERSE, on_its_side=True, from_right=True, from_bottom=True),
    8: _Turn(Image.Transpose.ROTATE_90, on_its_side=True, from_right=True),
}


def _stored(box: Box, turn: _Turn, size: tuple[int, int]) -> Box:
    """A box of the upright image in coordinates of the stored one, which has `size`."""
    left, top, right, bottom = box
    if turn.on_its_side:
        left, top, right, bottom = top, left, bottom, right
    if turn.from_right:
        left, right = size[0] - right, size[0] - left
    if turn.from_bottom:
        top, bottom = size[1] - bottom, size[1] - top
    return left, top, right, bottom


# -- background ----------------------------------------------------------------------------------------


def centred_on_ground(image: Image.Image, size: int) -> Image.Image:
    """Centre on a square of the background colour: the median of the photo's outermost pixels."""
    pixels = np.asarray(image)
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    ground = np.median(border, axis=0).astype(np.uint8)
    square = np.full((size, size, 3), ground, dtype=np.uint8)
    top, left = (size - image.height) // 2, (size - image.width) // 2
    square[top : top + image.height, left : left + image.width] = pixels
    return Image.fromarray(square)
