"""Draws tops, shirts, jackets and dresses: a body with sleeves, neck and closure, according to its `Cut`."""

from __future__ import annotations

import numpy as np

from bildtext_dev.train.canvas import Canvas, Point, flipped, mirrored, path
from bildtext_dev.train.cuts import SLEEVES, Cut, Look, neck_depth, neck_width
from bildtext_dev.train.garment_details import draw_closure, draw_hood, draw_inside_of_neck, draw_neck, draw_pockets


def draw_garment(canvas: Canvas, cut: Cut, look: Look) -> None:
    """Draw the garment and its shadow."""
    top = -cut.length / 2
    waist_y = top + (cut.length - cut.skirt) * (1.0 if cut.skirt else 0.62)
    sleeve = _sleeve(cut, top)
    body = _body(cut, top, waist_y)
    shapes = [body] + ([sleeve, flipped(sleeve)] if sleeve else [])
    canvas.shadow(shapes)
    if cut.collar == "hood":
        draw_hood(canvas, look, top)
    for side, outline in ((1, sleeve), (-1, flipped(sleeve))) if sleeve else ():
        canvas.cloth(outline, look.cloth, turn=side * (cut.drop - 1.3), repeat=0.9)
        if cut.ribbed and cut.sleeves == "long-sleeves":
            _cuff(canvas, cut, look, top, side)
    draw_inside_of_neck(canvas, cut, look, top)
    canvas.cloth(body, look.cloth, repeat=0.9)
    if sleeve:
        for x in (1, -1):
            canvas.line([(x * cut.shoulder, top + 0.1), (x * cut.chest, top + 0.52)], look.seam, 0.014, 0.5)
    if cut.skirt:
        canvas.line([(-cut.waist, waist_y), (cut.waist, waist_y)], look.seam, 0.016, 0.6)
        for x in np.linspace(-0.7, 0.7, 5):
            canvas.line(
                [(x * cut.waist, waist_y + 0.03), (x * cut.hem, top + cut.length * 0.98)], look.seam, 0.02, 0.22
            )
    elif cut.ribbed:
        _rib(canvas, look, [(-cut.hem, top + cut.length - 0.09), (cut.hem, top + cut.length)])
    else:
        canvas.line([(-cut.hem, top + cut.length - 0.05), (cut.hem, top + cut.length - 0.05)], look.seam, 0.01, 0.5)
    draw_neck(canvas, cut, look, top)
    draw_closure(canvas, cut, look, top)
    draw_pockets(canvas, cut, look, top)


def _body(cut: Cut, top: float, waist_y: float) -> list[Point]:
    bottom, width, depth = top + cut.length, neck_width(cut), neck_depth(cut)
    if cut.sleeves == "straps":
        rise, strap = top + 0.42, cut.chest * 0.55
        half = path(
            (0.0, rise + 0.04),
            ((strap * 0.6, rise + 0.04), (strap, rise - 0.04)),
            (strap, top),
            (strap + 0.05, top),
            (strap + 0.06, rise - 0.03),
            ((cut.chest * 0.9, rise), (cut.chest, rise + 0.12)),
        )
    else:
        if cut.neckline == "v-neck" or cut.collar == "lapel":
            half = path((0.0, top + depth), (width, top))
        elif cut.neckline == "square-neck":
            half = path((0.0, top + depth), (width * 0.92, top + depth), (width, top))
        else:
            half = path((0.0, top + depth), ((width * 0.95, top + depth), (width, top)))
        arm = 0.52 if cut.sleeves != "sleeveless" else 0.5
        inner = cut.shoulder * (0.82 if cut.sleeves == "sleeveless" else 1.0)
        half += path((inner, top + 0.1), ((inner - 0.02, top + arm * 0.8), (cut.chest, top + arm)))
    half += path(half[-1], ((cut.waist + 0.02, waist_y - 0.2), (cut.waist, waist_y)))
    if cut.skirt:
        half += path(
            half[-1], ((cut.waist + (cut.hem - cut.waist) * 0.75, waist_y + cut.skirt * 0.35), (cut.hem, bottom - 0.02))
        )
    else:
        half += path(half[-1], ((cut.waist, bottom - 0.2), (cut.hem, bottom - 0.02)))
    half += path(half[-1], ((cut.hem * 0.5, bottom + 0.025), (0.0, bottom + 0.02)))
    return mirrored(half)


def _sleeve(cut: Cut, top: float) -> list[Point]:
    reach = SLEEVES[cut.sleeves]
    if not reach:
        return []
    cosine, sine = float(np.cos(cut.drop)), float(np.sin(cut.drop))
    start: Point = (cut.shoulder - 0.03, top + 0.08)
    wide = 0.25 - 0.13 * min(reach, 0.98) + 0.04 * (cut.sleeves in ("short-sleeves", "cap-sleeves"))
    if cut.sleeves == "cap-sleeves":
        wide = 0.2
    end_up: Point = (start[0] + cosine * reach * 1.15, start[1] + sine * reach * 1.15)
    end_low: Point = (end_up[0] - sine * wide * 1.2, end_up[1] + cosine * wide * 1.2)
    pit: Point = (cut.chest - 0.05, top + 0.54)
    bulge = 0.06 + cut.puff
    middle: Point = ((start[0] + end_up[0]) / 2 + sine * bulge, (start[1] + end_up[1]) / 2 - cosine * bulge)
    low: Point = (
        (pit[0] + end_low[0]) / 2 - sine * (0.01 + cut.puff * 0.5),
        (pit[1] + end_low[1]) / 2 + cosine * cut.puff * 0.5,
    )
    return path(start, (middle, end_up), end_low, (low, pit), (start[0] - 0.12, pit[1]), (start[0] - 0.12, start[1]))


def _cuff(canvas: Canvas, cut: Cut, look: Look, top: float, side: int) -> None:
    cosine, sine = float(np.cos(cut.drop)), float(np.sin(cut.drop))
    up: Point = (cut.shoulder - 0.03 + cosine * 1.127, top + 0.08 + sine * 1.127)
    across: Point = (-sine * 0.147, cosine * 0.147)
    back: Point = (-cosine * 0.09, -sine * 0.09)
    corners = [
        up,
        (up[0] + across[0], up[1] + across[1]),
        (up[0] + across[0] + back[0], up[1] + across[1] + back[1]),
        (up[0] + back[0], up[1] + back[1]),
    ]
    canvas.fill([(side * x, y) for x, y in corners], look.trim, 0.85)


def _rib(canvas: Canvas, look: Look, corners: list[Point]) -> None:
    (left, top), (right, bottom) = corners
    canvas.fill([(left, top), (right, top), (right, bottom), (left, bottom)], look.trim, 0.8)
    for x in np.linspace(left, right, 34):
        canvas.line([(float(x), top), (float(x), bottom)], look.seam, 0.008, 0.35)
