"""Chooses what to draw: a random cut for each category, with the facts that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import yaml

from bildtext_dev.train.bottoms import Legs, Skirt
from bildtext_dev.train.cuts import SLEEVES, Cut
from bildtext_dev.train.shoe_shapes import Shoe

# Category label id → its relative frequency.
WEIGHTS: Final[dict[str, float]] = yaml.safe_load(Path(__file__).with_name("category_weights.yaml").read_text("utf-8"))
CATEGORIES: Final = tuple(WEIGHTS)
FREQUENCIES: Final = tuple(weight / sum(WEIGHTS.values()) for weight in WEIGHTS.values())
SHOES: Final = CATEGORIES[CATEGORIES.index("sneaker") :]


@dataclass(frozen=True)
class Piece:
    """A shape to draw and its facts other than category, colour and pattern: facet id → label id."""

    shape: Cut | Legs | Skirt | Shoe | str
    labels: Mapping[str, str]
    colours: tuple[str, ...] = ()  # its typical colours; empty for any
    plain: bool = False
    knit: bool = False
    is_shoe: bool = False
    scale: float = 1.0
    down: float = 0.0


def lay_out(category: str, rng: np.random.Generator) -> Piece:
    """Choose a random cut of this category.

    Raises:
        KeyError: the category cannot be drawn.
    """
    if category in SHOES:
        return _shoe(category, rng)
    if category in ("hat", "cap", "beanie"):
        return Piece(category, {"view": "front"}, scale=0.85, knit=category == "beanie" and rng.random() < 0.5)
    if category in ("pants", "suit-trousers", "jeans", "shorts"):
        return _legs(category, rng)
    if category in ("skirt", "pleated-skirt"):
        return _skirt(category, rng)
    return _top(category, rng)


def _pick(rng: np.random.Generator, **options: float) -> str:
    names = [name.replace("_", "-") for name in options]
    weights = np.array(list(options.values()), dtype=np.float64)
    return str(rng.choice(names, p=weights / weights.sum()))


def _top(category: str, rng: np.random.Generator) -> Piece:
    sleeves, neckline, collar, closure = "long-sleeves", None, None, "slip-on"
    pockets, strings, ribbed, knit = 0, False, False, False
    necks = {"crew_neck": 4.0, "v_neck": 2.5, "scoop_neck": 1.5, "boat_neck": 1.0, "square_neck": 0.6}
    if category == "t-shirt":
        sleeves = _pick(rng, short_sleeves=6, cap_sleeves=1, half_sleeves=1.4)
        neckline, pockets = _pick(rng, **necks), int(rng.random() < 0.12)
    elif category == "polo-shirt":
        sleeves = _pick(rng, short_sleeves=8, half_sleeves=1, long_sleeves=0.7)
        collar, closure = "polo-collar", "buttons"
    elif category == "longsleeve":
        sleeves, neckline = _pick(rng, long_sleeves=8, three_quarter_sleeves=1.6), _pick(rng, **necks)
    elif category in ("top", "undershirt"):
        sleeves = _pick(rng, sleeveless=3, straps=2 if category == "top" else 0.7)
        neckline = _pick(rng, scoop_neck=3, v_neck=1.5, crew_neck=1, square_neck=1) if sleeves == "sleeveless" else None
    elif category in ("shirt", "blouse"):
        sleeves = _pick(rng, long_sleeves=6, short_sleeves=2, three_quarter_sleeves=1)
        collar, closure = ("shirt-collar" if category == "shirt" or rng.random() < 0.4 else None), "buttons"
        neckline = None if collar else _pick(rng, v_neck=3, crew_neck=1)
        pockets = int(category == "shirt" and rng.random() < 0.6)
    elif category == "sweater":
        ribbed, knit = True, rng.random() < 0.6
        collar = "turtleneck" if rng.random() < 0.35 else None
        neckline = None if collar else _pick(rng, crew_neck=3, v_neck=2)
    elif category == "cardigan":
        ribbed, knit, neckline, closure = True, rng.random() < 0.6, "v-neck", "buttons"
        pockets = 2 * int(rng.random() < 0.5)
    elif category == "hoodie":
        ribbed, collar, closure, strings = True, "hood", _pick(rng, slip_on=2, zipper=1.3), rng.random() < 0.85
    elif category == "blazer":
        collar, closure, pockets = "lapel", "buttons", 2
    elif category == "jacket":
        collar = _pick(rng, stand_up_collar=3, shirt_collar=2, hood=2)
        closure, pockets, ribbed = _pick(rng, zipper=5, buttons=1), 2, rng.random() < 0.5
    elif category == "coat":
        collar, pockets = _pick(rng, lapel=4, shirt_collar=1, stand_up_collar=1), 2
        closure = _pick(rng, buttons=4, tie_belt=1.6)
    elif category == "dress":
        sleeves = _pick(
            rng, sleeveless=3, straps=2, short_sleeves=3, three_quarter_sleeves=1, long_sleeves=1.8, cap_sleeves=0.8
        )
        neckline = None if sleeves == "straps" else _pick(rng, **necks)
        closure = _pick(rng, slip_on=3, zipper=0.8, tie_belt=1.2)
    elif category == "shirt-dress":
        sleeves, collar = _pick(rng, short_sleeves=3, long_sleeves=3, three_quarter_sleeves=1), "shirt-collar"
        closure = _pick(rng, buttons=3, tie_belt=0.6)
    else:
        raise KeyError(category)
    labels = {"sleeve-length": sleeves, "closure": closure, "view": "front"}
    labels |= ({"neckline": neckline} if neckline else {}) | ({"collar": collar} if collar else {})
    length, skirt, hem_more = rng.uniform(1.15, 1.4), 0.0, rng.uniform(-0.02, 0.06)
    shoulder, chest = rng.uniform(0.43, 0.52), rng.uniform(0.4, 0.5)
    waist = chest - rng.uniform(-0.02, 0.1)
    if "dress" in category:
        labels["length"] = _pick(rng, mini=2, knee_length=3, midi=2, maxi=2)
        below_waist = {"mini": 0.62, "knee-length": 0.86, "midi": 1.14, "maxi": 1.5}[labels["length"]]
        skirt = below_waist * rng.uniform(0.95, 1.05)
        length, hem_more = 0.95 + skirt, rng.uniform(0.05, 0.45)
        shoulder, chest = rng.uniform(0.37, 0.43), rng.uniform(0.34, 0.39)
        waist = chest - rng.uniform(0.04, 0.1)
    elif category == "coat":
        length = rng.uniform(1.75, 2.1)
    elif category in ("blazer", "jacket"):
        length = rng.uniform(1.25, 1.5)
    if category in ("top", "undershirt"):
        shoulder, chest, length = rng.uniform(0.36, 0.44), rng.uniform(0.36, 0.45), rng.uniform(1.1, 1.3)
        waist = chest - rng.uniform(0.0, 0.06)
    cut = Cut(
        sleeves,
        neckline,
        collar,
        closure if closure != "slip-on" else None,
        length,
        shoulder,
        chest,
        waist,
        waist + hem_more,
        skirt,
        ribbed,
        pockets,
        strings,
        drop=rng.uniform(0.35, 1.12),
        puff=0.06 * (category == "blouse") * rng.random(),
    )
    sleeve = 1.15 * SLEEVES[sleeves] * np.array([np.cos(cut.drop), np.sin(cut.drop)])
    wide = max(shoulder + float(sleeve[0]) + 0.08, cut.hem)
    high = length / 2 + (0.3 if collar == "hood" else 0.08)
    return Piece(cut, labels, plain=knit and rng.random() < 0.7, knit=knit, scale=min(1.08 / max(wide, high), 1.3))


def _legs(category: str, rng: np.random.Generator) -> Piece:
    waist = rng.uniform(0.36, 0.46)
    hip = waist + rng.uniform(0.05, 0.11)
    if category == "shorts":
        name = _pick(rng, very_short=2, knee_length=2)
        length = rng.uniform(0.74, 0.9) if name == "very-short" else rng.uniform(1.02, 1.2)
        closure = _pick(rng, drawstring=3, buttons=2, elastic=2)
        hem = hip * rng.uniform(0.85, 1.08)
        cut = Legs(length, waist, hip, hem, hem, closure, apart=rng.uniform(0.03, 0.1))
        return Piece(cut, {"trouser-length": name, "closure": closure, "view": "front"}, scale=1.25)
    name = _pick(rng, full_length=5, ankle_length=1.2, capri=1.2)
    length = {"full-length": 2.0, "ankle-length": 1.78, "capri": 1.45}[name] * rng.uniform(0.97, 1.03)
    shape = _pick(rng, skinny=2, straight=3, flared=1.4, wide_leg=1.6, tapered=1.4)
    hem, knee = {
        "skinny": (0.15, 0.22),
        "straight": (0.27, 0.3),
        "flared": (0.38, 0.22),
        "wide-leg": (0.42, 0.42),
        "tapered": (0.18, 0.34),
    }[shape]
    if name == "capri":
        hem, knee = max(hem, 0.24), max(knee, 0.28)
    jeans, suit = category == "jeans", category == "suit-trousers"
    closure = "buttons" if jeans else ("zipper" if suit else _pick(rng, buttons=2, zipper=1, drawstring=2, elastic=1.5))
    cut = Legs(
        length,
        waist,
        hip,
        hem * rng.uniform(0.94, 1.06),
        knee,
        closure,
        crease=suit,
        stitched=jeans,
        apart=rng.uniform(0.03, 0.12),
    )
    colours: tuple[str, ...] = ("blue", "navy", "light-blue", "black", "grey") if jeans else ()
    if suit:
        colours = ("black", "navy", "grey", "beige", "brown", "olive")
    labels = {"trouser-length": name, "leg-shape": shape, "closure": closure, "view": "front"}
    return Piece(
        cut, labels, colours, plain=jeans or (suit and rng.random() < 0.6), scale=1.02 if length > 1.7 else 1.25
    )


def _skirt(category: str, rng: np.random.Generator) -> Piece:
    name = _pick(rng, mini=3, knee_length=3, midi=2, maxi=1.2)
    length = {"mini": 0.78, "knee-length": 1.08, "midi": 1.4, "maxi": 1.9}[name] * rng.uniform(0.95, 1.05)
    closure = _pick(rng, elastic=3, zipper=1, buttons=1)
    pleats = int(rng.integers(5, 9)) if category == "pleated-skirt" else 0
    waist = rng.uniform(0.34, 0.44)
    hem = waist + (rng.uniform(0.18, 0.5) if pleats or rng.random() < 0.65 else rng.uniform(0.02, 0.12))
    labels = {"length": name, "closure": closure, "view": "front"}
    return Piece(Skirt(length, waist, hem, closure, pleats), labels, scale=min(1.3, 2.0 / length))


def _shoe(category: str, rng: np.random.Generator) -> Piece:
    toe = _pick(rng, round=3, almond=2, pointed=2, square=1)
    shape, height, closure, shaft = "flat", "flat", "slip-on", None
    heeled = {
        "low": ("block-heel", "kitten-heel"),
        "medium": ("block-heel", "stiletto-heel", "wedge-heel", "kitten-heel"),
        "high": ("block-heel", "stiletto-heel", "wedge-heel"),
        "very-high": ("stiletto-heel", "block-heel"),
    }
    if category in ("pumps", "heeled-sandals"):
        height = _pick(rng, low=1, medium=2, high=3, very_high=1.4)
    elif category in ("boots", "ankle-boots"):
        height = _pick(rng, flat=2, low=2, medium=2, high=2, very_high=0.7)
        shaft = "ankle-high" if category == "ankle-boots" else _pick(rng, mid_calf=1, knee_high=1.3)
    elif category in ("loafer", "lace-up-shoe"):
        height = _pick(rng, flat=3, low=2, medium=0.5)
    if height != "flat":
        shape = str(rng.choice(heeled[height]))
    if category == "sneaker":
        toe, closure = "round", "laces"
    elif category == "lace-up-shoe":
        closure = "laces"
    elif shaft:
        closure = _pick(rng, zipper=3, laces=2, buckle=1.5, elastic=1.2, slip_on=1.2)
    elif category in ("sandals", "heeled-sandals"):
        toe, closure = "open", "buckle"
    elif category in ("ballet-flats", "slip-on-shoe"):
        toe = _pick(rng, round=3, almond=1, pointed=1 if category == "ballet-flats" else 0.2)
    sole = rng.uniform(0.1, 0.16) if category == "sneaker" else rng.uniform(0.045, 0.08)
    white = (category == "sneaker" and rng.random() < 0.75) or (category == "slip-on-shoe" and rng.random() < 0.5)
    labels = {"heel-shape": shape, "heel-height": height, "toe-shape": toe, "closure": closure, "view": "side"}
    if shaft:
        labels["shaft-height"] = shaft
    build = Shoe(category, shape, height, toe, closure, shaft, sole, white)
    tall = shaft in ("mid-calf", "knee-high")
    return Piece(
        build, labels, is_shoe=True, scale=0.86 if not tall else 0.72, down=0.16 if tall else (0.06 if shaft else 0.0)
    )
