"""The shape and look of an upper-body garment, chosen by `wardrobe` and drawn by `garments`."""

from __future__ import annotations

from dataclasses import dataclass

from bildtext_dev.train.canvas import Cloth
from bildtext_dev.train.palette import RGB

SLEEVES = {
    "straps": 0.0,
    "sleeveless": 0.0,
    "cap-sleeves": 0.14,
    "short-sleeves": 0.34,
    "half-sleeves": 0.5,
    "three-quarter-sleeves": 0.74,
    "long-sleeves": 0.98,
}


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


def neck_depth(cut: Cut) -> float:
    """Return the depth of the neck opening."""
    depths = {"v-neck": 0.42, "crew-neck": 0.13, "scoop-neck": 0.32, "boat-neck": 0.07, "square-neck": 0.26}
    return depths.get(cut.neckline or "", 0.36 if cut.collar == "lapel" else 0.12)


def neck_width(cut: Cut) -> float:
    wide = {"boat-neck": 0.36, "scoop-neck": 0.25, "square-neck": 0.25, "crew-neck": 0.19, "v-neck": 0.2}
    return wide.get(cut.neckline or "", 0.17)
