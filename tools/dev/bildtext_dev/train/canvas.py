"""A supersampled drawing surface for product shots: cloth with folds and seams, soft shadows, lines and knobs.

Shapes use garment coordinates (x to the right, y down, the garment within about −1…1); the canvas rotates, scales and
shifts them to pixels, so that the same shapes can be drawn at any size.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from bildtext_dev.train.palette import RGB

Point = tuple[float, float]
Mask = NDArray[np.float32]
Cloth = NDArray[np.uint8]
SUPERSAMPLING: Final = 2


class Canvas:
    """`size` pixels square when finished; everything is drawn at `SUPERSAMPLING` times that."""

    def __init__(self, size: int, ground: NDArray[np.float32], rng: np.random.Generator, scale: float = 0.8) -> None:
        self.size = size
        self.side = size * SUPERSAMPLING
        self.rng = rng
        self.pixels = ground
        self._scale = scale * self.side / 2
        self._angle = 0.0
        self._centre = (self.side / 2, self.side / 2)
        self.covered: Mask = np.zeros((self.side, self.side), np.float32)

    def place(self, angle: float, shift: Point) -> None:
        """Rotate all further shapes by `angle` radians and move them by `shift` (shares of the picture)."""
        self._angle = angle
        self._centre = (self.side * (0.5 + shift[0]), self.side * (0.5 + shift[1]))

    def to_pixels(self, points: Sequence[Point]) -> list[Point]:
        cosine, sine = math.cos(self._angle), math.sin(self._angle)
        cx, cy = self._centre
        k = self._scale
        return [(cx + k * (cosine * x - sine * y), cy + k * (sine * x + cosine * y)) for x, y in points]

    def mask(self, outline: Sequence[Point]) -> Mask:
        """Coverage 0…1 of a closed outline, `[side, side]`."""
        image = Image.new("L", (self.side, self.side))
        ImageDraw.Draw(image).polygon(self.to_pixels(outline), fill=255)
        return np.asarray(image, dtype=np.float32) / 255.0

    def shadow(self, outlines: Sequence[Sequence[Point]], depth: float = 0.35, drop: Point = (0.02, 0.04)) -> None:
        """Cast a soft shadow of the outlines on the picture so far; call before `cloth`."""
        image = Image.new("L", (self.side, self.side))
        pen = ImageDraw.Draw(image)
        for outline in outlines:
            pen.polygon(self.to_pixels([(x + drop[0], y + drop[1]) for x, y in outline]), fill=255)
        soft = _blurred(image, 0.03 * self._scale)
        self.pixels *= (1.0 - depth * soft)[..., None]

    def cloth(
        self, outline: Sequence[Point], tile: Cloth, turn: float = 0.0, repeat: float = 1.0, relief: float = 1.0
    ) -> None:
        """Fill an outline with a repeating tile, shaded like hanging cloth: folds, darker edges, a light from above."""
        mask = self.mask(outline)
        box = _box(mask)
        if box is None:
            return
        rows, columns = box
        part = mask[rows, columns]
        colour = self._tiled(tile, rows, columns, turn, repeat)
        colour *= self._folds(part, relief)[..., None]
        self._blend(colour, part, rows, columns)

    def fill(self, outline: Sequence[Point], colour: RGB, opacity: float = 1.0) -> None:
        """Fill an outline with one flat colour."""
        self._paint(self.mask(outline), colour, opacity)

    def line(
        self, points: Sequence[Point], colour: RGB, width: float = 0.012, opacity: float = 0.6, dash: bool = False
    ) -> None:
        """Draw a seam, crease or lace: a line of `width` in garment units; `dash` for stitches."""
        image = Image.new("L", (self.side, self.side))
        pen = ImageDraw.Draw(image)
        thickness = max(1, round(width * self._scale))
        corners = self.to_pixels(points)
        if dash:
            for start, end in zip(corners[:-1:2], corners[1::2], strict=False):
                pen.line([start, end], fill=255, width=thickness)
        else:
            pen.line(corners, fill=255, width=thickness, joint="curve")
        self._paint(np.asarray(image, dtype=np.float32) / 255.0, colour, opacity)

    def knob(self, centre: Point, radius: float, colour: RGB) -> None:
        """Draw a button, eyelet or rivet: a disc with a rim and a highlight."""
        dark: RGB = (int(colour[0] * 0.55), int(colour[1] * 0.55), int(colour[2] * 0.55))
        light: RGB = tuple(min(255, int(v * 1.15 + 25)) for v in colour)  # type: ignore[assignment]
        self.fill(disc((centre[0] + radius * 0.2, centre[1] + radius * 0.3), radius * 1.15), dark, 0.5)
        self.fill(disc(centre, radius), dark)
        self.fill(disc(centre, radius * 0.86), colour)
        self.fill(disc((centre[0] - radius * 0.3, centre[1] - radius * 0.35), radius * 0.35), light, 0.7)

    def finish(self, grain: float = 1.5) -> Image.Image:
        """Return the picture at its final size, with some sensor noise."""
        noisy = self.pixels + self.rng.normal(0.0, grain * SUPERSAMPLING, self.pixels.shape).astype(np.float32)
        image = Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))
        return image.resize((self.size, self.size), Image.Resampling.LANCZOS)

    def _paint(self, mask: Mask, colour: RGB, opacity: float) -> None:
        box = _box(mask)
        if box is not None:
            part = mask[box] * np.float32(opacity)
            self._blend(np.broadcast_to(np.array(colour, np.float32), (*part.shape, 3)), part, *box)

    def _blend(self, colour: NDArray[np.float32], part: Mask, rows: slice, columns: slice) -> None:
        here = self.pixels[rows, columns]
        here += (colour - here) * part[..., None]
        np.maximum(self.covered[rows, columns], part, out=self.covered[rows, columns])

    def _tiled(self, tile: Cloth, rows: slice, columns: slice, turn: float, repeat: float) -> NDArray[np.float32]:
        y, x = np.mgrid[rows, columns].astype(np.float32)
        x, y = (x - self._centre[0]) / self._scale, (y - self._centre[1]) / self._scale
        angle = self._angle + turn
        cosine, sine = math.cos(angle), math.sin(angle)
        u, v = x * cosine + y * sine, y * cosine - x * sine
        edge = tile.shape[0]
        wide = (u * repeat * edge).astype(np.int32) % edge
        high = (v * repeat * edge).astype(np.int32) % edge
        return np.asarray(tile[high, wide], dtype=np.float32)

    def _folds(self, part: Mask, relief: float) -> NDArray[np.float32]:
        high, wide = part.shape
        cells = (max(2, int(4 * wide / self._scale) + 2), max(2, int(2.2 * high / self._scale) + 2))
        rough = self.rng.normal(0.0, 1.0, (cells[1], cells[0])).astype(np.float32)
        folds = np.asarray(Image.fromarray(rough).resize((wide, high), Image.Resampling.BICUBIC))
        padded = Image.fromarray((np.pad(part, 1) * 255).astype(np.uint8))
        inner = _blurred(padded, 0.05 * self._scale)[: high + 2, : wide + 2][1:-1, 1:-1]
        edge = np.clip((inner - 0.5) * 2.0, 0.0, 1.0) ** 0.6
        slope = np.linspace(1.06, 0.94, high, dtype=np.float32)[:, None]
        shade = (1.0 + 0.05 * relief * folds) * (0.72 + 0.28 * edge) * slope
        return np.asarray(np.clip(shade, 0.45, 1.2), dtype=np.float32)


def path(start: Point, *steps: Point | tuple[Point, Point] | tuple[Point, Point, Point]) -> list[Point]:
    """Return an outline; each step is a point (line), (control, point) or (control, control, point) (Bézier curve)."""
    points: list[Point] = [start]
    for step in steps:
        if isinstance(step[0], (int, float)):
            points.append(step)
            continue
        knots = [points[-1], *step]
        for t in np.linspace(0.0, 1.0, 13)[1:]:
            level: list[Point] = knots
            while len(level) > 1:
                level = [(a[0] + (b[0] - a[0]) * float(t), a[1] + (b[1] - a[1]) * float(t)) for a, b in pairwise(level)]
            points.append(level[0])
    return points


def mirrored(right: Sequence[Point]) -> list[Point]:
    """Complete a symmetric outline from its right half, given from top to bottom."""
    return [*right, *[(-x, y) for x, y in reversed(right)]]


def symmetric(start: Point, *steps: Point | tuple[Point, Point] | tuple[Point, Point, Point]) -> list[Point]:
    """Return a symmetric outline, whose right half is given as to `path`."""
    return mirrored(path(start, *steps))


def flipped(points: Sequence[Point]) -> list[Point]:
    """Return the outline mirrored to the other side."""
    return [(-x, y) for x, y in points]


def disc(centre: Point, radius: float, squash: float = 1.0) -> list[Point]:
    """Return a circle, or an ellipse `squash` times as high as wide."""
    return [
        (centre[0] + radius * math.cos(t), centre[1] + radius * squash * math.sin(t))
        for t in np.linspace(0, 2 * math.pi, 25)
    ]


def _box(mask: Mask) -> tuple[slice, slice] | None:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows) or not len(columns):
        return None
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _blurred(image: Image.Image, radius: float) -> NDArray[np.float32]:
    """Gaussian blur at a quarter of the size, which is enough for shadows and edges."""
    small = image.resize((max(1, image.width // 4), max(1, image.height // 4)), Image.Resampling.BOX)
    soft = small.filter(ImageFilter.GaussianBlur(max(radius / 4, 0.6)))
    return np.asarray(soft.resize(image.size, Image.Resampling.BILINEAR), dtype=np.float32) / 255.0
