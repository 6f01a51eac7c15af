"""Text that was encoded twice ("weiÃŸ"): mended where that is certain, refused where letters were lost on the way."""

from __future__ import annotations

import re

from bildtext.errors import UnreadableProductData

# Anything but what German product texts are written with; most texts end here, and ftfy is never imported.
_UNUSUAL = re.compile(r"[^\x00-\x7fäöüÄÖÜßé–—„“”’‘»«…°²³®½¼¾×·•✓✔\u00a0\u202f]")
# A capital Ã or Â after a small letter, with nothing to make a letter of: "wei\u00c3".
_LOST = re.compile(r"\ufffd|[a-zäöüß][ÃÂ](?![a-zäöüß])")
_SHOWN = 30


def is_suspicious(text: str) -> bool:
    """Whether a text holds characters that German product data rarely holds; the others need no look."""
    return not text.isascii() and _UNUSUAL.search(text) is not None


def mended(text: str) -> str:
    """The text as it was meant: "GrÃ¶ÃŸe" is "Größe", line by line, for one text may hold lines of several sources.

    Raises:
        UnreadableProductData: characters were lost, so nobody can tell what was meant.
    """
    if not is_suspicious(text):
        return text
    import ftfy  # the tables of all mix-ups there are; 70 ms that few articles need

    lines = [ftfy.fix_encoding(line) if is_suspicious(line) else line for line in text.split("\n")]
    for at, line in enumerate(lines, 1):
        lost = _LOST.search(line)
        if lost is not None:
            where = f" in line {at}" if len(lines) > 1 else ""
            shown = line[max(0, lost.start() - _SHOWN) : lost.end() + _SHOWN].strip()
            raise UnreadableProductData(
                f"A letter was lost{where} before it came here (“{shown}”); export the data again as UTF-8."
            )
    return "\n".join(lines)
