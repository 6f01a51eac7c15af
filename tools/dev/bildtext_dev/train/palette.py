"""The colours of the drawn photos: a few anchors for each colour of the label file, and random variation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

RGB = tuple[int, int, int]

# Label id → sRGB anchors. Silver and gold are surfaces rather than colours; they are neither drawn nor learned.
PALETTE: Final[dict[str, tuple[RGB, ...]]] = {
    "black": ((20, 20, 22), (34, 33, 35)),
    "white": ((246, 246, 244), (236, 237, 238)),
    "grey": ((128, 128, 130), (160, 160, 163), (92, 93, 96)),
    "cream": ((243, 232, 206), (238, 226, 198)),
    "beige": ((214, 193, 162), (200, 178, 146)),
    "tan": ((178, 116, 62), (190, 126, 76)),
    "brown": ((94, 60, 38), (118, 78, 52), (74, 48, 34)),
    "red": ((204, 26, 36), (182, 20, 30), (220, 44, 40)),
    "burgundy": ((112, 20, 44), (92, 20, 36)),
    "coral": ((250, 122, 102), (240, 106, 92)),
    "pale-pink": ((246, 200, 208), (238, 184, 196)),
    "pink": ((238, 44, 136), (226, 58, 146)),
    "purple": ((108, 42, 142), (86, 36, 112)),
    "lilac": ((192, 164, 216), (176, 148, 206)),
    "light-blue": ((164, 202, 238), (142, 184, 224)),
    "blue": ((34, 90, 192), (46, 106, 206), (56, 92, 156)),
    "navy": ((24, 32, 74), (30, 36, 62)),
    "turquoise": ((46, 192, 198), (64, 204, 204)),
    "teal": ((12, 102, 112), (20, 88, 98)),
    "mint": ((170, 228, 198), (154, 218, 186)),
    "green": ((36, 138, 64), (28, 108, 56), (84, 176, 60)),
    "olive": ((104, 104, 52), (90, 88, 44)),
    "yellow": ((250, 216, 44), (246, 226, 84)),
    "mustard": ((206, 154, 36), (194, 142, 30)),
    "orange": ((246, 128, 30), (236, 108, 26)),
}
NEUTRAL: Final = ("black", "white", "grey", "cream", "beige", "navy")


def tint(colour: str, rng: np.random.Generator) -> RGB:
    """Return an sRGB colour for this label: an anchor, varied slightly in brightness and hue."""
    anchors = PALETTE[colour]
    anchor = np.array(anchors[int(rng.integers(len(anchors)))], dtype=np.float64)
    varied = anchor * rng.uniform(0.93, 1.06) + rng.normal(0.0, 4.0, 3)
    red, green, blue = (int(value) for value in np.clip(varied, 4, 252))
    return red, green, blue


def companion(colour: str, rng: np.random.Generator, among: Sequence[str] = tuple(PALETTE)) -> str:
    """Return a second colour that is clearly different from the first."""
    far = [other for other in among if distance(colour, other) > 45.0]
    return str(rng.choice(far or [other for other in NEUTRAL if other != colour]))


def distance(colour: str, other: str) -> float:
    """Return the CIE76 distance between the first anchors of two colours."""
    return float(np.linalg.norm(to_lab(np.array(PALETTE[colour][0])) - to_lab(np.array(PALETTE[other][0]))))


def to_lab(rgb: NDArray[np.generic]) -> NDArray[np.float64]:
    """sRGB 0–255 `[..., 3]` → CIE Lab (D65) `[..., 3]`."""
    linear = np.asarray(rgb, dtype=np.float64) / 255.0
    linear = np.where(linear > 0.04045, ((linear + 0.055) / 1.055) ** 2.4, linear / 12.92)
    matrix = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
    )
    xyz = linear @ matrix.T / np.array([0.95047, 1.0, 1.08883])
    cube = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16.0 / 116.0)
    x, y, z = cube[..., 0], cube[..., 1], cube[..., 2]
    return np.stack([116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)], axis=-1)


def nearest_colours(rgb: NDArray[np.generic]) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """Return the index of the nearest colour for each sRGB pixel of `[n, 3]`, and the colour names."""
    names = tuple(PALETTE)
    anchors = np.array([anchor for name in names for anchor in PALETTE[name]])
    owner = np.array([index for index, name in enumerate(names) for _ in PALETTE[name]])
    pixels, targets = to_lab(rgb), to_lab(anchors)
    gaps = np.linalg.norm(pixels[:, None, :] - targets[None, :, :], axis=-1)
    return owner[gaps.argmin(axis=1)], names
