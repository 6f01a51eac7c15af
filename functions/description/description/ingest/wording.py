"""Text as it was pasted, made plain: markup, pictures, odd spaces and dashes; and words made comparable."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from description.ingest.mojibake import mended

YES_SIGNS = "✓✔✅☑🗸"
NO_SIGNS = "✗✘✖❌"
_ODD_SPACES = dict.fromkeys(map(ord, "\u00a0\u1680\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u2002\u2003"), " ")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\ufe0e\ufe0f"), None)
# Directions of writing that change nothing that is read; the overrides, which do, are settled in letters.py.
_DIRECTIONS = dict.fromkeys(map(ord, "\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069"), None)
_PICTURES = {
    **dict.fromkeys((*range(0x2600, 0x27C0), *range(0x2B00, 0x2C00), *range(0x1F000, 0x1FB00), 0x20E3), None),
    **dict.fromkeys((0x2794, *range(0x2798, 0x27B0), *range(0x27B1, 0x27BF)), "→"),
}
_CONTROLS = {code: None for code in range(32) if chr(code) not in "\t\n\v\f\r"}
_CHARACTERS = {
    **{code: sign for code, sign in _PICTURES.items() if chr(code) not in YES_SIGNS + NO_SIGNS},
    **_ODD_SPACES,
    **_INVISIBLE,
    **_DIRECTIONS,
    **_CONTROLS,
    ord("："): ":",
    ord("\u2212"): "-",
    ord("\u2010"): "-",
    ord("\u2011"): "-",
    ord("\u2012"): "–",
    ord("\u2015"): "—",
    ord("；"): ";",
    ord("，"): ",",
    ord("％"): "%",
    ord("\u2028"): "\n",
    ord("\u2029"): "\n",
    ord("\u0085"): "\n",
    ord("\u000b"): "\n",
    ord("\u000c"): "\n",
    ord("\r"): "\n",
}
_GAPS = re.compile(r"[^\S\n\t]{9,}")  # not tabs, which part cells, nor lines
_GAPS_IN_LINES = re.compile(r"[^\S\n]{9,}")
_NO_LINES = re.compile(r"\n{9,}")
_CELL_ENDS = re.compile(r"</(?:td|th|dt)\s*>\s*(?=<(?:td|th|dd)\b)", re.IGNORECASE)
_LINE_ENDS = re.compile(
    r"<(?:br|/?p|/?div|/?li|/?ul|/?ol|/?tr|/?dl|/?dd|dt|/?table|/?tbody|/?thead|/?h[1-6]|hr)\b[^<>]*>", re.IGNORECASE
)
_TAGS = re.compile(r"</?[a-zA-Z!][^<>]{0,300}>")
_MARKUP = re.compile(r"[<&]")
_NO_CHARACTER = re.compile(r"&(?=#[0-9]{8})")  # of a number that Python may refuse to read, with thousands of digits
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LONGEST_WORD = 200  # of texts that are kept folded; what is longer hardly comes again
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def without_gaps(text: str) -> str:
    """Text in which no run of spaces or of empty lines is longer than eight: a longer one says no more than that, and
    makes every search for a separator with spaces around it begin anew at each of them."""
    return _NO_LINES.sub("\n" * 8, _GAPS.sub(" " * 8, text))


def without_wide_tabs(text: str) -> str:
    """The same for lines that are no rows of a table: where a run holds tabs, two are left."""
    return _GAPS_IN_LINES.sub(lambda gap: "\t\t" if "\t" in gap[0] else " " * 8, without_gaps(text))


def plain(text: str) -> str:
    """Text without markup: `<br>`, `<li>` and table rows are lines, tabs part cells, entities are characters.

    Raises:
        InvalidProductData: letters of the text were lost before it came here.
    """
    text = mended(text.replace("\r\n", "\n"))
    if _MARKUP.search(text):
        for _ in range(2):  # &amp;nbsp; is escaped twice
            if "&" not in text:
                break
            text = html.unescape(_NO_CHARACTER.sub("", text))
        text = _TAGS.sub(" ", _LINE_ENDS.sub("\n", _CELL_ENDS.sub("\t", text)))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.translate(_CHARACTERS)


def one_line(text: str) -> str:
    """Plain text on one line, single spaces between words."""
    return " ".join(plain(text).split())


def flat(text: str, *, prose: bool) -> str:
    """A value of a cell or of JSON on one line: lines of prose follow each other, other lines are items of a list."""
    if "\n" not in text and "<" not in text and "&" not in text and "\r" not in text:
        return " ".join(plain(text).split())
    lines = [" ".join(line.split()) for line in plain(text).split("\n")]
    return (" " if prose else "; ").join(line.strip(" ;") if not prose else line for line in lines if line)


def folded(text: str) -> str:
    """A word or key made comparable: lower case, no umlauts or accents, only letters and digits ("absatzhoehe")."""
    return _folded(text) if len(text) <= _LONGEST_WORD else _folded.__wrapped__(text)


@lru_cache(maxsize=16384)
def _folded(text: str) -> str:
    lower = text.lower().translate(_UMLAUTS)
    if not lower.isascii():
        decomposed = unicodedata.normalize("NFKD", lower)
        lower = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _NOT_WORD.sub("", lower)
