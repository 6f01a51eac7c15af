"""Where in the input a statement stands."""

from __future__ import annotations

import json

import pytest

from bildtext_cli.places import of_cells, of_input
from description.ingest import from_row, parse


def places_of(text: str) -> list[str]:
    places = of_input(text)
    return [places.of(statement.key, statement.text) for statement in parse(text).statements]


def test_lines_and_columns_are_those_of_the_value() -> None:
    text = "Marke: Zero\n\n- Farbe: rot\nMaterial: Oberstoff: 100% Wolle; Futter: 100% Seide"
    assert places_of(text) == ["line 1, column 8", "line 3, column 10", "line 4, column 22", "line 4, column 42"]


def test_a_value_that_stands_twice_has_two_places() -> None:
    text = "Typ: Stiefel\nFutter: Leder\nInnenfutter: Leder\nFutter: Textil"
    assert places_of(text)[1:] == ["line 2, column 9", "line 3, column 14", "line 4, column 9"]


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"Marke": "Zero", "Farbe": "rot"}, "$.Farbe"),
        (
            {"attributes": [{"name": "Marke", "value": "Zero"}, {"name": "Farbe", "value": "rot"}]},
            "$.attributes[1].value",
        ),
        ({"Marke": "Zero", "color": {"de": "rot"}}, "$.color.de"),
        ({"Marke": "Zero", "a b": {"Farbe": "rot"}}, "$['a b'].Farbe"),
        ({"Marke": "Zero", "Farbe": ["rot", "blau"]}, "$.Farbe[0]"),
    ],
)
def test_json_paths_are_those_of_the_value(value: object, place: str) -> None:
    text = json.dumps(value)
    assert places_of(text)[1] == place


def test_pasted_text_within_json_has_its_own_lines() -> None:
    places = of_input(json.dumps({"data_text": "Marke: Zero\nFarbe: rot"}))
    assert places.of("Farbe", "rot") == "$.data_text, line 2, column 8"


def test_cells_have_the_line_and_the_column_of_a_spreadsheet() -> None:
    cells = [("Marke", "Zero"), ("Farbe", "rot"), *((f"X{at}", str(at)) for at in range(30)), ("Material", "Leinen")]
    places = of_cells(7, cells)
    found = [places.of(statement.key, statement.text) for statement in from_row(cells).statements]
    assert (found[0], found[1], found[-1]) == (
        "line 7, column A (Marke)",
        "line 7, column B (Farbe)",
        "line 7, column AG (Material)",
    )


def test_what_is_not_in_the_input_has_no_place() -> None:
    assert of_input("Marke: Zero").of("Farbe", "rot") == ""
