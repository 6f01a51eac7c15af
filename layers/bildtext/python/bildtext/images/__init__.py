"""Decodes image bytes to upright RGB pixels, prepared as CLIP prepares images. Nothing else decodes images.

A bundle specifies one of three fits. `crop` is the default, because CLIP and FashionCLIP were trained with it (shortest
side to the input size, bicubic, centre crop), and the demo model is more accurate with it (84.3 % against 81.3 % with
`pad`, layers/models/mini-clip/README.md). `pad` keeps the complete product, a boot's heel *and* toe, by scaling the
longest side and filling up with the background colour. SigLIP was trained with `stretch`.
"""

from __future__ import annotations

import io
from contextlib import AbstractContextManager, nullcontext
from threading import RLock
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from bildtext.errors import CorruptImage, EmptyImage, ImageRejected
from bildtext.images.colours import to_plain_colours, to_srgb
from bildtext.images.fitting import (
    Box,
    Fit,
    Preparation,
    fit_to_input,
    pad_to_square,
    part_shown,
    upright_size,
)
from bildtext.images.formats import Format, detect_format
from bildtext.images.limits import (
    Limits,
    bytes_to_decode,
    bytes_to_open,
    check_file_size,
    check_memory,
    check_size,
    stored_coefficients,
)
from bildtext.images.parts import Parts, orientation, split_file
from bildtext.images.truncation import check_not_truncated

__all__ = ["DEFAULT_LIMITS", "Box", "Fit", "Limits", "Pixels", "Preparation", "decode", "decode_part"]

Pixels = NDArray[np.uint8]

DEFAULT_LIMITS: Final = Limits()
_LARGE_PHOTO_LOCK: Final = RLock()  # reentrant: acquired on opening and again on decoding


def decode(data: bytes, preparation: Preparation, limits: Limits = DEFAULT_LIMITS) -> Pixels:
    """Decode one photo to uint8 `[size, size, 3]`: upright, sRGB, alpha on white, first frame.

    The format (JPEG, PNG, WebP, AVIF) is detected from the content. JPEGs much larger than needed are decoded at an
    eighth, a quarter or half of their size, which is cheap. Threads decode in parallel, but photos that need more than
    `limits.large_memory` one at a time, so a batch of the largest photos needs the memory of one. Raises ImageRejected.
    """
    return decode_part(data, preparation, limits)[0]


def decode_part(data: bytes, preparation: Preparation, limits: Limits = DEFAULT_LIMITS) -> tuple[Pixels, Box]:
    """`decode`, and which part of the photo the pixels show (`part_shown`)."""
    if not data:
        raise EmptyImage("The file is empty; upload the photo again.")
    check_file_size(len(data), limits)
    kind = detect_format(data)
    parts = split_file(data, kind)
    with _lock_for(bytes_to_open(parts.pixels, kind, limits), limits):
        return _decoded(parts, kind, preparation, limits)


def _decoded(parts: Parts, kind: Format, preparation: Preparation, limits: Limits) -> tuple[Pixels, Box]:
    image = _open(parts, kind)
    stored_size = image.size
    check_size(image.width, image.height, limits)
    coefficients = stored_coefficients(image, parts)
    _decode_reduced(image, preparation)
    needed = bytes_to_decode(image, coefficients)
    check_memory(needed, limits)
    try:
        with _lock_for(needed, limits):
            image.load()
            if kind == "JPEG":
                check_not_truncated(image, parts)
            turned = orientation(parts.exif or image.info.get("exif"))
            small = fit_to_input(to_plain_colours(image), turned, preparation)
            rgb = to_srgb(small, parts.profile or image.info.get("icc_profile"))
            if preparation.fit == "pad":
                rgb = pad_to_square(rgb, preparation.size)
            part = part_shown(*upright_size(stored_size, turned), preparation)
            return np.asarray(rgb, dtype=np.uint8), part
    except ImageRejected:
        raise
    except Exception as error:  # Pillow's decoders raise nearly any exception on corrupt data
        raise CorruptImage(f"The {kind} file is damaged and cannot be decoded ({error}); export it again.") from error


def _lock_for(needed: int, limits: Limits) -> AbstractContextManager[object]:
    """The lock for a photo that needs so many bytes, if any."""
    return _LARGE_PHOTO_LOCK if needed > limits.large_memory else nullcontext()


def _open(parts: Parts, kind: Format) -> Image.Image:
    """Read the header only."""
    try:
        return Image.open(io.BytesIO(parts.pixels), formats=[kind])
    except Exception as error:
        reason = "" if isinstance(error, UnidentifiedImageError) else f" ({error})"
        raise CorruptImage(f"The {kind} file has a damaged header{reason}; export it again.") from error


def _decode_reduced(image: Image.Image, preparation: Preparation) -> None:
    """Let a JPEG decode at 1/2, 1/4 or 1/8, never below twice the size it is scaled to (`bildtext bench decode`)."""
    if image.format != "JPEG":
        return
    width, height = image.size
    edge = max(width, height) if preparation.fit == "pad" else min(width, height)
    scale = _REDUCED_FLOOR * preparation.size / edge
    if scale < 1:
        image.draft(None, (max(1, round(width * scale)), max(1, round(height * scale))))


_REDUCED_FLOOR: Final = 2.0
