"""A whole article on one line, and keys that stand inside values."""

from __future__ import annotations

import pytest

from description.product_data import Field, parse
from description.product_data.model import ProductData


def said(data: ProductData) -> list[tuple[str, tuple[str, ...]]]:
    return [(entry.field.value, entry.values) for entry in data.entries]


@pytest.mark.parametrize("separator", ["; ", " | ", " // ", " · ", " • ", " - ", " – ", " / ", ", "])
def test_a_line_is_cut_where_a_part_begins_with_a_key(separator: str) -> None:
    line = separator.join(["Artikel: Bettlaken", "Marke: Kissenburg", "Farbe: ecru", "Größe: 180x200 cm"])
    assert said(parse(line)) == [
        ("type", ("Bettlaken",)),
        ("brand", ("Kissenburg",)),
        ("colour", ("ecru",)),
        ("dimensions", ("180x200 cm",)),
    ]


def test_keys_in_lower_case_and_keys_that_are_not_known_part_the_line_as_well() -> None:
    data = parse("marke: Kleiner Igel; artikel: Mützchen; material: 100% Wolle; bindebänder: ja; größe: 0-3 Monate")
    assert said(data) == [
        ("brand", ("Kleiner Igel",)),
        ("type", ("Mützchen",)),
        ("material", ("Wolle",)),
        ("features", ("Bindebänder",)),
        ("size", ("0-3 Monate",)),
    ]


def test_a_composition_keeps_its_commas() -> None:
    data = parse("Rock, Marke Jonte, Farbe: rot, Material: 95% Baumwolle, 5% Elasthan, Länge: mini")
    assert said(data) == [
        ("type", ("Rock",)),
        ("brand", ("Jonte",)),
        ("colour", ("rot",)),
        ("material", ("Baumwolle", "Elasthan")),
        ("length", ("mini",)),
    ]


def test_what_has_no_key_stands_for_itself_between_bars_and_stays_with_its_value_after_a_semicolon() -> None:
    assert said(parse("Marke: Zero | Kleid | Farbe: rot | knielang")) == [
        ("brand", ("Zero",)),
        ("type", ("Kleid",)),
        ("colour", ("rot",)),
        ("features", ("knielang",)),
    ]
    assert said(parse("Marke: Zero; Besonderheit: weich; leicht; Farbe: rot"))[1] == ("features", ("weich", "leicht"))


def test_prose_on_the_line_ends_where_a_bar_ends_it_and_nowhere_else() -> None:
    data = parse("Marke: Zero; Beschreibung: Ein Kleid; Farbe: passt immer")
    assert said(data) == [("brand", ("Zero",)), ("description", ("Ein Kleid; Farbe: passt immer",))]
    data = parse("Marke: Zero | Beschreibung: Ein Kleid. Farbe: toll | Farbe: rot")
    assert said(data)[2] == ("colour", ("rot",))


def test_an_address_of_a_page_is_not_cut() -> None:
    assert said(parse("Bild: https://shop.example/a.jpg; Marke: Zero"))[0] == (
        "other",
        ("https://shop.example/a.jpg",),
    )


def test_a_thing_with_a_yes_inside_a_value_is_a_statement_of_its_own() -> None:
    data = parse("Marke: Zero\nAusschnitt: Bindegürtel: ja\nKragen: Stehkragen, Schalkragen: nein")
    assert said(data)[1] == ("features", ("Bindegürtel",))
    assert data.values(Field.COLLAR) == ("Stehkragen",)


def test_parts_without_a_colon_have_compositions_of_their_own() -> None:
    data = parse("Material: Oberstoff 100% PU, Träger 80% Polyester, 20% Elasthan")
    assert [(e.field, e.key, e.part, e.values) for e in data.entries] == [
        (Field.MATERIAL, "Oberstoff", "", ("PU",)),
        (Field.PART_MATERIAL, "Träger", "Träger", ("Polyester", "Elasthan")),
    ]
    assert not data.conflicts


def test_two_whole_materials_without_a_part_are_still_a_conflict() -> None:
    assert parse("Material: 100% Baumwolle, 100% Polyester").conflicts


def test_a_line_of_keys_and_values_without_colons_is_cut_at_its_commas() -> None:
    assert said(parse("Marke Zero, Farbe rot, Material Baumwolle, Rock")) == [
        ("brand", ("Zero",)),
        ("colour", ("rot",)),
        ("material", ("Baumwolle",)),
        ("type", ("Rock",)),
    ]
