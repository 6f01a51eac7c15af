"""Finds what supports words that no list has: parts and stems of longer words of the data."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from description.claims.index import Index
from description.claims.roles import NOTHING
from description.claims.senses import Sense
from description.claims.stated import Stated
from description.claims.stems import MIN_STEM, stem
from description.language.function_words import function_words

_LINING_STEMS = frozenset({stem("gefüttert")})
_LOOKS = function_words("look-ending")
_LINKS = ("", "s", "n", "en", "es", "e", "er")
_SHORTEST_HEAD = 4
_SHORTEST_ALIKE = 5
_LONGEST_ENDING = 3
_NOT_WHOLLY = ("un", "teil", "halb")
_PARTICIPLE = re.compile(r"^(?:ge|ver|be|er|zer|ent)\w{3,}t(?:e[mnrs]?)?$|^\w{3,}iert(?:e[mnrs]?)?$")  # ← "handpoliert"
_TURNED = re.compile(r"^(\w{5,})i$")  # the stem of "plissiert", "profiliert"


def of_unlisted(sense: Sense, index: Index) -> list[int]:
    """Words that no list has: the end of a longer word of the data, or made of words of one statement."""
    ways = (_of_ending, _of_opening, _of_verb, _of_look, _of_turned, _of_alike, _of_halves, _of_pieces)
    return next(filter(None, (way(sense, index) for way in ways)), [])


def _of_ending(sense: Sense, index: Index) -> list[int]:
    """ "poliert" ← handpoliert."""
    participle = _PARTICIPLE.match(sense.text.lower()) is not None and sense.stem not in _LINING_STEMS
    open_ = not sense.options or sense.noun or sense.kind == "care" or participle
    if len(sense.stem) < _SHORTEST_HEAD or not open_:
        return []
    return _where(index, lambda told: _ends_so(sense.stem, told))


def _of_opening(sense: Sense, index: Index) -> list[int]:
    """ "Magnet" ← Magnetschnalle."""
    if not sense.noun or sense.kind not in ("feature", "closure") or len(sense.stem) < _SHORTEST_ALIKE:
        return []
    return _where(index, lambda told: _opens_with(sense.stem, told))


def _of_verb(sense: Sense, index: Index) -> list[int]:
    """ "geknöpft" ← Knopfleiste; "lässt sich wenden", "zum Wenden" ← Wendejacke."""
    verbal = sense.text.lower().startswith("ge") or sense.text.endswith("bar")
    verbal = verbal or (not sense.options and sense.text.endswith("en"))
    if not verbal or len(sense.stem) < _SHORTEST_HEAD or sense.stem in _LINING_STEMS:
        return []
    return _where(index, lambda told: _opens_with(sense.stem, told))


def _of_turned(sense: Sense, index: Index) -> list[int]:
    """ "plissiert" ← Plissee."""
    base = _TURNED.match(sense.stem)
    if base is None or len(sense.text) <= len(base[1]) + 2:
        return []
    return _where(index, lambda told: _opens_with(base[1], told))


def _of_alike(sense: Sense, index: Index) -> list[int]:
    if sense.options and not sense.thing:
        return []
    return _where(index, lambda told: _resembles(sense.stem, told))


def _of_pieces(sense: Sense, index: Index) -> list[int]:
    """A word of two, or with a hyphen, whose pieces one statement has."""
    segments = [stem(part) for part in sense.text.split("-") if part]
    for place, source in enumerate(index.sources):
        stems = {key[1:] for key in source.stated.answers | source.stated.about if key[0] == "~"}
        if (len(segments) > 1 and stems.issuperset(segments)) or _covered(sense.stem, stems):
            return [place]
    return []


def _where(index: Index, is_so: Callable[[Stated], bool]) -> list[int]:
    return [place for place, source in enumerate(index.sources) if is_so(source.stated)]


def _of_look(sense: Sense, index: Index) -> list[int]:
    """ "Bikerlook" ← Bikerstil."""
    lower = sense.text.lower()
    base = next((lower.removesuffix(ending) for ending in _LOOKS if lower.endswith(ending)), "")
    return index.places(f"~{stem(base + ending)}" for ending in _LOOKS) if len(base) >= MIN_STEM else []


def _resembles(wanted: str, told: Stated) -> bool:
    """ "papierbasiert", "profiliert" ← Profil: words that differ in an ending of up to three letters."""
    if len(wanted) < _SHORTEST_ALIKE:
        return False
    return any(
        len(word) >= _SHORTEST_ALIKE
        and abs(len(word) - len(wanted)) <= _LONGEST_ENDING
        and (word.startswith(wanted) or wanted.startswith(word))
        for word in told.words
    )


def _of_halves(sense: Sense, index: Index) -> list[int]:
    """ "Fischgratmuster" ← Fischgrat; "Webteppich" ← Teppich, gewebt: a compound whose halves the data states, be it
    in two statements; a head that says nothing ("-muster") needs no source."""
    word = sense.stem
    if not sense.noun or sense.options or len(word) < 2 * _SHORTEST_HEAD:
        return []
    for opening, head in _halves(word):
        key = f"~{opening}"
        if (head in NOTHING or f"~{head}" in index.words) and len(opening) >= MIN_STEM and key in index.words:
            return index.words[key][:1]
    return []


@lru_cache(maxsize=8192)
def _halves(word: str) -> tuple[tuple[str, str], ...]:
    """Every way to take a word apart: what opens it, without a linking sound, and its head."""
    return tuple(
        (word[: cut - len(link)], word[cut:])
        for cut in range(MIN_STEM, len(word) - MIN_STEM + 1)
        for link in _LINKS
        if len(link) < cut and word.endswith(link, 0, cut)
    )


def _opens_with(wanted: str, told: Stated) -> bool:
    """ "geknöpft" ← Knopfleiste, "gebunden" ← Bindegürtel."""
    return any(key.startswith(f"~{wanted}") for key in told.answers if len(key) > len(wanted) + 1)


def _covered(word: str, stems: set[str]) -> bool:
    """Whether a word is two of these stems, with a linking sound between them."""
    return any(opening in stems and (head in stems or stem(head) in stems) for opening, head in _halves(word))


def _ends_so(wanted: str, told: Stated) -> bool:
    ends = (wanted, f"{wanted}t", f"{wanted}et")  # "gefaltet" ← handgefaltet
    return any(word.endswith(ends) and not word.startswith(_NOT_WHOLLY) for word in told.words)
