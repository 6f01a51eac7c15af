"""Misspelt, abbreviated and English keys, care instructions, and lines without a key."""

from __future__ import annotations

import pytest

from description.ingest import Field, from_json, parse
from tests.product_data import statements_of


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("Frabe", Field.COLOUR),
        ("Obermaterail", Field.MATERIAL),
        ("Verschuss", Field.CLOSURE),
        ("Matterial", Field.MATERIAL),
        ("Obermat.", Field.MATERIAL),
        ("Außenmat.", Field.MATERIAL),
        ("Verschl.", Field.CLOSURE),
        ("Pflegehinw.", Field.CARE),
        ("Mat.", Field.MATERIAL),
        ("color", Field.COLOUR),
        ("Item Colour", Field.COLOUR),
        ("Supplier Color", Field.COLOUR),
        ("Lieferantenfarbe", Field.COLOUR),
        ("Ware", Field.MATERIAL),
        ("custom.material", Field.MATERIAL),
        ("item", Field.NAME),
        ("Narbe", Field.OTHER),
        ("Lange", Field.OTHER),
        ("Grüße", Field.OTHER),
        ("Innen.", Field.LINING),
        ("Frm", Field.OTHER),
        ("Herstellungsart", Field.FEATURES),
        ("Produktionsart", Field.OTHER),
        ("Frb.", Field.COLOUR),
        ("Xyz.", Field.OTHER),
    ],
)
def test_a_key_is_matched_if_only_one_known_key_fits(key: str, field: Field) -> None:
    assert parse(f"Marke: Zero\n{key}: Leinen").statements[1].field is field


def test_a_product_is_a_type_if_the_vocabulary_knows_it_and_else_a_name() -> None:
    assert statements_of(parse("product: dress\nbrand: Zero"))[0] == "type: dress"
    assert statements_of(parse("product: Glow Up 9\nbrand: Zero"))[0] == "name: Glow Up 9"
    assert statements_of(parse("Ware: Hose\nMarke: Zero"))[0] == "type: Hose"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Bleichen: nein", "nicht bleichen"),
        ("Trockner: nein", "nicht in den Trockner"),
        ("Bügeln: ja", "bügeln"),
        ("Chemische Reinigung: nicht erlaubt", "nicht chemisch reinigen"),
        ("Trocknergeeignet: Ja", "trocknergeeignet"),
        ("Waschbar: Nein", "nicht waschen"),
        ("Handwäsche: ja", "Handwäsche"),
        ("Bügeln: mäßig heiß", "mäßig heiß"),
    ],
)
def test_care_columns_with_yes_or_no_are_readable(line: str, value: str) -> None:
    statement = parse(f"Marke: Zero\n{line}").statements[1]
    assert (statement.field, statement.values) == (Field.CARE, (value,))


def test_a_feature_includes_the_thing_named_by_its_key() -> None:
    data = parse("Kapuze: abzippbar\nDetails: weich\nBund: Gummibund\nHenkel: Ja\nBesonderheit: Kapuze")
    assert [(statement.part, statement.values) for statement in data.statements] == [
        ("Kapuze", ("abzippbar",)),
        ("", ("weich",)),
        ("Bund", ("Gummibund",)),
        ("", ("Henkel",)),
        ("", ("Kapuze",)),
    ]


@pytest.mark.parametrize("line", ["Rock", "Lederjacke", "Jeans", "• Strickkleid"])
def test_a_line_that_names_a_type_is_the_type_when_nothing_else_is(line: str) -> None:
    data = parse(f"Marke: Zero\n{line}\nweich\nGröße: M")
    assert statements_of(data)[1:3] == [f"type: {line.removeprefix('• ')}", "features: weich"]


def test_a_type_beside_another_one_is_a_feature() -> None:
    for other in ("Produktart: Kleid", "Artikelname: Kleid Emma", "Artikelname: Sommerkleid Lotte, rot"):
        assert "features: Gürtel" in statements_of(parse(f"{other}\nGürtel\nFarbe: rot"))
    assert statements_of(parse("Marke: Zero\nGürtel\nKleid"))[1:] == ["features: Gürtel", "type: Kleid"]
    assert statements_of(parse("Rock\nProduktart: Minirock"))[0] == "type: Rock"


def test_type_colour_and_material_without_a_key_are_recognised_unless_given_elsewhere() -> None:
    assert statements_of(parse("Marke: Zero\nDamen Pumps rot\nLeder")) == [
        "brand: Zero",
        "audience: Damen",
        "type: Pumps",
        "colour: rot",
        "material: Leder",
    ]
    assert statements_of(parse("Farbe: blau\nrot\nObermaterial: Leder\nWolle")) == [
        "colour: blau",
        "features: rot",
        "material: Leder",
        "features: Wolle",
    ]


def test_a_name_after_a_type_is_not_part_of_it() -> None:
    assert statements_of(parse("Kleid Emma\nMarke: Zero"))[0] == "name: Kleid Emma"


def test_a_name_with_a_model_in_quotes_is_a_name() -> None:
    assert parse('Artikelbezeichnung: Handtuch-Set "Lifestyle"\nMarke: Zero').statements[0].field is Field.NAME


def test_a_composition_among_features_is_the_material() -> None:
    for text in ("Details:\n• knielang\n• 100% Viskose", "Details: knielang, 100% Viskose"):
        assert set(statements_of(parse(text))) == {"features: knielang", "material: Viskose"}


def test_a_yes_to_a_certificate_is_a_certificate() -> None:
    statement = from_json({"Marke": "Zero", "OEKO-TEX® Standard 100": True}).statements[1]
    assert statement.field is Field.CERTIFICATE
