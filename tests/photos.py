"""Generated photos: pictures, files of every format, and files built byte by byte that no library writes."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence

import numpy as np
from PIL import Image


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """The image as a file of `kind`."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def soft(width: int, height: int, seed: int = 0) -> Image.Image:
    """Soft random colours that survive lossy formats; the image has no symmetry."""
    small = np.random.default_rng(seed).integers(0, 256, (5, 5, 3), dtype=np.uint8)
    return Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)


def textured(width: int, height: int) -> Image.Image:
    """Soft colours with noise, so that the encoded data is spread evenly over the picture."""
    grain = np.random.default_rng(1).integers(-20, 20, (height, width, 3))
    return Image.fromarray(np.clip(np.asarray(soft(width, height)) + grain, 0, 255).astype(np.uint8))


def grey_levels_apart(one: np.ndarray, other: np.ndarray) -> float:
    """The mean absolute difference of two pictures, in grey levels (0 to 255)."""
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


# -- PNG -----------------------------------------------------------------------------------------------

PNG_MAGIC = b"\x89PNG\r\n\x1a\n"


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(
    size: tuple[int, int],
    depth: int,
    colour_type: int,
    rows: bytes,
    more: Sequence[bytes] = (),
    interlaced: bool = False,
) -> bytes:
    """A PNG of these rows, each with its filter byte; their number need not match the header."""
    header = struct.pack(">IIBBBBB", *size, depth, colour_type, 0, 0, interlaced)
    return b"".join(
        [PNG_MAGIC, png_chunk(b"IHDR", header), *more, png_chunk(b"IDAT", zlib.compress(rows)), png_chunk(b"IEND", b"")]
    )


def with_png_chunks(photo: bytes, *chunks: bytes, at_the_end: bool = False) -> bytes:
    """The PNG with chunks inserted before its picture data, or after it."""
    at = photo.index(b"IEND" if at_the_end else b"IDAT") - 4
    return photo[:at] + b"".join(chunks) + photo[at:]


def interlaced_rows(pixels: np.ndarray) -> bytes:
    """The rows of the seven Adam7 passes (ISO/IEC 15948, section 8.2)."""
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    return b"".join(
        b"\0" + row.tobytes() for left, top, across, down in passes for row in pixels[top::down, left::across]
    )


# -- JPEG ----------------------------------------------------------------------------------------------


def with_jpeg_segments(photo: bytes, *segments: tuple[int, bytes]) -> bytes:
    """The JPEG with segments (marker, body) inserted after its first two bytes."""
    made = b"".join(struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body for marker, body in segments)
    return photo[:2] + made + photo[2:]


def with_jpeg_size(photo: bytes, width: int, height: int) -> bytes:
    """The JPEG with another size in its header."""
    at = next(at for at in range(len(photo)) if photo[at : at + 2] in (b"\xff\xc0", b"\xff\xc2"))
    return photo[: at + 5] + struct.pack(">HH", height, width) + photo[at + 9 :]


# -- WebP ----------------------------------------------------------------------------------------------


def with_webp_chunk(photo: bytes, name: bytes, body: bytes) -> bytes:
    """The WebP with a chunk appended."""
    chunks = photo[8:] + name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


# -- EXIF, XMP and ICC ---------------------------------------------------------------------------------


def exif_saying(orientation: int) -> bytes:
    """An EXIF block with an orientation, including its six-byte JPEG prefix."""
    exif = Image.Exif()
    exif[274] = orientation
    return exif.tobytes()


def xmp_saying(orientation: int) -> bytes:
    """An XMP packet with an orientation, as written by photo editors."""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" rdf:about="" '
        f'tiff:Orientation="{orientation}"/></rdf:RDF></x:xmpmeta>'
    ).encode()


def linear_profile(more: int = 0) -> bytes:
    """A minimal matrix RGB profile with sRGB's primaries and gamma 1.0 (ICC.1:2010), `more` bytes larger."""
    gamma_one = b"curv\0\0\0\0" + struct.pack(">I", 0)
    tags = {
        b"rXYZ": _xyz(0.4360, 0.2225, 0.0139),
        b"gXYZ": _xyz(0.3851, 0.7169, 0.0971),
        b"bXYZ": _xyz(0.1431, 0.0606, 0.7141),
        b"rTRC": gamma_one,
        b"gTRC": gamma_one,
        b"bTRC": gamma_one,
    }
    if more:
        tags[b"priv"] = b"data\0\0\0\0" + np.random.default_rng(0).bytes(more)
    return _profile(b"RGB ", b"XYZ ", tags)


def printers_profile(grid: int, number: int = 0) -> bytes:
    """A CMYK profile with a table of grid⁴ points, lighter with less ink; each `number` gives different bytes."""
    inks = np.meshgrid(*[np.linspace(0, 1, grid)] * 4, indexing="ij")
    lightness = (1 - sum(inks) / 4) * 65280
    table = np.stack([lightness, np.full_like(lightness, 32768 + number), np.full_like(lightness, 32768)], axis=-1)
    line = struct.pack(">HH", 0, 65535)
    unity = b"".join(struct.pack(">i", value) for value in (65536, 0, 0, 0, 65536, 0, 0, 0, 65536))
    lut = b"mft2\0\0\0\0" + bytes([4, 3, grid, 0]) + unity + struct.pack(">HH", 2, 2)
    return _profile(b"CMYK", b"Lab ", {b"A2B0": lut + line * 4 + table.astype(">u2").tobytes() + line * 3})


def _profile(space: bytes, connection: bytes, tags: dict[bytes, bytes]) -> bytes:
    text = b"made\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + b"\0" * 78,
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": _xyz(0.9642, 1, 0.8249),
        **tags,
    }
    at, table, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, data in tags.items():
        padded = data + b"\0" * (-len(data) % 4)
        table += name + struct.pack(">II", at + len(body), len(data))
        body += padded
    header = struct.pack(">I4sI4s4s4s", at + len(body), b"lcms", 0x02100000, b"mntr", space, connection)
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    header += b"".join(struct.pack(">i", round(value * 65536)) for value in (0.9642, 1, 0.8249))
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def _xyz(x: float, y: float, z: float) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(value * 65536)) for value in (x, y, z))
