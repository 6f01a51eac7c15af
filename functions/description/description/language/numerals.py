"""German numbers in words: "zwölf", "achtundzwanzig", "zweieinhalb", "dreihundert"."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache

from description.language.csv_tables import LEXICON, table_rows

_AND, _HUNDRED, _ONE = "und", "hundert", "ein"
_PARTS = {"einhalb": Decimal("0.5"), "einviertel": Decimal("0.25"), "dreiviertel": Decimal("0.75")}
_TENS = frozenset(map(Decimal, range(20, 100, 10)))
_LONGEST = 24


@lru_cache(maxsize=4096)
def numeral(word: str) -> Decimal | None:
    """The value of a number word in lower case; None for any other word. "ein" by itself is an article."""
    if len(word) > _LONGEST:
        return None
    known = _words().get(word)
    if known is not None:
        return known
    ones, joined, tens = word.partition(_AND)
    if joined and (value := _words().get(tens)) in _TENS and value is not None:
        one = _digit(ones)
        return value + one if one is not None else None
    for ending, part in _PARTS.items():
        if word.endswith(ending) and (whole := _digit(word.removesuffix(ending))) is not None:
            return whole + part
    hundreds, joined, rest = word.partition(_HUNDRED)
    times = _digit(hundreds) if joined else None
    if times is None:
        return None
    more = numeral(rest) if rest else Decimal(0)
    return times * 100 + more if more is not None else None


def _digit(word: str) -> Decimal | None:
    value = Decimal(1) if word == _ONE else _words().get(word)
    return value if value is not None and value < 10 else None


@cache
def _words() -> dict[str, Decimal]:
    return {row["word"]: Decimal(row["value"]) for row in table_rows(LEXICON / "numerals.csv")}
