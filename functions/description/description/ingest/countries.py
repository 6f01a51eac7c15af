"""Where an article comes from: country codes and names to countries, and values that name no country."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from description.ingest.markers import marks
from description.ingest.wording import folded
from description.language.csv_tables import table_rows
from description.language.vocabulary import vocabulary

_CODE = re.compile(r"[A-Z]{2,3}")
_WORDS = re.compile(r"[^\W\d_][\w.-]*(?: [A-ZÄÖÜ][\w.-]*)*")


@cache
def _codes() -> Mapping[str, str]:
    rows = table_rows(Path(__file__).with_name("countries.csv"))
    return {row[column]: row["country"] for row in rows for column in ("two", "three")}


@lru_cache(maxsize=2048)
def country(text: str) -> str:
    """The German name of the country that a value is: "CN" and "China" are China; "" where it is none."""
    if _CODE.fullmatch(text) and text in _codes():
        return _codes()[text]
    word = vocabulary().named(text, "country")
    if word is not None:
        return word.lemma
    return next((name for name in _codes().values() if folded(name) == folded(text)), "")


@lru_cache(maxsize=2048)
def countries(text: str) -> frozenset[str]:
    """The countries that a value names, also within other words: "Made in Italy", "Italien (Toskana)"."""
    whole = country(text)
    if whole:
        return frozenset({whole})
    named = (country(word) for phrase in _WORDS.findall(text) for word in (phrase, *phrase.split()))
    return frozenset(filter(None, named))


def is_region(name: str) -> bool:
    """Whether a name is of many countries ("EU", "Asien"), which says nothing against one of them."""
    return marks("region", name)


@cache
def country_names() -> frozenset[str]:
    """The German names of all countries that are known by a code."""
    return frozenset(_codes().values())
