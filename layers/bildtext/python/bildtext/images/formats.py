"""Detects the image format from the first bytes, regardless of the file name."""

from __future__ import annotations

from typing import Final, Literal

from bildtext.errors import UnsupportedImage

Format = Literal["JPEG", "PNG", "WEBP", "AVIF"]

_KNOWN_BUT_REFUSED: Final = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"%PDF", "PDF"),
    (b"8BPS", "Photoshop"),
    (b"PK\x03\x04", "ZIP"),
    (b"<", "text, such as SVG or HTML"),
    (b"\0\0\1\0", "ICO"),
)
_AVIF_BRANDS: Final = {b"avif", b"avis"}


def detect_format(data: bytes) -> Format:
    """The format by its Pillow name. Raises UnsupportedImage, which names the format found."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        brands = {
            data[8:12],
            *(data[offset : offset + 4] for offset in range(16, min(int.from_bytes(data[:4], "big"), 256), 4)),
        }
        if brands & _AVIF_BRANDS:
            return "AVIF"
        found = "HEIC or a video"
    else:
        found = next((name for magic, name in _KNOWN_BUT_REFUSED if data.startswith(magic)), "none of these")
    raise UnsupportedImage(
        f"Only JPEG, PNG, WebP and AVIF photos can be tagged; this file is {found}, regardless of its name."
    )
