"""The bytes of a file to lines: UTF-8, UTF-16, or what German office programs write. One wrong byte is its line's."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bildtext.errors import InvalidProductData
from description.ingest.mojibake import is_suspicious, mended

_MARKED = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4096
_LOST = "\ufffd"
# What one wrong byte of a UTF-8 file may be: the bytes that begin its own umlauts (Ã, Â, â) are more likely cut off.
_SURE = frozenset("äöüÄÖÜßéèêëàáçñóôúíïøåÉÈÀ°²³½¼¾®™©€´–„“”’‘…·ª§±×")
_UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")
# The umlauts of DOS and of old Macs, read as cp1252: "sch”n", "wei§", "grŸn".
_OF_ANOTHER_ENCODING = re.compile(r"[A-Za-z][„”™Ÿ¸§][^\W\d_]|[a-z]§(?![\w§])")
_PERHAPS_OF_A_MAC = re.compile(r"[A-Za-z][šŠ]")  # "schšn", or the brand "Tomaš" in a file that has umlauts as well
_UMLAUTS = frozenset(b"\xe4\xf6\xfc\xdf\xc4\xd6\xdc")
_ESCAPED = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
_MEND = "mend the line, or save the file as UTF-8 again"


@dataclass(frozen=True)
class Lines:
    """The lines of a file without their ends. `faults` (why a line cannot be read) and `repairs` (what was mended in
    it) are sentences by line number, from 1.
    """

    texts: tuple[str, ...]
    faults: Mapping[int, str] = field(default_factory=dict)
    repairs: Mapping[int, str] = field(default_factory=dict)


def decoded(data: bytes) -> Lines:
    """Read each line as what it is: in a UTF-8 file with one cp1252 line, each as itself. Never raises."""
    faults: dict[int, str] = {}
    repairs: dict[int, str] = {}
    encoding = _wide_encoding(data)
    texts = _of_wide(data, encoding, faults) if encoding else _of_bytes(data, faults, repairs)
    for at, text in enumerate(texts, 1):
        if at not in faults and at not in repairs and is_suspicious(text):
            texts[at - 1] = _mended(text, at, faults, repairs)
    return Lines(tuple(texts), faults, repairs)


def _mended(text: str, at: int, faults: dict[int, str], repairs: dict[int, str]) -> str:
    try:
        found = mended(text)
    except InvalidProductData as refusal:
        faults[at] = f"Line {at}: {refusal}"
        return text
    if found != text:
        repairs[at] = f"Line {at} was UTF-8 that had been encoded twice; it was read as it was meant."
    return found


def _wide_encoding(data: bytes) -> str:
    """The encoding of a file with 2 or 4 bytes for each character, "" for any other: by its mark, or by its zeros."""
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return encoding
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 4 < len(sample) or not min(even, odd) * 10 <= max(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _of_wide(data: bytes, encoding: str, faults: dict[int, str]) -> list[str]:
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    texts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for at, line in enumerate(texts, 1):
        if _LOST in line:
            faults[at] = f"Line {at} holds bytes that are no {encoding.upper()}; {_MEND}."
    return texts


def _of_bytes(data: bytes, faults: dict[int, str], repairs: dict[int, str]) -> list[str]:
    lines = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    found = [line.decode("utf-8", "surrogateescape") for line in lines]
    wrong = {at for at, line in enumerate(found, 1) if not line.isascii() and _has_escapes(line)}
    right = sum(not line.isascii() for line in found) - len(wrong)
    of_windows = any(_UMLAUTS.intersection(lines[at - 1]) for at in wrong)
    for at in wrong:
        line = found[at - 1]
        text = line.translate(_ESCAPED)
        odd = [character for character in line if ord(character) in _ESCAPED]
        values = list(dict.fromkeys(f"0x{ord(character) - 0xDC00:02X}" for character in odd))
        bytes_of_it = f"byte{'s' if len(values) > 1 else ''} {', '.join(values)}"
        other = _OF_ANOTHER_ENCODING.search(text) or (not of_windows and _PERHAPS_OF_A_MAC.search(text))
        if other or any(ord(character) - 0xDC00 in _UNDEFINED for character in odd):
            faults[at] = f"Line {at} is neither UTF-8 nor Windows-1252 ({bytes_of_it}); {_MEND}."
        elif right >= len(wrong):  # a UTF-8 file, and this line a slip in it
            if any(_ESCAPED[ord(character)] not in _SURE for character in odd):
                faults[at] = f"Line {at} holds the {bytes_of_it}, no UTF-8; {_MEND}."
            else:
                read = "".join(dict.fromkeys(_ESCAPED[ord(character)] for character in odd))
                repairs[at] = f"Line {at} held the {bytes_of_it}, no UTF-8; read as „{read}“."
        found[at - 1] = text
    return found


def _has_escapes(line: str) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in line)
