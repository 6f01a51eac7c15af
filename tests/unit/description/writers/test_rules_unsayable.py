"""What is no statement about the article, or is cut short, stays out of the text."""

from __future__ import annotations

import pytest

from tests.unit.description.writers.checked_text import NOMINAL, checked_text


@pytest.mark.parametrize(
    ("line", "left_out"),
    [
        ("Verpackung: Kartonschuber", "Karton"),
        ("Lieferung: Beutel, Pflegehinweis", "Lieferung"),
        ("Reflektierende Details: vorne, Ärmel", "Ärmel"),
        ("Hinweis: Brusttasche nicht vorhanden", "Brusttasche"),
        ("Ärmel: Taft", "Taft"),
        ("Ärmel: lang, bis Handgelenk", "Handgelenk"),
        ("Verschluss: Knöpfe, im Schritt 3 Druckknöpfe", "Schritt"),
        ("Trageart: in der Hand", "Hand"),
        ("Thermo: ja", "Thermo"),
        ("Besonderheit: S/M, L/XL", "XL"),
        ("Details: Innentasche: nein, nicht herausnehmbar", "herausnehmbar"),
        ("Anhänger: 3 (Herz, Stern, Mond)", "Stern"),
        ("Farben: 2x navy, 2x grau meliert", "meliert"),
        ("Farbe: gelb, Innenseite gestreift", "gestreift"),
        ("Farbe: weiß m. schwarzer Paspel", "m."),
        ("Armband: Leder, Breite 16 mm", "Breite"),
    ],
)
def test_it_is_left_out(line: str, left_out: str) -> None:
    assert left_out not in checked_text(f"Artikel: Jacke\nMarke: Adele\n{line}", NOMINAL, article="1")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Verschluss: Druckknöpfe 10", "mit Druckknöpfen."),
        ("Kragen: hoch mit Kinnschutz", "hohem Kragen mit Kinnschutz"),
        ("Farbe: creme, Kragen marineblau", "in Creme"),
        ("Farbe: creme, Kragen marineblau", "marineblauem Kragen"),
        ("Farbe: weiß/blau gestreift", "Gestreifte"),
        ("Polsterung: an Ferse, Zehen und Knöchel", "Polsterung an Ferse, Zehen und Knöchel"),
        ("Details: mit Haken, Spiegel und 3 Netzfächern", "Spiegel und drei Netzfächern"),
        ("Taschen: 2 Seitentaschen mit Knopf\nVerschluss: Knopf, Reißverschluss", "Knopf und Reißverschluss"),
        ("Details: Knopfleiste m. Blende, RV-Tasche", "Knopfleiste mit Blende"),
        ("Details: Knopfleiste m. Blende, RV-Tasche", "Reißverschlusstasche"),
        ("Ärmel: Raglan, lang", "langen Raglanärmeln"),
    ],
)
def test_it_is_said_as_german_says_it(line: str, said: str) -> None:
    assert said in checked_text(f"Artikel: Jacke\nMarke: Adele\n{line}", NOMINAL, article="1")
