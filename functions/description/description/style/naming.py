"""How examples name brand and model. Names are found by their place beside the type, and never kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from description.style.profile import Naming
from description.style.tables import words
from description.style.wording import Wording, is_name, word_of

_QUOTED = re.compile(r"(?P<open>[„“\"»«‚‘'›])(?P<name>[^\W\d_][^„“”\"»«‚‘›‹]{0,30}?)(?P<close>[“”\"«»‘’'‹])(?!\w)")
_BY = re.compile(rf"(?<!\w)(?P<by>{'|'.join(sorted(words('by')))})\s+(?P<name>[^\W\d_](?:[\w&*'’+.-]*\w)?)")
_SHORTEST_IN_CAPITALS = 3


def brand_leads(first: Wording) -> bool:
    """Whether a text opens with a brand before the type: "Gemini Slipper", "Gemini: weißer Slipper"."""
    return _before_type(first) and is_name(first.words[0].text)


def name_leads(first: Wording) -> bool:
    """Whether a text opens with a name that the type does not follow: "Nele ist …", "„Nele“ – die Pumps"."""
    quoted = _QUOTED.match(first.text.lstrip())
    return quoted is not None or is_name(first.words[0].text)


def brand_form(texts: Sequence[Sequence[Wording]]) -> Naming:
    """Where the brand stands in most of the texts."""
    return _most([_brand(units) for units in texts])


def quotes(units: Sequence[Wording]) -> str:
    """The marks around a name: "„“"; "" for none."""
    found = [_QUOTED.search(unit.text) for unit in units]
    return next((match["open"] + match["close"] for match in found if match is not None), "")


def in_capitals(units: Sequence[Wording]) -> bool:
    """Whether a name is in capitals: "GEMINI". Abbreviations that are known words do not count."""
    named = (token.text for unit in units for token in unit.words)
    return any(len(name) >= _SHORTEST_IN_CAPITALS and name.isupper() and is_name(name) for name in named)


def brand_words(units: Sequence[Wording]) -> str:
    """How the first brand behind the type is brought in: "von {}"; "" for none."""
    return next((f"{found['by']} {{}}" for unit in units if (found := _by(unit)) is not None), "")


def _by(unit: Wording) -> re.Match[str] | None:
    """A brand behind the type. What follows a material is where it comes from: "aus der Wolle von Merinoschafen"."""
    for found in _BY.finditer(unit.text):
        before = unit.text[: found.start()].split()
        made = bool(before) and word_of(before[-1].strip(",;:"), "material") is not None
        if found["name"][0].isupper() and found["name"].lower() not in words("brand-idiom") and not made:
            return found
    return None


def _brand(units: Sequence[Wording]) -> Naming:
    for unit in units:
        if _by(unit) is not None:
            return Naming.OF
        if unit.label.lower() in words("brand-label"):
            return Naming.ALONE
    if any(map(_before_type, units[:2])):
        return Naming.BEFORE
    return Naming.NONE


def _before_type(unit: Wording) -> bool:
    """Whether a name stands before a type: "Gemini Slipper", "der Gemini-Slipper"."""
    for at, token in enumerate(unit.words):
        if token.text[0].isupper() and word_of(token.text, "type") is not None:
            opening = token.text.partition("-")[0] if "-" in token.text else unit.words[at - 1].text if at else ""
            if opening and is_name(opening):
                return True
    return False


def _most(found: Sequence[Naming]) -> Naming:
    named = Counter(each for each in found if each is not Naming.NONE)
    return named.most_common(1)[0][0] if named and 2 * sum(named.values()) >= len(found) else Naming.NONE
