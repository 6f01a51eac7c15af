"""What the article and its parts are made of, and how that is."""

from __future__ import annotations

import pytest

from tests.unit.description.writers.checked_text import NOMINAL, checked_text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("Obermaterial: Leder und Textil (recycelt)", "Obermaterial aus Leder und recyceltem Textil."),
        ("Obermaterial: Leder, geölt", "Obermaterial aus geöltem Leder."),
        ("Obermaterial: Stretch-Velours (Textil)", "Obermaterial aus Stretch-Velours (Textil)."),
        ("Laufsohle: Gummi, profiliert", "Profilierte Laufsohle aus Gummi."),
        ("Decksohle: Textil, herausnehmbar", "Herausnehmbare Decksohle aus Textil."),
        ("Fußbett: Kork, mit Leder bezogen", "Mit Leder bezogenes Fußbett aus Kork."),
        ("Fußbett: Kork, gepolstert, herausnehmbar", "Gepolstertes und herausnehmbares Fußbett aus Kork."),
        ("Laufsohle: Leichtlaufsohle aus EVA", "Leichtlaufsohle aus EVA."),
    ],
)
def test_what_stands_beside_a_material_is_said_of_it_or_of_its_part(lines: str, text: str) -> None:
    written = checked_text(f"Artikel: Slipper\nMarke: Adele\n{lines}", NOMINAL, article="1")
    assert written == f"Slipper von Adele. {text}"


def test_a_share_keeps_its_own_adjective() -> None:
    data = "Artikel: Pullover\nMarke: Adele\nFarbe: rot\nMaterial: 70 % Baumwolle, 30 % Polyester (recycelt)"
    assert "aus 70 % Baumwolle und 30 % recyceltem Polyester" in checked_text(data, article="1")


def test_parts_of_one_number_share_a_verb_and_the_others_have_another() -> None:
    data = (
        "Artikel: Slipper\nMarke: Adele\nFarbe: rot\nObermaterial: Leder\nFutter: Textil\nDecksohle: Textil\n"
        "Laufsohle: Gummi\nVerschluss: Schnürung\nSchuhspitze: rund"
    )
    text = checked_text(data, article="4")
    assert "Das Obermaterial besteht aus Leder, die Laufsohle aus Gummi, Futter und Decksohle sind aus Textil." in text
