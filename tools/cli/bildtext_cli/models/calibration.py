"""Photos for an export: found by their content, and divided into those that calibrate int8 and those that measure."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from bildtext.errors import BundleError, ImageRejected, UnsupportedImage
from bildtext.images import DEFAULT_LIMITS, Pixels, Preparation, decode

# NNCF takes 300 samples unless told otherwise; a quarter of what is found here measures.
MOST_PHOTOS: Final = 400
# With fewer photos all of them are needed to calibrate, and what is measured on two says nothing.
_LEAST_TO_DIVIDE: Final = 8
_ONE_IN: Final = 4


@dataclass(frozen=True)
class FoundPhotos:
    """The photos of a folder as files' contents; `unreadable` is a sentence each, `others` counts what is no photo."""

    photos: tuple[bytes, ...]
    unreadable: tuple[str, ...]
    others: int


@dataclass(frozen=True)
class Divided:
    """uint8 `[n, size, size, 3]` each; no photo is in both, and none is in one of them twice."""

    calibrating: Pixels
    measuring: Pixels


def find_photos(folder: Path) -> FoundPhotos:
    """Every photo below `folder` that can be tagged, told as the decoder tells it, whatever it is called.

    Of more than `MOST_PHOTOS` files as many are taken, by chance but each time the same.

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
) -> Divided:
    """Prepare photos and say what each is for: without calibration all of them measure.

    With it, every fourth is held back to measure on; where they are too few for that all calibrate, and those of
    `elsewhere` measure that are not among them. Two files with the same picture count once.

    Raises:
        BundleError: there is nothing to calibrate on.
    """
    found = _distinct(photos, preparation)
    if not calibrates:
        return Divided(_stacked([], preparation), _stacked(found, preparation))
    if not found:
        raise BundleError(
            "int8 is calibrated on photos, and none was found; give a folder of your own products with --calibration, "
            "or export fp16."
        )
    if len(found) >= _LEAST_TO_DIVIDE:
        measuring = found[::_ONE_IN]
        calibrating = [one for at, one in enumerate(found) if at % _ONE_IN]
    else:
        seen = {one.tobytes() for one in found}
        calibrating = found
        measuring = [one for one in _distinct(elsewhere, preparation) if one.tobytes() not in seen]
    return Divided(_stacked(calibrating, preparation), _stacked(measuring, preparation))


def noise(size: int) -> Pixels:
    """Pixels to trace a model with, uint8 `[2, size, size, 3]`; nothing is measured on them."""
    return np.random.default_rng(0).integers(0, 256, (2, size, size, 3), dtype=np.uint8)


def _photo(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(DEFAULT_LIMITS.max_bytes + 1)  # one more than the decoder takes, which then says so
    decode(data, _SMALL)
    return data


_SMALL: Final = Preparation(32)


def _distinct(photos: Iterable[bytes], preparation: Preparation) -> list[Pixels]:
    prepared = (decode(photo, preparation) for photo in photos)
    return list({one.tobytes(): one for one in prepared}.values())


def _stacked(pixels: list[Pixels], preparation: Preparation) -> Pixels:
    size = preparation.size
    return np.stack(pixels) if pixels else np.empty((0, size, size, 3), np.uint8)
