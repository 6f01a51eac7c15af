"""Metadata never makes a photo fail: if it is too large, damaged or crafted, it is ignored.

Orientation is handled as in browsers (observed with Chromium 156, all formats): EXIF rotates a photo, XMP does not.
"""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bildtext.images import Preparation, decode
from tests.photos import (
    encoded,
    exif_saying,
    grey_levels_apart,
    linear_profile,
    png_chunk,
    soft,
    with_jpeg_segments,
    with_png_chunks,
    with_webp_chunk,
    xmp_saying,
)

SIXTEEN = Preparation(16)
FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"]
PHOTO = soft(64, 48)
PLAIN = {kind: encoded(PHOTO, kind, quality=95) for kind in FORMATS}
BODY = np.random.default_rng(0).bytes(3 * 2**20)


def test_a_profile_of_two_megabytes_in_a_png_is_used() -> None:
    grey = Image.new("RGB", (32, 32), (55, 55, 55))
    photo = encoded(grey, "PNG", icc_profile=linear_profile(more=2 * 2**20))
    assert decode(photo, SIXTEEN)[0, 0].tolist() == pytest.approx([128, 128, 128], abs=2)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_profile_larger_than_any_printers_is_ignored(kind: str) -> None:
    grey = Image.new("RGB", (32, 32), (55, 55, 55))
    photo = encoded(grey, kind, icc_profile=linear_profile(more=5 * 2**20), quality=95)
    assert decode(photo, SIXTEEN)[0, 0].tolist() == pytest.approx([55, 55, 55], abs=3)


MEGABYTES = 200 * 2**20
TEXT = zlib.compress(bytes(MEGABYTES), 9)  # 200 MB of zeros in 200 KB
ODD_CHUNKS = {
    "a megabyte of text": png_chunk(b"tEXt", b"Comment\0" + b"x" * 2**20),
    "compressed text": png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(BODY)),
    "compressed XMP": png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(b"<x>" * 2**20)),
    "a bomb of text": png_chunk(b"zTXt", b"Comment\0\0" + TEXT),
    "a bomb of XMP": png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + TEXT),
    "a bomb of a profile": png_chunk(b"iCCP", b"p\0\0" + TEXT),
    "many texts": b"".join(png_chunk(b"tEXt", b"Comment\0" + bytes(2**19)) for _ in range(70)),
    "a profile compressed in an unknown way": png_chunk(b"iCCP", b"p\0\7" + zlib.compress(BODY)),
    "a profile cut short": png_chunk(b"iCCP", b"p\0\0" + zlib.compress(BODY)[:99]),
    "an empty profile": png_chunk(b"iCCP", b""),
    "a wrong checksum": png_chunk(b"gAMA", struct.pack(">I", 45455))[:-4] + b"nope",
    "a transparency with a wrong checksum": png_chunk(b"tRNS", bytes(6))[:-4] + b"nope",
    "half an animation": png_chunk(b"acTL", bytes(3)),
    "an animation out of order": png_chunk(b"acTL", struct.pack(">II", 2, 0)) + png_chunk(b"fcTL", bytes([9] * 26)),
    "short physical size": png_chunk(b"pHYs", b"\1"),
    "EXIF that is none": png_chunk(b"eXIf", b"nothing of the kind"),
    "a private chunk": png_chunk(b"prVt", BODY),
}


@pytest.mark.parametrize("at_the_end", [False, True])
@pytest.mark.parametrize("chunk", ODD_CHUNKS.values(), ids=ODD_CHUNKS)
def test_no_metadata_chunk_makes_a_png_fail(chunk: bytes, at_the_end: bool) -> None:
    photo = with_png_chunks(PLAIN["PNG"], chunk, at_the_end=at_the_end)
    np.testing.assert_array_equal(decode(photo, SIXTEEN), decode(PLAIN["PNG"], SIXTEEN))


ODD_SEGMENTS: dict[str, list[tuple[int, bytes]]] = {
    "the largest comment": [(0xFE, bytes(65533))],
    "200 application segments": [(0xE4, bytes(65533))] * 200,
    "a short JFIF": [(0xE0, b"JFIF\0")],
    "a short Adobe": [(0xEE, b"Adobe")],
    "a short Photoshop": [(0xED, b"Photoshop 3.0\x008BIM\4")],
    "a picture index that is none": [(0xE2, b"MPF\0MM\0*nothing of the kind")],
    "EXIF that is none": [(0xE1, b"Exif\0\0nothing of the kind")],
    "a profile without a piece": [(0xE2, b"ICC_PROFILE\0\1\2" + bytes(999))],
    "a profile of no pieces": [(0xE2, b"ICC_PROFILE\0")],
    "XMP in many parts": [(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + bytes(65000))] * 50,
}


@pytest.mark.parametrize("segments", ODD_SEGMENTS.values(), ids=ODD_SEGMENTS)
def test_no_metadata_segment_makes_a_jpeg_fail(segments: list[tuple[int, bytes]]) -> None:
    photo = with_jpeg_segments(PLAIN["JPEG"], *segments)
    np.testing.assert_array_equal(decode(photo, SIXTEEN), decode(PLAIN["JPEG"], SIXTEEN))


@pytest.mark.parametrize("body", [b"", b"x", bytes(2**22), BODY], ids=len)
@pytest.mark.parametrize("name", [b"EXIF", b"XMP ", b"ICCP", b"what"])
def test_no_metadata_chunk_makes_a_webp_fail(name: bytes, body: bytes) -> None:
    for photo in (PLAIN["WEBP"], encoded(PHOTO, "WEBP", quality=95, exif=exif_saying(1))):
        pixels = decode(with_webp_chunk(photo, name, body), SIXTEEN)
        np.testing.assert_array_equal(pixels, decode(PLAIN["WEBP"], SIXTEEN))


def test_a_webp_with_truncated_metadata_at_its_end_is_decoded() -> None:
    photo = with_webp_chunk(PLAIN["WEBP"], b"XMP ", BODY)
    np.testing.assert_array_equal(decode(photo[:-99], SIXTEEN), decode(PLAIN["WEBP"], SIXTEEN))


def test_the_first_frame_of_a_truncated_animated_webp_is_decoded() -> None:
    frames = [soft(64, 48, seed) for seed in range(4)]
    photo = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100)
    np.testing.assert_array_equal(decode(photo[: len(photo) * 3 // 4], SIXTEEN), decode(photo, SIXTEEN))


def test_no_exif_or_xmp_makes_an_avif_fail() -> None:
    for metadata in ({"exif": exif_saying(1)}, {"xmp": xmp_saying(1)}):
        photo = encoded(PHOTO, "AVIF", quality=95, **metadata)
        damaged = photo.replace(exif_saying(1)[6:], b"nothing of the kind".ljust(len(exif_saying(1)) - 6))
        np.testing.assert_array_equal(decode(damaged, SIXTEEN), decode(PLAIN["AVIF"], SIXTEEN))


# -- orientation ---------------------------------------------------------------------------------------


def xmp_in(kind: str, orientation: int) -> dict[str, object]:
    if kind != "PNG":
        return {"xmp": xmp_saying(orientation)}
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", xmp_saying(orientation).decode())
    return {"pnginfo": info}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_xmp_rotates_no_photo(kind: str, orientation: int) -> None:
    photo = encoded(PHOTO, kind, quality=95, **xmp_in(kind, orientation))
    np.testing.assert_array_equal(decode(photo, SIXTEEN), decode(PLAIN[kind], SIXTEEN))


@pytest.mark.parametrize("kind", FORMATS)
def test_exif_rotates_a_photo_even_if_xmp_differs(kind: str) -> None:
    photo = encoded(
        PHOTO.transpose(Image.Transpose.ROTATE_90), kind, quality=95, exif=exif_saying(6), **xmp_in(kind, 3)
    )
    assert grey_levels_apart(decode(photo, SIXTEEN), decode(PLAIN[kind], SIXTEEN)) < 4


def test_exif_in_a_text_chunk_rotates_no_png() -> None:
    exif = exif_saying(6)
    hidden = f"\nexif\n{len(exif):8d}\n{exif.hex()}\n".encode()
    photo = with_png_chunks(PLAIN["PNG"], png_chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(hidden)))
    np.testing.assert_array_equal(decode(photo, SIXTEEN), decode(PLAIN["PNG"], SIXTEEN))


def test_the_first_of_two_exif_segments_is_used() -> None:
    turned = encoded(PHOTO.transpose(Image.Transpose.ROTATE_90), "JPEG", quality=95)
    photo = with_jpeg_segments(turned, (0xE1, exif_saying(6)), (0xE1, exif_saying(3)))
    assert grey_levels_apart(decode(photo, SIXTEEN), decode(PLAIN["JPEG"], SIXTEEN)) < 4


def tiff(order: str, entries: bytes, first: int = 8) -> bytes:
    magic = b"II" if order == "<" else b"MM"
    return (
        b"Exif\0\0"
        + magic
        + struct.pack(f"{order}HI", 42, first)
        + struct.pack(f"{order}H", len(entries) // 12)
        + entries
    )


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_orientation_is_read_in_either_byte_order_among_other_tags(order: str) -> None:
    entries = struct.pack(f"{order}HHI4s", 271, 2, 4, b"Cam\0") + struct.pack(f"{order}HHIHH", 274, 3, 1, 6, 0)
    turned = encoded(PHOTO.transpose(Image.Transpose.ROTATE_90), "JPEG", quality=95)
    photo = with_jpeg_segments(turned, (0xE1, tiff(order, entries)))
    assert grey_levels_apart(decode(photo, SIXTEEN), decode(PLAIN["JPEG"], SIXTEEN)) < 4


@pytest.mark.parametrize(
    "exif",
    [
        tiff(">", b"", first=6),
        tiff(">", struct.pack(">HHIHH", 274, 3, 1, 99, 0)),
        tiff(">", struct.pack(">HHIHH", 274, 3, 1, 0, 0)),
        tiff(">", struct.pack(">HHII", 274, 2, 2**31, 2**31)),
        tiff(">", struct.pack(">HHIHH", 271, 3, 1, 6, 0), first=2**32 - 1),
        tiff(">", struct.pack(">HHIHH", 274, 3, 1, 6, 0))[:20],
        b"Exif\0\0",
    ],
    ids=["a loop", "99", "0", "no number", "nowhere", "cut short", "empty"],
)
def test_an_invalid_orientation_means_upright(exif: bytes) -> None:
    photo = with_jpeg_segments(PLAIN["JPEG"], (0xE1, exif))
    np.testing.assert_array_equal(decode(photo, SIXTEEN), decode(PLAIN["JPEG"], SIXTEEN))


# -- memory --------------------------------------------------------------------------------------------

_MEASURE = """
import sys
from pathlib import Path
from bildtext.images import Preparation, decode

def peak_mb():
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024

decode(Path(sys.argv[1]).read_bytes(), Preparation(16))
data = Path(sys.argv[2]).read_bytes()
before = peak_mb()
decode(data, Preparation(16))
print(peak_mb() - before)
"""


def crafted() -> dict[str, bytes]:
    exif = b"MM\0*\0\0\0\x08" + struct.pack(">H", 3000)
    exif += b"".join(struct.pack(">HHII", tag, 7, 2**20, 40000) for tag in range(1000, 4000)) + bytes(2**20 + 10000)
    return {
        "a bomb of text": with_png_chunks(PLAIN["PNG"], *[ODD_CHUNKS["a bomb of text"]] * 20),
        "a bomb of a profile": with_png_chunks(PLAIN["PNG"], ODD_CHUNKS["a bomb of a profile"]),
        "EXIF whose 3,000 tags share a megabyte": with_png_chunks(PLAIN["PNG"], png_chunk(b"eXIf", exif)),
    }


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is read from /proc")
@pytest.mark.parametrize("name", crafted())
def test_crafted_metadata_does_not_fill_memory(name: str, tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(PLAIN["PNG"])
    (tmp_path / "crafted").write_bytes(data := crafted()[name])
    code = [sys.executable, "-c", _MEASURE, str(tmp_path / "plain"), str(tmp_path / "crafted")]
    grown = float(subprocess.run(code, capture_output=True, text=True, check=True).stdout)
    assert grown < 16 + 3 * len(data) / 2**20
