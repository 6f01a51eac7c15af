"""Exports and copied pages of shops: their formats, surrounding content, and several articles at once."""

from __future__ import annotations

import json

import pytest

from bildtext.errors import InvalidProductData
from description.ingest import Field, from_json, parse
from tests.product_data import statements_of


def test_buttons_and_headings_are_dropped_and_lines_without_colons_parsed() -> None:
    data = parse(
        "Produktdetails\nGrößenratgeber\nIn den Warenkorb\nArtikel-Nr. 73284719\nMarke Vero Moda\nFarbe schwarz\n"
        "Materialzusammensetzung: Obermaterial: 100% Baumwolle Futter: 100% Polyester\nÄrmellänge langarm\n"
        "Passform Slim Fit\nPflegehinweise Maschinenwäsche, nicht bleichen\nLieferzeit 2-3 Werktage\nUVP 29,99 €"
    )
    assert statements_of(data) == [
        "number: 73284719",
        "brand: Vero Moda",
        "colour: schwarz",
        "material: Baumwolle",
        "lining: Polyester",
        "sleeve: langarm",
        "fit: Slim Fit",
        "care: Maschinenwäsche + nicht bleichen",
        "other: 2-3 Werktage",
        "price: 29,99 €",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Modell trägt Größe S und ist 176 cm groß",
        "Unser Model ist 1,80 m groß und trägt Größe 38",
        "Das Model trägt Größe M",
    ],
)
def test_the_person_in_the_photo_is_not_part_of_the_article(line: str) -> None:
    data = parse(f"Marke: Zero\n{line}\nUnser Model ist 1,70 m groß")
    assert {statement.field for statement in data.statements} == {Field.BRAND, Field.OTHER}
    assert not data.conflicts


def test_a_table_of_body_measures_is_left_out() -> None:
    table = "Größe\tBrust\tTaille\nS\t88\t70\nM\t92\t74\n| XL | 104 | 86 |"
    assert statements_of(parse(f"{table}\nMarke: Zero\nFarbe\tweiß")) == ["brand: Zero", "colour: weiß"]


def test_a_numbered_trade_colour_is_not_a_second_colour() -> None:
    data = parse("Farbe: 10668 - Navy\nLieferantenfarbe: Peony Dream")
    assert statements_of(data) == ["colour: Navy", "other: Peony Dream"]


def test_grouped_values_and_named_manufacturers_are_read() -> None:
    data = from_json(
        {
            "productNumber": "SW1",
            "manufacturer": {"id": "a1", "name": "Lloyd"},
            "properties": [
                {"name": "schwarz", "group": {"name": "Farbe"}},
                {"name": "Leder", "group": {"name": "Material"}},
            ],
        }
    )
    assert statements_of(data) == ["number: SW1", "brand: Lloyd", "colour: schwarz", "material: Leder"]


def test_metafields_options_and_technical_fields_are_distinguished() -> None:
    data = from_json(
        {
            "vendor": "Zero",
            "handle": "kleid-lotte",
            "variants": [{"option1": "36"}, {"option1": "38"}],
            "options": [{"name": "Größe", "position": 1, "values": ["36", "38"]}],
            "metafields": [{"namespace": "custom", "key": "material", "value": "100% Leinen", "type": "text"}],
            "body_html": "<p>Ein Kleid.</p>",
        }
    )
    assert statements_of(data) == [
        "brand: Zero",
        "size: 36 + 38",
        "material: Leinen",
        "type: Kleid",
        "description: Ein Kleid.",
    ]
    assert not data.conflicts


ARTICLES = [
    {"Marke": "Zero", "Name": "Kleid Emma", "Farbe": "rot", "Größe": "36"},
    {"Marke": "Zero", "Name": "Rock Lea", "Farbe": "blau", "Größe": "38"},
    {"Marke": "Opus", "Name": "Hose Jo", "Farbe": "grau", "Größe": "40"},
]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ARTICLES),
        json.dumps({"products": ARTICLES}),
        "Marke;Name;Farbe\nZero;Kleid Emma;rot\nZero;Rock Lea;blau\nOpus;Hose Jo;grau",
    ],
)
def test_several_articles_are_refused_with_their_count(text: str) -> None:
    with pytest.raises(InvalidProductData, match=r"holds 3 articles; .* Send each article on its own"):
        parse(text)


@pytest.mark.parametrize(
    "value",
    [
        [{"name": "Farbe", "value": "rot", "label": "Farbe"}, {"name": "Marke", "value": "Zero", "label": "Marke"}],
        [{"Marke": "Zero"}, {"Farbe": "rot"}],
        [{**ARTICLES[0], "EAN": "1"}, {**ARTICLES[0], "Größe": "38", "EAN": "2"}],
        {"Marke": "Zero", "Set": [{"Name": "Kissenbezug", "Farbe": "rot", "Maße": "80 x 80 cm"}]},
    ],
)
def test_attributes_pieces_and_sizes_of_one_article_are_not_several(value: object) -> None:
    assert from_json(value).values(Field.BRAND) == ("Zero",)


def test_labelled_values_are_one_list() -> None:
    data = from_json(
        {"brand": "Zero", "attributes": [{"key": "Muster", "values": [{"label": "Uni"}, {"label": "Print"}]}]}
    )
    assert statements_of(data)[1:] == ["pattern: Uni + Print"]
    assert not data.conflicts


def test_a_category_path_needs_no_key() -> None:
    data = parse("Damen > Kleider > Etuikleider\nMarke: Zero")
    assert statements_of(data) == ["audience: Damen", "type: Etuikleider", "brand: Zero"]
