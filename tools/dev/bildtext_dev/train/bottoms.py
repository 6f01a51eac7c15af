"""Draws trousers, shorts, skirts and headwear."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bildtext_dev.train.canvas import Canvas, Point, disc, flipped, mirrored, path, symmetric
from bildtext_dev.train.cuts import Look
from bildtext_dev.train.palette import RGB


@dataclass(frozen=True)
class Legs:
    """Trousers or shorts; lengths in garment units, `length` from waist to hem."""

    length: float
    waist: float
    hip: float
    hem: float  # width of one leg at its end
    knee: float
    closure: str  # buttons | zipper | drawstring | elastic
    crease: bool = False
    stitched: bool = False  # the orange seams and rivets of jeans
    apart: float = 0.06


def draw_legs(canvas: Canvas, cut: Legs, look: Look) -> None:
    """Draw trousers or shorts, front view, and their shadow."""
    top, crotch = -cut.length / 2, -cut.length / 2 + 0.5
    bottom = top + cut.length
    half = path((0.0, top + 0.015), (cut.waist, top), ((cut.hip, top + 0.15), (cut.hip, top + 0.36)))
    outer: Point = (cut.apart + cut.hem, bottom)
    half += path(
        half[-1],
        ((cut.apart + cut.knee + 0.04, (crotch + bottom) / 2), outer),
        (cut.apart, bottom + 0.012),
        ((cut.apart * 0.6 + 0.02, (crotch + bottom) / 2), (0.0, crotch)),
    )
    canvas.shadow([mirrored(half)])
    canvas.cloth(flipped(half), look.cloth, turn=0.03)
    canvas.cloth(half, look.cloth, turn=-0.03)
    seam: RGB = (196, 130, 62) if cut.stitched else look.seam
    strong = 0.9 if cut.stitched else 0.55
    canvas.line(path((0.0, top + 0.1), (0.0, crotch)), look.seam, 0.014, 0.7)
    for side in (1, -1):
        canvas.line(
            [(side * (cut.apart + 0.01), bottom - 0.05), (side * (cut.apart + cut.hem - 0.01), bottom - 0.06)],
            seam,
            0.012,
            strong * 0.8,
        )
        canvas.line(
            path(
                (side * cut.waist * 0.55, top + 0.1),
                ((side * cut.waist * 0.6, top + 0.24), (side * (cut.hip - 0.01), top + 0.27)),
            ),
            seam,
            0.014,
            strong,
        )
        if cut.crease:
            x = side * (cut.apart + cut.hem / 2)
            canvas.line([(side * cut.waist * 0.55, top + 0.2), (x, bottom - 0.01)], look.seam, 0.012, 0.55)
            canvas.line(
                [(side * cut.waist * 0.55 + 0.012, top + 0.2), (x + 0.012, bottom - 0.01)], (255, 255, 255), 0.01, 0.16
            )
    band = mirrored(
        [(0.0, top + 0.01), (cut.waist + 0.005, top - 0.005), (cut.waist + 0.012, top + 0.09), (0.0, top + 0.105)]
    )
    canvas.cloth(band, look.cloth, relief=0.4)
    canvas.line([(-cut.waist, top + 0.095), (0.0, top + 0.108), (cut.waist, top + 0.095)], seam, 0.012, strong)
    if cut.closure in ("drawstring", "elastic"):
        for x in np.linspace(-cut.waist * 0.95, cut.waist * 0.95, 22):
            canvas.line([(x, top + 0.01), (x, top + 0.095)], look.seam, 0.009, 0.4)
        if cut.closure == "drawstring":
            string: RGB = (242, 240, 234) if sum(look.main) < 480 else (62, 60, 64)
            for side in (1, -1):
                canvas.line(
                    path((0.0, top + 0.06), ((side * 0.09, top + 0.1), (side * 0.05, top + 0.34))), string, 0.022, 0.95
                )
            canvas.fill(disc((0.0, top + 0.065), 0.03), string)
    else:
        for x in (-0.6, 0.6, -0.2, 0.2):
            canvas.line(
                [(x * cut.waist, top - 0.01), (x * cut.waist, top + 0.11)],
                seam if cut.stitched else look.seam,
                0.024,
                0.6,
            )
        canvas.line(
            path((0.075, top + 0.1), (0.075, crotch - 0.2), ((0.07, crotch - 0.1), (0.0, crotch - 0.06))),
            seam,
            0.012,
            strong,
        )
        canvas.knob((0.0, top + 0.055), 0.032, (176, 160, 128) if cut.stitched else look.accent)
        if cut.closure == "zipper":
            canvas.line([(0.008, top + 0.11), (0.008, crotch - 0.12)], (176, 176, 180), 0.016, 0.9)
        if cut.closure == "buttons":
            for y in (top + 0.15, top + 0.22, top + 0.29):
                canvas.knob((0.03, y), 0.022, look.accent)
    if cut.stitched:
        for side in (1, -1):
            canvas.knob((side * cut.waist * 0.56, top + 0.125), 0.014, (190, 140, 80))


@dataclass(frozen=True)
class Skirt:
    """A skirt; lengths in garment units."""

    length: float
    waist: float
    hem: float
    closure: str  # buttons | zipper | elastic
    pleats: int = 0


def draw_skirt(canvas: Canvas, cut: Skirt, look: Look) -> None:
    """Draw a skirt, front view, and its shadow."""
    top = -cut.length / 2
    bottom = top + cut.length
    half = path(
        (0.0, top + 0.02),
        (cut.waist, top),
        ((cut.waist + (cut.hem - cut.waist) * 0.7, top + cut.length * 0.35), (cut.hem, bottom - 0.04)),
    )
    if cut.pleats:
        edge = np.linspace(cut.hem, 0.0, cut.pleats + 1)
        half += [(float(x), bottom + (0.02 if index % 2 else -0.015)) for index, x in enumerate(edge)]
    else:
        half += path(half[-1], ((cut.hem * 0.5, bottom + 0.03), (0.0, bottom + 0.03)))
    shape = mirrored(half)
    canvas.shadow([shape])
    canvas.cloth(shape, look.cloth)
    folds = cut.pleats * 2 if cut.pleats else int(3 + 6 * max(0.0, cut.hem - cut.waist))
    for share in np.linspace(-1, 1, folds + 2)[1:-1]:
        strength = 0.6 if cut.pleats else 0.2
        canvas.line([(share * cut.waist, top + 0.12), (share * cut.hem, bottom - 0.01)], look.seam, 0.014, strength)
        if cut.pleats:
            canvas.line(
                [(share * cut.waist + 0.012, top + 0.12), (share * cut.hem + 0.018, bottom - 0.01)],
                (255, 255, 255),
                0.012,
                0.18,
            )
    band = mirrored([(0.0, top + 0.02), (cut.waist, top), (cut.waist + 0.012, top + 0.09), (0.0, top + 0.11)])
    canvas.cloth(band, look.cloth, relief=0.4)
    canvas.line([(-cut.waist, top + 0.095), (0.0, top + 0.112), (cut.waist, top + 0.095)], look.seam, 0.012, 0.6)
    if cut.closure == "buttons":
        canvas.line([(0.05, top + 0.02), (0.05, bottom)], look.seam, 0.01, 0.5)
        for y in np.linspace(top + 0.06, bottom - 0.12, 6):
            canvas.knob((0.0, float(y)), 0.028, look.accent)
    elif cut.closure == "zipper":
        canvas.line([(0.0, top + 0.03), (0.0, top + cut.length * 0.6)], look.seam, 0.045, 0.6)
        canvas.line([(0.0, top + 0.03), (0.0, top + cut.length * 0.6)], (190, 190, 194), 0.02, 0.95)
        canvas.fill(
            [(-0.02, top + 0.05), (0.02, top + 0.05), (0.015, top + 0.14), (-0.015, top + 0.14)], (206, 206, 210)
        )
    else:
        for x in np.linspace(-cut.waist * 0.95, cut.waist * 0.95, 20):
            canvas.line([(x, top + 0.01), (x, top + 0.095)], look.seam, 0.009, 0.4)


def draw_hat(canvas: Canvas, kind: str, look: Look, rng: np.random.Generator) -> None:
    """Draw headwear: `hat` (a brim all around), `cap` (a peak) or `beanie` (knitted, no brim)."""
    high = rng.uniform(0.42, 0.6)
    if kind == "hat":
        brim = disc((0.0, 0.32), rng.uniform(0.85, 1.0), rng.uniform(0.22, 0.34))
        crown = symmetric(
            (0.0, -high + 0.1),
            ((0.34, -high + 0.02), (0.46, -high + 0.2)),
            ((0.52, 0.1), (0.55, 0.32)),
            ((0.3, 0.44), (0.0, 0.44)),
        )
        canvas.shadow([brim])
        canvas.cloth(brim, look.cloth, relief=0.6)
        canvas.shadow([crown], 0.3, (0.02, 0.03))
        canvas.cloth(crown, look.cloth)
        band = path((-0.53, 0.13), ((0.0, 0.29), (0.53, 0.13)), (0.55, 0.3), ((0.0, 0.47), (-0.55, 0.3)))
        canvas.fill(band, look.trim, 0.92)
        canvas.line(path((-0.1, -high + 0.16), ((0.0, -high + 0.3), (0.12, -high + 0.15))), look.seam, 0.03, 0.4)
    elif kind == "cap":
        dome = path(
            (-0.62, 0.25), ((-0.66, -0.5), (0.0, -0.55)), ((0.6, -0.52), (0.6, 0.18)), ((0.0, 0.3), (-0.62, 0.25))
        )
        peak = path((0.15, 0.22), ((0.5, 0.02), (0.62, 0.08)), ((1.05, 0.12), (1.12, 0.38)), ((0.7, 0.28), (0.15, 0.3)))
        canvas.shadow([dome, peak])
        canvas.cloth(dome, look.cloth)
        for control in (-0.45, 0.05, 0.42):
            canvas.line(path((-0.02, -0.53), ((control * 1.5, -0.3), (control * 1.35, 0.24))), look.seam, 0.012, 0.6)
        canvas.cloth(peak, look.cloth, relief=0.5)
        canvas.line(path((0.15, 0.24), ((0.5, 0.06), (0.61, 0.12))), look.seam, 0.014, 0.6)
        canvas.knob((-0.02, -0.54), 0.04, look.trim)
        if rng.random() < 0.5:
            canvas.fill(disc((0.3, -0.12), 0.13), look.trim, 0.9)
    else:
        crown = symmetric((0.0, -0.62), ((0.5, -0.62), (0.56, 0.1)), (0.56, 0.3), (0.0, 0.32))
        canvas.shadow([crown])
        canvas.cloth(crown, look.cloth)
        for share in np.linspace(-0.9, 0.9, 11):
            canvas.line(path((share * 0.12, -0.6), ((share * 0.6, -0.5), (share * 0.56, 0.2))), look.seam, 0.016, 0.32)
        fold = symmetric((0.0, 0.12), (0.59, 0.08), ((0.62, 0.3), (0.57, 0.42)), ((0.3, 0.47), (0.0, 0.47)))
        canvas.shadow([fold], 0.25, (0.0, -0.02))
        canvas.cloth(fold, look.cloth)
        for share in np.linspace(-0.97, 0.97, 20):
            canvas.line([(share * 0.58, 0.11), (share * 0.57, 0.43)], look.seam, 0.012, 0.4)
        if rng.random() < 0.6:
            for _ in range(26):
                spot: Point = (float(rng.normal(0, 0.08)), float(rng.normal(-0.7, 0.07)))
                canvas.fill(disc(spot, 0.07), look.trim if rng.random() < 0.7 else look.main, 0.9)
