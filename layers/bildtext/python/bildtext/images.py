"""Image bytes → the upright RGB pixels a model takes, prepared as CLIP prepares images. The only place that decodes.

Three fits, and which one a model gets is part of its bundle. `crop` is the default, because CLIP and FashionCLIP were
trained so (shortest side to the input size, bicubic, centre crop), and the demo model measures better with it (84.3 %
against 81.3 % with `pad`, layers/models/mini-clip/README.md). `pad` keeps the whole product, a boot's heel *and* toe,
by scaling the longest side and continuing the ground around it. `stretch` is what SigLIP was trained with.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, UnidentifiedImageError

from bildtext.errors import DamagedImage, EmptyImage, ImageTooLarge, RefusedImage, UnsupportedImage

Pixels = NDArray[np.uint8]
Fit = Literal["crop", "pad", "stretch"]

# Our own limit is checked on every image before decoding; Pillow's would warn first and refuse at another number.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True)
class Preparation:
    """How a model's photos are prepared: a square of `size` pixels, reached by `fit` and `resample`."""

    size: int
    fit: Fit = "crop"
    resample: Literal["bicubic", "bilinear"] = "bicubic"


@dataclass(frozen=True)
class Limits:
    """What is refused before decoding: more bytes, or more pixels (width × height in the header)."""

    max_bytes: int = 40 * 2**20
    max_pixels: int = 64_000_000


DEFAULT_LIMITS: Final = Limits()


def decode(data: bytes, preparation: Preparation, limits: Limits = DEFAULT_LIMITS) -> Pixels:
    """Decode one photo to uint8 `[size, size, 3]`: upright, sRGB, alpha on white, first frame.

    JPEG, PNG, WebP and AVIF, told by content. JPEGs far larger than needed are decoded at an eighth, a quarter or
    half of their size, which the format offers for next to nothing.

    Raises:
        EmptyImage, UnsupportedImage, ImageTooLarge, DamagedImage: each a `RefusedImage` with one sentence for the user.
    """
    image = _open(data, limits)
    try:
        _decode_reduced(image, preparation)
        image.load()
        profile = image.info.get("icc_profile")
        plain = _without_alpha(_eight_bit(_upright(image)))
        rgb = _to_srgb(_fit(plain, preparation), profile)
        if preparation.fit == "pad":
            rgb = _centre_on_ground(rgb, preparation.size)
        return np.asarray(rgb, dtype=np.uint8)
    except RefusedImage:
        raise
    except Exception as error:  # Pillow's decoders raise nearly anything on corrupt data; all of it means "damaged"
        raise DamagedImage(
            f"The {image.format} file is damaged and cannot be decoded ({error}); export it again."
        ) from error


# -- what it is ------------------------------------------------------------------------------------

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


def check_format(first_bytes: bytes) -> None:
    """Raises UnsupportedImage unless these are the first bytes of a photo that `decode` takes."""
    _format_of(first_bytes)


def _format_of(data: bytes) -> str:
    """Pillow's name of the format, told by the first bytes."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        brands = {data[8:12], *(data[at : at + 4] for at in range(16, min(int.from_bytes(data[:4], "big"), 256), 4))}
        if brands & _AVIF_BRANDS:
            return "AVIF"
        found = "HEIC or a video"
    else:
        found = next((name for magic, name in _KNOWN_BUT_REFUSED if data.startswith(magic)), "none of these")
    raise UnsupportedImage(
        f"Only JPEG, PNG, WebP and AVIF photos can be tagged; this file is {found}, whatever its name says."
    )


def _open(data: bytes, limits: Limits) -> Image.Image:
    """Read the header only, and refuse what is too large before a pixel is decoded."""
    if not data:
        raise EmptyImage("The file is empty; upload the photo again.")
    if len(data) > limits.max_bytes:
        raise ImageTooLarge(
            f"The file has {len(data) / 2**20:.1f} MiB, the limit is {limits.max_bytes / 2**20:g}; export it smaller."
        )
    name = _format_of(data)
    try:
        image = Image.open(io.BytesIO(data), formats=[name])
    except Exception as error:
        why = "" if isinstance(error, UnidentifiedImageError) else f" ({error})"
        raise DamagedImage(f"The {name} file has a damaged header{why}; export it again.") from error
    width, height = image.size
    if width * height > limits.max_pixels:
        raise ImageTooLarge(
            f"The photo has {width} × {height} pixels, the limit is {limits.max_pixels / 1e6:g} million; "
            "export it smaller."
        )
    return image


def _decode_reduced(image: Image.Image, preparation: Preparation) -> None:
    """Let a JPEG decode at 1/2, 1/4 or 1/8, never below twice the size it is scaled to (`bildtext bench decode`)."""
    if image.format not in ("JPEG", "MPO"):
        return
    width, height = image.size
    edge = max(width, height) if preparation.fit == "pad" else min(width, height)
    scale = _REDUCED_FLOOR * preparation.size / edge
    if scale < 1:
        image.draft(None, (max(1, round(width * scale)), max(1, round(height * scale))))


_REDUCED_FLOOR: Final = 2.0


# -- what its pixels mean --------------------------------------------------------------------------

_ORIENTATION_TAG: Final = 0x0112
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _upright(image: Image.Image) -> Image.Image:
    """Turn the photo as its EXIF orientation says; unreadable EXIF data is no reason to refuse a photo that shows."""
    try:
        turn = _TURNS.get(image.getexif().get(_ORIENTATION_TAG, 1))
    except Exception:  # noqa: BLE001 - the EXIF reader raises as freely as the decoders; without EXIF a photo is upright
        turn = None
    return image if turn is None else image.transpose(turn)


def _eight_bit(image: Image.Image) -> Image.Image:
    """16-bit grey to 8-bit by its high byte, palettes to their colours; colour images come as 8-bit already."""
    if image.mode.startswith("I"):
        values = np.asarray(image)
        grey = Image.fromarray(np.clip(values >> 8, 0, 255).astype(np.uint8))
        if "transparency" in image.info:  # one of the 65,536 greys means "nothing here"
            shown = Image.fromarray((values != image.info["transparency"]).astype(np.uint8) * 255)
            return Image.merge("LA", (grey, shown))
        return grey
    if image.mode in ("P", "PA", "1") or ("transparency" in image.info and image.mode in ("L", "RGB")):
        return image.convert("RGBA")
    return image


def _without_alpha(image: Image.Image) -> Image.Image:
    """Put transparent pixels on white, as a shop page would show them."""
    if image.mode in ("RGBa", "La"):
        image = image.convert(image.mode.upper())
    if image.mode not in ("RGBA", "LA"):
        return image
    colours = image.mode[:-1]
    white = Image.new(colours, image.size, "white")
    white.paste(image.convert(colours), mask=image.getchannel("A"))
    return white


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours by the embedded ICC profile, to sRGB; a profile that cannot be used is passed over, as browsers do."""
    if profile and image.mode in ("L", "RGB", "CMYK"):
        transform = _transform(profile, image.mode)
        if transform is not None:
            return ImageCms.applyTransform(image, transform) or image
    return image.convert("RGB")


@lru_cache(maxsize=32)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """The transform from a profile to sRGB; None where there is nothing to do or the profile is unusable."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if mode == "RGB" and "sRGB" in ImageCms.getProfileDescription(source):
            return None
        return ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


# -- how it is fitted ------------------------------------------------------------------------------

_RESAMPLING: Final = {"bicubic": Image.Resampling.BICUBIC, "bilinear": Image.Resampling.BILINEAR}


def _fit(image: Image.Image, preparation: Preparation) -> Image.Image:
    """Resample to the input size; `pad` leaves the shorter side shorter, for the ground to fill.

    `crop` scales the shortest side to `size` and the longer one rounded down, as CLIP does, but computes only the part
    that stays, so a photo of 1 × 1,000,000 pixels costs no more than any other.
    """
    size, (width, height) = preparation.size, image.size
    target, box = (size, size), (0.0, 0.0, float(width), float(height))
    if preparation.fit == "crop":
        short = min(width, height)
        scaled_width, scaled_height = size * width // short, size * height // short
        left, top = (scaled_width - size) // 2, (scaled_height - size) // 2
        per_x, per_y = width / scaled_width, height / scaled_height
        box = (left * per_x, top * per_y, min(width, (left + size) * per_x), min(height, (top + size) * per_y))
    elif preparation.fit == "pad":
        long = max(width, height)
        target = (max(1, round(size * width / long)), max(1, round(size * height / long)))
    return image.resize(target, _RESAMPLING[preparation.resample], box=box)


def _centre_on_ground(image: Image.Image, size: int) -> Image.Image:
    """Centre on a square of the ground's colour: the median of the photo's outermost pixels."""
    pixels = np.asarray(image)
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    ground = np.median(border, axis=0).astype(np.uint8)
    square = np.full((size, size, 3), ground, dtype=np.uint8)
    top, left = (size - image.height) // 2, (size - image.width) // 2
    square[top : top + image.height, left : left + image.width] = pixels
    return Image.fromarray(square)
