"""What the law asks for beside the text: found in the data or text, missing, not needed, or open."""

from __future__ import annotations

import pytest

from description.domain.statement import ProductData
from description.ingest import from_json, parse
from description.legal import ChecklistItem, checklist
from tests.unit.description.legal.cases import TODAY


def items(data: ProductData | str, text: str = "Ein Text.") -> dict[str, ChecklistItem]:
    return {one.id: one for one in checklist(text, parse(data) if isinstance(data, str) else data, TODAY)}


def states(data: ProductData | str, text: str = "Ein Text.") -> dict[str, str]:
    return {name: item.state for name, item in items(data, text).items()}


FULL = """Artikel: Kinderjacke
Material: 100% Polyester
Hersteller: Gemini GmbH
Herstelleradresse: Hauptstr. 1, 10115 Berlin
E-Mail: service@gemini.example
Warnhinweise: Von Feuer fernhalten."""


def test_of_complete_data_everything_is_found_with_its_entry_and_law() -> None:
    found = items(FULL)
    assert {name: item.state for name, item in found.items()} == {
        "maker": "found",
        "maker-address": "found",
        "maker-contact": "found",
        "responsible-person": "not-needed",
        "warnings": "found",
        "composition": "found",
        "animal-parts": "not-needed",
    }
    assert found["maker-address"].where == "Herstelleradresse: Hauptstr. 1, 10115 Berlin"
    assert found["warnings"].paragraph == "Art. 19 Buchst. d Verordnung (EU) 2023/988 (Produktsicherheit)"
    assert (found["warnings"].date, found["composition"].date) == ("2024-12-13", "2012-05-08")
    assert "ABl. L 135" in found["warnings"].source


def test_what_is_missing_says_what_to_add() -> None:
    found = items("Artikel: Kinderjacke\nMaterial: Polyester")
    missing = {name for name, item in found.items() if item.state == "missing"}
    assert missing == {"maker", "maker-address", "maker-contact", "warnings", "composition"}
    assert found["maker-contact"].where == "Bitte „E-Mail“ oder „Kontakt“ des Herstellers in den Daten ergänzen."


def test_a_brand_may_stand_for_the_manufacturer() -> None:
    assert items("Artikel: Jacke\nMarke: Gemini")["maker"].where == "Marke: Gemini"


@pytest.mark.parametrize(
    ("address", "state"),
    [
        ("Hauptstr. 1, D-10115 Berlin", "not-needed"),
        ("Via Roma 1, 50123 Firenze, Italien", "not-needed"),
        ("Gemini GmbH, Hauptstr. 1, 10115 Berlin", "not-needed"),
        ("1 High St, London SW1A 1AA, GB", "missing"),
        ("Bahnhofstr. 1, CH-8001 Zürich", "missing"),
        ("Hauptstr. 1, 10115 Ort", "open"),
        ("", "open"),
    ],
)
def test_a_responsible_person_is_needed_where_the_manufacturer_is_not_in_the_eu(address: str, state: str) -> None:
    data = f"Artikel: Jacke\nHersteller: Gemini\nHerstelleradresse: {address}"
    assert states(data)["responsible-person"] == state
    assert states(f"{data}\nVerantwortliche Person: Gemini EU, 10115 Berlin")["responsible-person"] == "found"


def test_warnings_are_asked_for_of_childrens_articles_and_may_be_denied() -> None:
    assert states("Artikel: Jacke\nFarbe: rot")["warnings"] == "open"
    assert states("Artikel: Jacke\nGeschlecht: Mädchen")["warnings"] == "missing"
    assert states("Artikel: Kinderjacke\nWarnhinweise: keine erforderlich")["warnings"] == "not-needed"


@pytest.mark.parametrize(
    ("data", "state"),
    [
        ("Artikel: Hemd\nMaterial: 60% Baumwolle, 40% Leinen", "found"),
        ("Artikel: Hemd\nMaterial: 60% Baumwolle, 30% Leinen", "missing"),
        ("Artikel: Hemd\nMaterial: Baumwolle", "missing"),
        ("Artikel: Jacke\nMaterial: 100% Baumwolle\nFutter: 50% Polyester, 40% Viskose", "missing"),
        ("Artikel: Sneaker\nObermaterial: Leder", "not-needed"),
    ],
)
def test_a_composition_has_all_its_percentages(data: str, state: str) -> None:
    assert states(data)["composition"] == state


def test_the_statement_on_animal_parts_is_looked_for_in_the_text() -> None:
    data = "Artikel: Jeans\nMaterial: 100% Baumwolle\nDetails: Lederpatch"
    assert states(data)["animal-parts"] == "missing"
    assert states(data, "Jeans. Enthält nichttextile Teile tierischen Ursprungs.")["animal-parts"] == "found"


def test_a_manufacturer_with_its_address_is_read_from_json() -> None:
    maker = {"name": "Gemini Ltd", "address": {"street": "1 High St", "city": "London"}, "email": "a@b.example"}
    person = {"name": "Gemini EU", "email": "eu@b.example"}
    data = from_json({"name": "Jacke", "manufacturer": maker, "responsiblePerson": person})
    assert items(data)["maker-contact"].where == "manufacturer email: a@b.example"
    assert items(data)["responsible-person"].where == "responsiblePerson: Gemini EU"
    assert [one.text for one in data.statements if one.key == "manufacturer address"] == ["1 High St, London"]
