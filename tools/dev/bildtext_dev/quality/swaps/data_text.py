"""Writes an article's statements as a shop pastes them: "key: value" in several spellings and layouts."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Final

from bildtext_dev.quality.swaps.statements import Statement, Truth
from bildtext_dev.quality.swaps.surface import figure, inflected
from bildtext_dev.quality.swaps.words import Words, document

_DATA: Final = document("data")
_TOGETHER: Final = ("axis", "share", "contents", "pockets", "care", "range")
Pair = tuple[str, str]


def data_text(truth: Truth, words: Words, rng: random.Random) -> str:
    """Return the article's data. Values of the same key stand in one line."""
    head = [_pair("type", rng, value=truth.type), _pair("brand", rng, value=truth.brand)]
    rest = list(_pairs(truth, words, rng))
    if rng.random() < 0.5:
        rng.shuffle(head)
    if rng.random() < 0.5:
        rng.shuffle(rest)
    merged: dict[str, str] = {}
    for key, value in (*head, *rest):
        merged[key] = f"{merged[key]}, {value}" if key in merged else value
    if rng.random() < 0.1:
        return str(rng.choice(_DATA["one_line"])).join(f"{key}: {value}" for key, value in merged.items())
    layout = rng.choice(_DATA["layouts"])
    return "\n".join(layout.format(key=key, value=value) for key, value in merged.items())


def _pair(kind: str, rng: random.Random, **fields: str) -> Pair:
    key, _, value = rng.choice(_DATA["lines"][kind]).format(**fields).partition(": ")
    return key, value


def _pairs(truth: Truth, words: Words, rng: random.Random) -> Iterator[Pair]:
    for attribute in _TOGETHER:
        if group := [one for one in truth.statements if one.attribute == attribute]:
            yield from _grouped(attribute, group, words, rng)
    for one in truth.statements:
        if one.attribute not in _TOGETHER:
            yield _single(one, words, rng)


def _single(one: Statement, words: Words, rng: random.Random) -> Pair:
    kind = one.kind
    if kind == "material.part" and "m" in words.nouns[one.target].flags:
        kind = "material.own"
    elif one.attribute == "mixed":
        kind = "mixed"
    elif one.attribute == "quantified":
        kind = f"quantified.{'part' if one.target else 'whole'}"
    value = one.value.replace("/", rng.choice(_DATA["mixed_joins"])) if one.attribute == "mixed" else one.value
    quant = rng.choice(_DATA["quantifier"].get(one.quantifier, [""]))
    dative = inflected(words.nouns[value], "dat") if one.attribute == "closure" else value
    key, text = _pair(kind, rng, target=one.target, value=value, dative=dative, quant=quant, number=_number(one))
    return key[:1].upper() + key[1:], text


def _number(one: Statement) -> str:
    return "" if one.number is None else f"{figure(one.number)} {one.unit}".strip()


def _grouped(attribute: str, group: Sequence[Statement], words: Words, rng: random.Random) -> Iterator[Pair]:
    match attribute:
        case "share":
            pattern = rng.choice(_DATA["share"])
            shares = [pattern.format(n=figure(one.number), value=one.value) for one in group if one.number is not None]
            yield rng.choice(_DATA["share_keys"]), rng.choice(_DATA["share_joins"]).join(shares)
        case "axis":
            yield from _axes(group, words, rng)
        case "contents" | "pockets":
            if attribute == "pockets" and rng.random() < 0.4:
                for one in group:
                    plural = words.nouns[one.target].plural
                    yield _pair("pockets", rng, plural=plural, number=_number(one))
            else:
                yield rng.choice(_DATA[f"{attribute}_keys"]), ", ".join(_counted(one, words) for one in group)
        case "care":
            said = [rng.choice(_DATA["care"][one.value]["yes" if one.polarity else "no"]) for one in group]
            yield rng.choice(_DATA["care_keys"]), ", ".join(said)
        case "range":
            low, high = (figure(one.number) for one in group if one.number is not None)
            yield _pair("range", rng, target=group[0].target, low=low, high=high)


def _counted(one: Statement, words: Words) -> str:
    count = int(one.number or 0)
    return f"{count} {inflected(words.nouns[one.target], 'nom', plural=count > 1)}"


def _axes(group: Sequence[Statement], words: Words, rng: random.Random) -> Iterator[Pair]:
    if rng.random() < 0.3:
        for one in group:
            yield _pair("axis", rng, noun=words.values["axis"][one.target].forms["noun"][0], number=_number(one))
        return
    numbers = {one.target[0]: figure(one.number) for one in group if one.number is not None}
    key, _, value = rng.choice(_DATA["axes"]).format(unit=group[0].unit, **numbers).partition(": ")
    yield key, value
