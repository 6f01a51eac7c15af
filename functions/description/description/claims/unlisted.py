"""Finds what supports words that no list has: parts and stems of longer words of the data."""

from __future__ import annotations

import re

from description.claims.entries import Stated
from description.claims.index import Index
from description.claims.senses import Sense
from description.claims.stems import MIN_STEM, stem

_LINING_STEMS = frozenset({stem("gefüttert")})
_LINKS = ("", "s", "n", "en", "es", "e", "er")
_SHORTEST_HEAD = 4
_TURNED = re.compile(r"^(\w{5,})i$")  # the stem of "plissiert", "profiliert"


def of_unlisted(sense: Sense, index: Index) -> list[int]:
    """Words that no list has: the end of a longer word of the data, or made of words of one entry."""
    wanted = sense.stem
    if len(wanted) >= _SHORTEST_HEAD and (not sense.options or sense.noun or sense.kind == "care"):
        found = [place for place, source in enumerate(index.sources) if _ends_so(wanted, source.stated)]
        if found:
            return found
    if sense.text.startswith("ge") and len(wanted) >= _SHORTEST_HEAD and wanted not in _LINING_STEMS:
        found = [place for place, source in enumerate(index.sources) if _opens_with(wanted, source.stated)]
        if found:
            return found
    base = _TURNED.match(wanted)
    if base and len(sense.text) > len(base[1]) + 2:
        found = [place for place, source in enumerate(index.sources) if _opens_with(base[1], source.stated)]
        if found:
            return found
    segments = [stem(part) for part in sense.text.split("-") if part]
    for place, source in enumerate(index.sources):
        stems = {key[1:] for key in source.stated.answers | source.stated.about if key[0] == "~"}
        if (len(segments) > 1 and all(segment in stems for segment in segments)) or _covered(wanted, stems):
            return [place]
    return []


def _opens_with(wanted: str, told: Stated) -> bool:
    """ "geknöpft" ← Knopfleiste, "gebunden" ← Bindegürtel."""
    return any(key.startswith(f"~{wanted}") for key in told.answers if len(key) > len(wanted) + 1)


def _covered(word: str, stems: set[str]) -> bool:
    """Whether a word is two of these stems, with a linking sound between them."""
    for cut in range(MIN_STEM, len(word) - MIN_STEM + 1):
        if stem(word[cut:]) not in stems and word[cut:] not in stems:
            continue
        if any(word[:cut].endswith(link) and word[: cut - len(link)] in stems for link in _LINKS if len(link) < cut):
            return True
    return False


def _ends_so(wanted: str, told: Stated) -> bool:
    return any(word.endswith(wanted) and not word.startswith("un") for word in told.words)
