"""Photos are decoded to upright RGB pixels, prepared as for CLIP, or refused with a message."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile

from bildtext.errors import CorruptImage, EmptyImage, ImageRejected, ImageTooLarge, UnsupportedImage
from bildtext.images import Box, Fit, Limits, Preparation, decode, decode_part
from tests.photos import encoded, grey_levels_apart, linear_profile, png, soft

SIXTEEN = Preparation(16)
FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"]


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_gives_the_same_picture(kind: str) -> None:
    image = soft(64, 48)
    pixels = decode(encoded(image, kind, quality=95), SIXTEEN)
    assert pixels.shape == (16, 16, 3)
    assert pixels.dtype == np.uint8
    assert grey_levels_apart(pixels, decode(encoded(image, "PNG"), SIXTEEN)) < 3


# How a camera stores the picture for each EXIF orientation (EXIF 2.32, tag 274), so that a viewer that follows the tag
# shows the original.
STORED_FOR = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", STORED_FOR)
def test_a_rotated_photo_is_decoded_upright(kind: str, orientation: int) -> None:
    upright = soft(48, 32)
    turn = STORED_FOR[orientation]
    exif = Image.Exif()
    exif[274] = orientation
    stored = encoded(upright if turn is None else upright.transpose(turn), kind, quality=95, exif=exif)
    assert grey_levels_apart(decode(stored, SIXTEEN), decode(encoded(upright, "PNG"), SIXTEEN)) < 4


@pytest.mark.parametrize(
    ("fit", "part"),
    [("crop", (0, 0.25, 1, 0.75)), ("stretch", (0, 0, 1, 1)), ("pad", (-0.5, 0, 1.5, 1))],
)
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_the_part_that_the_model_sees_is_that_of_the_upright_photo(fit: Fit, part: Box, orientation: int) -> None:
    upright, turn = soft(40, 80), STORED_FOR[orientation]
    exif = Image.Exif()
    exif[274] = orientation
    stored = encoded(upright if turn is None else upright.transpose(turn), "JPEG", quality=95, exif=exif)
    pixels, found = decode_part(stored, Preparation(16, fit))
    assert found == pytest.approx(part)
    assert (pixels == decode(stored, Preparation(16, fit))).all()


def test_the_part_of_a_photo_that_is_decoded_at_a_fraction_of_its_size() -> None:
    _, part = decode_part(encoded(soft(300, 150), "JPEG", quality=95), SIXTEEN)
    assert part == pytest.approx((0.25, 0, 0.75, 1), abs=0.01)


def test_a_photo_with_unreadable_exif_is_decoded() -> None:
    photo = encoded(soft(32, 32), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\x01\x12")
    assert decode(photo, SIXTEEN).shape == (16, 16, 3)


def test_transparent_pixels_are_white() -> None:
    see_through = Image.new("RGBA", (20, 20), (255, 0, 0, 0))
    half = Image.new("RGBA", (20, 20), (255, 0, 0, 128))
    palette = Image.new("P", (20, 20), 0)
    palette.putpalette([0, 0, 0] * 256)
    assert (decode(encoded(see_through, "PNG"), SIXTEEN) == 255).all()
    assert decode(encoded(half, "PNG"), SIXTEEN)[0, 0].tolist() == pytest.approx([255, 127, 127], abs=1)
    assert (decode(encoded(palette, "PNG", transparency=0), SIXTEEN) == 255).all()
    assert (decode(encoded(see_through.convert("LA"), "PNG"), SIXTEEN) == 255).all()


def test_sixteen_bit_grey_keeps_its_brightness() -> None:
    grey = Image.fromarray(np.full((20, 20), 0x8040, np.uint16))
    assert (decode(encoded(grey, "PNG"), SIXTEEN) == 0x80).all()


def test_the_transparent_grey_of_a_sixteen_bit_photo_is_white() -> None:
    grey = Image.fromarray(np.full((20, 20), 0x8040, np.uint16))
    assert (decode(encoded(grey, "PNG", transparency=0x8040), SIXTEEN) == 255).all()


def test_sixteen_bit_colour_keeps_its_colours() -> None:
    row = b"\0" + struct.pack(">HHH", 0xFF00, 0x8000, 0x0100) * 32
    assert decode(png((32, 32), 16, 2, row * 32), SIXTEEN)[3, 3].tolist() == pytest.approx([255, 128, 1], abs=1)


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_palettes_and_greys_become_rgb(mode: str) -> None:
    pixels = decode(encoded(Image.new("RGB", (20, 20), "white").convert(mode), "PNG"), SIXTEEN)
    assert (pixels == 255).all()


def test_cmyk_becomes_the_colours_it_prints() -> None:
    red = Image.new("CMYK", (20, 20), (0, 255, 255, 0))
    assert decode(encoded(red, "JPEG", quality=95), SIXTEEN)[0, 0].tolist() == pytest.approx([255, 0, 0], abs=4)


def test_colours_are_converted_from_the_icc_profile_to_srgb() -> None:
    # In a profile with gamma 1.0 the value 55 is 21.6 % light, which sRGB writes as 128.
    pixels = decode(encoded(Image.new("RGB", (20, 20), (55, 55, 55)), "PNG", icc_profile=linear_profile()), SIXTEEN)
    assert pixels[0, 0].tolist() == pytest.approx([128, 128, 128], abs=2)


def test_a_broken_icc_profile_is_ignored() -> None:
    photo = encoded(Image.new("RGB", (20, 20), (55, 66, 77)), "PNG", icc_profile=b"no profile at all")
    assert decode(photo, SIXTEEN)[0, 0].tolist() == [55, 66, 77]


def test_srgbs_own_profile_changes_nothing() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = encoded(Image.new("RGB", (20, 20), (55, 66, 77)), "PNG", icc_profile=profile)
    assert decode(photo, SIXTEEN)[0, 0].tolist() == [55, 66, 77]


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_the_first_frame_of_an_animation_is_used(kind: str) -> None:
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "blue")]
    photo = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert decode(photo, SIXTEEN)[8, 8].tolist() == pytest.approx([255, 0, 0], abs=6)


def test_the_first_picture_of_a_stereo_camera_is_used() -> None:
    photo = encoded(soft(96, 64), "MPO", quality=95, save_all=True, append_images=[soft(96, 64, seed=1)])
    np.testing.assert_array_equal(decode(photo, SIXTEEN), decode(encoded(soft(96, 64), "JPEG", quality=95), SIXTEEN))


def test_crop_keeps_the_middle_and_pad_keeps_everything_on_the_background_colour() -> None:
    wide = Image.new("RGB", (60, 20), (200, 220, 240))
    wide.paste((255, 0, 0), (0, 5, 10, 15))  # a heel at the left edge
    photo = encoded(wide, "PNG")
    heel = np.array([255, 0, 0])
    assert not (decode(photo, Preparation(24, "crop")) == heel).all(axis=2).any()
    padded = decode(photo, Preparation(24, "pad"))
    assert (padded == heel).all(axis=2).any()
    assert padded[0, 0].tolist() == padded[-1, -1].tolist() == [200, 220, 240]


@pytest.mark.parametrize("fit", ["crop", "pad", "stretch"])
@pytest.mark.parametrize("size", [(16, 16), (16, 160), (160, 16), (35, 29), (17, 16)])
def test_odd_shapes_are_prepared_like_any_other(fit: Fit, size: tuple[int, int]) -> None:
    assert decode(encoded(Image.new("RGB", size, "red"), "PNG"), Preparation(16, fit))[8, 8].tolist() == [255, 0, 0]


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(EmptyImage, match="empty"):
        decode(b"", SIXTEEN)


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (encoded(Image.new("RGB", (9, 9)), "GIF"), "GIF"),
        (encoded(Image.new("RGB", (9, 9)), "BMP"), "BMP"),
        (encoded(Image.new("RGB", (9, 9)), "TIFF"), "TIFF"),
        (b"%PDF-1.7", "PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"just text", "none of these"),
    ],
)
def test_other_formats_are_refused_by_content_and_named(data: bytes, named: str) -> None:
    with pytest.raises(UnsupportedImage, match=named):
        decode(data, SIXTEEN)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_limit_in_pixels_is_checked_before_anything_is_decoded(kind: str) -> None:
    photo = encoded(soft(64, 48), kind)
    cut = photo[: len(photo) * 2 // 3]  # decoding this would fail as damaged
    with pytest.raises(ImageTooLarge, match="64 × 48 pixels"):
        decode(cut if kind in ("JPEG", "PNG") else photo, SIXTEEN, Limits(max_pixels=64 * 48 - 1))


def test_a_bomb_of_pixels_in_few_bytes_is_refused_by_its_header() -> None:
    header = struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + header
    bomb += struct.pack(">I", zlib.crc32(b"IHDR" + header)) + b"\0\0\0\0IDAT"
    with pytest.raises(ImageRejected):
        decode(bomb, SIXTEEN)


def test_the_limit_in_bytes_is_checked_first() -> None:
    with pytest.raises(ImageTooLarge, match=r"limit is 0\.000953674"):
        decode(b"x" * 1001, SIXTEEN, Limits(max_bytes=1000))


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("kept", [0.02, 0.3, 0.7, 0.95])
def test_a_truncated_photo_is_refused(kind: str, kept: float) -> None:
    photo = encoded(soft(200, 150), kind)
    with pytest.raises(ImageRejected):
        decode(photo[: int(len(photo) * kept)], SIXTEEN)


COMPLETE = [encoded(soft(40, 30), kind) for kind in FORMATS]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(COMPLETE), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=12))
def test_a_damaged_photo_is_decoded_or_refused(photo: bytes, damage: list[tuple[int, int]]) -> None:
    data = bytearray(photo)
    for at, value in damage:
        data[at % len(data)] = value
    try:
        pixels = decode(bytes(data), SIXTEEN, Limits(max_pixels=1_000_000))
    except ImageRejected as refusal:
        assert str(refusal)
    else:
        assert pixels.shape == (16, 16, 3)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x1cftypavif"]), st.binary()
)
def test_other_bytes_after_a_valid_signature_are_refused(magic: bytes, rest: bytes) -> None:
    with pytest.raises((CorruptImage, ImageTooLarge)):
        decode(magic + rest, SIXTEEN)


def test_a_large_jpeg_decoded_at_reduced_size_looks_like_the_full_decode(monkeypatch: pytest.MonkeyPatch) -> None:
    photo = encoded(soft(1600, 1200), "JPEG", quality=90)
    reduced = decode(photo, Preparation(64))
    monkeypatch.setattr(Image.Image, "draft", lambda *_: None)
    assert grey_levels_apart(reduced, decode(photo, Preparation(64))) < 1


def test_reduced_decoding_really_decodes_fewer_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[tuple[int, int]] = []
    load = ImageFile.ImageFile.load

    def recorded(image: ImageFile.ImageFile) -> object:
        sizes.append(image.size)
        return load(image)

    monkeypatch.setattr(ImageFile.ImageFile, "load", recorded)
    decode(encoded(soft(1600, 1200), "JPEG"), Preparation(64))
    assert sizes[0] == (200, 150)
