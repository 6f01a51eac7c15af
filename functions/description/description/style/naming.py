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
    return Naming.BEFORE in _beside(first)[:1] and is_name(first.words[0].text)


def name_leads(first: Wording) -> bool:
    """Whether a text opens with a name that the type does not follow: "Nele ist …", "„Nele“ – die Pumps"."""
    quoted = _QUOTED.match(first.text.lstrip())
    return quoted is not None or is_name(first.words[0].text)


def brand_form(texts: Sequence[Sequence[Wording]]) -> Naming:
    """Where the brand stands in most of the texts."""
    return _most([_brand(units) for units in texts])


def name_form(texts: Sequence[Sequence[Wording]]) -> Naming:
    """Where the model's name stands in most of the texts."""
    return _most([_name(units) for units in texts])


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
    if any(Naming.BEFORE in _beside(unit) for unit in units[:2]):
        return Naming.BEFORE
    return Naming.NONE


def _name(units: Sequence[Wording]) -> Naming:
    for unit in units[:3]:
        quoted = _QUOTED.search(unit.text)
        if quoted is not None:
            before = unit.text[: quoted.start()].split()
            return Naming.AFTER if before and word_of(before[-1], "type") else Naming.ALONE
        if Naming.AFTER in _beside(unit):
            return Naming.AFTER
    if units and units[0].words and is_name(units[0].words[0].text) and not brand_leads(units[0]):
        return Naming.ALONE
    return Naming.NONE


def _beside(unit: Wording) -> list[Naming]:
    """Where names stand beside a type, in their order."""
    found: list[Naming] = []
    said = unit.words
    for at, token in enumerate(said):
        if not token.text[0].isupper() or word_of(token.text, "type") is None:
            continue
        before = said[at - 1].text if at else ""
        after = said[at + 1] if at + 1 < len(said) else None
        head, _, tail = token.text.rpartition("-")
        if (before and is_name(before)) or (head and tail and is_name(head.split("-")[0])):
            found.append(Naming.BEFORE)
        if after is not None and is_name(after.text) and unit.text[token.end : after.start].strip(' „"»') == "":
            found.append(Naming.AFTER)
    return found


def _most(found: Sequence[Naming]) -> Naming:
    named = Counter(each for each in found if each is not Naming.NONE)
    return named.most_common(1)[0][0] if named and 2 * sum(named.values()) >= len(found) else Naming.NONE
