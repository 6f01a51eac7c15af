"""The texts of a whole catalogue: none like another's, many first sentences, benefits that are true, styles apart."""

from __future__ import annotations

import re

import pytest

from bildtext_dev.quality.repetition import repetition
from bildtext_dev.quality.sets import articles
from description.claims import ClaimChecker
from description.evidence import Evidence
from description.ingest import parse
from description.realise import RulesWriter
from description.realise.tables import rows
from description.realise.untold import untold
from description.writers import WritingTask

ARTICLES = [(article.id, article.read()) for article in articles()]
TEXTS = [RulesWriter().write(WritingTask(Evidence(data), name), deadline=0.0).text for name, data in ARTICLES]


def test_no_two_articles_have_the_same_text() -> None:
    assert len(set(TEXTS)) == len(TEXTS)


def test_first_sentences_are_of_many_patterns() -> None:
    found = repetition(TEXTS)
    assert found.patterns >= 60
    assert found.top_ten <= 0.4


def test_nearly_every_statement_of_the_data_reaches_the_text() -> None:
    left = sum(len(untold(data, text)) for (_, data), text in zip(ARTICLES, TEXTS, strict=True))
    assert left <= 0.08 * sum(len(data.statements) for _, data in ARTICLES)


@pytest.mark.parametrize("stilted", [r"\bMaterial aus\b", r"\bkomm(?:t|en)\b.*\bkomm(?:t|en) von\b", r"Zudem:"])
def test_no_text_is_stilted(stilted: str) -> None:
    assert [text for text in TEXTS if re.search(stilted, text)] == []


def test_what_is_not_told_is_reported() -> None:
    data = parse("Produkt: Jacke\nMarke: Adele\nFarbe: rot\nVerschluss: Boat-Neck inserts")
    text = RulesWriter().write(WritingTask(Evidence(data)), deadline=0.0).text
    assert "Boat" not in text
    assert [(one.key, one.text) for one in untold(data, text)] == [("Verschluss", "Boat-Neck inserts")]


@pytest.mark.parametrize(
    ("feature", "clause"),
    [
        ("Wechselfußbett", "ein Wechselfußbett für eigene Einlagen"),
        ("Trittdämpfung", "eine Trittdämpfung, die jeden Schritt abfedert"),
        ("Reflektoren", "Reflektoren für bessere Sichtbarkeit im Dunkeln"),
    ],
)
def test_a_feature_brings_the_benefit_that_its_meaning_has(feature: str, clause: str) -> None:
    facts = Evidence(parse(f"Produkt: Slipper\nMarke: Adele\nDetails: {feature}"))
    example = (
        "Dieser Pumps von Beta hat eine Polsterung, die jeden Schritt abfedert. Er besteht aus Leder, das weich fällt."
    )
    text = RulesWriter().write(WritingTask(facts, "1", (example,)), deadline=0.0).text
    assert clause.removeprefix("eine ").removeprefix("ein ") in text
    assert ClaimChecker(facts).check(text, (example,)).rejected == ()


def test_every_benefit_of_the_table_has_one_form() -> None:
    for row in rows("benefits"):
        assert bool(row["tail"]) != bool(row["singular"] and row["plural"]), row
