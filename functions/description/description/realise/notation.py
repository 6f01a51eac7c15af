"""Measures and shares as the example writes them: unit, "ca.", spaces, "×", "45-mm-Absatz"."""

from __future__ import annotations

import re
from decimal import Decimal

from description.style.profile import StyleProfile

_NBSP = "\u00a0"
_LENGTH = re.compile(rf"(?<![\d,.x] )(?<![\d,.])(ca\. )?(\d+(?:,\d+)?){_NBSP}(mm|cm)(?![\w/])")
_HEEL = re.compile(rf"(?:ca\. )?(?<!\d)(\d++(?:,\d++)?){_NBSP}(mm|cm) hohe[rnms]? (\w*[Aa]bsatz)")
_UNIT = re.compile(rf"(?<=\d){_NBSP}(?=mm|cm|m\b|g\b|kg|l\b|ml)")
_PERCENT = re.compile(rf"(?<=\d){_NBSP}%")
_TIMES = re.compile(r"(?<=\d) x (?=\d)")
_LEAST_CM = Decimal(10)  # mm


def notated(text: str, profile: StyleProfile) -> str:
    """The text with its measures in the example's notation; as it is where there is no example."""
    if not profile.examples:
        return text
    if profile.compound_measures:
        text = _HEEL.sub(lambda found: f"{found[1]}-{found[2]}-{found[3][:1].upper()}{found[3][1:]}", text)
    text = _LENGTH.sub(lambda found: _length(found, profile), text)
    if profile.times:
        text = _TIMES.sub(f" {profile.times} " if profile.times_spaced else profile.times, text)
    if not profile.unit_spaced:
        text = _UNIT.sub("", text)
    return _PERCENT.sub("%", text) if profile.percent == "100%" else text


def _length(found: re.Match[str], profile: StyleProfile) -> str:
    number, unit = Decimal(found[2].replace(",", ".")), found[3]
    if profile.unit == "cm" and unit == "mm" and number >= _LEAST_CM:
        number, unit = number / 10, "cm"
    elif profile.unit == "mm" and unit == "cm" and number < _LEAST_CM:
        number, unit = number * 10, "mm"
    said = format(number.normalize(), "f").replace(".", ",")
    heel = profile.about and found.string[found.end() :].lstrip().startswith(("hoh", "Absatz"))
    about = f"{profile.about} " if heel else found[1] or ""
    return f"{about}{said}{_NBSP}{unit}"
