"""A line that holds a whole article: "Marke: X; Farbe: rot; …", to one line for each pair."""

from __future__ import annotations

import re
from collections.abc import Sequence

from description.domain.statement import Field
from description.ingest.keys import is_known, is_plain_key, meanings
from description.ingest.markers import marks
from description.ingest.title_lines import heads

_SEPARATORS = (
    re.compile(r"\s*\|+\s*"),
    re.compile(r"\s*(?<![:/])//+\s*"),
    re.compile(r"\s*[•·●▪‧∙]\s*|\s+\*\s+"),
    re.compile(r"\s*;\s*"),
    re.compile(r"\s+[-–—]+\s+"),
    re.compile(r"\s+/\s+"),
    re.compile(r",\s+"),
)
_SURE = 4  # as many separators part pairs wherever they stand; the others stand in values as well
_COMMA = _SEPARATORS[-1]
_KEY = re.compile(r"[\"'„*]{0,2}([^\W\d_][^:=;|]{1,38}?)[\"'“*]{0,2}\s?[:=](?!//)")


def one_by_one(line: str) -> Sequence[str]:
    """The pairs of a line; the line alone where it holds one, or prose.

    A line is cut where parts of it begin with a known key and a colon. What has no key stays with the part before,
    where the separator may stand in a value.
    """
    if ":" not in line and "=" not in line:
        return _without_colons(line)
    for at, separator in enumerate(_SEPARATORS):
        pieces = separator.split(line)
        if len(pieces) < 2:
            continue
        keys = [_key(piece) for piece in pieces]
        sure = at < _SURE - 1
        known = sum(bool(key) and is_known(key) for key in keys)
        least = 3 if separator is _COMMA else 2
        if known >= (least if keys[0] or not heads(pieces[0]) else 1) and (
            sure or not (keys[0] and _is_prose(keys[0]))
        ):
            return _lines(line, separator, keys, sure=sure, lists=at >= _SURE)
    return (line,)


def _without_colons(line: str) -> Sequence[str]:
    """ "Marke Zero, Farbe rot, Material Baumwolle": most pieces are a known key and a few words."""
    for separator in _SEPARATORS[:_SURE]:
        pieces = separator.split(line)
        if len(pieces) >= _SURE and (heads(pieces[0]) or sum(_is_pair(piece.split()) for piece in pieces) > 1):
            return pieces
    if line.count(",") < 2 or line.endswith((".", "!", "?")):
        return (line,)
    pieces = _COMMA.split(line)
    keyed = sum(_is_pair(piece.split()) for piece in pieces)
    return pieces if keyed >= 3 and keyed * 2 > len(pieces) else (line,)


def _is_pair(words: Sequence[str]) -> bool:
    return 2 <= len(words) <= 4 and is_plain_key(words[0]) and not marks("connecting", words[1])


def _lines(line: str, separator: re.Pattern[str], keys: Sequence[str], *, sure: bool, lists: bool) -> Sequence[str]:
    """The pieces of a line, those without a key with the one before. After prose only sure separators part."""
    starts = [0, *(match.end() for match in separator.finditer(line))]
    ends = [*(match.start() for match in separator.finditer(line)), len(line)]
    cut: list[tuple[int, int]] = []
    last = ""
    for begin, end, key in zip(starts, ends, keys, strict=True):
        begins = bool(key) and (is_known(key) or (not lists or key[0].isupper()))
        if cut and last and not sure and (not begins or _is_prose(last)):
            cut[-1] = (cut[-1][0], end)
            continue
        last = key if begins else last
        if begin < end:
            cut.append((begin, end))
    return tuple(line[begin:end].strip() for begin, end in cut)


def _key(piece: str) -> str:
    """The key that a piece begins with; "" for none. One that is not known is short, and no word of a sentence."""
    match = _KEY.match(piece)
    if not match:
        return ""
    key = match[1].strip()
    if is_known(key):
        return key
    return key if len(key) > 2 and len(key.split()) <= 2 and not marks("connecting", key.split()[0]) else ""


def _is_prose(key: str) -> bool:
    return is_known(key) and meanings(key)[0].field in (Field.DESCRIPTION, Field.EXAMPLE)
