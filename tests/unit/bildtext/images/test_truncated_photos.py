"""A truncated photo is refused; one that lacks only its end is decoded."""

from __future__ import annotations

import zlib

import numpy as np
import pytest
from PIL import Image

from bildtext.errors import CorruptImage
from bildtext.images import Fit, Preparation, decode
from tests.photos import (
    encoded,
    grey_levels_apart,
    interlaced_rows,
    png,
    png_chunk,
    soft,
    textured,
    with_jpeg_segments,
    with_jpeg_size,
)

SIZE = Preparation(32)
END = b"\xff\xd9"
PICTURE = textured(640, 480)
JPEGS = {
    "baseline": encoded(PICTURE, "JPEG", quality=85),
    "optimised": encoded(PICTURE, "JPEG", quality=85, optimize=True),
    "full colour": encoded(PICTURE, "JPEG", quality=85, subsampling=0),
    "progressive": encoded(PICTURE, "JPEG", quality=85, progressive=True),
    "restarts by row": encoded(PICTURE, "JPEG", quality=85, restart_marker_rows=2),
    "restarts by block": encoded(PICTURE, "JPEG", quality=85, restart_marker_blocks=1),
    "grey": encoded(PICTURE.convert("L"), "JPEG", quality=85),
    "CMYK": encoded(PICTURE.convert("CMYK"), "JPEG", quality=85),
    "progressive CMYK": encoded(PICTURE.convert("CMYK"), "JPEG", quality=85, progressive=True),
}
every_jpeg = pytest.mark.parametrize("photo", JPEGS.values(), ids=JPEGS)


@every_jpeg
@pytest.mark.parametrize("lost", [2, 3, 4])
def test_a_jpeg_that_lacks_its_end_marker_and_a_few_bytes_is_decoded(photo: bytes, lost: int) -> None:
    assert grey_levels_apart(decode(photo[:-lost], SIZE), decode(photo, SIZE)) < 2


@every_jpeg
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.67, 0.9, 0.95])
def test_a_jpeg_that_was_cut_short_is_refused(photo: bytes, kept: float) -> None:
    with pytest.raises(CorruptImage, match="JPEG"):
        decode(photo[: int(len(photo) * kept)], SIZE)


@pytest.mark.parametrize("fit", ["crop", "pad", "stretch"])
@pytest.mark.parametrize("photo", [photo for name, photo in JPEGS.items() if "progressive" not in name])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.67, 0.9])
def test_a_truncated_jpeg_with_an_end_marker_is_refused(photo: bytes, kept: float, fit: Fit) -> None:
    with pytest.raises(CorruptImage, match="% of the picture is missing; upload the complete file again"):
        decode(photo[: int(len(photo) * kept)] + END, Preparation(32, fit))


def test_the_refusal_states_how_much_is_missing() -> None:
    photo = JPEGS["baseline"]
    start = photo.index(b"\xff\xda")
    with pytest.raises(CorruptImage, match=r"(32|33|34)% of the picture is missing"):
        decode(photo[: start + (len(photo) - start) * 2 // 3] + END, SIZE)


@pytest.mark.parametrize("kept", [0.1, 0.3])
def test_a_progressive_jpeg_without_its_last_passes_is_refused_even_with_an_end_marker(kept: float) -> None:
    photo = JPEGS["progressive"]
    with pytest.raises(CorruptImage, match="passes that sharpen the picture are missing"):
        decode(photo[: int(len(photo) * kept)] + END, SIZE)


@every_jpeg
@pytest.mark.parametrize("size", [(3000, 3000), (640, 960), (1280, 480)])
def test_a_large_header_with_too_little_data_is_refused(photo: bytes, size: tuple[int, int]) -> None:
    with pytest.raises(CorruptImage, match="% of the picture is missing"):
        decode(with_jpeg_size(photo, *size), SIZE)


def test_a_photo_of_400_pixels_with_a_header_of_8000_is_refused() -> None:
    with pytest.raises(CorruptImage, match="100% of the picture is missing"):
        decode(with_jpeg_size(encoded(textured(400, 400), "JPEG"), 8000, 8000), SIZE)


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_complete_picture_with_the_grey_of_empty_blocks_is_decoded(mode: str, progressive: bool) -> None:
    grey = Image.new("RGB", (400, 300), (128, 128, 128))
    grey.paste((200, 30, 30), (0, 0, 400, 100))
    photo = encoded(grey.convert(mode), "JPEG", quality=95, progressive=progressive)
    assert grey_levels_apart(decode(photo, SIZE), decode(encoded(grey.convert(mode).convert("RGB"), "PNG"), SIZE)) < 4


def test_data_after_the_end_marker_is_ignored() -> None:
    expected = decode(JPEGS["baseline"], SIZE)
    for more in (bytes(99), b"\xff", JPEGS["progressive"], b"\0\0\0\x18ftypmp42" + bytes(5000)):
        np.testing.assert_array_equal(decode(JPEGS["baseline"] + more, SIZE), expected)


def test_the_end_of_a_thumbnail_is_not_the_end_of_the_photo() -> None:
    thumbnail = encoded(soft(80, 60), "JPEG")
    photo = with_jpeg_segments(JPEGS["baseline"], (0xE1, b"Exif\0\0" + thumbnail))
    with pytest.raises(CorruptImage, match="missing"):
        decode(photo[: len(photo) // 2], SIZE)


# -- PNG -----------------------------------------------------------------------------------------------

ROWS = np.asarray(textured(60, 48))
ONE_ROW = 1 + 60 * 3
LINES = b"".join(b"\0" + row.tobytes() for row in ROWS)


@pytest.mark.parametrize("lost", [12, 13, 16])
def test_a_png_that_lacks_only_its_end_is_decoded(lost: int) -> None:
    for photo in (png((60, 48), 8, 2, LINES), png((60, 48), 8, 2, interlaced_rows(ROWS), interlaced=True)):
        np.testing.assert_array_equal(decode(photo[:-lost], SIZE), decode(photo, SIZE))


@pytest.mark.parametrize("missing", [1, 2, 16, 24, 47])
def test_a_png_with_missing_rows_is_refused(missing: int) -> None:
    with pytest.raises(CorruptImage, match="truncated"):
        decode(png((60, 48), 8, 2, LINES[: -missing * ONE_ROW]), SIZE)


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_an_interlaced_png_with_missing_rows_is_refused(kept: float) -> None:
    rows = interlaced_rows(ROWS)
    assert decode(png((60, 48), 8, 2, rows, interlaced=True), SIZE).shape == (32, 32, 3)
    for lines in (rows[: int(len(rows) * kept)], rows[: -24 * ONE_ROW], rows[:-ONE_ROW]):
        with pytest.raises(CorruptImage, match="truncated"):
            decode(png((60, 48), 8, 2, lines, interlaced=True), SIZE)


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.97])
def test_a_png_that_was_cut_short_is_refused(kept: float) -> None:
    photo = png((60, 48), 8, 2, LINES)
    with pytest.raises(CorruptImage):
        decode(photo[: int(len(photo) * kept)], SIZE)


def test_a_png_with_a_damaged_byte_in_its_picture_is_refused() -> None:
    photo = bytearray(png((60, 48), 8, 2, LINES))
    photo[len(photo) // 2] ^= 0x55
    with pytest.raises(CorruptImage):
        decode(bytes(photo), SIZE)


def test_a_picture_in_many_chunks_is_decoded() -> None:
    whole = png((60, 48), 8, 2, LINES)
    packed = zlib.compress(LINES)
    at = whole.index(b"IDAT") - 4
    pieces = [packed[start : start + 7] for start in range(0, len(packed), 7)]
    split = whole[:at] + b"".join(png_chunk(b"IDAT", piece) for piece in [b"", *pieces]) + png_chunk(b"IEND", b"")
    np.testing.assert_array_equal(decode(split, SIZE), decode(whole, SIZE))


# -- WebP and AVIF -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "options"), [("WEBP", {}), ("WEBP", {"lossless": True}), ("AVIF", {})])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.67, 0.95])
def test_a_webp_or_avif_that_was_cut_short_is_refused(kind: str, options: dict[str, object], kept: float) -> None:
    photo = encoded(PICTURE, kind, **options)
    with pytest.raises(CorruptImage):
        decode(photo[: int(len(photo) * kept)], SIZE)


def test_a_large_webp_header_with_too_little_data_is_refused() -> None:
    photo = bytearray(encoded(textured(400, 400), "WEBP"))
    at = photo.index(b"\x9d\x01\x2a") + 3
    photo[at : at + 4] = (4000).to_bytes(2, "little") * 2
    with pytest.raises(CorruptImage):
        decode(bytes(photo), SIZE)
