"""Generates articles: a type, a brand, and statements that are true because the generator says so."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bildtext_dev.quality.swaps.statements import Statement, Truth
from bildtext_dev.quality.swaps.words import Words

_NUMBERED = {"dimension", "volume", "weight", "pockets", "axes"}
_CHOSEN = {"property", "has", "care"}


def articles(words: Words, count: int, seed: int) -> Iterator[Truth]:
    """Yield `count` articles, cycling through the product groups. The same seed gives the same articles."""
    groups = sorted(words.products)
    brands = sorted(words.brands)
    for number in range(count):
        rng = random.Random(f"{seed}-{number}")  # noqa: S311 - repeatable on purpose
        group = groups[number % len(groups)]
        spec = words.products[group]
        noun = rng.choice(spec["types"])
        statements = tuple(_consistent(_statements(spec, noun, words, rng)))
        yield Truth(f"swap-{number:04d}", group, noun, rng.choice(brands), statements)


def _statements(spec: Mapping[str, Any], noun: str, words: Words, rng: random.Random) -> Iterator[Statement]:
    absent = set(spec.get("not", {}).get(noun, ()))
    for attribute, row in spec.items():
        if attribute in ("types", "not"):
            continue
        take = rng.randint(*row["take"])
        match attribute:
            case "size":
                yield Statement("size", number=_number(row["range"], rng))
            case "shares":
                yield from _shares(words, rng)
            case "contents":
                yield from _contents(row, noun, take, rng)
            case _:
                yield from _valued(attribute, row, absent, take, words, rng)


def _valued(
    attribute: str, row: Mapping[str, Any], absent: set[str], take: int, words: Words, rng: random.Random
) -> Iterator[Statement]:
    must = row.get("must", [])
    free = [target for target in row["options"] if target not in absent and target not in must]
    targets = [*must, *rng.sample(free, min(len(free), max(0, take - len(must))))]
    taken: set[str] = set()
    for target in targets:
        if attribute in _CHOSEN:
            polarity = rng.random() < 0.5
            named = {"target": target} if attribute == "has" else {"value": target}
            yield Statement(attribute, polarity=polarity, **named)
            continue
        options = row["options"][target]
        if attribute in _NUMBERED:
            *scale, unit = options if isinstance(options[-1], str) else (*options, "")
            name = "axis" if attribute == "axes" else attribute
            yield Statement(name, target, number=_number(scale, rng), unit=unit)
        elif attribute == "range":
            *edges, step, unit = options
            for quantifier, low, high in (("min", *edges[:2]), ("max", *edges[2:])):
                yield Statement(
                    "range", target, quantifier=quantifier, number=_number((low, high, step), rng), unit=unit
                )
        else:
            yield from _chosen(attribute, target, options, taken, words, rng)


def _chosen(
    attribute: str, target: str, options: str | list[str], taken: set[str], words: Words, rng: random.Random
) -> Iterator[Statement]:
    """Yield a statement with a value of the options, if one is left of a family that no other target has."""
    table = "material" if attribute == "mixed" else attribute
    names = _pool(table, options, words)
    left = [name for name in names if words.family(table, name) not in taken or attribute in ("feature", "quantified")]
    if not left:
        return
    value = rng.choice(left)
    taken.add(words.family(table, value))
    match attribute:
        case "mixed":
            others = [name for name in left if words.family(table, name) != words.family(table, value)]
            if others:
                yield Statement("mixed", target, f"{value}/{rng.choice(others)}", quantifier="both")
        case "quantified":
            yield Statement("quantified", target, value, quantifier=rng.choice(("all", "part")))
        case "feature":
            yield Statement("feature", target, value, polarity=rng.random() < 0.75)
        case _:
            yield Statement(attribute, target, value)


def _pool(table: str, options: str | list[str], words: Words) -> list[str]:
    if isinstance(options, list):
        return options
    values = words.values[table]
    return [name for name in values if options == "any" or set(options.split()) & set(values[name].pools)]


def _shares(words: Words, rng: random.Random) -> Iterator[Statement]:
    """Yield one to three fibres whose shares add up to 100."""
    fibres = [name for name, value in words.values["material"].items() if "fibre" in value.pools]
    minor = [name for name, value in words.values["material"].items() if "minor" in value.pools]
    count = rng.choices((1, 2, 3), (2, 5, 3))[0]
    first, *others = rng.sample(fibres, count)
    if others and minor and rng.random() < 0.4:
        others[-1] = rng.choice(minor)
    rest, shares = 100, []
    for _ in others:
        share = rng.choice([part for part in (3, 5, 8, 12, 15, 20) if part not in shares])
        shares.append(share)
        rest -= share
    for name, share in ((first, rest), *zip(others, shares, strict=True)):
        yield Statement("share", "Oberstoff", name, number=Decimal(share), unit="%")
    yield Statement("share", "Oberstoff", first, quantifier="most" if others else "all")


def _contents(row: Mapping[str, Any], noun: str, take: int, rng: random.Random) -> Iterator[Statement]:
    """Yield the items of a set, each with its number and its measures."""
    items = rng.sample(row["by_type"][noun], min(take, len(row["by_type"][noun])))
    for item in items:
        yield Statement("contents", item, number=_number(row["range"], rng))
    for item in items:
        width, length = rng.choice(range(30, 95, 5)), rng.choice(range(100, 245, 5))
        yield Statement("itemsize", item, f"{width} × {length}")


def _number(scale: Any, rng: random.Random) -> Decimal:
    low, high, step = (Decimal(str(number)) for number in scale)
    return low + step * rng.randint(0, int((high - low) / step))


def _consistent(statements: Iterator[Statement]) -> Iterator[Statement]:
    """Leave out what another statement of the article makes ambiguous."""
    listed = list(statements)
    mixed = {one.target for one in listed if one.attribute == "mixed"}
    partly = {one.target for one in listed if one.attribute == "quantified"}
    for one in listed:
        if one.attribute == "material" and one.target in mixed:
            continue
        if one.attribute == "feature" and one.target in partly:
            continue
        yield one
