"""How examples write measurements, widths and shares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

from description.language.function_words import function_words
from description.style.tables import words

_NUMBER = r"\d{1,4}(?:[.,]\d{1,2})?"
_LENGTH = re.compile(rf"(?:(?<![\w-])|(?<=\d[x×X])){_NUMBER}(?P<gap>[ \u00a0\u202f]?)(?P<unit>mm|cm)\b(?!-)")
_COMPOUND = re.compile(rf"(?<!\w){_NUMBER}-(?P<unit>mm|cm)-[^\W\d_]")
_TIMES = re.compile(r"\d(?P<before>[ \u00a0]?)(?:cm|mm)?[ \u00a0]?(?P<sign>[x×X])[ \u00a0]?\d")
_WIDE = "|".join(sorted(words("width")))
_WIDTH = re.compile(
    rf"\b(?P<before>(?:[^\W\d_]{{3,8}})?(?:{_WIDE}):?\s)(?P<letter>[A-M]½?)(?!\w)"
    rf"|(?<![\w-])[A-M](?P<after>-(?:[^\W\d_]{{3,8}})?(?:{_WIDE}))\b"
)
_PERCENT = re.compile(r"\d(?P<gap>[ \u00a0\u202f]?)%")
_OTHER_SIDES = re.compile(rf"(?:{_NUMBER}[ \u00a0]?(?:mm|cm)?[ \u00a0]?[x×X][ \u00a0]?){{1,2}}$")
_Found = TypeVar("_Found")


def figures(text: str) -> dict[str, Any]:
    """The fields of a StyleProfile about figures, read from all the examples at once; of several ways the most frequent
    one, and nothing of what no example shows."""
    lengths = list(_LENGTH.finditer(text))
    compounds = list(_COMPOUND.finditer(text))
    times = list(_TIMES.finditer(text))
    abouts = [said for length in lengths if (said := _about(text[: length.start()]))]
    found = {
        "unit": _most([found["unit"] for found in (*lengths, *compounds)]),
        "unit_spaced": _most([bool(found["gap"]) for found in lengths]),
        "about": _most(abouts),
        "times": _most([found["sign"].lower() for found in times]),
        "times_spaced": _most([bool(found["before"]) for found in times]),
        "compound_measures": bool(compounds),
        "width": _most([_width(found) for found in _WIDTH.finditer(text)]),
        "percent": _most(["100 %" if found["gap"] else "100%" for found in _PERCENT.finditer(text)]),
    }
    return {name: value for name, value in found.items() if value is not None}


def _most(found: Sequence[_Found]) -> _Found | None:
    return Counter(found).most_common(1)[0][0] if found else None


def _about(before: str) -> str:
    said = _OTHER_SIDES.sub("", before).split()[-1:]
    return said[0] if said and said[0].lower().rstrip(".") in function_words("qualifier-about") else ""


def _width(found: re.Match[str]) -> str:
    return found["before"] + "{}" if found["letter"] else "{}" + found["after"]
