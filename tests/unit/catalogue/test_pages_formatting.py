"""German numbers, times and words for scores."""

from __future__ import annotations

import pytest

from catalogue.pages.formatting import counted, day, moment, moment_tag, number, score_number, score_word, shortened


@pytest.mark.parametrize(
    ("value", "digits", "shown"), [(0, 0, "0"), (12345, 0, "12.345"), (1234.5, 1, "1.234,5"), (-0.5, 2, "-0,50")]
)
def test_numbers(value: float, digits: int, shown: str) -> None:
    assert number(value, digits) == shown


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2026-11-27T17:05:00+00:00", "27.11.2026, 18:05"),  # winter: Berlin is an hour ahead
        ("2026-07-01T23:30:00Z", "02.07.2026, 01:30"),  # summer: two
        ("2026-11-27T17:05:00", "27.11.2026, 18:05"),
        ("gestern", "gestern"),
    ],
)
def test_times_are_those_of_berlin(iso: str, shown: str) -> None:
    assert moment(iso) == shown


@pytest.mark.parametrize(("iso", "shown"), [("2026-09-27", "27.09.2026"), ("2026-09-31", "2026-09-31"), ("", "")])
def test_dates_are_german(iso: str, shown: str) -> None:
    assert day(iso) == shown


def test_a_time_from_data_is_escaped() -> None:
    assert "<b>" not in moment_tag('"><b>')
    assert moment_tag("") == "–"


def test_a_calibrated_score_is_a_percentage_and_any_other_a_plain_number() -> None:
    assert (score_word(0.91, True), score_number(0.91, True)) == ("sicher", "91\u202f%")
    assert (score_word(0.91, False), score_number(0.91, False)) == ("deutlich", "0,91")
    assert score_word(0.0, True) == "unsicher"


def test_counts_and_long_values() -> None:
    assert [counted(count, "Foto", "Fotos") for count in (0, 1, 1200)] == ["0 Fotos", "1 Foto", "1.200 Fotos"]
    assert shortened("abc", 2) == "ab… (3 Zeichen)"
    assert shortened("abc", 3) == "abc"
