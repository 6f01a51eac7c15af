"""Draws the details of a garment: neck, collar, hood, closure, pockets."""

from __future__ import annotations

import numpy as np

from bildtext_dev.train.canvas import Canvas, disc, mirrored, path, symmetric
from bildtext_dev.train.cuts import Cut, Look, neck_depth, neck_width
from bildtext_dev.train.palette import RGB


def draw_inside_of_neck(canvas: Canvas, cut: Cut, look: Look, top: float) -> None:
    if cut.sleeves == "straps" or cut.collar == "hood":
        return
    width, depth = neck_width(cut), neck_depth(cut)
    dark: RGB = tuple(int(v * 0.6) for v in look.main)  # type: ignore[assignment]
    canvas.fill(
        symmetric(
            (0.0, top + 0.035),
            ((width * 0.8, top + 0.03), (width, top)),
            (width, top + 0.02),
            (0.0, top + depth + 0.03),
        ),
        dark,
    )
    canvas.line(
        [(-0.03, top + 0.06), (0.03, top + 0.06), (0.03, top + 0.09), (-0.03, top + 0.09), (-0.03, top + 0.06)],
        (235, 232, 226),
        0.012,
        0.8,
    )


def draw_neck(canvas: Canvas, cut: Cut, look: Look, top: float) -> None:
    width, depth = neck_width(cut), neck_depth(cut)
    if cut.collar in ("shirt-collar", "polo-collar"):
        spread, fall = (0.21, 0.2) if cut.collar == "shirt-collar" else (0.19, 0.15)
        for side in (1, -1):
            leaf = path(
                (side * 0.02, top + depth),
                (side * width, top - 0.05),
                (side * (width + 0.05), top + 0.03),
                (side * spread, top + depth + fall - 0.08),
            )
            canvas.shadow([leaf], 0.25, (0.01, 0.015))
            if cut.collar == "polo-collar":
                canvas.fill(leaf, look.trim)
            else:
                canvas.cloth(leaf, look.cloth, turn=0.5 * side, relief=0.3)
            canvas.line([*leaf, leaf[0]], look.seam, 0.009, 0.5)
    elif cut.collar == "lapel":
        for side in (1, -1):
            leaf = [
                (side * 0.0, top + depth + 0.12),
                (side * (width - 0.03), top - 0.03),
                (side * (width + 0.07), top + 0.02),
                (side * 0.27, top + 0.2),
                (side * 0.2, top + 0.22),
                (side * 0.25, top + 0.27),
            ]
            canvas.shadow([leaf], 0.3, (0.01, 0.015))
            canvas.cloth(leaf, look.cloth, turn=0.4 * side, relief=0.3)
            canvas.line([*leaf, leaf[0]], look.seam, 0.01, 0.6)
    elif cut.collar == "turtleneck":
        tube = symmetric(
            (0.0, top - 0.12),
            ((width * 0.9, top - 0.12), (width * 0.95, top - 0.1)),
            (width + 0.02, top + 0.04),
            ((width * 0.6, top + 0.15), (0.0, top + 0.15)),
        )
        canvas.cloth(tube, look.cloth, relief=0.6)
        canvas.line(path((-width, top - 0.0), ((0.0, top + 0.08), (width, top - 0.0))), look.seam, 0.012, 0.5)
        for x in np.linspace(-width * 0.85, width * 0.85, 9):
            canvas.line([(x, top - 0.09), (x, top + 0.1)], look.seam, 0.006, 0.25)
    elif cut.collar == "stand-up-collar":
        band = symmetric(
            (0.0, top + depth - 0.02),
            ((width * 0.9, top + depth - 0.04), (width, top - 0.1)),
            (width + 0.05, top),
            ((width, top + depth), (0.0, top + depth + 0.07)),
        )
        canvas.cloth(band, look.cloth, relief=0.4)
        canvas.line(path((-width, top), ((0.0, top + 2 * depth), (width, top))), look.seam, 0.012, 0.5)
    elif cut.neckline and cut.sleeves != "straps":
        if cut.neckline == "v-neck":
            edge = [(-width, top), (0.0, top + depth), (width, top)]
        elif cut.neckline == "square-neck":
            edge = [(-width, top), (-width * 0.92, top + depth), (width * 0.92, top + depth), (width, top)]
        else:
            edge = symmetric((0.0, top + depth), ((width * 0.95, top + depth), (width, top)))
        canvas.line(edge, look.trim, 0.045, 0.9)
        canvas.line([(x * 1.08, y + 0.025) for x, y in edge], look.seam, 0.009, 0.5)


def draw_hood(canvas: Canvas, look: Look, top: float) -> None:
    outer = symmetric(
        (0.0, top - 0.3),
        ((0.26, top - 0.32), (0.31, top - 0.08)),
        ((0.33, top + 0.1), (0.2, top + 0.2)),
        (0.0, top + 0.2),
    )
    canvas.shadow([outer])
    canvas.cloth(outer, look.cloth)
    inner = symmetric((0.0, top - 0.2), ((0.18, top - 0.2), (0.2, top - 0.04)), ((0.18, top + 0.1), (0.0, top + 0.17)))
    dark: RGB = tuple(int(v * 0.55) for v in look.main)  # type: ignore[assignment]
    canvas.fill(inner, dark)
    canvas.line([*inner, inner[0]], look.seam, 0.014, 0.6)


def draw_closure(canvas: Canvas, cut: Cut, look: Look, top: float) -> None:
    start = top + neck_depth(cut) + (0.12 if cut.collar == "lapel" else 0.0)
    if cut.sleeves == "straps":
        start = top + 0.48
    end = start + 0.3 if cut.collar == "polo-collar" else top + cut.length - 0.02
    if cut.closure == "buttons":
        count = 3 if cut.collar == "polo-collar" or cut.collar == "lapel" else 6
        half = 0.045 if cut.collar != "lapel" else 0.0
        for x in {half, -half}:
            canvas.line([(x, start), (x, end)], look.seam, 0.01, 0.6)
        first = start + 0.05
        last = end - 0.05 if cut.collar != "lapel" else start + (end - start) * 0.55
        for y in np.linspace(first, last, count):
            canvas.knob((0.0 if half else 0.04, float(y)), 0.026, look.accent)
    elif cut.closure == "zipper":
        canvas.line([(0.0, start), (0.0, end)], look.seam, 0.05, 0.7)
        canvas.line([(0.0, start), (0.0, end)], (188, 188, 192), 0.022, 0.95)
        steps = [(0.0, float(y)) for y in np.linspace(start, end, 60)]
        canvas.line(steps, (90, 90, 94), 0.022, 0.8, dash=True)
        canvas.fill(
            [(-0.02, start + 0.03), (0.02, start + 0.03), (0.016, start + 0.13), (-0.016, start + 0.13)],
            (205, 205, 208),
        )
    elif cut.closure == "tie-belt":
        y = top + cut.length * 0.5
        belt = [
            (-cut.waist - 0.04, y - 0.05),
            (cut.waist + 0.04, y - 0.05),
            (cut.waist + 0.04, y + 0.04),
            (-cut.waist - 0.04, y + 0.04),
        ]
        canvas.shadow([belt], 0.3, (0.0, 0.02))
        canvas.fill(belt, look.trim)
        for side in (1, -1):
            canvas.fill(
                [(0.0, y), (side * 0.06, y + 0.02), (side * 0.13, y + 0.34), (side * 0.05, y + 0.36)], look.trim
            )
        canvas.fill(disc((0.0, y), 0.055), look.seam, 0.6)
    if cut.strings:
        for side in (1, -1):
            canvas.line(
                path((side * 0.07, top + 0.13), ((side * 0.1, top + 0.3), (side * 0.075, top + 0.46))),
                (240, 240, 236) if sum(look.main) < 500 else (60, 60, 64),
                0.018,
                0.95,
            )


def draw_pockets(canvas: Canvas, cut: Cut, look: Look, top: float) -> None:
    bottom = top + cut.length
    if cut.collar == "hood" and cut.closure != "zipper":
        pouch = mirrored(
            [
                (0.0, bottom - 0.5),
                (0.2, bottom - 0.5),
                (0.34, bottom - 0.3),
                (0.34, bottom - 0.12),
                (0.0, bottom - 0.12),
            ]
        )
        canvas.line([*pouch, pouch[0]], look.seam, 0.014, 0.6)
    for index in range(cut.pockets):
        side = 1 if index == 0 else -1
        if cut.pockets == 1:
            canvas.line(
                [
                    (0.14, top + 0.42),
                    (0.14, top + 0.6),
                    (0.22, top + 0.64),
                    (0.3, top + 0.6),
                    (0.3, top + 0.42),
                    (0.14, top + 0.42),
                ],
                look.seam,
                0.01,
                0.6,
            )
        else:
            y = bottom - 0.42 * min(1.0, cut.length / 1.4)
            canvas.line(
                [
                    (side * 0.14, y),
                    (side * 0.36, y - 0.03),
                    (side * 0.36, y + 0.05),
                    (side * 0.14, y + 0.08),
                    (side * 0.14, y),
                ],
                look.seam,
                0.012,
                0.7,
            )
