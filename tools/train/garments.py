"""Draws tops, shirts, jackets and dresses: one body with sleeves, a neck and what closes it, laid out by its facts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.train.canvas import Canvas, Cloth, Point, disc, flipped, mirrored, path
from tools.train.palette import RGB

SLEEVES = {"straps": 0.0, "sleeveless": 0.0, "cap-sleeves": 0.14, "short-sleeves": 0.34, "half-sleeves": 0.5,
           "three-quarter-sleeves": 0.74, "long-sleeves": 0.98}  # fmt: skip


@dataclass(frozen=True)
class Look:
    """The colours and cloth a garment is drawn in."""

    cloth: Cloth
    main: RGB
    trim: RGB
    accent: RGB

    @property
    def seam(self) -> RGB:
        bright = sum(self.main) > 150
        return tuple(int(v * 0.5) if bright else min(255, v + 45) for v in self.main)  # type: ignore[return-value]


@dataclass(frozen=True)
class Cut:
    """The shape of an upper-body garment; lengths in garment units (the torso is about 1.3 high)."""

    sleeves: str
    neckline: str | None
    collar: str | None
    closure: str | None
    length: float
    shoulder: float
    chest: float
    waist: float
    hem: float
    skirt: float = 0.0  # of `length`, the part below the waist (dresses)
    ribbed: bool = False
    pockets: int = 0
    strings: bool = False
    drop: float = 0.55  # angle of the sleeves below the horizontal, radians
    puff: float = 0.0


def draw_garment(canvas: Canvas, cut: Cut, look: Look) -> None:
    """Draw the garment and its shadow."""
    top = -cut.length / 2
    waist_y = top + (cut.length - cut.skirt) * (1.0 if cut.skirt else 0.62)
    sleeve = _sleeve(cut, top)
    body = _body(cut, top, waist_y)
    shapes = [body] + ([sleeve, flipped(sleeve)] if sleeve else [])
    canvas.shadow(shapes)
    if cut.collar == "hood":
        _hood(canvas, cut, look, top)
    for side, outline in ((1, sleeve), (-1, flipped(sleeve))) if sleeve else ():
        canvas.cloth(outline, look.cloth, turn=side * (cut.drop - 1.3), repeat=0.9)
        if cut.ribbed and cut.sleeves == "long-sleeves":
            _cuff(canvas, cut, look, top, side)
    _inside_of_neck(canvas, cut, look, top)
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
    _neck(canvas, cut, look, top)
    _closure(canvas, cut, look, top)
    _pockets(canvas, cut, look, top)


def neck_depth(cut: Cut) -> float:
    """How far the neck opening reaches down."""
    depths = {"v-neck": 0.42, "crew-neck": 0.13, "scoop-neck": 0.32, "boat-neck": 0.07, "square-neck": 0.26}
    return depths.get(cut.neckline or "", 0.36 if cut.collar == "lapel" else 0.12)


def neck_width(cut: Cut) -> float:
    wide = {"boat-neck": 0.36, "scoop-neck": 0.25, "square-neck": 0.25, "crew-neck": 0.19, "v-neck": 0.2}
    return wide.get(cut.neckline or "", 0.17)


def _body(cut: Cut, top: float, waist_y: float) -> list[Point]:
    bottom, width, depth = top + cut.length, neck_width(cut), neck_depth(cut)
    if cut.sleeves == "straps":
        rise, strap = top + 0.42, cut.chest * 0.55
        half = path((0.0, rise + 0.04), ((strap * 0.6, rise + 0.04), (strap, rise - 0.04)), (strap, top), (strap + 0.05, top),
                    (strap + 0.06, rise - 0.03), ((cut.chest * 0.9, rise), (cut.chest, rise + 0.12)))  # fmt: skip
    else:
        neck: tuple[Point, ...]
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


def _inside_of_neck(canvas: Canvas, cut: Cut, look: Look, top: float) -> None:
    if cut.sleeves == "straps" or cut.collar == "hood":
        return
    width, depth = neck_width(cut), neck_depth(cut)
    dark: RGB = tuple(int(v * 0.6) for v in look.main)  # type: ignore[assignment]
    canvas.fill(
        mirrored(
            path(
                (0.0, top + 0.035),
                ((width * 0.8, top + 0.03), (width, top)),
                (width, top + 0.02),
                (0.0, top + depth + 0.03),
            )
        ),
        dark,
    )
    canvas.line(
        [(-0.03, top + 0.06), (0.03, top + 0.06), (0.03, top + 0.09), (-0.03, top + 0.09), (-0.03, top + 0.06)],
        (235, 232, 226),
        0.012,
        0.8,
    )


def _neck(canvas: Canvas, cut: Cut, look: Look, top: float) -> None:
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
        tube = mirrored(
            path(
                (0.0, top - 0.12),
                ((width * 0.9, top - 0.12), (width * 0.95, top - 0.1)),
                (width + 0.02, top + 0.04),
                ((width * 0.6, top + 0.15), (0.0, top + 0.15)),
            )
        )
        canvas.cloth(tube, look.cloth, relief=0.6)
        canvas.line(path((-width, top - 0.0), ((0.0, top + 0.08), (width, top - 0.0))), look.seam, 0.012, 0.5)
        for x in np.linspace(-width * 0.85, width * 0.85, 9):
            canvas.line([(x, top - 0.09), (x, top + 0.1)], look.seam, 0.006, 0.25)
    elif cut.collar == "stand-up-collar":
        band = mirrored(
            path(
                (0.0, top + depth - 0.02),
                ((width * 0.9, top + depth - 0.04), (width, top - 0.1)),
                (width + 0.05, top),
                ((width, top + depth), (0.0, top + depth + 0.07)),
            )
        )
        canvas.cloth(band, look.cloth, relief=0.4)
        canvas.line(path((-width, top), ((0.0, top + 2 * depth), (width, top))), look.seam, 0.012, 0.5)
    elif cut.neckline and cut.sleeves != "straps":
        if cut.neckline == "v-neck":
            edge = [(-width, top), (0.0, top + depth), (width, top)]
        elif cut.neckline == "square-neck":
            edge = [(-width, top), (-width * 0.92, top + depth), (width * 0.92, top + depth), (width, top)]
        else:
            edge = mirrored(path((0.0, top + depth), ((width * 0.95, top + depth), (width, top))))
        canvas.line(edge, look.trim, 0.045, 0.9)
        canvas.line([(x * 1.08, y + 0.025) for x, y in edge], look.seam, 0.009, 0.5)


def _hood(canvas: Canvas, cut: Cut, look: Look, top: float) -> None:
    outer = mirrored(
        path(
            (0.0, top - 0.3),
            ((0.26, top - 0.32), (0.31, top - 0.08)),
            ((0.33, top + 0.1), (0.2, top + 0.2)),
            (0.0, top + 0.2),
        )
    )
    canvas.shadow([outer])
    canvas.cloth(outer, look.cloth)
    inner = mirrored(
        path((0.0, top - 0.2), ((0.18, top - 0.2), (0.2, top - 0.04)), ((0.18, top + 0.1), (0.0, top + 0.17)))
    )
    dark: RGB = tuple(int(v * 0.55) for v in look.main)  # type: ignore[assignment]
    canvas.fill(inner, dark)
    canvas.line([*inner, inner[0]], look.seam, 0.014, 0.6)


def _closure(canvas: Canvas, cut: Cut, look: Look, top: float) -> None:
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


def _pockets(canvas: Canvas, cut: Cut, look: Look, top: float) -> None:
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
