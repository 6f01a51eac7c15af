"""Draw what a photo's tags rest on: a picture with a heat map per facet."""

from __future__ import annotations

from itertools import chain, count
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from bildtext.errors import InvalidRequest
from bildtext.images import Pixels, decode
from bildtext_cli.photo_files import PhotoFile, shown
from tagging.batch import InFlightPhoto, Tagger
from tagging.explaining import scores_when_covered
from tagging.occlusion import HeatMap, heat_map
from tagging.scoring import label_scores, leaves_of


def write_explanation(file: PhotoFile, photo: InFlightPhoto, tagger: Tagger, folder: Path) -> Path:
    """Write a PNG with the photo and, for each facet's first tag, a heat map of the areas that support it.

    It is named after the photo; a picture that explains another photo or other labels is never overwritten.

    Raises:
        InvalidRequest: the picture cannot be written.
    """
    pixels = decode(file.data, tagger.preparation, tagger.limits)
    scores, _ = scores_when_covered(pixels, tagger)
    panels = [_panel(pixels, "")]
    for tag in photo.tags.tags:
        if tag.rank == 1:
            leaves = leaves_of(tagger.labels.facet(tag.facet), tag.label)
            heat = heat_map(label_scores(scores[tag.facet], leaves))
            title = f"{tag.name.en} {tag.score:.0%}"  # in English, because Pillow's own font has no umlauts
            panels.append(_panel(_heated(pixels, heat), title))
    sheet = Image.new("RGB", (sum(panel.width for panel in panels), panels[0].height), "white")
    for index, panel in enumerate(panels):
        sheet.paste(panel, (index * panel.width, 0))
    content = f"{shown(file.path.absolute())} {tagger.labels.fingerprint}"
    info = PngInfo()
    info.add_itxt(_EXPLAINS, content)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = _free_name(folder, file.path, content)
        sheet.save(target, "PNG", pnginfo=info)
    except OSError as error:
        raise InvalidRequest(f"{folder} cannot be written ({error.strerror or error}); name another folder.") from error
    return target


_EXPLAINS = "Explains"  # key of the PNG text with the photo and labels that a picture explains


def _free_name(folder: Path, photo: Path, content: str) -> Path:
    """Return `front.png`, or if that explains something else `48102-front.png`, or that with a number; a picture of the
    same content is replaced. Names are compared case-insensitively, as many file systems do."""
    taken = {entry.name.casefold(): entry for entry in folder.iterdir()}
    stems = (photo.stem, f"{photo.absolute().parent.name}-{photo.stem}")
    for stem in chain(stems, (f"{stems[1]}-{number}" for number in count(2))):
        existing = taken.get(f"{stem}.png".casefold())
        if existing is None:
            return folder / f"{stem}.png"
        if _explained_in(existing) == content:
            return existing
    raise AssertionError("count() never ends")


def _explained_in(picture: Path) -> str | None:
    try:
        with Image.open(picture) as image:
            return image.info.get(_EXPLAINS)
    except OSError:
        return None


def _heated(pixels: Pixels, found: HeatMap) -> Pixels:
    heat = found.values / (found.values.max() or 1)
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
