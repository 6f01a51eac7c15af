"""Splits an image file into the data the decoder needs, the ICC profile and the EXIF block.

The decoder never sees metadata, which can neither make a photo fail nor fill memory: text, XMP, thumbnails, previews
and comments are removed; an oversized, badly compressed or damaged profile or EXIF block is ignored. Therefore photos
are rotated by EXIF alone. Browsers rotate by EXIF too, never by XMP (Chromium 156, all four formats).
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bildtext.images.colours import MAX_PROFILE_BYTES
from bildtext.images.formats import Format


@dataclass(frozen=True)
class Parts:
    """`pixels` is a file of the same format without metadata.

    For a JPEG, `ended` is false if its end marker was missing and was added; `scan` is the offset of its first scan in
    `pixels`.
    """

    pixels: bytes
    profile: bytes | None = None
    exif: bytes | None = None
    ended: bool = True
    scan: int = 0


def split_file(data: bytes, kind: Format) -> Parts:
    """The parts of a file; from the first unreadable structure on, it goes to the decoder unchanged."""
    return {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp, "AVIF": _avif}[kind](data)


# -- JPEG (ITU-T T.81 annex B) ------------------------------------------------------------------------

START_OF_SCAN: Final = b"\xff\xda"
_WITHOUT_LENGTH: Final = {0x01, *range(0xD0, 0xDA)}
END_OF_JPEG: Final = b"\xff\xd9"


def _jpeg(data: bytes) -> Parts:
    kept, profile, exif, offset = [data[:2]], list[bytes](), None, 2
    for marker, start, end in _segments(data):
        body = data[start + 4 : end]
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            exif = exif or body[6:]
        elif marker == 0xE2 and body.startswith(b"ICC_PROFILE\0"):
            profile.append(body[12:])
        if not _is_metadata(marker, body):
            kept.append(data[start:end])
        offset = end
    head = b"".join(kept)
    scan = max(offset, data.find(START_OF_SCAN, offset))
    ended = data.rfind(END_OF_JPEG, scan) >= 0
    if not ended:
        data = data.rstrip(b"\xff") + END_OF_JPEG
    file = data if len(head) == scan else b"".join([head, memoryview(data)[scan:]])
    return Parts(file, _joined(profile), exif, ended, len(head))


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each segment before the first scan; other bytes between them are skipped."""
    offset = 2
    while 0 <= (offset := data.find(b"\xff", offset)) < len(data) - 3:
        marker = data[offset + 1]
        if marker == START_OF_SCAN[1]:
            return
        if marker in (0x00, 0xFF) or marker in _WITHOUT_LENGTH:
            offset += 1 if marker == 0xFF else 2
            continue
        end = offset + 2 + int.from_bytes(data[offset + 2 : offset + 4], "big")
        if end > len(data) or end < offset + 4:
            return
        yield marker, offset, end
        offset = end


def _is_metadata(marker: int, body: bytes) -> bool:
    """Comments and application segments, except the two that define the colours of the components."""
    defines_colours = (marker == 0xE0 and body.startswith(b"JFIF\0") and len(body) >= 14) or (
        marker == 0xEE and body.startswith(b"Adobe") and len(body) >= 12
    )
    return (0xE0 <= marker <= 0xEF or marker == 0xFE) and not defines_colours


def _joined(chunks: Sequence[bytes]) -> bytes | None:
    """A profile in numbered chunks of at most 64 KB (ICC.1:2010, annex B.4), in any order; None if one is missing."""
    numbered = {chunk[0]: chunk for chunk in chunks if len(chunk) > 2}
    count = next((chunk[1] for chunk in reversed(chunks) if len(chunk) > 2), 0)
    if not count or sorted(numbered) != list(range(1, count + 1)):
        return None
    return b"".join(numbered[number][2:] for number in range(1, count + 1))


# -- PNG (ISO/IEC 15948) ------------------------------------------------------------------------------

_PNG_HEADER: Final = 8
_PNG_METADATA: Final = {b"iCCP", b"eXIf"}


def _png(data: bytes) -> Parts:
    """Of the ancillary chunks only transparency is kept; an animation is reduced to its still image."""
    view = memoryview(data)
    kept, image_data, rest, offset = [view[:_PNG_HEADER]], _ImageData(), view[:0], _PNG_HEADER
    metadata: dict[bytes, bytes] = {}
    while offset + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, offset)
        end = offset + 12 + length
        if name == b"IEND" or not name.isalpha() or (end > len(data) and name != b"IDAT"):
            rest = view[offset:]
            break
        body = view[offset + 8 : end - 4]
        intact = zlib.crc32(body, zlib.crc32(name)) == int.from_bytes(view[end - 4 : end], "big")
        if name == b"IDAT":
            image_data.add(body, intact)
        elif name[:1].isupper() or (name == b"tRNS" and intact):  # upper case: critical chunk
            kept.append(view[offset:end])
        elif intact and name in _PNG_METADATA:
            metadata.setdefault(name, bytes(body))
        offset = end
    compressed_profile = metadata.get(b"iCCP", b"").partition(b"\0")[2][1:]
    return Parts(b"".join([*kept, *image_data.chunk(), rest]), _inflated(compressed_profile), metadata.get(b"eXIf"))


class _ImageData:
    """The image data of all IDAT chunks."""

    def __init__(self) -> None:
        self._pieces: list[memoryview] = []
        self._intact = True

    def add(self, piece: memoryview, intact: bool) -> None:
        self._pieces.append(piece)
        self._intact &= intact

    def chunk(self) -> list[bytes | memoryview]:
        """All data as one chunk. If all chunks were intact, without the last byte, which is of the data's checksum.

        With a complete checksum a decoder accepts the image as complete, however many rows are missing; without it, the
        decoder reports them.
        """
        pieces = [piece for piece in self._pieces if len(piece)]
        if pieces and self._intact:
            pieces[-1] = pieces[-1][:-1]
        return [struct.pack(">I4s", sum(map(len, pieces)), b"IDAT"), *pieces, bytes(4)] if pieces else []


def _inflated(compressed: bytes) -> bytes | None:
    """Decompress at most one byte more than a profile may have; None if there is nothing or it is damaged."""
    try:
        return zlib.decompressobj().decompress(compressed, MAX_PROFILE_BYTES + 1) or None
    except zlib.error:
        return None


# -- WebP (RFC 9649) ----------------------------------------------------------------------------------

_WEBP_PICTURE: Final = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}
_METADATA_FLAGS: Final = 0x20 | 0x08 | 0x04  # flags of VP8X: profile, EXIF, XMP


def _webp(data: bytes) -> Parts:
    """The complete chunks of the image. Of a truncated animation, those are its first frames."""
    kept: list[bytes] = []
    metadata: dict[bytes, bytes] = {}
    offset = 12
    while offset + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, offset)
        end = offset + 8 + length
        if end > len(data):
            break
        body = data[offset + 8 : end]
        if name == b"VP8X" and body:
            body = bytes([body[0] & ~_METADATA_FLAGS]) + body[1:]
        if name in _WEBP_PICTURE:
            kept.append(struct.pack("<4sI", name, length) + body + b"\0" * (length % 2))
        else:
            metadata.setdefault(name, body)
        offset = end + length % 2
    chunks = b"WEBP" + b"".join(kept)
    exif = metadata.get(b"EXIF")
    return Parts(
        b"RIFF" + struct.pack("<I", len(chunks)) + chunks,
        metadata.get(b"ICCP"),
        None if exif is None else exif.removeprefix(b"Exif\0\0"),
    )


# -- AVIF (ISO/IEC 23008-12) --------------------------------------------------------------------------

_METADATA_ITEM: Final = re.compile(rb"(infe(?:\x02.{5}|\x03.{7})..)(?:Exif|mime)", re.DOTALL)


def _avif(data: bytes) -> Parts:
    """Rename EXIF and XMP items to an unknown type, so that only irot and imir rotate an AVIF."""
    return Parts(_METADATA_ITEM.sub(rb"\1free", data))


# -- EXIF 2.32 ----------------------------------------------------------------------------------------

_ORIENTATION: Final = 274
_WHOLE_NUMBERS: Final = {3: "H", 4: "I"}


def orientation(exif: bytes | None) -> int:
    """The orientation in an EXIF block, or 1 (upright) if there is none that can be read.

    Not read with Pillow, which copies every value in a block: a crafted one of 1 MB would need gigabytes.
    """
    block = (exif or b"").removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(block[:2], "")
    try:
        (start,) = struct.unpack_from(f"{order}I", block, 4)
        (entries,) = struct.unpack_from(f"{order}H", block, start)
        for offset in range(start + 2, start + 2 + 12 * entries, 12):
            tag, kind = struct.unpack_from(f"{order}HH", block, offset)
            if order and tag == _ORIENTATION and kind in _WHOLE_NUMBERS:
                return int(struct.unpack_from(f"{order}{_WHOLE_NUMBERS[kind]}", block, offset + 8)[0])
    except struct.error:
        pass
    return 1
