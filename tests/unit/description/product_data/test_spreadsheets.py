"""What Excel makes of values, and the ways in which tables say yes and no."""

from __future__ import annotations

import pytest

from bildtext.errors import InvalidProductData
from description.product_data import Field, ProductData, from_json, from_row, parse


def read(name: str, value: str) -> ProductData:
    return from_row([("Artikel", "Jacke"), (name, value)])


@pytest.mark.parametrize("key", ["EAN", "Artikelnummer", "GTIN", "Bestand"])
@pytest.mark.parametrize("number", ["4,01235E+12", "4.01235E+12", "4,01E+12", "1E+05", "4.01235e+12"])
def test_a_number_that_excel_rounded_is_refused_with_its_column(key: str, number: str) -> None:
    with pytest.raises(InvalidProductData, match=f"{key}.*rounded.*as text"):
        read(key, number)


@pytest.mark.parametrize(
    ("key", "value"), [("Größe", "Jan 38"), ("Größe", "03. Apr"), ("Ärmellänge", "03. Apr"), ("Alter", "06. Dez")]
)
def test_a_value_that_excel_made_a_date_of_is_refused(key: str, value: str) -> None:
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
def test_what_is_no_trace_of_excel_stays(key: str, value: str) -> None:
    assert [entry.text for entry in read(key, value).entries] == ["Jacke", value]


@pytest.mark.parametrize(
    "yes", ["WAHR", "wahr", "TRUE", "True", "x", "X", "ja", "Ja", "yes", "✓", "✔", "✔\ufe0f", "✅", "j"]
)
def test_a_yes_affirms_its_column(yes: str) -> None:
    data = read("Wasserdicht", yes)
    assert data.values(Field.FEATURES) == ("wasserdicht",)
    assert from_json({"Artikel": "Jacke", "Wasserdicht": yes}).values(Field.FEATURES) == ("wasserdicht",)
    assert parse(f"Artikel: Jacke\nWasserdicht: {yes}").values(Field.FEATURES) == ("wasserdicht",)


@pytest.mark.parametrize("no", ["FALSCH", "falsch", "FALSE", "nein", "no", "-", "✗", ""])
def test_a_no_affirms_nothing(no: str) -> None:
    data = read("Wasserdicht", no)
    assert data.values(Field.FEATURES) == ()


@pytest.mark.parametrize("answer", ["WAHR", "x", "ja", "TRUE", "✓", "FALSCH", "nein", "yes"])
@pytest.mark.parametrize("name", ["Farbe", "Zielgruppe", "Marke", "Beschreibung"])
def test_a_yes_or_no_is_no_colour_and_no_text(name: str, answer: str) -> None:
    if name in ("Zielgruppe", "Marke") and len(answer) == 1 and answer.isalpha():
        return
    data = read(name, answer)
    assert [entry.field for entry in data.entries] == [Field.TYPE]
    assert [(one.key, one.text) for one in data.not_used] == [(name, answer)]


@pytest.mark.parametrize("name", ["Obermaterial", "Absatzhöhe", "Saison", "Verschluss"])
@pytest.mark.parametrize("answer", ["WAHR", "x", "ja"])
def test_a_yes_is_no_feature_where_only_a_value_tells(name: str, answer: str) -> None:
    assert [entry.field for entry in read(name, answer).entries] == [Field.TYPE]


def test_a_one_is_a_yes_to_a_question_and_a_number_elsewhere() -> None:
    assert read("Wasserdicht", "1").values(Field.FEATURES) == ("wasserdicht",)
    assert read("Anzahl Teile", "1").values(Field.COUNT) == ("1",)


def test_a_column_for_each_colour_is_a_colour() -> None:
    assert from_row([("Artikel", "Jacke"), ("Rot", "x"), ("Blau", "")]).values(Field.COLOUR) == ("Rot",)


@pytest.mark.parametrize("name", ["Published", "Aktiv", "Sichtbar", "is_default", "showOnHome"])
def test_a_yes_of_a_shop_system_is_no_feature(name: str) -> None:
    assert read(name, "TRUE").values(Field.FEATURES) == ()


def test_a_yes_to_a_thing_that_no_list_knows_is_a_feature() -> None:
    assert read("Sporenhalter", "ja").values(Field.FEATURES) == ("Sporenhalter",)


def test_a_value_without_a_name_is_told() -> None:
    (unused,) = from_row([("Artikel", "Jacke"), ("", "17")]).not_used
    assert unused.text == "17"


def test_a_letter_may_be_a_value() -> None:
    assert read("Schuhweite", "J").values(Field.SHOE_WIDTH) == ("J",)


def test_a_whole_number_of_json_is_written_with_all_its_digits() -> None:
    assert from_json({"Artikel": "Jacke", "EAN": 4012345678901.0}).values(Field.NUMBER) == ("4012345678901",)


@pytest.mark.parametrize("error", ["#NV", "#WERT!", "#BEZUG!", "#NAME?", "#DIV/0!", "#REF!"])
def test_an_error_of_a_formula_says_nothing(error: str) -> None:
    assert [entry.text for entry in read("Material", error).entries] == ["Jacke"]
