"""Superlatives that claim a top position, and those that do not."""

from __future__ import annotations

import pytest

from tests.unit.description.legal.cases import found, rules


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Das weichste Shirt.", "weichste Shirt"),
        ("Unser bequemstes, leichtes Oberteil.", "bequemstes"),
        ("Höchster Tragekomfort.", "Höchster Tragekomfort"),
        ("Mit der besten Passform.", "besten Passform"),
        ("Das wohl leichteste, das es gibt.", "leichteste"),
    ],
)
def test_of_the_article_or_a_quality_of_it(text: str, said: str) -> None:
    assert found(text)[0] == ("top-claim", said)


@pytest.mark.parametrize(
    "text",
    [
        "Der beste Freund jeder Jeans.",
        "An den kältesten Tagen.",
        "Passt in die kleinste Handtasche.",
        "Am besten mit Jeans.",
        "Dein liebstes Shirt.",
        "Das schönste Shirt für den Sommer.",
        "Das feste, robuste Shirt.",
        "Das erste Shirt der neuesten Kollektion.",
        "Der größte Teil ist Baumwolle.",
        "Weich wie das weichste Kissen.",
        "Das Beste aus zwei Welten.",
    ],
)
def test_of_something_else_or_a_matter_of_taste(text: str) -> None:
    assert rules(text) == []
