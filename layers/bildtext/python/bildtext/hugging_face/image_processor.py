"""Determines a model's image preparation by comparing it with transformers' image processor on sample photos."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from transformers import AutoImageProcessor

from bildtext.errors import BundleError
from bildtext.hugging_face.folder import NO_REMOTE_CODE, load_errors
from bildtext.images import Fit, Pixels, Preparation, decode

Colours = tuple[float, float, float]

# Mean difference of prepared pixels in grey levels (of 255). Pillow's resampling of the full photo and of the cropped
# part differ by less than 0.5 (tests/models/test_preparation.py). The other resampling method, another crop or another
# order of colours differ by 4 and more.
MAX_GREY_LEVELS: Final = 1.0


def load_image_processor(folder: Path) -> Any:
    """transformers' image processor with the folder's settings, and the defaults of its class for the rest. Raises
    BundleError: the folder has no settings, or its processor is not part of transformers."""
    if not any((folder / name).is_file() for name in ("preprocessor_config.json", "processor_config.json")):
        raise BundleError(f"{folder} has no preprocessor_config.json, so the preparation of its images is unknown.")
    with load_errors(folder, "image processor"):
        return AutoImageProcessor.from_pretrained(folder, backend="pil", **NO_REMOTE_CODE)


def read_preprocessor(folder: Path, built_for: int | None) -> tuple[Preparation, Colours, Colours]:
    """The preparation equivalent to the folder's processor, and the mean and standard deviation of its colours.

    `built_for` is the input size of the model in pixels, None if it accepts any. Mean and standard deviation are for
    colours from 0 to 1, whatever factor the processor scales with. Raises BundleError if no
    `Preparation` gives the same pixels within `MAX_GREY_LEVELS`.
    """
    processor = load_image_processor(folder)
    with load_errors(folder, "image processor"):
        mean, std = _colours(processor)
        photos = [_sample_photo(*shape, built_for) for shape in _shapes(processor, built_for)]
        expected = [prepared(processor, photo, mean, std) for photo in photos]
    size = built_for or expected[0].shape[0]
    if any(pixels.shape != (size, size, 3) for pixels in expected):
        shown = " and ".join(sorted({f"{pixels.shape[1]} × {pixels.shape[0]}" for pixels in expected}))
        raise BundleError(
            _unsupported(folder, processor, f"makes {shown} pixels of photos, and the model takes {size}²")
        )
    differences = {
        preparation: max(
            grey_levels(photo, preparation, pixels) for photo, pixels in zip(photos, expected, strict=True)
        )
        for preparation in (Preparation(size, fit, resample) for fit, resample in product(_FITS, _RESAMPLING))
    }
    best = min(differences, key=lambda preparation: differences[preparation])
    if not differences[best] <= MAX_GREY_LEVELS:
        what = f"prepares photos {differences[best]:.1f} grey levels (of 255) apart from all that is done here"
        raise BundleError(_unsupported(folder, processor, what))
    return best, mean, std


def prepared(processor: Any, photo: Pixels, mean: Colours, std: Colours) -> NDArray[np.float64]:
    """A photo `[height, width, 3]` prepared by the processor, same layout, in grey levels from 0 to 255."""
    found = processor(images=[photo], return_tensors="np")
    values = np.asarray(found["pixel_values"][0], dtype=np.float64)
    if "spatial_shapes" in found:  # NaFlex: one row per patch, with padding
        (rows, columns), patch = found["spatial_shapes"][0], processor.patch_size
        cells = values[: rows * columns].reshape(rows, columns, patch, patch, 3)
        values = cells.transpose(4, 0, 2, 1, 3).reshape(3, rows * patch, columns * patch)
    grey: NDArray[np.float64] = (values.transpose(1, 2, 0) * np.array(std) + np.array(mean)) * 255
    return grey


def grey_levels(photo: Pixels, preparation: Preparation, expected: NDArray[np.float64]) -> float:
    """The mean difference between `preparation` of a photo `[height, width, 3]` and the expected pixels."""
    return float(np.abs(decode(_png(photo), preparation) - expected).mean())


def keeps_shapes(processor: Any) -> bool:
    """Whether the processor keeps the aspect ratio of photos (NaFlex) instead of making them square."""
    return "spatial_shapes" in getattr(processor, "model_input_names", ())


_FITS: Final[tuple[Fit, ...]] = ("crop", "stretch")
_RESAMPLING: Final[tuple[Literal["bicubic", "bilinear"], ...]] = ("bicubic", "bilinear")


def _colours(processor: Any) -> tuple[Colours, Colours]:
    """Mean and standard deviation, converted to colours scaled to between 0 and 1."""
    factor = float(processor.rescale_factor) if _enabled(processor, "do_rescale") else 1.0
    scale = 255 * factor if abs(255 * factor - 1) > 1e-9 else 1.0
    normalises = _enabled(processor, "do_normalize")
    mean = _per_colour(processor.image_mean if normalises else 0.0)
    std = _per_colour(processor.image_std if normalises else 1.0)
    if min(std) <= 0:
        raise ValueError(f"image_std = {std} cannot be divided by")
    return tuple(value / scale for value in mean), tuple(value / scale for value in std)  # type: ignore[return-value]


def _per_colour(values: Any) -> Colours:
    colours = [float(values)] * 3 if isinstance(values, int | float) else [float(value) for value in values or ()]
    if len(colours) != 3 or not np.isfinite(colours).all():
        raise ValueError(f"image_mean and image_std are a number for each of three colours, and not {values}")
    return colours[0], colours[1], colours[2]


def _enabled(processor: Any, setting: str) -> bool:
    return bool(getattr(processor, setting, False))


def _shapes(processor: Any, built_for: int | None) -> list[tuple[int, int]]:
    """Width and height of photos larger than the input, portrait and landscape; one square if shapes are kept."""
    edge = max(built_for or 224, _SMALLEST_PHOTO)
    if keeps_shapes(processor):
        return [(2 * edge, 2 * edge)]
    return [(edge * 7 // 5, edge * 21 // 10), (edge * 23 // 10, edge * 3 // 2)]


_SMALLEST_PHOTO: Final = 112


def _sample_photo(width: int, height: int, built_for: int | None) -> Pixels:
    """A photo of coloured squares, about two input pixels each, which reveals other resampling and crops."""
    cell = max(3, 2 * min(width, height) // (built_for or 224))
    cells = np.random.default_rng(width).integers(0, 256, (height // cell + 1, width // cell + 1, 3), dtype=np.uint8)
    pixels: Pixels = cells.repeat(cell, axis=0).repeat(cell, axis=1)[:height, :width]
    return pixels


def _png(pixels: Pixels) -> bytes:
    """An RGB image as a PNG file (ISO/IEC 15948: a header, rows that each begin with a 0, an end) for `decode`."""
    height, width, _ = pixels.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)], axis=1)
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((8, 2, 0, 0, 0))
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big") for name, data in chunks
    )


# -- naming the setting ----------------------------------------------------------------------------

# Settings without an equivalent here, and when they are the reason for a difference. Only used if the pixels do differ,
# because classes ignore settings that they do not know.
_REASONS: tuple[tuple[str, Callable[[Any], bool]], ...] = (
    ("do_resize", lambda value: value is False),
    ("resample", lambda value: value not in (2, 3)),
    ("crop_pct", lambda value: value not in (None, 1, 1.0)),
    ("do_flip_channel_order", lambda value: value is True),
    ("rescale_offset", lambda value: value is True),
    ("do_pad", lambda value: value is True),
    ("do_center_crop", lambda value: value is False),
    ("max_num_patches", lambda value: value is not None),
    ("patch_size", lambda value: value is not None),
    ("size", lambda value: value is not None),
    ("crop_size", lambda value: value is not None),
)


def _unsupported(folder: Path, processor: Any, what: str) -> str:
    found = [name for name, is_reason in _REASONS if _holds(processor, name, is_reason)]
    named = found[:1] if found[:1] != ["size"] else found  # all sizes
    why = " and ".join(f"{name} = {_shown(getattr(processor, name))}" for name in named) or "a setting of that class"
    return f"The {type(processor).__name__.removesuffix('Pil')} of {folder} {what}, because of {why}; {_SUPPORTED}"


def _holds(processor: Any, name: str, is_reason: Callable[[Any], bool]) -> bool:
    return hasattr(processor, name) and is_reason(getattr(processor, name))


_SUPPORTED: Final = (
    "only resizing to the input size with bilinear or bicubic resampling, whole or with a centre crop, is done here."
)


def _shown(value: Any) -> str:
    """A size as written in the settings: transformers' own type also contains unset fields."""
    if not hasattr(value, "shortest_edge"):
        return str(value)
    return str({name: edge for name, edge in vars(value).items() if edge is not None})
