"""Finds the photos for an export, and splits them into calibration photos for int8 and measurement photos."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from bildtext.errors import BundleError, ImageRejected, UnsupportedImage
from bildtext.images import DEFAULT_LIMITS, Pixels, Preparation, decode

# NNCF uses 300 samples by default; a quarter of the photos is for measuring.
MOST_PHOTOS: Final = 400
# With fewer photos all are needed for calibration, and one or two are too few to measure on.
_LEAST_TO_DIVIDE: Final = 8
_ONE_IN: Final = 4


@dataclass(frozen=True)
class FoundPhotos:
    """The photos of a folder as file contents; `unreadable` holds a sentence each, `others` counts the other files."""

    photos: tuple[bytes, ...]
    unreadable: tuple[str, ...]
    others: int


@dataclass(frozen=True)
class PhotoSplit:
    """uint8 `[n, size, size, 3]` each, disjoint and without duplicates."""

    calibrating: Pixels
    measuring: Pixels


def find_photos(folder: Path) -> FoundPhotos:
    """Return the photos below `folder` that the decoder accepts, whatever their names.

    If there are more than `MOST_PHOTOS`, a random but reproducible sample is taken.

    Raises:
        BundleError: there is no such folder.
    """
    if not folder.is_dir():
        raise BundleError(f"{folder} is no folder; give one with photos of your products.")
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    if len(paths) > MOST_PHOTOS:
        random.Random(0).shuffle(paths)  # noqa: S311 - a choice of samples, no secret
    photos: list[bytes] = []
    unreadable: list[str] = []
    others = 0
    for path in paths:
        try:
            photos.append(_photo(path))
        except UnsupportedImage:
            others += 1
        except (ImageRejected, OSError) as error:
            unreadable.append(f"{path.relative_to(folder)}: {error}")
        if len(photos) == MOST_PHOTOS:
            break
    return FoundPhotos(tuple(photos), tuple(unreadable), others)


def divide(
    photos: Sequence[bytes], preparation: Preparation, *, calibrates: bool, elsewhere: Iterable[bytes] = ()
) -> PhotoSplit:
    """Prepare the photos and split them. Without calibration all of them are for measuring.

    Otherwise every fourth is for measuring; if there are too few photos for that, all are for calibration, and those
    of `elsewhere` that are not among them for measuring. Two files with the same picture count once.

    Raises:
        BundleError: there are no photos to calibrate on.
    """
    found = _distinct(photos, preparation)
    if not calibrates:
        return PhotoSplit(_stacked([], preparation), _stacked(found, preparation))
    if not found:
        raise BundleError(
            "int8 is calibrated on photos, and none was found; give a folder of your own products with --calibration, "
            "or export fp16."
        )
    if len(found) >= _LEAST_TO_DIVIDE:
        measuring = found[::_ONE_IN]
        calibrating = [pixels for index, pixels in enumerate(found) if index % _ONE_IN]
    else:
        known = {pixels.tobytes() for pixels in found}
        calibrating = found
        measuring = [pixels for pixels in _distinct(elsewhere, preparation) if pixels.tobytes() not in known]
    return PhotoSplit(_stacked(calibrating, preparation), _stacked(measuring, preparation))


def noise(size: int) -> Pixels:
    """Return random pixels to trace a model with, uint8 `[2, size, size, 3]`."""
    return np.random.default_rng(0).integers(0, 256, (2, size, size, 3), dtype=np.uint8)


def quantised(image: Any, pixels: Pixels, transformer: bool) -> Any:
    """Return the OpenVINO model with 8-bit weights and activations (NNCF post-training quantisation)."""
    import nncf

    kind = nncf.ModelType.TRANSFORMER if transformer else None
    samples = nncf.Dataset([photo[None] for photo in pixels])
    return nncf.quantize(image, samples, model_type=kind, subset_size=len(pixels))


def _photo(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(DEFAULT_LIMITS.max_bytes + 1)  # one byte too many, so that the decoder reports the excess
    decode(data, _SMALL)
    return data


_SMALL: Final = Preparation(32)


def _distinct(photos: Iterable[bytes], preparation: Preparation) -> list[Pixels]:
    prepared = (decode(photo, preparation) for photo in photos)
    return list({pixels.tobytes(): pixels for pixels in prepared}.values())


def _stacked(pixels: list[Pixels], preparation: Preparation) -> Pixels:
    size = preparation.size
    return np.stack(pixels) if pixels else np.empty((0, size, size, 3), np.uint8)
