"""JSON of shop systems, and table rows."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from description.ingest import Field, from_json, from_row, parse
from tests.product_data import statements_of


@pytest.mark.parametrize(
    "value",
    [
        {"Marke": "Gemini", "Farbe": ["weiß", "blau"]},
        [{"key": "Marke", "value": "Gemini"}, {"key": "Farbe", "value": ["weiß", "blau"]}],
        [{"name": "Marke", "values": ["Gemini"]}, {"name": "Farbe", "values": ["weiß", "blau"]}],
        {"attributes": [{"name": "Marke", "values": ["Gemini"]}, {"name": "Farbe", "values": ["weiß", "blau"]}]},
        [{"Merkmal": "Marke", "Wert": "Gemini"}, {"Merkmal": "Farbe", "Wert": "weiß/blau"}],
        {"product": {"brand": {"name": "Gemini"}, "color": {"de": "weiß, blau", "en": "white, blue"}}},
        ["Marke: Gemini", "Farbe: weiß, blau"],
        [["Marke", "Gemini"], ["Farbe", ["weiß", "blau"]]],
    ],
)
def test_one_article_is_read_in_any_shape(value: object) -> None:
    assert statements_of(from_json(value)) == ["brand: Gemini", "colour: weiß + blau"]


def test_numbers_units_and_booleans_are_read() -> None:
    data = from_json(
        {
            "Typ": "Jacke",
            "Absatz": {"Höhe": {"value": 4.5, "unit": "cm"}},
            "Wasserdicht": True,
            "Gefüttert": False,
            "Muster": None,
        }
    )
    assert statements_of(data) == ["type: Jacke", "heel-height: 4,5 cm", "features: wasserdicht", "other: Nein"]


def test_a_repeated_key_of_an_object_is_not_lost() -> None:
    data = parse('{"Marke": "Gemini", "Innenfutter": "Ungefüttert", "Innenfutter": "Leder"}')
    assert [conflict.field for conflict in data.conflicts] == [Field.LINING]


def test_a_composition_may_be_an_object() -> None:
    (statement,) = from_json({"Material": {"Baumwolle": 95, "Elasthan": 5}}).statements
    assert statement.text == "95 % Baumwolle, 5 % Elasthan"


def test_the_size_of_the_package_is_not_that_of_the_article() -> None:
    data = from_json({"Marke": "Gemini", "packingUnits": [{"height": "10.00", "description": "Packstück 1"}]})
    assert {statement.field for statement in data.statements} == {Field.BRAND, Field.OTHER}


def test_cells_may_hold_lists_and_markup() -> None:
    data = from_row(
        {
            "Marke": "Gemini",
            "Besonderheiten": "<ul><li>leicht</li><li>warm</li></ul>",
            "Farbe": "",
            "Langtext": "A.<br>B.",
        }.items()
    )
    assert statements_of(data) == ["brand: Gemini", "features: leicht + warm", "description: A. B."]


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_csv_is_read_by_its_header_and_the_sizes_of_all_rows_are_kept(mark: str) -> None:
    rows = [
        ["Marke", "Farbe", "Größe", "Material"],
        ["Opus", "creme", "36", '"Wolle"'],
        ["Opus", "creme", "38", '"Wolle"'],
    ]
    data = parse("\r\n".join(mark.join(row) for row in rows))
    assert statements_of(data) == ["brand: Opus", "colour: creme", "size: 36", "size: 38", "material: Wolle"]
    assert data.conflicts == ()


def test_every_key_of_the_file_maps_to_one_field() -> None:
    text = files("description.ingest").joinpath("keys.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    assert {row["field"] for row in rows} == {field.value for field in Field}
    keys = [key.casefold() for row in rows for key in row["keys"].split("|")]
    assert len(keys) == len(set(keys))
    assert len(keys) >= 450
