"""Qualified numbers ("knapp", "bis zu", "mehr als"), numbers in words, and the ends of ranges."""

from __future__ import annotations

import pytest

from tests.unit.description.claims.checking import flagged, is_found

BACKPACK = "Artikel: Rucksack / Höhe: 45 cm / Volumen: 22 Liter / Gewicht: 870 g / Laptopfach: bis 15,6 Zoll"
POT = "Artikel: Topf / Durchmesser: 24 cm / Höhe: 14 cm / Volumen: 5,5 l / Gewicht: 1,8 kg / Garantie: 24 Monate"
STRAP = "Artikel: Tasche / Schulterriemen: 110–130 cm"
TOY = "Artikel: Puzzle / Teile: 500 / Alter: ab 8 Jahren"
BODY = "Artikel: Babybody / Größen: 62–92"
BOOT = "Artikel: Stiefel / Temperatur: bis -15 °C"
SHOE = "Artikel: Schuh / Gewicht: 310 g pro Schuh"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (BACKPACK, "Zweiundzwanzig Liter passen hinein."),
        (BACKPACK, "Gut zwanzig Liter fasst der Rucksack."),
        (BACKPACK, "Er wiegt weniger als ein Kilo."),
        (BACKPACK, "Nicht einmal 900 Gramm bringt er auf die Waage."),
        (BACKPACK, "Laptops bis 15,6 Zoll finden Platz."),
        (BACKPACK, "Knapp einen halben Meter hoch ist der Rucksack."),
        (POT, "Fünfeinhalb Liter fasst der Topf."),
        (POT, "Knapp sechs Liter passen hinein."),
        (POT, "Keine zwei Kilo wiegt er."),
        (POT, "Zwei Jahre Garantie gibt es dazu."),
        (STRAP, "Der Schulterriemen misst zwischen 110 und 130 cm."),
        (STRAP, "Der Schulterriemen lässt sich auf höchstens 1,30 m verlängern."),
        (STRAP, "Der Schulterriemen ist mindestens 110 cm lang."),
        (TOY, "Fünfhundert Teile warten."),
        (TOY, "Ab acht Jahren geeignet."),
        (BODY, "Erhältlich ab Größe 62 bis Größe 92."),
        (BODY, "Es gibt ihn in den Größen 62 bis 92."),
        (BOOT, "Bis minus 15 Grad bleibt der Fuß trocken."),
        (SHOE, "Ein einzelner Schuh wiegt 310 g."),
        (SHOE, "Das Paar wiegt zusammen 620 g."),
    ],
)
def test_what_the_data_backs_is_no_finding(data: str, text: str) -> None:
    assert flagged(data, text) == []


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (BACKPACK, "Er fasst [knapp 20 Liter]."),
        (BACKPACK, "Er wiegt [mehr als ein Kilo]."),
        (BACKPACK, "Laptops [ab 15,6 Zoll] finden Platz."),
        (BACKPACK, "Rund [zwei Kilo] wiegt er."),
        (BACKPACK, "[Dreißig Liter] passen hinein."),
        (POT, "[Sechseinhalb Liter] fasst der Topf."),
        (POT, "Keine [anderthalb Kilo] wiegt er."),
        (POT, "[Drei Jahre] Garantie gibt es dazu."),
        (STRAP, "Der Schulterriemen ist [höchstens 110 cm] lang."),
        (STRAP, "Der Schulterriemen ist [mindestens 130 cm] lang."),
        (TOY, "Geeignet [bis 8 Jahre]."),
        (TOY, "Ab [sechs Jahren] geeignet."),
        (BODY, "Erhältlich [ab Größe 50]."),
        (BODY, "Erhältlich [ab Größe 92]."),
        (BODY, "Es gibt ihn [bis Größe 62]."),
        (BOOT, "Bis [minus dreißig Grad] bleibt der Fuß trocken."),
        (BOOT, "Bis [15 Grad] bleibt der Fuß trocken."),
        (SHOE, "Das Paar wiegt zusammen [310 g]."),
        (SHOE, "Der Schuh wiegt [620 g]."),
    ],
)
def test_a_false_number_is_found_at_its_place(data: str, text: str) -> None:
    assert is_found(data, text)
