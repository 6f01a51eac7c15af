"""Compositions: "95 % Baumwolle, 5 % Elasthan", also with the parts they belong to ("Oberstoff: …; Futter: …")."""

from __future__ import annotations

import re
from decimal import Decimal

from description.domain.statement import Field, Share
from description.ingest.keys import MATERIALS, known_keys
from description.ingest.lists import items
from description.ingest.markers import alternatives, marks
from description.ingest.measures import number
from description.ingest.notations import spelled_out
from description.ingest.wording import folded
from description.language.vocabulary import vocabulary

_PERCENT = re.compile(r"(?<![\d.])(?<!\d,)(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:%|Prozent\b|v\.\s?H\.)", re.IGNORECASE)
_FULL = Decimal("99.5")
_TRIM = " \t,;/|+&.:-–—·•*"
_FILLING = alternatives("beside-share")
_FIRST_WORDS = re.compile(rf"^(?:{_FILLING})(?:\s+|$)", re.IGNORECASE)
_LAST_WORDS = re.compile(rf"(?<![\s(])[\s(]++(?:{_FILLING})$", re.IGNORECASE)
_SIDE = re.compile(r"(?<!\w)(außen|aussen|innen)(?!\w):?\s?", re.IGNORECASE)
_PART_IN_BRACKET = re.compile(r"\s*\(([^():%]{2,40}):\s*([^()%]*%[^()]*)\)")
_COMPOSITION_IN_BRACKET = re.compile(r"^([^()%]+)\((?=[^()]*\d\s?%\s*\w)([^()]*)\)$")
_NO_MATERIAL = re.compile(
    rf"^(?:un|teil|(?:{alternatives('lined-as')})\s*)?gef(?:ü|ue)ttert|^(?:{alternatives('no-material')})\b|"
    rf"^(?:{alternatives('no-material-opening')})\w*$|(?:{alternatives('no-material-ending')})$|"
    r"^\d+([.,]\d+)?\s*(?:mm|cm|g|den)\b",
    re.IGNORECASE,
)


def shares(text: str) -> tuple[Share, ...]:
    """The materials of one part with their percentages; without any percentage, the materials of a list.

    The percentage stands before its material or after it: the first one decides for the text.
    """
    text = spelled_out(text)
    inner = _COMPOSITION_IN_BRACKET.match(text)
    if inner:
        fabric = _material(inner[1])
        text = f"{fabric} {inner[2]}" if marks("fabric", fabric) else inner[2]
    percents = list(_PERCENT.finditer(text))
    if not percents:
        listed = items(text, Field.MATERIAL)
        return tuple(
            Share(_material(item), None) for item in listed if _material(item) and not _NO_MATERIAL.search(item)
        )
    ahead = not _material(text[: percents[0].start()]) or bool(_material(text[percents[-1].end() :]))
    found = [
        _share_after(text, percents, at) if ahead else _share_before(text, percents, at) for at in range(len(percents))
    ]
    rest = "" if not ahead else text[: percents[0].start()]
    named = (
        [Share(_material(item), None) for item in items(rest, Field.MATERIAL) if _material(item)]
        if rest.strip(_TRIM)
        else []
    )
    return (*named, *(share for share in found if share.material))


def has_percent(text: str) -> bool:
    """Whether a text gives a percentage."""
    return "%" in text or bool(_PERCENT.search(text))


def is_composition(text: str) -> bool:
    """Whether a text is nothing but materials with their percentages, which come to 100 or so."""
    text = spelled_out(text)
    found = shares(text) if has_percent(text) else ()
    given = [share.percent for share in found if share.percent is not None]
    return bool(found) and len(given) == len(found) and sum(given) >= 50 and all(len(s.material) < 50 for s in found)


def parts(text: str) -> tuple[tuple[str, str], ...]:
    """A composition cut at its parts: (part as written, composition); the part is "" where none is named.

    Knows "Oberstoff 95 % Baumwolle, 5 % Elasthan, Futter 100 % Polyester" and "100 % Wolle (Oberstoff), 100 % Viskose
    (Futter)". Parts with a colon are cut before, where keys are.
    """
    text = spelled_out(text)
    sides = _by_side(text)
    if sides:
        return sides
    percents = list(_PERCENT.finditer(text))
    if not percents:
        return (("", text),)
    within = _PART_IN_BRACKET.search(text)
    if within:
        rest = text[: within.start()] + text[within.end() :]
        return (*parts(rest), (within[1].strip(), within[2].strip(_TRIM)))
    bracketed = _by_bracket(text)
    if bracketed:
        return bracketed
    cut: list[tuple[str, str]] = []
    part, begin, given = "", 0, Decimal(0)  # of the part
    for at, match in enumerate(percents):
        given += _percent(percents[at - 1]) if at else 0
        gap = text[percents[at - 1].end() if at else 0 : match.start()]
        name, starts = _part_at_end(gap, first=at == 0)
        if not name and at and given >= _FULL:
            name, starts = _noun_at_end(gap)
        if name:
            if at:
                cut.append((part, text[begin : match.start() - starts].strip(_TRIM)))
            part, begin, given = name, match.start(), Decimal(0)
    cut.append((part, text[begin:].strip(_TRIM)))
    return tuple(cut)


def _by_side(text: str) -> tuple[tuple[str, str], ...]:
    """ "außen Glattleder, innen Textil"; empty where a text does not begin with a side."""
    found = list(_SIDE.finditer(text))
    if not found or found[0].start():
        return ()
    ends = [*(one.start() for one in found[1:]), len(text)]
    sides = tuple((one[1], text[one.end() : end].strip(_TRIM)) for one, end in zip(found, ends, strict=True))
    return sides if all(composition for _, composition in sides) else ()


def _part_at_end(gap: str, *, first: bool) -> tuple[str, int]:
    """The part named at the end of what stands between two percentages, and how many characters it takes."""
    words = gap.rstrip(" :-–\t")
    pieces = re.split(r"[,;/|.]\s*|\s{2,}|\n", words)
    name = pieces[-1].strip()
    if _is_part(name) and not (first and marks("fabric", name)):  # "Tüll 100 % Polyester" is a tulle
        return name, len(gap) - gap.rfind(name)
    last = name.split(" ")[-1]
    if not first and last != name and _is_part(last):
        return last, len(gap) - gap.rfind(last)
    return "", 0


def _noun_at_end(gap: str) -> tuple[str, int]:
    """The word after a whole composition, when it names no material: "100 % PU, Träger 80 % …"."""
    pieces = re.split(r"[,;/|.]\s*|\s{2,}|\n", gap.rstrip(" :-–\t"))
    name = pieces[-1].strip()
    if len(pieces) < 2 or not name[:1].isupper() or vocabulary().named(name, "material"):
        return "", 0
    return name, len(gap) - gap.rfind(name)


def _is_part(name: str) -> bool:
    return bool(name) and known_keys().get(folded(name)) in MATERIALS


def _by_bracket(text: str) -> tuple[tuple[str, str], ...]:
    if ")" not in text:
        return ()
    cut: list[tuple[str, str]] = []
    begin = 0
    for match in re.finditer(r"\(([^()]{2,40})\)", text):
        if _is_part(match[1].strip()):
            cut.append((match[1].strip(), text[begin : match.start()].strip(_TRIM)))
            begin = match.end()
    return tuple(cut) if cut and not text[begin:].strip(_TRIM) else ()


def _share_after(text: str, percents: list[re.Match[str]], at: int) -> Share:
    end = percents[at + 1].start() if at + 1 < len(percents) else len(text)
    return Share(_material(text[percents[at].end() : end]), _percent(percents[at]))


def _share_before(text: str, percents: list[re.Match[str]], at: int) -> Share:
    begin = percents[at - 1].end() if at else 0
    return Share(_material(text[begin : percents[at].start()]), _percent(percents[at]))


def _percent(match: re.Match[str]) -> Decimal:
    return number(match[1])


def _material(text: str) -> str:
    text = " ".join(text.split()).strip(_TRIM)
    if text.startswith(")"):
        text = text[1:].strip(_TRIM)
    if text.endswith("("):
        text = text[:-1].strip(_TRIM)
    text = _LAST_WORDS.sub("", _FIRST_WORDS.sub("", text)).strip(_TRIM)
    return text if any(character.isalpha() for character in text) else ""
