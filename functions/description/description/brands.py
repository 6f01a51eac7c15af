"""The article's brand as a text may name it: never a placeholder, an address, markup or an instruction."""

from __future__ import annotations

import re

from description.domain.statement import Field, ProductData
from description.language.function_words import lower_words

_LONGEST, _MOST_WORDS = 60, 5
_COMPANY = re.compile(r"(?<=\S)\s+(?:GmbH|AG|KG|SE|e\.\s?K|(?i:Ltd|Inc)|S\.?p\.?A|B\.?V|KGaA|OHG)\b.*", re.S)
_SHORTENED = re.compile(r"\b(?:[A-ZÄÖÜ]|Co|St|Dr)\.$")
_MARKS = re.compile(r"[®™©]|\((?:R|TM|C)\)", re.I)
# Letters, digits and the signs that brands have: s.Oliver, H&M, Jake*s, Think!, Levi's, 7/8.
_ALLOWED = re.compile(r"[\w .&*!+'’´`/-]*")
_ADDRESS = re.compile(r"www\.|\w\.(?:de|com|net|org|shop|io|at|ch|eu|html?)\b|//", re.I)


def brand_of(data: ProductData, *, ends_a_sentence: bool = True) -> str:
    """The first brand that is fit to be named; "" when none is. The full stop of "Elvira M." and "Kapp & Co." stays
    only where no sentence can end with it."""
    for value in data.values(Field.BRAND):
        if name := _clean(value):
            shortened = not ends_a_sentence and _SHORTENED.search(value.strip()) and value.strip()[:-1].endswith(name)
            return f"{name}." if shortened else name
    return ""


def _clean(value: str) -> str:
    name = " ".join(_COMPANY.sub("", _MARKS.sub("", value)).split()).strip(" .,;:-–/&") if len(value) < 200 else ""
    words = name.split()
    fit = (
        len(name) <= _LONGEST
        and len(words) <= _MOST_WORDS
        and _ALLOWED.fullmatch(name)
        and sum(map(str.isalnum, name)) > 1
        and any(map(str.isalpha, name))
        and not _ADDRESS.search(name)
        and is_harmless(name)
    )
    return name if fit else ""


def is_harmless(name: str) -> bool:
    """Whether a name holds no word of an instruction, a placeholder or a script."""
    return lower_words("instructing").isdisjoint(re.findall(r"\w+", name.lower()))
