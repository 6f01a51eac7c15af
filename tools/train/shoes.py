"""Draws shoes from the side: upper, sole, heel, toe, shaft and what closes it, laid out by their facts.

The toe points right. Ground level is y = 0.45; the foot is about 1.8 long.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from tools.train.canvas import Canvas, Point, disc, path
from tools.train.garments import Look
from tools.train.palette import RGB

GROUND: Final = 0.45
HEIGHTS: Final = {"flat": 0.05, "low": 0.15, "medium": 0.27, "high": 0.42, "very-high": 0.56}
SHAFTS: Final = {"ankle-high": 0.62, "mid-calf": 0.95, "knee-high": 1.35}


@dataclass(frozen=True)
class Shoe:
    """The build of a shoe; `heel_shape`, `heel_height`, `toe`, `shaft` and `closure` are label ids of their facets."""

    kind: str
    heel_shape: str
    heel_height: str
    toe: str
    closure: str
    shaft: str | None = None
    sole: float = 0.06  # thickness in garment units
    white_sole: bool = False


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
    sole: RGB = (244, 243, 240) if shoe.white_sole else _darker(look.main, 0.4)
    _heel(canvas, shoe, heel, lift, look, sole)
    if "sandals" in shoe.kind:
        _straps(canvas, shoe, look, top, heel, lift, bottom)
    else:
        canvas.cloth(outline, look.cloth, relief=0.7)
        _gloss(canvas, tip, top, lift)
    rim = [*bottom, *[(x - 0.0, y + shoe.sole) for x, y in reversed(bottom)]]
    canvas.fill(rim, sole)
    canvas.line(bottom, _darker(sole, 0.7), 0.01, 0.7)
    if shoe.kind == "sneaker":
        canvas.fill(
            path(
                (tip[0] + 0.01, top - 0.0), ((tip[0], top - 0.16), (0.72, top - 0.19)), ((0.66, top - 0.1), (0.66, top))
            ),
            sole,
            0.92,
        )
    _fastening(canvas, shoe, look, top, heel, lift)


def _upper(shoe: Shoe, tip: Point, heel: Point, lift: float) -> list[Point]:
    """The upper's edge from the heel over the opening to the toe tip."""
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
        return path(heel, ((-0.92, heel[1] - 0.25), (-0.8, heel[1] - 0.4)), (-0.82 - wide, rim + 0.02), ((-0.5, rim - 0.04), (-0.12 + wide, rim)),
                    (-0.12, heel[1] - 0.45), ((-0.06, heel[1] - 0.2), (0.2, top - 0.36 - lift * 0.25)), ((0.4, high - 0.02), toe[0])) + toe  # fmt: skip
    if shoe.kind in ("pumps", "ballet-flats"):
        low = heel[1] - 0.3
        return (
            path(
                heel,
                ((-0.93, heel[1] - 0.2), (-0.86, low)),
                ((-0.66, low + 0.16), (-0.2, top - lift * 0.62 - 0.15)),
                ((0.12, top - lift * 0.2 - 0.14), (0.4, high + 0.06)),
                toe[0],
            )
            + toe
        )
    if shoe.kind in ("loafer", "slip-on-shoe"):
        return (
            path(
                heel,
                ((-0.95, heel[1] - 0.25), (-0.82, heel[1] - 0.4)),
                ((-0.5, heel[1] - 0.28), (-0.15, heel[1] - 0.33)),
                (0.05, top - 0.44 - lift * 0.3),
                ((0.35, top - 0.4), toe[0]),
            )
            + toe
        )
    return (
        path(
            heel,
            ((-0.96, heel[1] - 0.25), (-0.84, heel[1] - 0.46)),
            ((-0.6, heel[1] - 0.38), (-0.32, heel[1] - 0.42)),
            (-0.12, heel[1] - 0.54),
            ((0.2, top - 0.46), toe[0]),
        )
        + toe
    )


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
    colour = (
        look.main
        if shoe.heel_shape in ("stiletto-heel", "kitten-heel")
        else (look.trim if shoe.heel_shape == "wedge-heel" else sole)
    )
    canvas.fill(shape, _darker(colour, 0.8))
    canvas.line(shape[: len(shape) // 2], _darker(colour, 0.5), 0.012, 0.6)
    if shoe.heel_shape == "wedge-heel":
        for share in np.linspace(0.25, 0.9, 5):
            canvas.line(
                [(-0.83, floor - lift * share), (0.45 - share * 0.9, floor - lift * share)],
                _darker(colour, 0.6),
                0.012,
                0.5,
            )


def _gloss(canvas: Canvas, tip: Point, top: float, lift: float) -> None:
    canvas.line(path((0.5, top - 0.2), ((0.66, top - 0.19), (tip[0] - 0.2, top - 0.11))), (255, 255, 255), 0.035, 0.22)
    if lift < 0.1:
        canvas.line(path((-0.78, top - 0.12), ((-0.5, top - 0.06), (0.2, top - 0.05))), (0, 0, 0), 0.02, 0.15)


def _straps(canvas: Canvas, shoe: Shoe, look: Look, top: float, heel: Point, lift: float, bottom: list[Point]) -> None:
    insole = [(x, y - 0.035) for x, y in bottom]
    canvas.fill([*bottom, *reversed(insole)], _darker(look.trim, 0.8))
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


def _fastening(canvas: Canvas, shoe: Shoe, look: Look, top: float, heel: Point, lift: float) -> None:
    if shoe.closure == "laces":
        lace: RGB = (246, 246, 242) if sum(look.main) < 520 or shoe.white_sole else (52, 50, 52)
        upright = shoe.shaft is not None
        count = 5 if not upright else 6
        for share in np.linspace(0.0, 1.0, count):
            if upright:
                x, y = 0.22 - 0.36 * share, top - 0.36 - lift * 0.3 - (heel[1] * 0 + 0.42) * share
            else:
                x, y = 0.4 - 0.46 * share, top - 0.31 - 0.17 * share - lift * 0.3 * share
            canvas.line([(x - 0.13, y + 0.09), (x + 0.02, y - 0.03)], lace, 0.034, 0.96)
            canvas.knob((x - 0.14, y + 0.1), 0.02, (170, 168, 165))
        if not upright:
            for side in (-1, 1):
                canvas.line(
                    path(
                        (-0.1, top - 0.47 - lift * 0.3),
                        ((-0.1 + side * 0.2, top - 0.62), (-0.06 + side * 0.18, top - 0.42 - lift * 0.2)),
                    ),
                    lace,
                    0.026,
                    0.95,
                )
    elif shoe.closure == "zipper":
        low, high = (-0.35, top - lift * 0.8 - 0.08), (-0.38, heel[1] - SHAFTS[shoe.shaft or "ankle-high"] + 0.02)
        canvas.line([low, high], _darker(look.main, 0.55), 0.06, 0.7)
        canvas.line([low, high], (192, 192, 196), 0.026, 0.95)
        canvas.fill(
            [
                (high[0] - 0.025, high[1]),
                (high[0] + 0.025, high[1]),
                (high[0] + 0.02, high[1] + 0.13),
                (high[0] - 0.02, high[1] + 0.13),
            ],
            (210, 210, 214),
        )
    elif shoe.closure == "buckle":
        y = heel[1] - 0.42 if "sandals" in shoe.kind else (heel[1] - 0.38 if shoe.shaft else heel[1] - 0.26)
        metal: RGB = (206, 182, 110) if canvas.rng.random() < 0.5 else (200, 200, 204)
        if "sandals" not in shoe.kind:
            belt = path(
                (-0.86, y - 0.05),
                ((-0.5, y + 0.05), (-0.06, y - 0.04)),
                (-0.04, y + 0.04),
                ((-0.5, y + 0.13), (-0.86, y + 0.04)),
            )
            canvas.shadow([belt], 0.3, (0.0, 0.02))
            canvas.fill(belt, _darker(look.main, 0.75) if sum(look.main) > 120 else (70, 68, 70))
        for corner in (
            [(-0.42, y - 0.06), (-0.24, y - 0.06), (-0.24, y + 0.12), (-0.42, y + 0.12), (-0.42, y - 0.06)],
        ):
            canvas.line(corner, metal, 0.03, 1.0)
        canvas.line([(-0.33, y + 0.03), (-0.24, y + 0.03)], metal, 0.02, 1.0)
    elif shoe.closure == "elastic" and shoe.shaft:
        gore = path(
            (-0.5, top - lift * 0.8 - 0.2),
            (-0.6, heel[1] - SHAFTS[shoe.shaft] + 0.02),
            (-0.28, heel[1] - SHAFTS[shoe.shaft] + 0.02),
            (-0.38, top - lift * 0.8 - 0.2),
        )
        canvas.fill(gore, _darker(look.main, 0.6) if sum(look.main) > 140 else (66, 66, 70))
        for x in np.linspace(-0.54, -0.34, 6):
            canvas.line(
                [(float(x), heel[1] - SHAFTS[shoe.shaft] + 0.06), (-0.44, top - lift * 0.8 - 0.22)],
                (20, 20, 22),
                0.008,
                0.35,
            )
    if shoe.kind == "loafer":
        saddle = path(
            (0.02, top - 0.42 - lift * 0.3),
            ((0.25, top - 0.44), (0.42, top - 0.34)),
            (0.36, top - 0.12),
            ((0.2, top - 0.2), (0.0, top - 0.2)),
        )
        canvas.shadow([saddle], 0.25, (0.0, 0.015))
        canvas.fill(saddle, _darker(look.main, 0.82))
        canvas.line([*saddle, saddle[0]], look.seam, 0.012, 0.6)
        canvas.fill(disc((0.2, top - 0.31), 0.05, 0.5), _darker(look.main, 0.4), 0.8)
    elif shoe.kind == "ballet-flats":
        for side in (-1, 1):
            canvas.fill(
                path(
                    (0.5, top - 0.2),
                    ((0.5 + side * 0.1, top - 0.34), (0.5 + side * 0.15, top - 0.22)),
                    ((0.5 + side * 0.1, top - 0.12), (0.5, top - 0.2)),
                ),
                look.trim,
            )
        canvas.knob((0.5, top - 0.2), 0.03, look.trim)


def _darker(colour: RGB, share: float) -> RGB:
    red, green, blue = (int(value * share) for value in colour)
    return red, green, blue
