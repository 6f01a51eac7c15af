"""The items of a list in one value: by comma, semicolon, slash, bar, line and „und“, where these part items."""

from __future__ import annotations

import re

from description.domain.attributes import having
from description.domain.statement import Field
from description.ingest.markers import alternatives, marks
from description.ingest.wording import YES_SIGNS
from description.language.vocabulary import vocabulary

_STRONG = re.compile(r"\s*[;|\n•·▪✓✔]+\s*|\s+\*\s+|\s*<br>\s*")
_COMMA = re.compile(r"(?<!\d),\s*|,\s+|,(?!\d)")
_SLASH = re.compile(r"\s+/\s+|(?<=[\w)]{2})/(?=[^\W\d]{2})|(?<=[\w)]{2})/\s+|\s+/(?=\w{2})")
_KEPT_SLASH = re.compile(r"-/|/-|://|und/oder")
_OPENING = re.compile(r"^[-–—]\s+|^(?:und|sowie)\s+")
_WIDE_SLASH = re.compile(r"\s+/\s+")
_AND = re.compile(r"\s+(?:und|sowie|&|\+|u\.)\s+")
_DASH = re.compile(r"\s+[-–—]\s+")
_NOT_APART = re.compile(
    rf"{alternatives('kept-together')}|-\s*(?:und|&|/)\s|\b(?:{alternatives('leads-a-list')})\b", re.IGNORECASE
)
_ELIDED = re.compile(r"(?<!\w)((?:[A-ZÄÖÜ]\w{1,30}-(?:,| und| u\.| sowie| &) ?){1,6})([A-ZÄÖÜ]\w{4,40})")
_SHORTENED = re.compile(rf"(?:^|\W)(?:\w{{1,2}}|{alternatives('abbreviation-in-list')})\.$", re.IGNORECASE)
_BY_AND = having("listed-by-and")
_BY_DASH = having("listed-by-dash")
_WHOLE = having("one-item")
_NOT_BY_SLASH = having("slash-with-blanks")
_MEASURED = having("slash-in-item")


def items(text: str, field: Field) -> tuple[str, ...]:
    """The items of a value, each once and in order; a value that is no list is its only item."""
    if field in _WHOLE:
        return (text,) if text else ()
    found: list[str] = []
    if "-" in text:
        text = _ELIDED.sub(_in_full, text)
    for line in _STRONG.split(text):
        for piece in _outside_brackets(_COMMA, line):
            found += _parted(piece, field)
    return tuple(dict.fromkeys(item for item in map(_trimmed, found) if item))


def _in_full(found: re.Match[str]) -> str:
    """ "Latz-, Schenkel- und Gesäßtaschen" with its compounds in full."""
    last = found[2]
    ends = (last[at:] for at in range(2, len(last) - 2))
    end = next((each for each in ends if vocabulary().listed(each.capitalize()) is not None), "")
    return re.sub(r"-(?=[,\s/&])", end, found[1]) + last if end else found[0]


def _parted(piece: str, field: Field) -> list[str]:
    pieces = [piece]
    if "/" in piece and field not in _MEASURED and not _KEPT_SLASH.search(piece):
        pieces = _outside_brackets(_WIDE_SLASH if field in _NOT_BY_SLASH else _SLASH, piece)
    if field in _BY_DASH:
        pieces = [part for item in pieces for part in _outside_brackets(_DASH, item)]
    if field in _BY_AND:
        pieces = [part for item in pieces for part in _by_and(item)]
    return pieces


def _by_and(item: str) -> list[str]:
    if not _AND.search(item) or _NOT_APART.search(item):
        return [item]
    pieces = _outside_brackets(_AND, item)
    if any(len(piece.split()) > 2 or marks("adverb", piece) for piece in pieces):
        return [item]
    if len({piece[:1].isupper() for piece in pieces if len(piece.split()) == 1}) > 1:
        return [item]
    return pieces


def _outside_brackets(separator: re.Pattern[str], text: str) -> list[str]:
    """Cut at separators that stand in no bracket."""
    if "(" not in text:
        return separator.split(text)
    pieces: list[str] = []
    begin = 0
    for match in separator.finditer(text):
        before = text[: match.start()]
        if before.count("(") <= before.count(")"):
            pieces.append(text[begin : match.start()])
            begin = match.end()
    return [*pieces, text[begin:]]


def _trimmed(item: str) -> str:
    item = " ".join(item.split()).strip(" ,;|•·*")
    if item[:1] in YES_SIGNS and len(item) > 1:
        item = item.lstrip(YES_SIGNS + " ")
    item = _OPENING.sub("", item)
    return item[:-1] if item.endswith(".") and item.count(".") == 1 and not _SHORTENED.search(item) else item
