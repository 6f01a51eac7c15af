"""Draws product shots of garments and shoes with known facts: `draw(seed, size)`, reproducible by seed.

First the layout is chosen at random (category, cut, colours, pattern and closure that fit together), then `garments`,
`bottoms` or `shoes` draw it on a background with light and shadow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bildtext_dev.train import bottoms, cuts, garments, patterns, shoe_shapes, shoes, wardrobe
from bildtext_dev.train.canvas import SUPERSAMPLING, Canvas
from bildtext_dev.train.facts import Facts
from bildtext_dev.train.palette import NEUTRAL, PALETTE, RGB, companion, tint

# Pattern → its frequency, its number of colours, and the total share of all but the first.
PATTERNS: Final[dict[str, tuple[float, int, float]]] = {
    "plain": (0.36, 1, 0.0),
    "striped": (0.1, 2, 0.42),
    "pinstriped": (0.03, 2, 0.06),
    "checked": (0.08, 3, 0.5),
    "gingham": (0.04, 2, 0.45),
    "houndstooth": (0.03, 2, 0.45),
    "argyle": (0.03, 3, 0.6),
    "dotted": (0.07, 2, 0.2),
    "floral": (0.08, 3, 0.3),
    "geometric": (0.03, 3, 0.4),
    "leopard": (0.03, 3, 0.5),
    "zebra": (0.02, 2, 0.45),
    "camouflage": (0.03, 3, 0.55),
    "tie-dye": (0.02, 3, 0.6),
    "ombre": (0.02, 2, 0.5),
    "melange": (0.03, 2, 0.25),
}
SHOE_PATTERNS: Final = {"plain": 0.8, "striped": 0.03, "checked": 0.04, "dotted": 0.04, "floral": 0.04, "leopard": 0.05}
_TYPICAL: Final = {"leopard": ("tan", "brown", "black"), "camouflage": ("olive", "brown", "beige")}


@dataclass(frozen=True)
class Drawn:
    """A drawn picture and its facts. `covered` is the product's mask, float32 0–1 `[side, side]`, supersampled."""

    image: Image.Image
    facts: Facts
    covered: NDArray[np.float32]
    main: RGB


def draw(
    seed: int, size: int, category: str | None = None, colour: str | None = None, pattern: str | None = None
) -> Drawn:
    """Draw picture number `seed`, `size` pixels square; category, colour and pattern (label ids) can be given.

    Raises:
        KeyError: an id that cannot be drawn.
    """
    rng = np.random.default_rng([seed, 20260])
    category = category or str(rng.choice(wardrobe.CATEGORIES, p=wardrobe.FREQUENCIES))
    piece = wardrobe.lay_out(category, rng)
    chosen_colour = str(rng.choice(tuple(piece.colours or PALETTE)))
    chosen_pattern = _pattern(piece, rng)
    pattern = pattern or chosen_pattern
    colour = colour or (_TYPICAL[pattern][0] if pattern in _TYPICAL and rng.random() < 0.75 else chosen_colour)
    names = _colours(colour, pattern, rng)
    tints = tuple(tint(name, rng) for name in names)
    if pattern == "melange":
        tints = (tints[0], _shade(tints[0], 0.72 if sum(tints[0]) > 240 else 1.5))
    cloth = patterns.tile(pattern, tints if len(tints) > 1 else (*tints, tints[0]), rng)
    if pattern == "plain" and piece.knit:
        cloth = patterns.tile("cable-knit", tints, rng)
    second = tints[1] if len(tints) > 1 and rng.random() < 0.5 else tints[0]
    trim = second if rng.random() < 0.5 else _shade(tints[0], 0.8 if sum(tints[0]) > 200 else 1.5)
    accent = (
        tint(str(rng.choice(NEUTRAL)), rng)
        if rng.random() < 0.5
        else _shade(tints[0], 0.6 if sum(tints[0]) > 260 else 2.2)
    )
    look = cuts.Look(cloth, tints[0], trim, accent)

    side = size * SUPERSAMPLING
    canvas = Canvas(size, ground(side, rng, avoid=tints[0]), rng, scale=rng.uniform(0.7, 0.92) * piece.scale)
    tilt = rng.normal(0.0, 0.05) if piece.is_shoe else rng.normal(0.0, 0.07)
    canvas.place(
        float(np.clip(tilt, -0.2, 0.2)), (float(rng.uniform(-0.04, 0.04)), float(rng.uniform(-0.04, 0.04)) + piece.down)
    )
    if isinstance(piece.shape, cuts.Cut):
        garments.draw_garment(canvas, piece.shape, look)
    elif isinstance(piece.shape, bottoms.Legs):
        bottoms.draw_legs(canvas, piece.shape, look)
    elif isinstance(piece.shape, bottoms.Skirt):
        bottoms.draw_skirt(canvas, piece.shape, look)
    elif isinstance(piece.shape, shoe_shapes.Shoe):
        shoes.draw_shoe(canvas, piece.shape, look)
    else:
        bottoms.draw_hat(canvas, piece.shape, look, rng)
    covered, image = canvas.covered, canvas.finish()
    if rng.random() < 0.5 and piece.is_shoe:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        covered = covered[:, ::-1]
    labels = {
        "category": (category,),
        "pattern": (pattern,),
        **{facet: (label,) for facet, label in piece.labels.items()},
    }
    return Drawn(image, Facts(labels, _shares(names, pattern)), covered, tints[0])


def ground(side: int, rng: np.random.Generator, avoid: RGB) -> NDArray[np.float32]:
    """Return a background, float32 `[side, side, 3]`: white, plain, graded, planks or cloth, not in the product's
    colour."""
    kind = rng.choice(["white", "plain", "graded", "planks", "cloth"], p=[0.24, 0.26, 0.24, 0.12, 0.14])
    for _ in range(8):
        base = (
            np.array(tint(str(rng.choice(tuple(PALETTE))), rng), np.float32)
            if kind in ("plain", "cloth")
            else rng.uniform(150, 240) + rng.normal(0, 9, 3)
        )
        if kind == "white":
            base = np.full(3, rng.uniform(240, 255))
        if kind == "planks":
            base = np.array(tint(str(rng.choice(["beige", "tan", "brown", "grey"])), rng), np.float32)
        if kind == "plain":
            base = base * 0.5 + 110
        if np.abs(base - np.array(avoid)).sum() > 75:
            break
        if kind == "white":
            kind = "graded"
    y, x = (axis.astype(np.float32) / side for axis in np.mgrid[0:side, 0:side])
    light = 1.0 + rng.uniform(0.0, 0.14) * (rng.choice([-1, 1]) * (x - 0.5) + rng.uniform(-1, 0.4) * (y - 0.5))
    picture = np.asarray(base, np.float32) * light[..., None].astype(np.float32)
    if kind in ("planks", "cloth"):
        cells = (int(rng.integers(30, 80)), 5) if kind == "planks" else (int(rng.integers(20, 60)),) * 2
        noise = Image.fromarray(rng.normal(0, 1, cells).astype(np.float32)).resize(
            (side, side), Image.Resampling.BICUBIC
        )
        picture *= 1.0 + 0.06 * np.asarray(noise, np.float32)[..., None]
    if kind == "planks":
        count = int(rng.integers(3, 7))
        joint = np.abs((y * count) % 1.0 - 0.5) > 0.5 - 0.012 * count / 3
        picture *= np.where(joint, 0.7, 1.0).astype(np.float32)[..., None]
    return np.asarray(picture, dtype=np.float32)


def _pattern(piece: wardrobe.Piece, rng: np.random.Generator) -> str:
    if piece.plain:
        return "plain"
    names = list(SHOE_PATTERNS if piece.is_shoe else PATTERNS)
    weights = np.array(
        list(SHOE_PATTERNS.values()) if piece.is_shoe else [weight for weight, _, _ in PATTERNS.values()]
    )
    return str(rng.choice(names, p=weights / weights.sum()))


def _colours(colour: str, pattern: str, rng: np.random.Generator) -> list[str]:
    count = PATTERNS[pattern][1]
    if pattern == "melange" or count == 1:
        return [colour]
    if pattern in _TYPICAL:
        return [colour, *[name for name in _TYPICAL[pattern] if name != colour]][:count]
    names = [colour, companion(colour, rng, NEUTRAL) if rng.random() < 0.5 else companion(colour, rng)]
    while len(names) < count:
        names.append(str(rng.choice([name for name in PALETTE if name not in names])))
    return names


def _shares(names: Sequence[str], pattern: str) -> dict[str, float]:
    others = PATTERNS[pattern][2]
    if len(names) == 1:
        return {names[0]: 1.0}
    if len(names) == 3 and pattern in ("argyle", "tie-dye", "geometric", "floral"):
        rest = 0.35
        return {
            names[0]: 1 - others - 0.1,
            "multicoloured": rest,
            **dict.fromkeys(names[1:], (others + 0.1 - rest) / 2),
        }
    if others < 0.15:
        return {names[0]: 1.0}
    return {names[0]: 1 - others, **dict.fromkeys(names[1:], others / (len(names) - 1))}


def _shade(colour: RGB, factor: float) -> RGB:
    red, green, blue = (int(np.clip(value * factor + (12 if factor > 1 else 0), 0, 250)) for value in colour)
    return red, green, blue
