"""The generator's vocabulary: nouns with gender and plural, values with their word forms, brands, templates.

Half of the templates and words is held out: every second entry of a list belongs to the half of `--held-out`, which
nobody reads while fixing the checker; a hash of the list's name decides which one comes first. Correcting an entry or
appending one therefore moves no other entry to the other half. What is written first in a list of synonyms, and lists
of one, are in both halves, because without them a kind of statement could not be expressed.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent


def half(name: str, items: Sequence[str], held_out: bool) -> tuple[str, ...]:
    """Return every second item of the list with this name; all of them if there is only one."""
    first = _odd(name) == held_out
    return tuple(items[0 if first else 1 :: 2]) if len(items) > 1 else tuple(items)


def _odd(name: str) -> bool:
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1


def _synonyms(words: Sequence[str], held_out: bool) -> tuple[str, ...]:
    """Return the first word, and of the others those of the half."""
    return tuple(word for position, word in enumerate(words) if position == 0 or _odd(word) == held_out)


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun. `gender` is m, f, n or p (only used in the plural)."""

    lemma: str
    gender: str
    plural: str
    synonyms: tuple[str, ...] = ()
    hypernym: str = ""
    flags: str = ""  # c: forms compounds with a material, v: closes the article


@dataclass(frozen=True, slots=True)
class Value:
    """A value that is no noun: its forms (pred, inf, noun, …), each with its synonyms, and what it is a kind of."""

    forms: Mapping[str, tuple[str, ...]]
    family: str = ""
    pools: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """The vocabulary of one half."""

    nouns: Mapping[str, Noun]
    values: Mapping[str, Mapping[str, Value]]  # by attribute
    brands: Mapping[str, tuple[str, str]]  # brand → attribute and value that its name seems to state
    templates: Mapping[str, tuple[str, ...]]
    quantifiers: Mapping[str, tuple[str, ...]]
    dimensions: Mapping[str, tuple[str, str]]  # measured key → part and axis
    products: Mapping[str, Any] = field(repr=False)
    held_out: bool = False

    def family(self, attribute: str, value: str) -> str:
        """Return what the value is a kind of, or the value itself."""
        known = self.values.get(attribute, {}).get(value)
        return known.family if known and known.family else value


@cache
def words(held_out: bool = False) -> Words:
    """Read the tables. Half of every list of words and templates is left out."""
    tables = document("values")
    materials = {
        row["material"]: Value(
            {"name": (row["material"],), "compound": (row["compound"],)}, row["family"], tuple(row["pools"].split())
        )
        for row in _of_half("material", held_out)
    }
    values: dict[str, dict[str, Value]] = {
        "material": materials,
        "colour": {
            row["colour"]: Value(
                {"pred": (row["colour"],), "stem": (row["attributive"],), "noun": (row["noun"],)}, row["family"]
            )
            for row in _of_half("colour", held_out)
        },
    }
    for attribute in ("feature", "pattern", "property", "care", "position", "axis"):
        values[attribute] = {name: _value(forms, held_out) for name, forms in tables[attribute].items()}
    products = document("products")
    return Words(
        {row["noun"]: _noun(row, held_out) for row in _rows("nouns")},
        values,
        _brands(values, held_out),
        {kind: half(kind, texts, held_out) for kind, texts in document("templates").items()},
        {name: _synonyms(texts, held_out) for name, texts in tables["quantifier"].items()},
        {key: (part, axis) for key, (part, axis) in tables["dimension"].items()},
        {group: {**spec, "types": half(group, spec["types"], held_out)} for group, spec in products.items()},
        held_out,
    )


@cache
def document(name: str) -> dict[str, Any]:
    """Read a YAML table of this folder."""
    loaded: dict[str, Any] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text("utf-8"))
    return loaded


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _of_half(name: str, held_out: bool) -> list[dict[str, str]]:
    """Return half of the rows of a table whose first column has this name (materials are ordered by their pools)."""
    rows = _rows(f"{name}s")
    kept = set(half(name, [row[name] for row in rows], held_out))
    return [row for row in rows if row[name] in kept]


def _noun(row: Mapping[str, str], held_out: bool) -> Noun:
    names = (row["noun"], *filter(None, row["synonyms"].split()))
    return Noun(row["noun"], row["gender"], row["plural"], _synonyms(names, held_out), row["hypernym"], row["flags"])


def _value(forms: Mapping[str, str | list[str]], held_out: bool) -> Value:
    listed = {form: [texts] if isinstance(texts, str) else texts for form, texts in forms.items()}
    family = "".join(listed.pop("family", []))
    kept = {form: _synonyms(texts, held_out) for form, texts in listed.items()}
    return Value({"stem": kept.get("pred", ()), **kept}, family)


def _brands(values: Mapping[str, Mapping[str, Value]], held_out: bool) -> dict[str, tuple[str, str]]:
    """Return half of the brands; one whose name states a colour or material, in the half that has this value."""
    rows = _rows("brands")
    kept = {
        name
        for attribute in ("", "type")
        for name in half(
            f"brand {attribute}", [row["brand"] for row in rows if row["attribute"] == attribute], held_out
        )
    }
    kept |= {row["brand"] for row in rows if row["hint"] in values.get(row["attribute"], {})}
    return {row["brand"]: (row["attribute"], row["hint"]) for row in rows if row["brand"] in kept}
