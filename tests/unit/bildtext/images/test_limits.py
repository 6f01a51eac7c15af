"""Photos refused by their header: those that need too much memory, and those too small to show a garment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from bildtext.errors import ImageTooLarge, ImageTooSmall
from bildtext.images import Limits, Preparation, decode
from tests.photos import encoded, png, printers_profile, soft

SIXTEEN = Preparation(16)
FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"]


def test_sixteen_bits_and_transparency_count_by_the_memory_for_decoding() -> None:
    bomb = png((8000, 8000), 16, 6, b"\0")  # half a megabyte when complete; here the header is enough
    with pytest.raises(ImageTooLarge, match=r"takes 512 MB of memory to decode, the limit is 384"):
        decode(bomb, SIXTEEN)


@pytest.mark.parametrize(
    ("mode", "kind", "options", "bytes_per_pixel"),
    [
        ("L", "PNG", {}, 1),
        ("1", "PNG", {}, 1 + 4),
        ("P", "PNG", {}, 1 + 4),
        ("I;16", "PNG", {}, 2 + 4),
        ("RGB", "PNG", {}, 4),
        ("LA", "PNG", {}, 4 + 4),
        ("RGBA", "PNG", {}, 4 + 4),
        ("RGB", "WEBP", {}, 16),
        ("RGBA", "WEBP", {"lossless": True}, 16),
        ("RGB", "AVIF", {}, 16),
        ("L", "JPEG", {}, 1),
        ("RGB", "JPEG", {}, 4),
        ("RGB", "JPEG", {"progressive": True}, 4 + 2 * 1.5),
        ("RGB", "JPEG", {"progressive": True, "subsampling": 0}, 4 + 2 * 3),
        ("CMYK", "JPEG", {"progressive": True, "subsampling": 0}, 4 + 2 * 4),
    ],
)
def test_the_limit_is_on_the_bytes_of_decoded_pixels(
    mode: str, kind: str, options: dict[str, object], bytes_per_pixel: float
) -> None:
    photo = encoded(Image.new(mode, (96, 64)), kind, **options)
    full = Preparation(96)  # no reduced size
    allowed = int(96 * 64 * bytes_per_pixel / 6)
    decode(photo, full, Limits(max_pixels=max(allowed, 96 * 64) + 1))
    with pytest.raises(ImageTooLarge, match=r"memory to decode|limit is"):
        decode(photo, full, Limits(max_pixels=allowed - 1))


def test_a_jpeg_at_a_reduced_size_counts_as_reduced_and_its_coefficients_in_full() -> None:
    limits = Limits(max_pixels=1600 * 1200)
    assert decode(encoded(soft(1600, 1200), "JPEG"), SIXTEEN, limits).shape == (16, 16, 3)
    assert decode(encoded(soft(1600, 1200), "JPEG", progressive=True), SIXTEEN, limits).shape == (16, 16, 3)
    with pytest.raises(ImageTooLarge, match="export it smaller, or as a JPEG that is not progressive"):
        decode(encoded(soft(1600, 1200).convert("CMYK"), "JPEG", progressive=True), SIXTEEN, limits)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("size", [(1, 1), (3, 2), (8, 8), (15, 300), (300, 15), (1, 5000)])
def test_a_photo_too_small_to_show_a_garment_is_refused(kind: str, size: tuple[int, int]) -> None:
    with pytest.raises(ImageTooSmall, match=rf"{size[0]} × {size[1]} pixels; no garment .* upload a larger one"):
        decode(encoded(Image.new("RGB", size, "red"), kind), SIXTEEN)


@pytest.mark.parametrize("size", [(20, 201), (2010, 200)])
def test_a_strip_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ImageTooSmall, match=r"strip .* upload a photo of the whole garment"):
        decode(encoded(Image.new("RGB", size, "red"), "PNG"), SIXTEEN)


@pytest.mark.parametrize("size", [(16, 16), (16, 160), (2000, 200)])
def test_the_smallest_and_the_longest_photos_are_decoded(size: tuple[int, int]) -> None:
    assert decode(encoded(Image.new("RGB", size, "red"), "PNG"), SIXTEEN)[8, 8].tolist() == [255, 0, 0]


# -- in a separate process -----------------------------------------------------------------------------

_MEASURE = """
import sys
from pathlib import Path
from bildtext.images import Limits, Preparation, decode

def megabytes(what):
    return int(Path("/proc/self/status").read_text().split(what + ":")[1].split()[0]) * 1024 / 1e6

first, *files = sys.argv[1:]
decode(Path(first).read_bytes(), Preparation(16))
before = megabytes("VmRSS")
for file in files:
    decode(Path(file).read_bytes(), Preparation(16))
print(megabytes("VmHWM") - before, megabytes("VmRSS") - before)
"""


def megabytes(first: Path, *files: Path) -> tuple[float, float]:
    """Additional peak and remaining memory of decoding `files`, in a process that has decoded `first`."""
    call = [sys.executable, "-c", _MEASURE, str(first), *map(str, files)]
    peak, kept = subprocess.run(call, capture_output=True, text=True, check=True).stdout.split()
    return float(peak), float(kept)


LARGE = (3000, 2000)
KINDS: list[tuple[str, str, dict[str, object]]] = [
    ("RGBA", "PNG", {"compress_level": 1}),
    ("P", "PNG", {"compress_level": 1}),
    ("1", "PNG", {}),
    ("RGBA", "WEBP", {"lossless": True, "quality": 0, "method": 0}),
    ("RGB", "WEBP", {"quality": 50}),
    ("RGBA", "AVIF", {"speed": 10}),
    ("RGB", "JPEG", {"progressive": True, "subsampling": 0}),
    ("CMYK", "JPEG", {"progressive": True}),
]


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is read from /proc")
@pytest.mark.parametrize(("mode", "kind", "options"), KINDS)
def test_decoding_needs_no_more_memory_than_estimated(
    mode: str, kind: str, options: dict[str, object], tmp_path: Path
) -> None:
    image = soft(*LARGE).convert(mode)
    (tmp_path / "small").write_bytes(encoded(image.resize((32, 32)), kind, **options))
    (tmp_path / "large").write_bytes(data := encoded(image, kind, **options))
    counted = LARGE[0] * LARGE[1] * {"PNG": 8, "WEBP": 16, "AVIF": 16, "JPEG": 8}[kind] / 1e6
    assert megabytes(tmp_path / "small", tmp_path / "large")[0] < counted + 2 * len(data) / 1e6 + 12


_MEASURE_SIDE_BY_SIDE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from bildtext.images import Preparation, decode

data = Path(sys.argv[1]).read_bytes()
with ThreadPoolExecutor(4) as pool:
    list(pool.map(lambda _: decode(data, Preparation(16)), range(4)))
print(int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) * 1024 / 1e6)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is read from /proc")
@pytest.mark.parametrize(
    ("kind", "size", "options"),
    [
        ("WEBP", (4898, 4898), {"lossless": True, "quality": 0, "method": 0}),
        ("PNG", (6928, 6928), {"compress_level": 1}),
    ],
)
def test_threads_decode_the_largest_photos_one_at_a_time(
    kind: str, size: tuple[int, int], options: dict[str, object], tmp_path: Path
) -> None:
    (tmp_path / "worst").write_bytes(encoded(Image.new("RGBA", size, (200, 10, 10, 99)), kind, **options))
    call = [sys.executable, "-c", _MEASURE_SIDE_BY_SIDE, str(tmp_path / "worst")]
    peak = float(subprocess.run(call, capture_output=True, text=True, check=True).stdout)
    assert 384 - 50 < peak < 384 + 200  # MB: one decode at its limit, the interpreter, and four threads


@pytest.mark.parametrize("options", [{}, {"lossless": True}, {"save_all": True}])
def test_a_webp_beyond_the_limits_is_refused_before_its_decoder_allocates_canvases(
    options: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = encoded(Image.new("RGBA", (90, 70)), "WEBP", **options)
    assert decode(photo, SIXTEEN, Limits(max_pixels=90 * 70 * 3)).shape == (16, 16, 3)
    monkeypatch.setattr(Image, "open", None)
    with pytest.raises(ImageTooLarge, match="90 × 70 pixels"):
        decode(photo, SIXTEEN, Limits(max_pixels=90 * 70 - 1))


@pytest.mark.skipif(sys.platform != "linux", reason="the size of a process is read from /proc")
def test_printer_profiles_are_not_kept_in_memory(tmp_path: Path) -> None:
    photos = []
    for number in range(40):
        photos.append(tmp_path / f"{number}.jpg")
        profile = printers_profile(grid=21, number=number)
        assert len(profile) > 2**20
        photos[-1].write_bytes(encoded(soft(32, 32).convert("CMYK"), "JPEG", icc_profile=profile))
    assert megabytes(photos[0], *photos)[1] < 40


def test_a_printer_profile_is_used() -> None:
    photo = encoded(Image.new("CMYK", (32, 32), (0, 0, 0, 0)), "JPEG", icc_profile=printers_profile(9))
    assert decode(photo, SIXTEEN)[8, 8].tolist() == pytest.approx([255, 255, 255], abs=3)
    dark = encoded(Image.new("CMYK", (32, 32), (255, 255, 255, 255)), "JPEG", icc_profile=printers_profile(9))
    assert decode(dark, SIXTEEN)[8, 8].tolist() == pytest.approx([0, 0, 0], abs=3)
