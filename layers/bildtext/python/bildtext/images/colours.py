"""Converts palettes, bit depths and transparency to plain colours, and plain colours to sRGB."""

from __future__ import annotations

import hashlib
import io
import threading
from collections import OrderedDict
from typing import Final

import numpy as np
from PIL import Image, ImageCms

# Printer profiles have up to 3 MB. Larger ones are ignored.
MAX_PROFILE_BYTES: Final = 4 * 2**20

_PLAIN: Final = ("L", "RGB", "CMYK")
_BAND: Final = 2**18  # pixels converted at a time, because the conversion makes several copies


def is_plain(image: Image.Image) -> bool:
    """Whether the image has 8 bits per colour and nothing transparent."""
    return image.mode in _PLAIN and "transparency" not in image.info


def to_plain_colours(image: Image.Image) -> Image.Image:
    """Any image as L, RGB or CMYK: 16 bits by their high byte, transparent pixels on white as on a shop's page.

    Converts in bands, so that it needs little memory besides the result.
    """
    if is_plain(image):
        return image
    height = max(1, _BAND // image.width)
    result: Image.Image | None = None
    for top in range(0, image.height, height):
        band = image.crop((0, top, image.width, min(image.height, top + height)))
        shown = _without_alpha(_eight_bit(band))
        result = result or Image.new(shown.mode, image.size)
        result.paste(shown, (0, top))
    return result or image


def _eight_bit(image: Image.Image) -> Image.Image:
    """16-bit grey to 8-bit by its high byte, palettes to their colours; Pillow decodes colour images to 8 bits."""
    if image.mode.startswith("I"):
        values = np.asarray(image)
        grey = Image.fromarray(np.clip(values >> 8, 0, 255).astype(np.uint8))
        if "transparency" in image.info:  # one of the 65,536 greys means "transparent"
            shown = Image.fromarray((values != image.info["transparency"]).astype(np.uint8) * 255)
            return Image.merge("LA", (grey, shown))
        return grey
    if image.mode in ("P", "PA", "1") or ("transparency" in image.info and image.mode in ("L", "RGB")):
        return image.convert("RGBA")
    return image


def _without_alpha(image: Image.Image) -> Image.Image:
    """Put transparent pixels on white."""
    if image.mode in ("RGBa", "La"):
        image = image.convert(image.mode.upper())
    if image.mode not in ("RGBA", "LA"):
        return image
    colours = image.mode[:-1]
    white = Image.new(colours, image.size, "white")
    white.paste(image.convert(colours), mask=image.getchannel("A"))
    return white


# -- to sRGB -------------------------------------------------------------------------------------------


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert to sRGB by the embedded ICC profile; an unusable profile is ignored, as in browsers."""
    if profile and len(profile) <= MAX_PROFILE_BYTES and image.mode in _PLAIN:
        transform = _TRANSFORMS.of(profile, image.mode)
        if transform is not None:
            return ImageCms.applyTransform(image, transform) or image
    return image.convert("RGB")


class _Transforms:
    """An LRU cache of transforms by the digest of their profile; profiles themselves are not cached.

    Building a transform takes 0.15 s. Its size is independent of the profile's: littleCMS samples the tables to at most
    33³ or 17⁴ points, half a megabyte.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._cache: OrderedDict[tuple[bytes, str], ImageCms.ImageCmsTransform | None] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
        """The transform to sRGB; None if the profile is sRGB already or unusable."""
        key = hashlib.sha256(profile).digest(), mode
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
        transform = _transform(profile, mode)
        with self._lock:
            self._cache[key] = transform
            while len(self._cache) > self._size:
                self._cache.popitem(last=False)
        return transform


_TRANSFORMS: Final = _Transforms(size=32)


def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if mode == "RGB" and "sRGB" in ImageCms.getProfileDescription(source):
            return None
        return ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
