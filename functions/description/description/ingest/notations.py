"""Short notations of a composition, spelled out: "45 WO 35 PC 20 PA", "Wolle/Seide 95/5", "je 50 % Wolle und Seide"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from description.language.csv_tables import table_rows
from description.language.vocabulary import vocabulary

_NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?"
_CODED = re.compile(rf"(?<![\w.,])({_NUMBER})\s?%?\s?([A-Z]{{2,3}})(?![^\W_])")
_CODED_AHEAD = re.compile(rf"(?<![^\W_])([A-Z]{{2,3}})\s?({_NUMBER})\s?%")
_RATIO = re.compile(r"(?<![\w,.])\d{1,3}(?:/\d{1,3}){1,4}(?:\s?%)?(?![\w,.])")
_NAMED = re.compile(rf"(?<![\w.,])({_NUMBER}) ([^\W\d_][^\d,;/+|]{{1,40}})")
_COLON = re.compile(rf"([^\W\d_][\w-]{{1,30}}):\s?({_NUMBER}\s?%)(?=\s?(?:[,;/|+]|$))")
_EACH = re.compile(rf"je(?:weils)? ({_NUMBER})\s?%\s?", re.IGNORECASE)
_BETWEEN = re.compile(r"[/,;+&|]|\bund\b")


@cache
def _codes() -> Mapping[str, str]:
    return {row["code"]: row["material"] for row in table_rows(Path(__file__).with_name("fibres.csv"))}


@lru_cache(maxsize=4096)
def spelled_out(text: str) -> str:
    """The composition with a percentage and a name for each material; other texts as they are."""
    if not any(map(str.isdecimal, text)):
        return text
    for notation in _NOTATIONS:
        text = notation(text)
    return text


def is_share_of(material: str, rest: str) -> bool:
    """Whether "Baumwolle: 70 %" goes on so after its colon: a share, and not the composition of a part."""
    found = re.match(rf"\s?{_NUMBER}\s?%\s?(?:[,;/|+]|$)", rest)
    return found is not None and vocabulary().named(material, "material") is not None


def _coded(text: str) -> str:
    def name(number: str, code: str, written: str) -> str:
        return f"{number} % {_codes()[code]}" if code in _codes() else written

    if _CODED_AHEAD.match(text):
        return _CODED_AHEAD.sub(lambda found: name(found[2], found[1], found[0]), text)
    return _CODED.sub(lambda found: name(found[1], found[2], found[0]), text)


def _by_ratio(text: str) -> str:
    ratio = _RATIO.search(text)
    if ratio is None:
        return text
    numbers = [int(number) for number in ratio[0].rstrip(" %").split("/")]
    materials = _listed(text[: ratio.start()] + " " + text[ratio.end() :])
    if sum(numbers) != 100 or len(materials) != len(numbers):
        return text
    return ", ".join(f"{number} % {material}" for number, material in zip(numbers, materials, strict=True))


def _without_percent(text: str) -> str:
    if "%" in text:
        return text
    found = list(_NAMED.finditer(text))
    named = all(vocabulary().named(one[2].strip(), "material") for one in found)
    if not found or not named or round(sum(float(one[1].replace(",", ".")) for one in found)) != 100:
        return text
    return _NAMED.sub(r"\1 % \2", text)


def _with_colons(text: str) -> str:
    return _COLON.sub(lambda one: f"{one[1]} {one[2]}" if vocabulary().named(one[1], "material") else one[0], text)


def _each(text: str) -> str:
    each = _EACH.match(text)
    materials = _listed(text[each.end() :]) if each is not None else []
    if each is None or round(float(each[1].replace(",", ".")) * len(materials)) != 100:
        return text
    return ", ".join(f"{each[1]} % {material}" for material in materials)


def _listed(text: str) -> Sequence[str]:
    """The materials of a list by slash, comma and „und“, codes by their names; empty where one is no material."""
    pieces = [piece.strip(" .:()") for piece in _BETWEEN.split(text)]
    names = [_codes().get(piece, piece) for piece in pieces if piece]
    return names if all(vocabulary().named(name, "material") for name in names) else []


_NOTATIONS: tuple[Callable[[str], str], ...] = (_coded, _with_colons, _by_ratio, _each, _without_percent)
