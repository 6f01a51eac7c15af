"""Draws shoes from the side: upper, sole, heel, toe, shaft and closure.

The toe points right. Ground level is y = 0.45; the foot is about 1.8 long.
"""

from __future__ import annotations

import numpy as np

from bildtext_dev.train.canvas import Canvas, Point, path
from bildtext_dev.train.cuts import Look
from bildtext_dev.train.palette import RGB
from bildtext_dev.train.shoe_details import draw_fastening
from bildtext_dev.train.shoe_shapes import GROUND, HEIGHTS, SHAFTS, Shoe, darker


def draw_shoe(canvas: Canvas, shoe: Shoe, look: Look) -> None:
    """Draw the shoe and its shadow."""
    lift = HEIGHTS[shoe.heel_height]
    top = GROUND - shoe.sole
    ball: Point = (0.35, top)
    tip = {"pointed": (1.08, top - 0.03), "almond": (0.98, top - 0.05), "round": (0.93, top - 0.09)}.get(
        shoe.toe, (0.95, top - 0.06)
    )
    heel: Point = (-0.82, top - lift)
    bottom = path(
        tip, ((tip[0] - 0.08, top + 0.01), (0.7, top + 0.005)), ball, ((-0.1, top), (-0.42, top - lift * 0.85)), heel
    )
    upper = _upper(shoe, tip, heel, lift)
    outline = [*upper, *bottom]
    floor = [(-0.95, GROUND - 0.02), (1.05, GROUND - 0.02), (1.0, GROUND + 0.06), (-0.9, GROUND + 0.06)]
    canvas.shadow([floor], 0.45, (0.0, 0.01))
    if "sandals" not in shoe.kind:
        canvas.shadow([outline], 0.18, (0.03, 0.03))
    sole: RGB = (244, 243, 240) if shoe.white_sole else darker(look.main, 0.4)
    _heel(canvas, shoe, heel, lift, look, sole)
    if "sandals" in shoe.kind:
        _straps(canvas, look, top, heel, lift, bottom)
    else:
        canvas.cloth(outline, look.cloth, relief=0.7)
        _gloss(canvas, tip, top, lift)
    rim = [*bottom, *[(x - 0.0, y + shoe.sole) for x, y in reversed(bottom)]]
    canvas.fill(rim, sole)
    canvas.line(bottom, darker(sole, 0.7), 0.01, 0.7)
    if shoe.kind == "sneaker":
        canvas.fill(
            path(
                (tip[0] + 0.01, top - 0.0), ((tip[0], top - 0.16), (0.72, top - 0.19)), ((0.66, top - 0.1), (0.66, top))
            ),
            sole,
            0.92,
        )
    draw_fastening(canvas, shoe, look, top, heel, lift)


def _upper(shoe: Shoe, tip: Point, heel: Point, lift: float) -> list[Point]:
    """Return the edge of the upper from the heel over the opening to the toe tip."""
    top = GROUND - shoe.sole
    high = top - 0.33 if shoe.toe != "pointed" else top - 0.25
    toe_start: Point = (0.55, high)
    if shoe.toe == "square":
        toe = path(toe_start, ((0.8, high + 0.04), (tip[0], top - 0.2)), (tip[0] + 0.02, top - 0.03), tip)
    elif shoe.toe == "pointed":
        toe = path(toe_start, ((0.85, top - 0.12), tip))
    elif shoe.toe == "almond":
        toe = path(toe_start, ((0.86, top - 0.22), (tip[0], top - 0.07)), tip)
    else:
        toe = path(toe_start, ((0.8, high - 0.02), (0.88, top - 0.2)), ((tip[0] + 0.05, top - 0.12), tip))
    if shoe.shaft:
        rim = heel[1] - SHAFTS[shoe.shaft]
        wide = 0.04 if shoe.shaft == "ankle-high" else 0.1
        opening = path(
            heel,
            ((-0.92, heel[1] - 0.25), (-0.8, heel[1] - 0.4)),
            (-0.82 - wide, rim + 0.02),
            ((-0.5, rim - 0.04), (-0.12 + wide, rim)),
            (-0.12, heel[1] - 0.45),
            ((-0.06, heel[1] - 0.2), (0.2, top - 0.36 - lift * 0.25)),
            ((0.4, high - 0.02), toe[0]),
        )
    elif shoe.kind in ("pumps", "ballet-flats"):
        low = heel[1] - 0.3
        opening = path(
            heel,
            ((-0.93, heel[1] - 0.2), (-0.86, low)),
            ((-0.66, low + 0.16), (-0.2, top - lift * 0.62 - 0.15)),
            ((0.12, top - lift * 0.2 - 0.14), (0.4, high + 0.06)),
            toe[0],
        )
    elif shoe.kind in ("loafer", "slip-on-shoe"):
        opening = path(
            heel,
            ((-0.95, heel[1] - 0.25), (-0.82, heel[1] - 0.4)),
            ((-0.5, heel[1] - 0.28), (-0.15, heel[1] - 0.33)),
            (0.05, top - 0.44 - lift * 0.3),
            ((0.35, top - 0.4), toe[0]),
        )
    else:
        opening = path(
            heel,
            ((-0.96, heel[1] - 0.25), (-0.84, heel[1] - 0.46)),
            ((-0.6, heel[1] - 0.38), (-0.32, heel[1] - 0.42)),
            (-0.12, heel[1] - 0.54),
            ((0.2, top - 0.46), toe[0]),
        )
    return opening + toe


def _heel(canvas: Canvas, shoe: Shoe, heel: Point, lift: float, look: Look, sole: RGB) -> None:
    y, floor = heel[1] + shoe.sole * 0.5, GROUND
    shape: list[Point]
    if shoe.heel_shape == "stiletto-heel":
        shape = path(
            (-0.84, y),
            ((-0.82, y + lift * 0.4), (-0.78, floor)),
            (-0.72, floor),
            ((-0.72, y + lift * 0.4), (-0.5, y + lift * 0.1)),
        )
    elif shoe.heel_shape == "kitten-heel":
        shape = path(
            (-0.84, y),
            ((-0.78, y + lift * 0.5), (-0.74, floor)),
            (-0.67, floor),
            ((-0.66, y + lift * 0.5), (-0.5, y + lift * 0.2)),
        )
    elif shoe.heel_shape == "block-heel":
        shape = [(-0.85, y), (-0.83, floor), (-0.5, floor), (-0.46, y + lift * 0.3)]
    elif shoe.heel_shape == "wedge-heel":
        shape = path(
            (-0.84, y),
            (-0.83, floor),
            (0.5, floor),
            (0.5, floor - shoe.sole),
            ((-0.1, floor - shoe.sole), (-0.45, y + lift * 0.12)),
        )
    else:
        return
    colour = {"block-heel": sole, "wedge-heel": look.trim}.get(shoe.heel_shape, look.main)
    canvas.fill(shape, darker(colour, 0.8))
    canvas.line(shape[: len(shape) // 2], darker(colour, 0.5), 0.012, 0.6)
    if shoe.heel_shape == "wedge-heel":
        for share in np.linspace(0.25, 0.9, 5):
            canvas.line(
                [(-0.83, floor - lift * share), (0.45 - share * 0.9, floor - lift * share)],
                darker(colour, 0.6),
                0.012,
                0.5,
            )


def _gloss(canvas: Canvas, tip: Point, top: float, lift: float) -> None:
    canvas.line(path((0.5, top - 0.2), ((0.66, top - 0.19), (tip[0] - 0.2, top - 0.11))), (255, 255, 255), 0.035, 0.22)
    if lift < 0.1:
        canvas.line(path((-0.78, top - 0.12), ((-0.5, top - 0.06), (0.2, top - 0.05))), (0, 0, 0), 0.02, 0.15)


def _straps(canvas: Canvas, look: Look, top: float, heel: Point, lift: float, bottom: list[Point]) -> None:
    insole = [(x, y - 0.035) for x, y in bottom]
    canvas.fill([*bottom, *reversed(insole)], darker(look.trim, 0.8))
    for start, wide in ((0.34, 0.2), (0.62, 0.15)):
        strap = path(
            (start, top - 0.02),
            ((start + 0.03, top - 0.36), (start + 0.16, top - 0.3)),
            (start + 0.16 + wide, top - 0.22),
            ((start + wide, top - 0.25), (start + wide + 0.02, top - 0.01)),
        )
        canvas.shadow([strap], 0.3, (0.01, 0.01))
        canvas.cloth(strap, look.cloth, relief=0.4)
    back = path(
        heel,
        ((-0.94, heel[1] - 0.22), (-0.85, heel[1] - 0.46)),
        (-0.72, heel[1] - 0.46),
        ((-0.78, heel[1] - 0.2), (-0.6, heel[1] + lift * 0.05)),
    )
    ankle = path(
        (-0.86, heel[1] - 0.48),
        ((-0.5, heel[1] - 0.36), (-0.2, heel[1] - 0.5)),
        (-0.2, heel[1] - 0.42),
        ((-0.5, heel[1] - 0.27), (-0.85, heel[1] - 0.4)),
    )
    for part in (back, ankle):
        canvas.cloth(part, look.cloth, relief=0.4)
