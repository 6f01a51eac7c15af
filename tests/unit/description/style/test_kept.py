"""Whether a text keeps the instructions about its form."""

from __future__ import annotations

import pytest

from description.style import instructions_of, not_kept
from tests.reference_request import CAPRICE

LIST = "- Slipper\n- Obermaterial: Leder\n- Weite G"


@pytest.mark.parametrize(
    ("prompt", "text", "broken"),
    [
        ("maximal 3 Sätze", CAPRICE, "höchstens 3 Sätze oder Punkte"),
        ("höchstens 20 Wörter", CAPRICE, "höchstens 20 Wörter"),
        ("maximal 100 Zeichen", CAPRICE, "höchstens 100 Zeichen"),
        ("max. 6 Wörter pro Satz", CAPRICE, "höchstens 6 Wörter je Satz"),
        ("mindestens 80 Wörter", CAPRICE, "mindestens 80 Wörter"),
        ("Du-Form", CAPRICE, "Anrede mit „du“"),
        ("ohne Anrede", "So bleibst du trocken.", "keine Anrede"),
        ("als Liste", CAPRICE, "Liste"),
        ("Fließtext", LIST, "Fließtext"),
        ("Stichpunkte mit Häkchen", LIST, "„✓“ vor jedem Punkt"),
        ("ganze Sätze", CAPRICE, "ganze Sätze"),
        ("beginne mit dem Material", CAPRICE, "Material zuerst"),
        ("am Ende das Material", CAPRICE, "Material zuletzt"),
        ("beginne mit einer Frage", CAPRICE, "Beginn mit einer Frage"),
        ("ohne Weite", CAPRICE, "ohne Weite und Größe"),
        ("ohne Marke", CAPRICE, "ohne Marke"),
        ("keine Ausrufezeichen", "Ein Schuh!", "ohne Ausrufezeichen"),
        ("ohne Gedankenstriche", "Ein Schuh – bequem.", "ohne Gedankenstriche"),
    ],
)
def test_what_is_not_kept_is_named(prompt: str, text: str, broken: str) -> None:
    assert not_kept(text, instructions_of(prompt)) == (broken,)


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("maximal 5 Sätze, höchstens 31 Wörter, Telegrammstil, Fließtext", CAPRICE),
        ("ohne Pflegehinweise, ohne Herkunft, kein Ausrufezeichen, keine Anrede", CAPRICE),
        ("am Ende die Weite", CAPRICE),
        ("die Pflege zuerst", CAPRICE),  # it has none
        ("nicht mit der Marke beginnen, beginne mit der Artikelart", CAPRICE),
        ("als Liste, ohne Marke", LIST),
        ("Du-Form", "Entdecke den neuen Schuh."),
        ("", CAPRICE),
        ("maximal 1 Satz", ""),
    ],
)
def test_what_is_kept_is_not_named(prompt: str, text: str) -> None:
    assert not_kept(text, instructions_of(prompt)) == ()
