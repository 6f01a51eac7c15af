"""Titles: whom an article is for, its model's name, and what stands beside its type; also in lines without a key."""

from __future__ import annotations

import pytest

from description.ingest import parse
from tests.product_data import statements_of


@pytest.mark.parametrize(
    ("title", "said"),
    [
        (
            "Titel: Regenjacke Damen mit abnehmbarer Kapuze, wasserdicht",
            {"audience: Damen", "features: abnehmbare Kapuze"},
        ),
        ("Titel: Regenjacke Damen, wasserdicht", {"type: Regenjacke", "features: wasserdicht"}),
        ("Titel: Unisex Hemd langarm", {"type: Hemd", "audience: Unisex", "sleeve: langarm"}),
        ("Titel: Wickelkleid Amalia", {"type: Wickelkleid", "name: Amalia"}),
        ("SNEAKER „Tilo“ – HERREN", {"type: SNEAKER", "name: Tilo", "audience: Herren"}),
        ("Umhängetasche Damen, rot", {"type: Umhängetasche", "audience: Damen", "colour: rot"}),
        ("Poloshirt Herren, 100 % Baumwolle, Kurzarm", {"type: Poloshirt", "material: Baumwolle", "sleeve: Kurzarm"}),
        ("Schulranzen-Set 5-tlg.", {"type: Schulranzen-Set"}),
    ],
)
def test_a_title_is_read(title: str, said: set[str]) -> None:
    for text in (f"{title}\nMarke: Adele", f"Marke: Adele\n{title}"):
        assert said <= set(statements_of(parse(text))), text


def test_a_part_is_no_title_beside_the_type() -> None:
    statements = statements_of(parse("Artikel: Kleid\nGürtel, abnehmbar"))
    assert "type: Gürtel" not in statements
    assert "features: abnehmbar" in statements


def test_the_end_of_a_type_is_no_name() -> None:
    assert not any(each.endswith("name: Zimmerer") for each in statements_of(parse("Artikel: Bundhose Zimmerer")))


@pytest.mark.parametrize("separator", [" | ", "; "])
def test_pieces_of_one_line_need_no_colons(separator: str) -> None:
    line = separator.join(["Cargohose Herren", "Farbe sand", "100 % Baumwolle", "Bund m. Kordelzug", "Marke Adele"])
    said = set(statements_of(parse(line)))
    assert {"type: Cargohose", "colour: sand", "material: Baumwolle", "brand: Adele"} <= said


def test_the_first_comma_may_part_a_title_from_a_key() -> None:
    assert "brand: Basisgut" in statements_of(parse("Herren Retroshorts, Marke: Basisgut\nFarbe: rot"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Maße B x H x T: 22 x 12 x 5 cm", "dimensions: 22 x 12 x 5 cm"),
        ("ca. 26x20x9 cm", "dimensions: ca. 26x20x9 cm"),
        ("Höhe: wadenhoch", "length: wadenhoch"),
        ("Einsatz: Wandern", "occasion: Wandern"),
        ("OM: Leder", "material: Leder"),
        ("Halbarm", "sleeve: Halbarm"),
    ],
)
def test_a_line_is_read(line: str, said: str) -> None:
    assert said in statements_of(parse(f"Artikel: Kleid\n{line}"))
