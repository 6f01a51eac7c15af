"""The shape of a shoe, chosen by `wardrobe` and drawn by `shoes`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bildtext_dev.train.palette import RGB

GROUND: Final = 0.45
HEIGHTS: Final = {"flat": 0.05, "low": 0.15, "medium": 0.27, "high": 0.42, "very-high": 0.56}
SHAFTS: Final = {"ankle-high": 0.62, "mid-calf": 0.95, "knee-high": 1.35}


@dataclass(frozen=True)
class Shoe:
    """The shape of a shoe; `heel_shape`, `heel_height`, `toe`, `shaft` and `closure` are label ids of their facets."""

    kind: str
    heel_shape: str
    heel_height: str
    toe: str
    closure: str
    shaft: str | None = None
    sole: float = 0.06  # thickness in garment units
    white_sole: bool = False


def darker(colour: RGB, share: float) -> RGB:
    """Return the colour scaled by `share`."""
    red, green, blue = (int(value * share) for value in colour)
    return red, green, blue
