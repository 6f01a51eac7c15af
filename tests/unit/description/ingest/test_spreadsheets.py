"""Values altered by Excel, and the ways in which tables express yes and no."""

from __future__ import annotations

import pytest

from bildtext.errors import InvalidProductData
from description.ingest import Field, ProductData, from_json, from_row, parse


def read(name: str, value: str) -> ProductData:
    return from_row([("Artikel", "Jacke"), (name, value)])


@pytest.mark.parametrize("key", ["EAN", "Artikelnummer", "GTIN", "Bestand"])
@pytest.mark.parametrize("number", ["4,01235E+12", "4.01235E+12", "4,01E+12", "1E+05", "4.01235e+12"])
def test_a_number_rounded_by_excel_is_refused_with_its_column(key: str, number: str) -> None:
    with pytest.raises(InvalidProductData, match=f"{key}.*rounded.*as text"):
        read(key, number)


@pytest.mark.parametrize(
    ("key", "value"), [("Größe", "Jan 38"), ("Größe", "03. Apr"), ("Ärmellänge", "03. Apr"), ("Alter", "06. Dez")]
)
def test_a_value_that_excel_turned_into_a_date_is_refused(key: str, value: str) -> None:
    with pytest.raises(InvalidProductData, match="made a date"):
        read(key, value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("Artikelnummer", "12E5"),
        ("Artikelnummer", "4012345678901"),
        ("Erscheinungsdatum", "03. Apr"),
        ("Saison", "Jan 26"),
        ("Größe", "38"),
        ("Größe", "M"),
        ("Name", "May 68"),
    ],
)
def test_values_not_altered_by_excel_are_kept(key: str, value: str) -> None:
    assert [statement.text for statement in read(key, value).statements] == ["Jacke", value]


@pytest.mark.parametrize(
    "yes", ["WAHR", "wahr", "TRUE", "True", "x", "X", "ja", "Ja", "yes", "✓", "✔", "✔\ufe0f", "✅", "j"]
)
def test_a_yes_makes_its_column_a_feature(yes: str) -> None:
    data = read("Wasserdicht", yes)
    assert data.values(Field.FEATURES) == ("wasserdicht",)
    assert from_json({"Artikel": "Jacke", "Wasserdicht": yes}).values(Field.FEATURES) == ("wasserdicht",)
    assert parse(f"Artikel: Jacke\nWasserdicht: {yes}").values(Field.FEATURES) == ("wasserdicht",)


@pytest.mark.parametrize("no", ["FALSCH", "falsch", "FALSE", "nein", "no", "-", "✗", ""])
def test_a_no_makes_no_feature(no: str) -> None:
    data = read("Wasserdicht", no)
    assert data.values(Field.FEATURES) == ()


@pytest.mark.parametrize("answer", ["WAHR", "x", "ja", "TRUE", "✓", "FALSCH", "nein", "yes"])
@pytest.mark.parametrize("name", ["Farbe", "Zielgruppe", "Marke", "Beschreibung"])
def test_a_yes_or_no_is_neither_a_colour_nor_text(name: str, answer: str) -> None:
    if name in ("Zielgruppe", "Marke") and len(answer) == 1 and answer.isalpha():
        return
    data = read(name, answer)
    assert [statement.field for statement in data.statements] == [Field.TYPE]
    assert [(one.key, one.text) for one in data.not_used] == [(name, answer)]


@pytest.mark.parametrize("name", ["Obermaterial", "Absatzhöhe", "Saison", "Verschluss"])
@pytest.mark.parametrize("answer", ["WAHR", "x", "ja"])
def test_a_yes_is_not_a_feature_in_columns_that_need_a_value(name: str, answer: str) -> None:
    assert [statement.field for statement in read(name, answer).statements] == [Field.TYPE]


def test_a_one_is_a_yes_in_a_boolean_column_and_a_number_elsewhere() -> None:
    assert read("Wasserdicht", "1").values(Field.FEATURES) == ("wasserdicht",)
    assert read("Anzahl Teile", "1").values(Field.COUNT) == ("1",)


def test_a_checked_colour_column_is_a_colour() -> None:
    assert from_row([("Artikel", "Jacke"), ("Rot", "x"), ("Blau", "")]).values(Field.COLOUR) == ("Rot",)


@pytest.mark.parametrize("name", ["Published", "Aktiv", "Sichtbar", "is_default", "showOnHome"])
def test_a_yes_in_a_technical_column_is_not_a_feature(name: str) -> None:
    assert read(name, "TRUE").values(Field.FEATURES) == ()


def test_a_yes_in_an_unknown_column_is_a_feature() -> None:
    assert read("Sporenhalter", "ja").values(Field.FEATURES) == ("Sporenhalter",)


def test_a_value_without_a_name_is_reported() -> None:
    (unused,) = from_row([("Artikel", "Jacke"), ("", "17")]).not_used
    assert unused.text == "17"


def test_a_single_letter_may_be_a_value() -> None:
    assert read("Schuhweite", "J").values(Field.SHOE_WIDTH) == ("J",)


def test_a_json_integer_keeps_all_its_digits() -> None:
    assert from_json({"Artikel": "Jacke", "EAN": 4012345678901.0}).values(Field.NUMBER) == ("4012345678901",)


@pytest.mark.parametrize("error", ["#NV", "#WERT!", "#BEZUG!", "#NAME?", "#DIV/0!", "#REF!"])
def test_a_formula_error_is_dropped(error: str) -> None:
    assert [statement.text for statement in read("Material", error).statements] == ["Jacke"]
