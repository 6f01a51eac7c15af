"""How examples write measurements, widths, shares and small numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from description.language.function_words import function_words
from description.language.numerals import numeral
from description.style.profile import Axis
from description.style.tables import pattern, words
from description.style.wording import Wording, word_of

_NUMBER = r"\d{1,4}(?:[.,]\d{1,2})?"
_LENGTH = re.compile(rf"(?:(?<![\w-])|(?<=\d[x×X])){_NUMBER}(?P<gap>[ \u00a0\u202f]?)(?P<unit>mm|cm)\b(?!-)")
_COMPOUND = re.compile(rf"(?<!\w){_NUMBER}-(?P<unit>mm|cm)-[^\W\d_]")
_TIMES = re.compile(r"\d(?P<before>[ \u00a0]?)(?:cm|mm)?[ \u00a0]?(?P<sign>[x×X])[ \u00a0]?\d")
_LETTERS = re.compile(r"\b[BHTL]\s?[x×/]\s?[BHTL]\b")
_WIDE = "|".join(sorted(words("width")))
_WIDTH = re.compile(
    rf"\b(?P<before>(?:[^\W\d_]{{3,8}})?(?:{_WIDE}):?\s)(?P<letter>[A-M]½?)(?!\w)"
    rf"|(?<![\w-])[A-M](?P<after>-(?:[^\W\d_]{{3,8}})?(?:{_WIDE}))\b"
)
_PERCENT = re.compile(r"\d(?P<gap>[ \u00a0\u202f]?)%")
_Found = TypeVar("_Found")
_OTHER_SIDES = re.compile(rf"(?:{_NUMBER}[ \u00a0]?(?:mm|cm)?[ \u00a0]?[x×X][ \u00a0]?){{1,2}}$")
_PURE_AHEAD = 2
_AXES = ("height", "width", "depth", "length", "diameter", "thickness", "circumference")
_BEFORE = re.compile(
    rf"(?<!\w)(?P<word>[^\W\d_]{{1,30}}|Ø)(?P<colon>:?)\s{{0,3}}(?:(?:{'|'.join(sorted(words('measure-joint')))})\s{{1,3}})?$"
)


@dataclass(frozen=True, slots=True)
class Figures:
    """The fields of a StyleProfile about figures."""

    unit: str = ""
    unit_spaced: bool = True
    about: str = ""
    axis: Axis = Axis.NONE
    times: str = ""
    times_spaced: bool = True
    compound_measures: bool = False
    width: str = ""
    percent: str = ""
    pure: bool = False
    number_words: bool | None = None


def figures(units: Iterable[Wording]) -> Figures:
    """Read them from all the examples at once; of several ways the most frequent one."""
    every = list(units)
    text = "\n".join(unit.text for unit in every)
    lengths = list(_LENGTH.finditer(text))
    compounds = list(_COMPOUND.finditer(text))
    times = list(_TIMES.finditer(text))
    percents = list(_PERCENT.finditer(text))
    axes = [axis for length in lengths if (axis := _axis(text, length)) is not Axis.NONE]
    return Figures(
        unit=_most([found["unit"] for found in (*lengths, *compounds)], ""),
        unit_spaced=_most([bool(found["gap"]) for found in lengths], True),
        about=_most([said for length in lengths if (said := _about(text[: length.start()]))], ""),
        axis=_most(axes, Axis.NONE),
        times=_most([found["sign"].lower() for found in times], ""),
        times_spaced=_most([bool(found["before"]) for found in times], True),
        compound_measures=bool(compounds),
        width=_most([_width(found) for found in _WIDTH.finditer(text)], ""),
        percent=_most(["{} %" if found["gap"] else "{}%" for found in percents], "").replace("{}", "100"),
        pure=any(_is_pure(unit) for unit in every),
        number_words=_counts(every),
    )


def _most(found: Sequence[_Found], otherwise: _Found) -> _Found:
    return Counter(found).most_common(1)[0][0] if found else otherwise


def _about(before: str) -> str:
    said = _OTHER_SIDES.sub("", before).split()[-1:]
    return said[0] if said and said[0].lower().rstrip(".") in function_words("qualifier-about") else ""


def _without_about(before: str) -> str:
    said, before = _about(before), _OTHER_SIDES.sub("", before)
    return before.rstrip()[: -len(said)] if said else before


def _axis(text: str, found: re.Match[str]) -> Axis:
    line = text[: found.start()].rpartition("\n")[2]
    if _LETTERS.search(line):
        return Axis.LETTERS
    following = text[found.end() : found.end() + 20].split()[:1]
    if following and following[0].strip(".,;") in _axis_words("adjective"):
        return Axis.ADJECTIVE
    before = _BEFORE.search(_without_about(line))
    if before is None:
        return Axis.NONE
    if before["word"] in _axis_words("letter"):
        return Axis.LETTER
    if before["word"].lower().endswith(tuple(map(str.lower, _axis_words("noun")))):
        return Axis.LABEL if before["colon"] else Axis.NOUN
    return Axis.NONE


@cache
def _axis_words(form: str) -> tuple[str, ...]:
    """The names of axes of one form: "letter" (H, Ø), "noun" (Höhe) or "adjective" (hoch)."""
    named = [word for axis in _AXES for word in function_words(f"axis-{axis}")]
    return tuple(sorted(word for word in named if _form_of(word) == form))


def _form_of(word: str) -> str:
    if word.islower():
        return "adjective"
    return "letter" if len(word) == 1 else "noun"


def _width(found: re.Match[str]) -> str:
    return found["before"] + "{}" if found["letter"] else "{}" + found["after"]


def _is_pure(unit: Wording) -> bool:
    """ "aus reiner Baumwolle": the word with a material close behind it."""
    for at, token in enumerate(unit.words):
        if pattern("pure").fullmatch(token.text):
            return any(word_of(each.text, "material") for each in unit.words[at + 1 : at + 1 + _PURE_AHEAD])
    return False


def _counts(units: Iterable[Wording]) -> bool | None:
    """Whether small numbers before a noun are words; None where nothing is counted."""
    spelt: list[bool] = []
    for unit in units:
        for token, following in zip(unit.tokens, unit.tokens[1:], strict=False):
            if not following.text[0].isupper() and not following.text[0].islower():
                continue
            if (
                token.text.isdigit()
                and len(token.text) <= 2
                and following.text[0].isupper()
                and len(following.text) > 2
            ):
                spelt.append(False)
            elif numeral(token.text.lower()) is not None and not token.text[0].isdigit():
                spelt.append(True)
    return _most(spelt, False) if spelt else None
