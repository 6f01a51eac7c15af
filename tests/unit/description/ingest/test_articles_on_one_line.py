"""A whole article on one line, and keys within values."""

from __future__ import annotations

import pytest

from description.ingest import Field, parse
from tests.product_data import statements_of


@pytest.mark.parametrize("separator", ["; ", " | ", " // ", " · ", " • ", " - ", " – ", " / ", ", "])
def test_a_line_is_split_where_a_part_begins_with_a_key(separator: str) -> None:
    line = separator.join(["Artikel: Bettlaken", "Marke: Kissenburg", "Farbe: ecru", "Größe: 180x200 cm"])
    assert statements_of(parse(line)) == [
        "type: Bettlaken",
        "brand: Kissenburg",
        "colour: ecru",
        "dimensions: 180x200 cm",
    ]


def test_lower_case_and_unknown_keys_split_the_line_too() -> None:
    data = parse("marke: Kleiner Igel; artikel: Mützchen; material: 100% Wolle; bindebänder: ja; größe: 0-3 Monate")
    assert statements_of(data) == [
        "brand: Kleiner Igel",
        "type: Mützchen",
        "material: Wolle",
        "features: Bindebänder",
        "size: 0-3 Monate",
    ]


def test_a_composition_keeps_its_commas() -> None:
    data = parse("Rock, Marke Jonte, Farbe: rot, Material: 95% Baumwolle, 5% Elasthan, Länge: mini")
    assert statements_of(data) == [
        "type: Rock",
        "brand: Jonte",
        "colour: rot",
        "material: Baumwolle + Elasthan",
        "length: mini",
    ]


def test_text_without_a_key_is_a_statement_between_bars_but_part_of_the_value_after_a_semicolon() -> None:
    assert statements_of(parse("Marke: Zero | Kleid | Farbe: rot | knielang")) == [
        "brand: Zero",
        "type: Kleid",
        "colour: rot",
        "features: knielang",
    ]
    assert statements_of(parse("Marke: Zero; Besonderheit: weich; leicht; Farbe: rot"))[1] == "features: weich + leicht"


def test_prose_on_the_line_ends_only_at_a_bar() -> None:
    data = parse("Marke: Zero; Beschreibung: Ein Kleid; Farbe: passt immer")
    assert statements_of(data) == ["brand: Zero", "type: Kleid", "description: Ein Kleid; Farbe: passt immer"]
    data = parse("Marke: Zero | Beschreibung: Ein Kleid. Farbe: toll | Farbe: rot")
    assert statements_of(data) == ["brand: Zero", "type: Kleid", "description: Ein Kleid. Farbe: toll", "colour: rot"]


def test_a_url_is_not_split() -> None:
    assert (
        statements_of(parse("Bild: https://shop.example/a.jpg; Marke: Zero"))[0] == "other: https://shop.example/a.jpg"
    )


def test_a_feature_with_a_yes_inside_a_value_is_a_separate_statement() -> None:
    data = parse("Marke: Zero\nAusschnitt: Bindegürtel: ja\nKragen: Stehkragen, Schalkragen: nein")
    assert statements_of(data)[1] == "features: Bindegürtel"
    assert data.values(Field.COLLAR) == ("Stehkragen",)


def test_parts_without_a_colon_have_their_own_compositions() -> None:
    data = parse("Material: Oberstoff 100% PU, Träger 80% Polyester, 20% Elasthan")
    assert [(e.field, e.key, e.part, e.values) for e in data.statements] == [
        (Field.MATERIAL, "Oberstoff", "", ("PU",)),
        (Field.PART_MATERIAL, "Träger", "Träger", ("Polyester", "Elasthan")),
    ]
    assert not data.conflicts


def test_two_whole_materials_without_a_part_are_still_a_conflict() -> None:
    assert parse("Material: 100% Baumwolle, 100% Polyester").conflicts


def test_keys_and_values_without_colons_are_split_at_commas() -> None:
    assert statements_of(parse("Marke Zero, Farbe rot, Material Baumwolle, Rock")) == [
        "brand: Zero",
        "colour: rot",
        "material: Baumwolle",
        "type: Rock",
    ]
