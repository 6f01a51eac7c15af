"""Decodes base64 in all the forms that clients send."""

from __future__ import annotations

import base64
import re
from typing import Final
from urllib.parse import unquote

from bildtext.errors import InvalidRequest

_NOT_BASE64: Final = re.compile(r"[^A-Za-z0-9+/]")
_URL_SAFE: Final = str.maketrans("-_", "+/")


def decode_base64(text: str, what: str) -> bytes:
    """Decode base64: wrapped or not, padded or not, in either alphabet, alone or as a `data:` URL. Raises
    InvalidRequest: the text is not base64; the message begins with `what`."""
    compact = "".join(_payload(text, what).split())
    if not {"+", "/"} & set(compact):
        compact = compact.translate(_URL_SAFE)
    unpadded = compact.rstrip("=")
    if found := _NOT_BASE64.search(unpadded):
        raise InvalidRequest(
            f"{what} is not base64: {found[0]!r} is at position {found.start() + 1}; send the file's bytes encoded "
            "as base64."
        )
    if len(unpadded) % 4 == 1 or len(compact) - len(unpadded) > -len(unpadded) % 4:
        raise InvalidRequest(f"{what} is not complete base64: its end is cut off or padded too far; send all of it.")
    return base64.b64decode(unpadded + "=" * (-len(unpadded) % 4))


def _payload(text: str, what: str) -> str:
    """The base64 itself; in a data URL it follows the comma and may be percent-encoded (RFC 2397)."""
    if text.lstrip()[:5].lower() != "data:":
        return text
    head, comma, payload = text.partition(",")
    if not comma or not head.rstrip().lower().endswith(";base64"):
        raise InvalidRequest(f"{what} is a data URL without base64; send data:image/jpeg;base64,… or the base64 alone.")
    return unquote(payload)
