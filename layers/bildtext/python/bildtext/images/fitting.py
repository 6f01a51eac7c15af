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


def fit_to_input(image: Image.Image, orientation: int, preparation: Preparation) -> Image.Image:
    """Resample to the input size and rotate upright; with `pad`, the shorter side remains shorter.

    `crop` scales the shortest side to `size` and the longer one rounded down, as CLIP does, but computes only the part
    that remains. `orientation` is EXIF's, 1 to 8; only the resized image is rotated, to avoid a full-size copy.
    """
    stored = _ORIENTATIONS.get(orientation, _UPRIGHT)
    width, height = upright_size(image.size, orientation)
    target, box = _target(width, height, preparation)
    if stored.transposed:
        target = target[::-1]
    scaled = image.resize(
        target, _RESAMPLING[preparation.resample], box=_to_stored_coordinates(box, stored, image.size)
    )
    return scaled if stored.transpose is None else scaled.transpose(stored.transpose)


def part_shown(width: int, height: int, preparation: Preparation) -> Box:
    """The part of an upright photo that the model's square shows: its left, top, right and bottom edge as fractions of
    the photo's width and height. With `pad` the square exceeds the photo."""
    if preparation.fit == "pad":
        long = max(width, height)
        x, y = (long / width - 1) / 2, (long / height - 1) / 2
        return -x, -y, 1 + x, 1 + y
    _, (left, top, right, bottom) = _target(width, height, preparation)
    return left / width, top / height, right / width, bottom / height


def upright_size(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """Width and height of an image that is stored with this size and EXIF orientation."""
    return size[::-1] if _ORIENTATIONS.get(orientation, _UPRIGHT).transposed else size


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
class _Orientation:
    """How an image is stored, and the operation that makes it upright."""

    transpose: Image.Transpose | None = None
    transposed: bool = False
    mirrored_x: bool = False
    mirrored_y: bool = False


_UPRIGHT: Final = _Orientation()
_ORIENTATIONS: Final = {
    2: _Orientation(Image.Transpose.FLIP_LEFT_RIGHT, mirrored_x=True),
    3: _Orientation(Image.Transpose.ROTATE_180, mirrored_x=True, mirrored_y=True),
    4: _Orientation(Image.Transpose.FLIP_TOP_BOTTOM, mirrored_y=True),
    5: _Orientation(Image.Transpose.TRANSPOSE, transposed=True),
    6: _Orientation(Image.Transpose.ROTATE_270, transposed=True, mirrored_y=True),
    7: _Orientation(Image.Transpose.TRANSVERSE, transposed=True, mirrored_x=True, mirrored_y=True),
    8: _Orientation(Image.Transpose.ROTATE_90, transposed=True, mirrored_x=True),
}


def _to_stored_coordinates(box: Box, stored: _Orientation, size: tuple[int, int]) -> Box:
    """A box of the upright image in coordinates of the stored one, which has `size`."""
    left, top, right, bottom = box
    if stored.transposed:
        left, top, right, bottom = top, left, bottom, right
    if stored.mirrored_x:
        left, right = size[0] - right, size[0] - left
    if stored.mirrored_y:
        top, bottom = size[1] - bottom, size[1] - top
    return left, top, right, bottom


# -- background ----------------------------------------------------------------------------------------


def pad_to_square(image: Image.Image, size: int) -> Image.Image:
    """Centre on a square of the background colour: the median of the photo's outermost pixels."""
    pixels = np.asarray(image)
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    background = np.median(border, axis=0).astype(np.uint8)
    square = np.full((size, size, 3), background, dtype=np.uint8)
    top, left = (size - image.height) // 2, (size - image.width) // 2
    square[top : top + image.height, left : left + image.width] = pixels
    return Image.fromarray(square)
