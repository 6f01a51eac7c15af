"""Cloth patterns of the drawn photos: repeating tiles in given colours, by the pattern's label id."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from bildtext_dev.train.palette import RGB

Tile = NDArray[np.uint8]
EDGE: Final = 240
Painter = Callable[[ImageDraw.ImageDraw, tuple[RGB, ...], np.random.Generator], None]


def tile(pattern: str, colours: tuple[RGB, ...], rng: np.random.Generator) -> Tile:
    """Return a seamless tile, uint8 `[EDGE, EDGE, 3]`; `colours[0]` is the background."""
    if pattern == "ombre":
        return _ombre(colours)
    if pattern in ("camouflage", "tie-dye"):
        return _blobs(colours, rng, sharp=pattern == "camouflage")
    if pattern in ("melange", "cable-knit"):
        return _melange(colours, rng) if pattern == "melange" else _cable(colours)
    image = Image.new("RGB", (EDGE, EDGE), colours[0])
    _PAINTERS[pattern](ImageDraw.Draw(image), colours, rng)
    weave = rng.normal(0.0, 2.0, (EDGE, EDGE, 1))
    return np.clip(np.asarray(image, dtype=np.float64) + weave, 0, 255).astype(np.uint8)


def _plain(_pen: ImageDraw.ImageDraw, _colours: tuple[RGB, ...], _rng: np.random.Generator) -> None:
    """Only the background."""


def _striped(pen: ImageDraw.ImageDraw, colours: tuple[RGB, ...], rng: np.random.Generator) -> None:
    count = int(rng.choice([3, 4, 5, 6]))
    step = EDGE / count
    share = rng.uniform(0.3, 0.55)
    along_x = rng.random() < 0.75
    for index in range(count):
        start, colour = index * step, colours[1 + index % (len(colours) - 1)]
        low, high = start, start + step * share
        pen.rectangle((0, low, EDGE, high) if along_x else (low, 0, high, EDGE), fill=colour)


def _pinstriped(pen: ImageDraw.ImageDraw, colours: tuple[RGB, ...], rng: np.random.Generator) -> None:
    count = int(rng.choice([8, 10, 12]))
    for index in range(count):
        x = index * EDGE / count
        pen.rectangle((x, 0, x + 3, EDGE), fill=colours[1])


def _checked(pen: ImageDraw.ImageDraw, colours: tuple[RGB, ...], rng: np.random.Generator) -> None:
    count = int(rng.choice([2, 3]))
    step = EDGE / count
    broad, thin = step * rng.uniform(0.3, 0.45), step * 0.07
    _bands(pen, count, broad, _mix(colours[0], colours[1], 0.55), colours[1])
    for index in range(count):
        s = index * step + broad + (step - broad) / 2
        pen.rectangle((0, s, EDGE, s + thin), fill=colours[-1])
        pen.rectangle((s, 0, s + thin, EDGE), fill=colours[-1])


def _gingham(pen: ImageDraw.ImageDraw, colours: tuple[RGB, ...], rng: np.random.Generator) -> None:
    count = int(rng.choice([5, 6, 8]))
    _bands(pen, count, EDGE / count / 2 - 1, _mix(colours[0], colours[1], 0.5), colours[1])


def _bands(pen: ImageDraw.ImageDraw, count: int, width: float, single: RGB, crossed: RGB) -> None:
    """Draw `count` bands of a `width` along and across, with a colour of their own where they cross."""
    starts = [index * EDGE / count for index in range(count)]
    for s in starts:
        pen.rectangle((0, s, EDGE, s + width), fill=single)
        pen.rectangle((s, 0, s + width, EDGE), fill=single)
    for x in starts:
        for y in starts:
            pen.rectangle((x, y, x + width, y + width), fill=crossed)


def _houndstooth(pen: ImageDraw.ImageDraw, colours: tuple[RGB, ...], rng: np.random.Generator) -> None:
    count = int(rng.choice([6, 8]))
    s = EDGE / count
    tooth = [(0, 0), (0.5, 0), (1, 0.5), (0.75, 0.5), (1, 0.75), (1, 1), (0.5, 0.5), (0.5, 0.75), (0.25, 0.5), (0, 0.5)]
    for i in range(count):
        for j in range(count):
            pen.polygon([((i + x) * s, (j + y) * s) for x, y in tooth], fill=colours[1])


def _argyle(pen: ImageDraw.ImageDraw, colours: tuple[RGB, ...], rng: np.random.Generator) -> None:
    wide, high = EDGE / int(rng.choice([2, 3])), EDGE / 2
    for i in range(-1, 4):
        for j in range(-1, 3):
            x, y = i * wide, j * high
            pen.polygon(
                [(x, y + high / 2), (x + wide / 2, y), (x + wide, y + high / 2), (x + wide / 2, y + high)],
                fill=colours[1 + (i % 2) * (len(colours) > 2)],
            )
            pen.line([(x, y), (x + wide, y + high)], fill=colours[0], width=2)
            pen.line([(x + wide, y), (x, y + high)], fill=colours[0], width=2)


def _dotted(pen: ImageDraw.ImageDraw, colours: tuple[RGB, ...], rng: np.random.Generator) -> None:
    count = int(rng.choice([4, 6, 8]))
    step = EDGE / count
    radius = step * rng.uniform(0.2, 0.32)
    for row in range(-1, count + 1):
        for column in range(-1, count + 1):
            x, y = (column + 0.5 * (row % 2) + 0.25) * step, (row + 0.5) * step
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colours[1])


def _floral(pen: ImageDraw.ImageDraw, colours: tuple[RGB, ...], rng: np.random.Generator) -> None:
    leaf: RGB = (70, 110, 60) if rng.random() < 0.7 else colours[-1]
    for x, y in _scattered(rng, int(rng.integers(7, 15))):
        radius, turn = rng.uniform(9, 19), rng.uniform(0, 2 * math.pi)
        petals, colour = int(rng.choice([5, 6, 8])), colours[1 + int(rng.integers(len(colours) - 1))]
        heart: RGB = (246, 214, 90) if rng.random() < 0.6 else colours[0]
        for dx, dy in _wrapped():
            cx, cy = x + dx, y + dy
            for side in (-1, 1):
                lx, ly = cx + side * radius * 1.5 * math.cos(turn), cy + side * radius * 1.5 * math.sin(turn)
                pen.ellipse((lx - radius * 0.45, ly - radius * 0.3, lx + radius * 0.45, ly + radius * 0.3), fill=leaf)
            for petal in range(petals):
                t = turn + 2 * math.pi * petal / petals
                px, py, r = cx + radius * 0.62 * math.cos(t), cy + radius * 0.62 * math.sin(t), radius * 0.45
                pen.ellipse((px - r, py - r, px + r, py + r), fill=colour, outline=_mix(colour, (0, 0, 0), 0.15))
            pen.ellipse((cx - radius * 0.3, cy - radius * 0.3, cx + radius * 0.3, cy + radius * 0.3), fill=heart)


def _leopard(pen: ImageDraw.ImageDraw, colours: tuple[RGB, ...], rng: np.random.Generator) -> None:
    for x, y in _scattered(rng, 34):
        wide, high = rng.uniform(9, 16), rng.uniform(7, 12)
        start = rng.uniform(0, 360)
        for dx, dy in _wrapped():
            box = (x + dx - wide, y + dy - high, x + dx + wide, y + dy + high)
            pen.ellipse(box, fill=colours[1])
            pen.arc(box, start, start + 140, fill=colours[2], width=7)
            pen.arc(box, start + 180, start + 290, fill=colours[2], width=7)


def _zebra(pen: ImageDraw.ImageDraw, colours: tuple[RGB, ...], rng: np.random.Generator) -> None:
    count = int(rng.choice([5, 6, 7]))
    phase = rng.uniform(0, 6.28)
    for index in range(count):
        x = index * EDGE / count
        spots = [
            (x + 9 * math.sin(2 * math.pi * t / EDGE + phase) + 6 * math.sin(4 * math.pi * t / EDGE + index), t)
            for t in range(-8, EDGE + 16, 8)
        ]
        for (ax, ay), (bx, by) in pairwise(spots):
            width = int(8 + 6 * math.sin(6 * math.pi * ay / EDGE + index * 2))
            for dx in (-EDGE, 0, EDGE):
                pen.line([(ax + dx, ay), (bx + dx, by)], fill=colours[1], width=max(3, width))


def _geometric(pen: ImageDraw.ImageDraw, colours: tuple[RGB, ...], rng: np.random.Generator) -> None:
    count = int(rng.choice([3, 4, 5]))
    s = EDGE / count
    triangle = rng.random() < 0.5
    for i in range(count):
        for j in range(count):
            x, y, colour = i * s, j * s, colours[1 + (i + j) % (len(colours) - 1)]
            if triangle:
                pen.polygon(
                    [(x + s * 0.1, y + s * 0.85), (x + s * 0.5, y + s * 0.12), (x + s * 0.9, y + s * 0.85)], fill=colour
                )
            else:
                pen.polygon(
                    [(x + s / 2, y + 2), (x + s - 2, y + s / 2), (x + s / 2, y + s - 2), (x + 2, y + s / 2)],
                    outline=colour,
                    width=5,
                )


def _ombre(colours: tuple[RGB, ...]) -> Tile:
    ramp = np.abs(np.linspace(-1.0, 1.0, EDGE))[:, None, None]  # seamless: there and back
    both = np.array(colours[0]) * (1 - ramp) + np.array(colours[1]) * ramp
    return np.broadcast_to(both, (EDGE, EDGE, 3)).astype(np.uint8)


def _blobs(colours: tuple[RGB, ...], rng: np.random.Generator, sharp: bool) -> Tile:
    result = np.empty((EDGE, EDGE, 3), np.float64)
    result[:] = colours[0]
    for colour in colours[1:]:
        field = _field(rng, 14 if sharp else 9)
        share = np.clip((field - 0.35) * (40 if sharp else 1.6) + 0.5 * (not sharp), 0, 1)[..., None]
        result += (np.array(colour) - result) * share
    return result.astype(np.uint8)


def _melange(colours: tuple[RGB, ...], rng: np.random.Generator) -> Tile:
    fibres = rng.normal(0.0, 1.0, (EDGE, EDGE)) + np.repeat(rng.normal(0.0, 1.0, (EDGE, EDGE // 6)), 6, axis=1)
    share = np.clip(0.22 + 0.2 * fibres, 0, 0.8)[..., None]
    return (np.array(colours[0]) * (1 - share) + np.array(colours[1]) * share).astype(np.uint8)


def _cable(colours: tuple[RGB, ...]) -> Tile:
    y, x = np.mgrid[0:EDGE, 0:EDGE] / EDGE * 2 * math.pi
    braid = np.sin(3 * x + 0.9 * np.sin(6 * y)) * 0.12 + np.sin(18 * y + 4 * np.abs(np.sin(1.5 * x))) * 0.05
    knitted = np.clip(np.array(colours[0]) * (0.92 + braid[..., None]), 0, 255)
    return np.asarray(knitted, dtype=np.uint8)


def _field(rng: np.random.Generator, cells: int) -> NDArray[np.float64]:
    """Return smooth seamless noise of standard deviation 1, `[EDGE, EDGE]`."""
    rough = np.tile(rng.normal(0.0, 1.0, (cells, cells)), (3, 3)).astype(np.float32)
    smooth = Image.fromarray(rough).resize((3 * EDGE, 3 * EDGE), Image.Resampling.BICUBIC)
    field = np.asarray(smooth.filter(ImageFilter.BoxBlur(0)), dtype=np.float64)[EDGE : 2 * EDGE, EDGE : 2 * EDGE]
    return np.asarray((field - field.mean()) / field.std())


def _scattered(rng: np.random.Generator, count: int) -> list[tuple[float, float]]:
    """Return well-spaced points on the torus: each is the best of a few candidates."""
    points: list[tuple[float, float]] = []
    for _ in range(count):
        candidates = rng.uniform(0, EDGE, (6, 2))
        points.append(
            max(
                ((float(x), float(y)) for x, y in candidates),
                key=lambda p: min((_gap(p, q) for q in points), default=0.0),
            )
        )
    return points


def _gap(first: tuple[float, float], second: tuple[float, float]) -> float:
    dx, dy = abs(first[0] - second[0]), abs(first[1] - second[1])
    return math.hypot(min(dx, EDGE - dx), min(dy, EDGE - dy))


def _wrapped() -> list[tuple[int, int]]:
    return [(dx, dy) for dx in (-EDGE, 0, EDGE) for dy in (-EDGE, 0, EDGE)]


def _mix(first: RGB, second: RGB, share: float) -> RGB:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


_PAINTERS: Final[dict[str, Painter]] = {
    "plain": _plain,
    "striped": _striped,
    "pinstriped": _pinstriped,
    "checked": _checked,
    "gingham": _gingham,
    "houndstooth": _houndstooth,
    "argyle": _argyle,
    "dotted": _dotted,
    "floral": _floral,
    "leopard": _leopard,
    "zebra": _zebra,
    "geometric": _geometric,
}
