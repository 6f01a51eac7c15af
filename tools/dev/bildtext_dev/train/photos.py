"""Reads the CC0 clothing photos (https://github.com/alexeygrigorev/clothing-dataset): pixels, labels, the facts that
follow from a label, and the hold-out split. The photos themselves are not part of the project.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import yaml
from numpy.typing import NDArray
from PIL import Image

from bildtext_cli.holdout import is_held_out
from bildtext_dev.train.facts import Facts
from bildtext_dev.train.palette import nearest_colours, to_lab

# Edge of the stored pixels: the photo is squeezed to a square, its proportions are stored separately.
STORED: Final = 160

# Label of the data set → facts as label ids; several where the label leaves it open.
MEANING: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    label: {facet: tuple(ids) for facet, ids in facts.items()}
    for label, facts in yaml.safe_load(Path(__file__).with_name("clothing_facts.yaml").read_text("utf-8"))[
        "facts"
    ].items()
}


@dataclass(frozen=True)
class Photos:
    """`pixels` uint8 `[n, STORED, STORED, 3]`, `proportions` float32 `[n]` (width / height), `facts` of each photo,
    `labels` of the data set, `held_out` is True for photos held out for evaluation."""

    ids: tuple[str, ...]
    pixels: NDArray[np.uint8]
    proportions: NDArray[np.float32]
    labels: tuple[str, ...]
    facts: tuple[Facts, ...]
    held_out: NDArray[np.bool_]


def read_photos(folder: Path) -> Photos:
    """Read `folder`/images.csv (or labels.csv) and `folder`/images; rows whose label is not in `MEANING` ("Not sure",
    "Other", "Skip") are skipped.

    Raises:
        OSError: a photo or the list cannot be read.
    """
    published = folder / "images.csv"
    with (published if published.is_file() else folder / "labels.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["label"] in MEANING]
    ids = tuple(row["image"] for row in rows)
    pixels = np.empty((len(rows), STORED, STORED, 3), np.uint8)
    proportions = np.empty(len(rows), np.float32)
    for index, name in enumerate(ids):
        with Image.open(folder / "images" / f"{name}.jpg") as image:
            proportions[index] = image.width / image.height
            squeezed = image.convert("RGB").resize((STORED, STORED), Image.Resampling.BICUBIC)
            pixels[index] = np.asarray(squeezed)
    labels = tuple(row["label"] for row in rows)
    facts = tuple(Facts(MEANING[label], _colour(photo)) for label, photo in zip(labels, pixels, strict=True))
    return Photos(ids, pixels, proportions, labels, facts, is_held_out(ids))


def _colour(photo: NDArray[np.uint8]) -> dict[str, float]:
    """Return the product's colour if the centre of the photo is nearly uniform and close to only one colour name."""
    low, high = int(STORED * 0.32), int(STORED * 0.68)
    middle = photo[low:high:2, low:high:2].reshape(-1, 3)
    lab = to_lab(middle)
    bright = lab[:, 0] >= np.quantile(lab[:, 0], 0.35)  # shadows of folds distort the colour
    typical = np.median(middle[bright], axis=0)
    spread = np.linalg.norm(lab[bright] - to_lab(typical), axis=1)
    if np.quantile(spread, 0.8) > 13.0:
        return {}
    light, chroma = float(to_lab(typical)[0]), float(np.hypot(*to_lab(typical)[1:]))
    if chroma < 9.0 and 30.0 < light < 82.0 and not (chroma < 5.0 and light < 58.0):
        return {}  # dim white, grey and beige look alike in indoor light
    jitter = typical + np.array([[0, 0, 0], [14, 14, 14], [-14, -14, -14], [8, 0, -8], [-8, 0, 8]])
    owners, names = nearest_colours(np.clip(jitter, 0, 255))
    if len(set(owners.tolist())) > 2:
        return {}
    values, counts = np.unique(owners, return_counts=True)
    return {names[int(value)]: float(count) / len(owners) for value, count in zip(values, counts, strict=True)}
