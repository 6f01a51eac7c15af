"""The statement on parts of animal origin: when it is needed, and that it is offered."""

from __future__ import annotations

import pytest

from description.ingest import parse
from description.legal import required_statement, review
from tests.unit.description.legal.cases import TODAY, rules

STATEMENT = "Enthält nichttextile Teile tierischen Ursprungs."


@pytest.mark.parametrize(
    "data",
    [
        "Artikel: Jeans\nMaterial: 99% Baumwolle, 1% Elasthan\nDetails: Lederpatch am Bund",
        "Artikel: Jeans\nMaterial: 100% Baumwolle\nLederpatch: ja",
        "Artikel: Jacke\nObermaterial: 100% Polyamid\nFüllung: 90% Daunen, 10% Federn",
        "Artikel: Parka\nMaterial: 65% Polyester, 35% Baumwolle\nKapuze: mit Fellbesatz",
        "Artikel: Mantel\nMaterial: 80% Wolle, 20% Polyamid\nKnöpfe: Hornknöpfe",
        "Artikel: Mütze\nMaterial: 100% Polyacryl\nBommel: Echtfell",
        "Artikel: Kissen\nMaterial: 100% Baumwolle\nFüllung: Entenfedern",
        "Artikel: Daunenjacke\nMaterial: 100% Polyester",
    ],
)
def test_a_textile_with_such_a_part_needs_the_statement(data: str) -> None:
    text = "Ein Lieblingsstück."
    (finding,) = review(text, parse(data), TODAY)
    assert (finding.rule, finding.start, finding.end, finding.text) == ("animal-parts", len(text), len(text), "")
    assert finding.instead == STATEMENT == required_statement(parse(data), TODAY)
    assert rules(f"{text} {STATEMENT}", data) == []


@pytest.mark.parametrize(
    "data",
    [
        "Artikel: Parka\nMaterial: 65% Polyester, 35% Baumwolle\nKapuze: mit Kunstfellbesatz",
        "Artikel: Jeans\nMaterial: 100% Baumwolle\nPatch: Lederimitat",
        "Artikel: Jacke\nMaterial: 100% Polyester\nDetails: ohne Pelz",
        "Artikel: Daunenjacke\nMaterial: 100% Polyester\nFüllung: 100% Polyester",
        "Artikel: Kleid\nMaterial: 100% Viskose\nMuster: Federn",
        "Artikel: Pullover\nMaterial: 100% Wolle",
        "Artikel: Sneaker\nObermaterial: Textil\nInnensohle: Leder",
        "Artikel: Lederjacke\nMaterial: 100% Leder",
        "Artikel: Rock\nMaterial: 100% Leder\nFutter: 100% Viskose",
    ],
)
def test_imitations_denials_prints_fibres_and_other_articles_do_not(data: str) -> None:
    assert rules("Ein Lieblingsstück.", data) == []
    assert required_statement(parse(data), TODAY) == ""


def test_the_brand_at_the_end_of_a_text_does_not_hide_it() -> None:
    data = "Artikel: Jeans\nMarke: Gemini\nMaterial: 100% Baumwolle\nDetails: Lederpatch"
    assert rules("Eine Jeans von Gemini", data) == ["animal-parts"]
