"""Detects truncated JPEG files: libjpeg fills missing parts with grey without an error.

First the decoded image is checked, which is cheap. Only if its end marker is missing, or if an area has that grey, is
it decoded again with other bytes appended to its data. The parts that then differ are missing from the file.
"""

from __future__ import annotations

import io
import random
import re
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bildtext.errors import CorruptImage
from bildtext.images.parts import END_OF_JPEG, Parts

# A file without its end marker often lacks a few more bytes, which are some blocks of the last row.
_MAX_MISSING: Final = 0.02


def check_not_truncated(image: Image.Image, parts: Parts) -> None:
    """Raises CorruptImage if more than 2 % of the decoded JPEG `image` is missing from its file.

    All passes of a progressive JPEG must have begun: without the last ones the image is complete, but blurred.
    """
    if "progressive" in image.info and _lacks_passes(image, parts):
        raise CorruptImage(
            "The JPEG file was cut short: the passes that sharpen the picture are missing; upload all of it again."
        )
    if parts.ended and not _filled_with_grey(image):
        return
    missing = _missing(parts)
    if missing > _MAX_MISSING:
        raise CorruptImage(
            f"The JPEG file was cut short: {missing:.0%} of the picture is missing; upload the complete file again."
        )


def _filled_with_grey(image: Image.Image) -> bool:
    """Whether an area has the grey of libjpeg's empty blocks: 128, or 127 in Adobe's inverted CMYK."""
    sample = np.asarray(image.resize((_SAMPLED, _SAMPLED), Image.Resampling.NEAREST)).reshape(_SAMPLED**2, -1)
    grey = ((sample == 127) | (sample == 128)).all(axis=1)
    return bool(grey.mean() > _MAX_MISSING / 2)


_SAMPLED: Final = 64  # × 64 pixels

# -- decoding again ------------------------------------------------------------------------------------

_LARGE: Final = 1024  # pixels: larger images are compared at a half, a quarter or an eighth of their size
_UNIT: Final = 16  # rows: the largest height of the units that a decoder fills
_FILLER: Final = 2**14  # bytes
_COEFFICIENTS: Final = 64
_SCAN: Final = re.compile(rb"\xff\xda..([\x01-\x04])(?=(.{5,11}))", re.DOTALL)
_RESTART_OR_END: Final = re.compile(rb"\xff(?:([\xd0-\xd7])|[\xc4\xda\xd9])")  # tables, scan and end end a scan


def _missing(parts: Parts) -> float:
    """The share of the image after the end of the data."""
    file = parts.pixels
    with Image.open(io.BytesIO(file), formats=["JPEG"]) as image:
        # In a progressive JPEG random bytes may encode a long run of empty blocks, which looks like missing data.
        seeds = range(2 if "progressive" in image.info else 1)
    shown, missing = _decoded(file), 0.0
    for seed in seeds:
        other = _decoded(_with_more_data(parts, seed))
        missing = max(missing, _share_after_first((shown != other).reshape(*shown.shape[:2], -1)))
        if missing > _MAX_MISSING:
            break
    return missing


def _with_more_data(parts: Parts, seed: int) -> bytes:
    """The file with random bytes at the end of each scan: for the rest of an unfinished part, and for another part.

    A decoder that has all its data skips everything before the next marker.
    """
    file = parts.pixels
    filler = random.Random(seed).randbytes(_FILLER).replace(b"\xff", b"\xfe")  # noqa: S311 - any bytes will do
    pieces, offset, part = [], 0, 0
    for found in _RESTART_OR_END.finditer(file, parts.scan + 2, file.rfind(END_OF_JPEG) + 2):
        if found[1]:
            part = (found[1][0] + 1) % 8
            continue
        pieces += [file[offset : found.start()], filler, bytes([0xFF, 0xD0 + part]), filler]
        offset, part = found.start(), 0
    return b"".join([*pieces, file[offset:]])


def _decoded(file: bytes) -> NDArray[np.uint8]:
    """uint8 `[height, width]` or `[height, width, 3 or 4]`, at a reduced size if it is very large."""
    with Image.open(io.BytesIO(file), formats=["JPEG"]) as image:
        image.draft(None, (_LARGE, _LARGE))
        return np.asarray(image)


def _share_after_first(differs: NDArray[np.bool_]) -> float:
    """`[height, width, colours]` → the share after the first difference, in the order of the encoded data."""
    height, width, _ = differs.shape
    rows = np.flatnonzero(differs.any(axis=(1, 2)))
    if not len(rows):
        return 0.0
    top = int(rows[0])
    unit = differs[top : top + _UNIT]
    left = int(np.flatnonzero(unit.any(axis=(0, 2)))[0])
    return float(((width - left) * len(unit) + width * (height - top - len(unit))) / (width * height))


def _lacks_passes(image: Image.Image, parts: Parts) -> bool:
    """Whether a progressive JPEG ends before each of its 64 coefficients has its full precision."""
    left = {layer[0]: set(range(_COEFFICIENTS)) for layer in getattr(image, "layer", [])}
    for scan in _SCAN.finditer(parts.pixels, parts.scan):
        count = 2 * scan[1][0]
        first, last, precision = scan[2][count : count + 3]
        if precision & 0x0F == 0:  # the lowest bit in this pass
            for component in scan[2][:count:2]:
                left.get(component, set()).difference_update(range(first, last + 1))
    return any(left.values())
