"""How many an article is: "3 Paar", "5er-Pack", "2-teilig"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from description.domain.statement import Field, ProductData, Statement
from description.language.csv_tables import alternation, lists_of
from description.language.grammar import Adjective, Noun
from description.language.numerals import numeral
from description.shown import noun_with

_MOST = 50

Unit = Literal["pair", "pack", "set", "piece", "parts"]


@dataclass(frozen=True, slots=True)
class Pack:
    """A number, two or more, and of what."""

    count: int
    unit: Unit


def pack_of(data: ProductData) -> Pack | None:
    """What the data says of the number; None when it says nothing, one, or different numbers."""
    several = [pack for pack in _found(data) if 2 <= pack.count <= _MOST]
    if len({pack.count for pack in several}) != 1:
        return None
    return min(several, key=lambda pack: get_args(Unit).index(pack.unit))


def is_pair(data: ProductData) -> bool:
    """Whether the data says that the article is a pair."""
    return any(pack == Pack(1, "pair") for pack in _found(data))


def is_pack(text: str) -> bool:
    """Whether a value says how many one gets, under whatever key: "3 Paar", "2er-Pack"."""
    found = (pattern.fullmatch(text.strip()) for pattern in _patterns().values())
    return any(each is not None and _count(each[1]) is not None for each in found)  # a Bagger is no "Bagg"-er


def is_unit(word: str) -> bool:
    """Whether a word counts and names nothing: "Paar", "Stück"."""
    return any(word.lower() in map(str.lower, _words()[unit]) for unit in get_args(Unit))


def counted(noun: Noun, group: str, adjectives: Sequence[Adjective], pack: Pack) -> str:
    """A noun phrase in the nominative with the number: "3 Paar schwarze Socken", "2-teilige Bettwäsche"."""
    one, plural = noun_with(noun, adjectives), ""
    if noun.plural or noun.gender == "p":
        plural = noun_with(noun, adjectives, number="pl")
    in_pairs = group == "shoes" or _ends(noun, "counted-in-pairs")
    in_parts = _ends(noun, "in-parts")
    if in_parts and pack.unit not in ("pack", "pair"):  # a pack of three pyjamas is not one of three parts
        return f"{Adjective(f'{pack.count}-teilig').form(noun.gender)} {one}"
    if pack.unit == "parts" or (in_parts and pack.unit == "pair"):
        return one
    if plural and (pack.unit == "pair" or (in_pairs and pack.unit in ("pack", "set"))):
        return f"{pack.count} Paar {plural}"
    if plural and not in_pairs and not _ends(noun, "always-several"):
        return f"{pack.count} {plural}"
    return f"{plural or one} im {pack.count}er-{'Set' if pack.unit == 'set' else 'Pack'}"


def stands_on_feet(noun: Noun, group: str) -> bool:
    """Whether these are worn on feet: shoes and socks."""
    return group == "shoes" or _ends(noun, "on-feet")


def is_several(noun: Noun) -> bool:
    """Whether one article is two or more of these: socks, gloves, earrings."""
    return bool(noun.plural) and (_ends(noun, "counted-in-pairs") or _ends(noun, "always-several"))


def _found(data: ProductData) -> tuple[Pack, ...]:
    statements = data.stated(Field.COUNT, Field.VOLUME, Field.NAME, Field.TYPE, Field.FEATURES, Field.OTHER)
    return tuple(dict.fromkeys(pack for statement in statements for pack in _packs(statement)))


def _packs(statement: Statement) -> Iterator[Pack]:
    key = next((unit for unit in get_args(Unit) if statement.key in _words()[unit]), None)
    if statement.field in (Field.FEATURES, Field.OTHER) and key is None and not is_pack(statement.text):
        return
    if statement.field is Field.OTHER and key is not None and statement.text.isdecimal():
        yield Pack(int(statement.text[:4]), key)
    for text in statement.values:
        yield from (Pack(count, "pack") for count, pattern in _named().items() if pattern.search(text))
        for unit, pattern in _patterns().items():
            for number in pattern.findall(text):
                if (count := _count(number)) is not None:
                    yield Pack(count, unit)
        if statement.field is Field.COUNT and text.isdecimal():
            of_parts = any(word in statement.key for word in _words()["parts"])
            yield Pack(int(text[:4]), "parts" if of_parts else "piece")


def _count(number: str) -> int | None:
    """ "3", "drei" as a whole number; None for another word."""
    count = int(number) if number.isdecimal() else numeral(number.lower())
    return int(count) if count is not None and count == int(count) else None


@cache
def _patterns() -> dict[Unit, re.Pattern[str]]:
    """A number before a unit: "3 Paar", "3er-Pack", "5 Stück" and "3x Slip", "2-teilig"."""
    number = r"(?<![\w.,/-])(\d{1,2}|[a-zäöüA-ZÄÖÜ]{3,12})"
    either = {unit: alternation(_words()[unit]) for unit in get_args(Unit)}
    return {
        "pair": re.compile(rf"{number}\s*(?:{either['pair']})\b", re.I),
        "pack": re.compile(rf"{number}(?:(?:er)?[\s-]?(?:{either['pack']})\b|(?<=\d)er\s*$)", re.I),
        "set": re.compile(rf"{number}(?:er)?[\s-]?(?:{either['set']})\b", re.I),
        "piece": re.compile(rf"{number}(?:\s?(?:{either['piece']})\b|\s?[x×]\s(?=[A-ZÄÖÜ]))"),
        "parts": re.compile(rf"{number}[\s-]?(?:{either['parts']})\b", re.I),
    }


@cache
def _named() -> dict[int, re.Pattern[str]]:
    """Packs whose names say the number: "Doppelpack"."""
    return {
        int(name.rpartition("-")[2]): re.compile(rf"(?<!\w)(?:{alternation(words)})(?!\w)", re.I)
        for name, words in _words().items()
        if name.startswith("pack-of-")
    }


def _ends(noun: Noun, words: str) -> bool:
    return noun.lemma.lower().endswith(_words()[words])


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return lists_of("packs", "class", "words")
