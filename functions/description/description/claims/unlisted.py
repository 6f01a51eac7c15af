"""Finds what supports words that no list has: parts and stems of longer words of the data."""

from __future__ import annotations

import re

from description.claims.index import Index
from description.claims.roles import NOTHING
from description.claims.senses import Sense
from description.claims.stated import Stated
from description.claims.stems import MIN_STEM, stem
from description.german.function_words import function_words

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
    """Words that no list has: the end of a longer word of the data, or made of words of one entry."""
    wanted = sense.stem
    participle = _PARTICIPLE.match(sense.text.lower()) is not None and wanted not in _LINING_STEMS
    if len(wanted) >= _SHORTEST_HEAD and (not sense.options or sense.noun or sense.kind == "care" or participle):
        found = [place for place, source in enumerate(index.sources) if _ends_so(wanted, source.stated)]
        if found:
            return found
    verbal = sense.text.lower().startswith("ge") or sense.text.endswith("bar")  # "lässt sich wenden"
    verbal = verbal or (not sense.options and sense.text.endswith("en"))  # "zum Wenden"
    if verbal and len(wanted) >= _SHORTEST_HEAD and wanted not in _LINING_STEMS:
        found = [place for place, source in enumerate(index.sources) if _opens_with(wanted, source.stated)]
        if found:
            return found
    if alike := _of_look(sense.text, index):
        return alike
    base = _TURNED.match(wanted)
    if base and len(sense.text) > len(base[1]) + 2:
        found = [place for place, source in enumerate(index.sources) if _opens_with(base[1], source.stated)]
        if found:
            return found
    if not sense.options or sense.thing:
        related = [place for place, source in enumerate(index.sources) if _resembles(wanted, source.stated)]
        if related:
            return related
    if (half := _of_halves(sense, index)) is not None:
        return [half]
    segments = [stem(part) for part in sense.text.split("-") if part]
    for place, source in enumerate(index.sources):
        stems = {key[1:] for key in source.stated.answers | source.stated.about if key[0] == "~"}
        if (len(segments) > 1 and all(segment in stems for segment in segments)) or _covered(wanted, stems):
            return [place]
    return []


def _of_look(text: str, index: Index) -> list[int]:
    """ "Bikerlook" ← Bikerstil."""
    lower = text.lower()
    base = next((lower.removesuffix(ending) for ending in _LOOKS if lower.endswith(ending)), "")
    keys = [f"~{stem(base + ending)}" for ending in _LOOKS] if len(base) >= MIN_STEM else []
    return [place for key in keys for place in index.words.get(key, ())]


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


def _of_halves(sense: Sense, index: Index) -> int | None:
    """ "Fischgratmuster" ← Fischgrat; "Webteppich" ← Teppich, gewebt: a compound whose halves the data states, be it
    in two entries; a head that says nothing ("-muster") needs no source."""
    word = sense.stem
    if not sense.noun or sense.options or len(word) < 2 * _SHORTEST_HEAD:
        return None
    for cut in range(MIN_STEM, len(word) - MIN_STEM):
        head, opening = word[cut:], word[:cut]
        if head not in NOTHING and f"~{head}" not in index.words:
            continue
        for link in _LINKS:
            key = f"~{opening[: len(opening) - len(link)]}"
            if opening.endswith(link) and len(key) > MIN_STEM and key in index.words:
                return index.words[key][0]
    return None


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
    return any(word.endswith(wanted) and not word.startswith(_NOT_WHOLLY) for word in told.words)
