"""Limits checked on the header before decoding: on bytes, pixels and memory, and on the smallest size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PIL import Image

from bildtext.errors import ImageTooLarge, ImageTooSmall
from bildtext.images.colours import is_plain
from bildtext.images.formats import Format
from bildtext.images.parts import Parts
from bildtext.storage.keys import MAX_PHOTO_BYTES

# Replaced by the limits here; Pillow's would warn first and refuse at another number.
Image.MAX_IMAGE_PIXELS = None

# Pillow stores an image in blocks of at most this size. Freed blocks above 32 MB are returned to the system; smaller
# ones stay allocated to the thread: 16 threads that each decoded one of the largest photos kept 5.9 GB.
Image.core.set_block_size(512 * 2**20)  # type: ignore[attr-defined]

# Memory per allowed pixel (an RGB photo needs 4 bytes per pixel). So 64 million pixels need at most 384 MB.
_BYTES_PER_ALLOWED_PIXEL: Final = 6

# Measured with 240 clothing photos scaled down (docs/decisions.md): at 16 pixels more than half keep the category they
# have at full size, at 12 fewer than half.
_MIN_EDGE: Final = 16
_MAX_ASPECT_RATIO: Final = 10  # ratio of sides; beyond it a square crop shows less than a tenth of the photo


@dataclass(frozen=True)
class Limits:
    """The most bytes and pixels (width × height in the header) of a photo.

    The limit is lower for photos whose pixels need more memory than usual (`bytes_to_decode`).
    """

    max_bytes: int = MAX_PHOTO_BYTES
    max_pixels: int = 64_000_000

    @property
    def max_memory(self) -> int:
        """Peak memory in bytes of one decode, in addition to the file itself."""
        return self.max_pixels * _BYTES_PER_ALLOWED_PIXEL

    @property
    def large_memory(self) -> int:
        """Memory in bytes beyond which photos are decoded one at a time: 96 MB, a PNG of 24 million pixels."""
        return self.max_memory // 4


def check_file_size(size: int, limits: Limits) -> None:
    """Raises ImageTooLarge for a file with more bytes than allowed."""
    if size > limits.max_bytes:
        raise ImageTooLarge(
            f"The file has {size / 2**20:,.1f} MiB, the limit is {limits.max_bytes / 2**20:g} MiB; export it smaller."
        )


def check_size(width: int, height: int, limits: Limits) -> None:
    """Raises ImageTooLarge or ImageTooSmall, by the size in a header."""
    if width * height > limits.max_pixels:
        raise ImageTooLarge(
            f"The photo has {width} × {height} pixels, the limit is {limits.max_pixels / 1e6:g} million; "
            "export it smaller."
        )
    if min(width, height) < _MIN_EDGE:
        raise ImageTooSmall(
            f"The photo has {width} × {height} pixels; no garment can be seen on fewer than {_MIN_EDGE} along a "
            "side, so upload a larger one."
        )
    if max(width, height) > _MAX_ASPECT_RATIO * min(width, height):
        raise ImageTooSmall(
            f"The photo has {width} × {height} pixels, a strip more than {_MAX_ASPECT_RATIO} times as long as wide; "
            "upload a photo of the whole garment."
        )


def check_memory(needed: int, limits: Limits) -> None:
    """Raises ImageTooLarge if decoding needs more memory than `limits.max_memory`."""
    if needed > limits.max_memory:
        raise ImageTooLarge(
            f"The photo takes {needed / 1e6:.0f} MB of memory to decode, the limit is {limits.max_memory / 1e6:g}; "
            "export it smaller, or as a JPEG that is not progressive."
        )


# -- memory for decoding -------------------------------------------------------------------------------

_BYTES_PER_PIXEL: Final = {"1": 1, "L": 1, "P": 1, "I;16": 2}  # by Pillow's modes; all others need 4
# libwebp has two canvases, and Pillow two copies of a frame; libavif's planes have up to 8 bytes per pixel (10 bits,
# 4:4:4, alpha), its RGBA 4. Measured: 16.5 and up to 12.2; later steps do not need more.
_BYTES_PER_PIXEL_OF_CODEC: Final = {"WEBP": 16, "AVIF": 16}


def bytes_to_decode(image: Image.Image, coefficients: int) -> int:
    """An upper bound of the memory for decoding, from the header alone.

    A JPEG after `draft` counts at its reduced size; `coefficients` (2 bytes each) are those of the full size.
    """
    pixels = image.width * image.height
    bytes_per_pixel = _BYTES_PER_PIXEL_OF_CODEC.get(image.format or "")
    if bytes_per_pixel is None:
        bytes_per_pixel = _BYTES_PER_PIXEL.get(image.mode, 4) + (0 if is_plain(image) else 4)
    return pixels * bytes_per_pixel + 2 * coefficients


def bytes_to_open(webp: bytes, kind: Format, limits: Limits) -> int:
    """Bytes that opening an image allocates: libwebp allocates its canvases at once; other decoders need nothing.

    Raises ImageTooLarge or ImageTooSmall by the WebP header (RFC 9649, RFC 6386); the decoder handles damaged ones.
    """
    size = _size_of_webp(webp) if kind == "WEBP" else None
    if size is None:
        return 0
    check_size(*size, limits)
    needed = size[0] * size[1] * _BYTES_PER_PIXEL_OF_CODEC["WEBP"]
    check_memory(needed, limits)
    return needed


def _size_of_webp(file: bytes) -> tuple[int, int] | None:
    name, body = file[12:16], file[20:30]
    if len(body) < 10:
        return None
    if name == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if name == b"VP8L":
        packed = int.from_bytes(body[1:5], "little")
        return (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    if name == b"VP8 ":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    return None


def stored_coefficients(image: Image.Image, parts: Parts) -> int:
    """The number of coefficients a JPEG decoder stores: all of them if the image has more than one scan."""
    layers: list[tuple[int, int, int, int]] = getattr(image, "layer", [])
    in_first_scan = parts.pixels[parts.scan + 4 : parts.scan + 5]
    if not layers or ("progressive" not in image.info and in_first_scan >= bytes([len(layers)])):
        return 0
    blocks = [across * down for _, across, down, _ in layers]
    return image.width * image.height * sum(blocks) // max(blocks)
