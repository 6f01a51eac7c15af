"""Short notations of compositions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bildtext.errors import InvalidProductData
from description.ingest import Field, parse
from description.ingest.countries import countries, country
from description.ingest.notations import spelled_out

PIECES = st.sampled_from(
    ["45", " ", "%", "WO", "PC", "/", ",", "Wolle", "Seide", "je ", ":", "100", "und", "innen", "(", ")"]
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("45 WO 35 PC 20 PA", "45 % Wolle 35 % Polyacryl 20 % Polyamid"),
        ("98%CO 2%EL", "98 % Baumwolle 2 % Elasthan"),
        ("CO 95% EA 5%", "95 % Baumwolle 5 % Elasthan"),
        ("Oberstoff 65PES/35CO", "Oberstoff 65 % Polyester/35 % Baumwolle"),
        ("Baumwolle/Elasthan 95/5", "95 % Baumwolle, 5 % Elasthan"),
        ("60/40 Baumwolle/Polyester", "60 % Baumwolle, 40 % Polyester"),
        ("CO/EA 95/5", "95 % Baumwolle, 5 % Elasthan"),
        ("70 Baumwolle, 30 Viskose", "70 % Baumwolle, 30 % Viskose"),
        ("Baumwolle: 70%, Viskose: 30%", "Baumwolle 70%, Viskose 30%"),
        ("je 50% Wolle und Seide", "50 % Wolle, 50 % Seide"),
        ("Baumwolle/Elasthan 95/6", "Baumwolle/Elasthan 95/6"),
        ("Baumwolle 95/5", "Baumwolle 95/5"),
        ("70 Baumwolle, 40 Viskose", "70 Baumwolle, 40 Viskose"),
        ("je 40% Wolle und Seide", "je 40% Wolle und Seide"),
        ("Futter: 100% Polyester", "Futter: 100% Polyester"),
        ("Spitze: 90% Polyamid", "Spitze: 90% Polyamid"),
        ("38 CM breit", "38 CM breit"),
        ("Leder", "Leder"),
    ],
)
def test_a_notation_is_spelled_out_only_when_it_is_one(written: str, read: str) -> None:
    assert spelled_out(written) == read


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_any_mixture_of_notations_is_read_or_refused(text: str) -> None:
    try:
        data = parse(f"Typ: Hemd\nMaterial: {text}")
    except InvalidProductData:
        return
    assert all(statement.values for statement in data.statements)


def test_the_statement_keeps_the_text_as_it_was_written() -> None:
    (_, statement) = parse("Typ: Hemd\nMaterial: 45 WO 55 PC").statements
    assert (statement.text, statement.values) == ("45 WO 55 PC", ("Wolle", "Polyacryl"))


def test_sides_are_the_outer_material_and_the_lining() -> None:
    data = parse("Typ: Mütze\nMaterial: außen 100% Polyacryl, innen 100% Fleece")
    assert data.values(Field.MATERIAL) == ("Polyacryl",)
    assert data.values(Field.LINING) == ("Fleece",)
    assert parse("Typ: Tasche\nInnen: zwei Fächer").values(Field.FEATURES) == ("zwei Fächer",)


def test_a_fabric_before_its_fibres_is_kept_with_them() -> None:
    for text in ("Tweed: 60% Wolle, 40% Seide", "Tweed (60% Wolle, 40% Seide)", "Tweed 60% Wolle, 40% Seide"):
        assert parse(f"Typ: Blazer\nMaterial: {text}").values(Field.MATERIAL) == ("Tweed", "Wolle", "Seide")


@pytest.mark.parametrize(
    ("text", "name"), [("CN", "China"), ("CHN", "China"), ("China", "China"), ("Italy", "Italien"), ("Leder", "")]
)
def test_a_country_is_known_by_its_codes_and_names(text: str, name: str) -> None:
    assert country(text) == name


def test_countries_are_found_within_other_words() -> None:
    assert countries("Made in Italy") == {"Italien"}
    assert countries("Deutschland (Bayern)") >= {"Deutschland"}
    assert countries("konventionell") == frozenset()
