"""Why a photo got its tag: cover one part after another, see where the score falls (Zeiler & Fergus 2014)."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from bildtext.images import Pixels, decode
from tagging.scoring import score
from tagging.steps import OnItsWay, Tagger

_PARTS = 8  # the photo is covered in 8 × 8 overlapping places


def write_explanation(data: bytes, photo: OnItsWay, tagger: Tagger, target: Path) -> Path:
    """Write a PNG with the photo and, for each facet's first tag, the places that matter to it in warm colours."""
    pixels = decode(data, tagger.preparation, tagger.limits)
    vectors, _ = tagger.encoder.encode(_covered(pixels))
    scores = score(vectors, tagger.vectors, tagger.scoring)
    panels = [_panel(pixels, "")]
    for tag in photo.tags.tags:
        found = scores[tag.facet]
        if tag.rank > 1 or tag.label not in found.ids:
            continue
        falls = np.maximum(tag.score - found.labels[:, found.ids.index(tag.label)], 0).reshape(_PARTS, _PARTS)
        panels.append(_panel(_heated(pixels, falls), f"{tag.name.de} {tag.score:.0%}"))
    sheet = Image.new("RGB", (sum(panel.width for panel in panels), panels[0].height), "white")
    for at, panel in enumerate(panels):
        sheet.paste(panel, (at * panel.width, 0))
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(buffer.getvalue())
    return target


def _covered(pixels: Pixels) -> Pixels:
    """`[64, size, size, 3]`: the photo with a grey square of a quarter's width in each of 8 × 8 places."""
    size = len(pixels)
    side, step = size // 4, (size - size // 4) / (_PARTS - 1)
    batch = np.repeat(pixels[None], _PARTS**2, axis=0)
    for at in range(_PARTS**2):
        top, left = round(at // _PARTS * step), round(at % _PARTS * step)
        batch[at, top : top + side, left : left + side] = 127
    return batch


def _heated(pixels: Pixels, falls: NDArray[np.floating]) -> Pixels:
    heat = falls / falls.max() if falls.max() > 0 else falls
    smooth = Image.fromarray((heat * 255).astype(np.uint8)).resize(pixels.shape[1::-1], Image.Resampling.BICUBIC)
    weight = np.asarray(smooth, dtype=np.float32)[..., None] / 255
    grey = pixels.mean(axis=2, keepdims=True) * 0.5 + 110
    heated: Pixels = np.clip(grey * (1 - weight) + np.array([230, 60, 20]) * weight, 0, 255).astype(np.uint8)
    return heated


def _panel(pixels: Pixels, title: str) -> Image.Image:
    panel = Image.new("RGB", (240, 264), "white")
    panel.paste(Image.fromarray(pixels).resize((232, 232), Image.Resampling.BICUBIC), (4, 28))
    ImageDraw.Draw(panel).text((6, 8), title, fill="black", font_size=14)
    return panel
