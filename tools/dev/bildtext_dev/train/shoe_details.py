"""Draws the closure of a shoe (laces, zip, buckle, elastic) and its trimming."""

from __future__ import annotations

import numpy as np

from bildtext_dev.train.canvas import Canvas, Point, disc, path
from bildtext_dev.train.cuts import Look
from bildtext_dev.train.palette import RGB
from bildtext_dev.train.shoe_shapes import SHAFTS, Shoe, darker


def draw_fastening(canvas: Canvas, shoe: Shoe, look: Look, top: float, heel: Point, lift: float) -> None:
    if shoe.closure == "laces":
        lace: RGB = (246, 246, 242) if sum(look.main) < 520 or shoe.white_sole else (52, 50, 52)
        upright = shoe.shaft is not None
        count = 5 if not upright else 6
        for share in np.linspace(0.0, 1.0, count):
            if upright:
                x, y = 0.22 - 0.36 * share, top - 0.36 - lift * 0.3 - 0.42 * share
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
        canvas.line([low, high], darker(look.main, 0.55), 0.06, 0.7)
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
            canvas.fill(belt, darker(look.main, 0.75) if sum(look.main) > 120 else (70, 68, 70))
        frame = [(-0.42, y - 0.06), (-0.24, y - 0.06), (-0.24, y + 0.12), (-0.42, y + 0.12), (-0.42, y - 0.06)]
        canvas.line(frame, metal, 0.03, 1.0)
        canvas.line([(-0.33, y + 0.03), (-0.24, y + 0.03)], metal, 0.02, 1.0)
    elif shoe.closure == "elastic" and shoe.shaft:
        gore = path(
            (-0.5, top - lift * 0.8 - 0.2),
            (-0.6, heel[1] - SHAFTS[shoe.shaft] + 0.02),
            (-0.28, heel[1] - SHAFTS[shoe.shaft] + 0.02),
            (-0.38, top - lift * 0.8 - 0.2),
        )
        canvas.fill(gore, darker(look.main, 0.6) if sum(look.main) > 140 else (66, 66, 70))
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
        canvas.fill(saddle, darker(look.main, 0.82))
        canvas.line([*saddle, saddle[0]], look.seam, 0.012, 0.6)
        canvas.fill(disc((0.2, top - 0.31), 0.05, 0.5), darker(look.main, 0.4), 0.8)
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
