"""Number words of German and their values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from description.language.numerals import numeral


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("zwei", "2"),
        ("siebzehn", "17"),
        ("dreißig", "30"),
        ("einundzwanzig", "21"),
        ("sechsundneunzig", "96"),
        ("hundert", "100"),
        ("dreihundertfünfzig", "350"),
        ("anderthalb", "1.5"),
        ("zweieinhalb", "2.5"),
        ("eineinviertel", "1.25"),
    ],
)
def test_a_number_word_has_its_value(word: str, value: str) -> None:
    assert numeral(word) == Decimal(value)


@pytest.mark.parametrize("word", ["ein", "und", "handund", "zweifel", "dreiviertel", "hundertprozentig", "x" * 500])
def test_any_other_word_has_none(word: str) -> None:
    assert numeral(word) is None
