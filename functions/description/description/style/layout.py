"""An example text as units, sentences and items, with how it is laid out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from description.language.text import SENTENCE_ENDS, count_words, sentences

_MARKED = re.compile(r"[ \t]*(?P<mark>[-–—•*·‣▪►▸➤→✓✔✅☑]|\d{1,2}[.)])[ \t]+(?=\S)")
_INLINE = re.compile(r"\s*([•|·✓✔►▪])\s*")
_HTML_ITEM = re.compile(r"</?(?:ul|ol|li|p|br)\b[^<>]{0,80}>", re.IGNORECASE)
_LONGEST_ITEM = 12  # words: a longer line without a mark is a paragraph
_LEAST_ITEMS = 3  # lines without a mark, or marks within one line


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or an item of a list without its mark."""

    text: str
    item: bool


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A text in its parts. `bullet` is the mark of its items, "1." for numbers."""

    units: tuple[Unit, ...]
    bullet: str


def laid_out(text: str) -> LaidOut:
    """Take a text apart: lines with a mark are items, and so are three short lines without a full stop."""
    lines = [line.strip() for line in _HTML_ITEM.sub("\n", text).replace("\r", "\n").split("\n")]
    lines = [part for line in lines for part in _inline(line)]
    plain = [line for line in lines if line and not _MARKED.match(line)]
    short = [line for line in plain if _is_short(line)]
    bare = len(short) >= _LEAST_ITEMS and len(short) > len(plain) / 2
    units: list[Unit] = []
    marks: list[str] = []
    paragraph = ""
    for line in [*lines, ""]:
        marked = _MARKED.match(line)
        if marked is None and line and not (bare and _is_short(line)):
            paragraph = f"{paragraph} {line}" if paragraph else line
            continue
        if paragraph:
            units.extend(Unit(sentence, False) for sentence in sentences(paragraph))
            paragraph = ""
        if line:
            marks.append(marked["mark"] if marked else "")
            units.append(Unit(line[marked.end() :] if marked else line, True))
    mark = max(dict.fromkeys(marks), key=marks.count, default="")
    return LaidOut(tuple(units), "1." if mark[:1].isdigit() else mark)


def _inline(line: str) -> list[str]:
    """ "Leder • weiß • 45 mm": the items of one line, each with its mark."""
    marks = _INLINE.findall(line)
    if len(marks) < _LEAST_ITEMS - 1 or len(set(marks)) > 1:
        return [line]
    return [f"{marks[0]} {part}" if marks[0] != "|" else part for part in _INLINE.split(line)[::2] if part]


def _is_short(line: str) -> bool:
    return bool(line) and not line.endswith(SENTENCE_ENDS) and count_words(line) <= _LONGEST_ITEM
