"""Materials with percentages and parts, and numbers with units."""

from __future__ import annotations

from decimal import Decimal

import pytest

from description.ingest import Field, Measure, Share, parse

BLEND = (Share("Baumwolle", Decimal(95)), Share("Elasthan", Decimal(5)))


@pytest.mark.parametrize(
    "text",
    [
        "95 % Baumwolle, 5 % Elasthan",
        "95% Baumwolle 5% Elasthan",
        "95%Baumwolle,5%Elasthan",
        "95 % Baumwolle / 5 % Elasthan",
        "95% Baumwolle; 5% Elasthan",
        "95 % Baumwolle und 5 % Elasthan",
        "Baumwolle 95%, Elasthan 5%",
        "Baumwolle (95%), Elasthan (5%)",
        "aus 95 % Baumwolle, 5 % Elasthan",
        "95,0 % Baumwolle, 5,0 % Elasthan",
        "95\u202f% Baumwolle, 5\u202f% Elasthan",
    ],
)
def test_a_blend_is_parsed_in_any_spelling(text: str) -> None:
    (statement,) = parse(f"Material: {text}").statements
    assert (statement.shares, statement.values) == (BLEND, ("Baumwolle", "Elasthan"))


@pytest.mark.parametrize(
    "text",
    [
        "Oberstoff: 95 % Baumwolle, 5 % Elasthan; Futter: 100 % Polyester",
        "Material: Oberstoff: 95 % Baumwolle, 5 % Elasthan; Futter: 100 % Polyester",
        "Material: Oberstoff: 95% Baumwolle, 5% Elasthan, Futter: 100% Polyester",
        "Oberstoff 95 % Baumwolle, 5 % Elasthan, Futter 100 % Polyester",
        "Material: 95 % Baumwolle, 5 % Elasthan (Oberstoff), 100 % Polyester (Futter)",
        "Oberstoff: 95 % Baumwolle, 5 % Elasthan<br>Futter: 100 % Polyester",
    ],
)
def test_the_parts_of_a_composition_are_separate_statements(text: str) -> None:
    data = parse(text)
    assert [(statement.field, statement.shares) for statement in data.statements] == [
        (Field.MATERIAL, BLEND),
        (Field.LINING, (Share("Polyester", Decimal(100)),)),
    ]
    assert [statement.key for statement in data.statements] == ["Oberstoff", "Futter"]
    assert data.conflicts == ()


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("Ärmel: 100 % Polyamid", "Ärmel"),
        ("Material Ärmel: 100 % Polyamid", "Ärmel"),
        ("Ärmelmaterial: Polyamid", "Ärmel"),
        ("Obermaterial Rückenteil: Polyamid", "Rückenteil"),
        ("Kapuzenfutter: Polyamid", "Kapuzenfutter"),
        ("Futter Kapuze: Polyamid", "Futter Kapuze"),
        ("Bündchen: 100 % Polyamid", "Bündchen"),
        ("Spitzenbesatz: Polyamid", "Spitzenbesatz"),
    ],
)
def test_the_material_of_another_part_names_the_part(line: str, part: str) -> None:
    (statement,) = parse(line).statements
    assert (statement.field, statement.part, statement.values) == (Field.PART_MATERIAL, part, ("Polyamid",))


def test_the_shape_of_a_part_is_not_a_material() -> None:
    (statement,) = parse("Bund: Gummibund").statements
    assert (statement.field, statement.shares) == (Field.FEATURES, ())


@pytest.mark.parametrize(
    ("line", "measures"),
    [
        ("Absatzhöhe: 4,5 cm", [("4.5", None, "cm", False)]),
        ("Absatzhöhe in cm: 2,5", [("2.5", None, "cm", False)]),
        ("Absatzhöhe (mm): 45", [("45", None, "mm", False)]),
        ("ABSATZHOEHE: CA. 45 MM", [("45", None, "mm", True)]),
        ("Absatzhöhe ca.: 4,5 cm", [("4.5", None, "cm", True)]),
        ("Absatzhöhe: 4–6 cm", [("4", "6", "cm", False)]),
        ("Schafthöhe: 4 cm bis 6 cm", [("4", "6", "cm", False)]),
        ("Schaftweite ca. 38 cm bei Größe 37", [("38", None, "cm", True)]),
        ("Gewicht: 1.250 g", [("1250", None, "g", False)]),
        ("Volumen: 6,5 Liter", [("6.5", None, "l", False)]),
        ("Pflege: waschbar bis 30 °C", [("30", None, "°C", False)]),
        ("Maße (BxH): 30 x 20 cm", [("30", None, "cm", False), ("20", None, "cm", False)]),
        ("Grammatur: 450 g/m²", [("450", None, "g/m²", False)]),
        ("Wassersäule: 10.000 mm", [("10000", None, "mm", False)]),
        ("Ärmel: 3/4-Arm", []),
        ("Artikelnummer: 536.514.002", []),
    ],
)
def test_numbers_in_german_notation_are_parsed(line: str, measures: list[tuple[str, str | None, str, bool]]) -> None:
    (statement,) = parse(line).statements
    assert statement.measures == tuple(
        Measure(Decimal(low), Decimal(high) if high else None, unit, about) for low, high, unit, about in measures
    )
