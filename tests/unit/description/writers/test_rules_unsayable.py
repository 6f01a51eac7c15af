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
        ("Absatz: gold", "gold"),
        ("Reflektoren: Oberschenkel", "Oberschenkel"),
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
        ("Taschen: Latz-, Knie- und Seitentaschen", "Latztaschen"),
        ("Kapuze mit Druckknöpfen abnehmbar", "abnehmbarer Kapuze mit Druckknöpfen"),
        ("Verschluss: umlaufender Reißverschluss, Druckknöpfe am Kragen", "Reißverschluss und Druckknöpfe"),
        ("UV-Schutz: 50+", "UV-Schutz 50+"),
        ("Maße: 75 x 90 cm (B x L)", "(B x L)"),
        ("Anlass: Hochzeit, festlich", "Hochzeit und festliche Anlässe"),
        ("Farbe: Schwarz, Rosa geringelt, Grau mit Herzen", "Schwarz, Rosa geringelt und Grau mit Herzen"),
        ("Kartenfächer: 12", "12 Kartenfächer"),
        ("Zielgruppe: Unisex", "für Damen und Herren"),
    ],
)
def test_it_is_said_as_german_says_it(line: str, said: str) -> None:
    assert said in checked_text(f"Artikel: Jacke\nMarke: Adele\n{line}", NOMINAL, article="1")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Kapuze: im Kragen verstaubar", "Die Kapuze ist im Kragen verstaubar."),
        ("Gewicht: 200 g/m²", "Flächengewicht von 200 g/m²"),
        ("Passform: normale Passform", "n normaler Passform geschnitten"),
        ("Beinlänge: 70 cm, 80 cm", "in den Beinlängen 70 cm und 80 cm erhältlich"),
        ("Pflege: liegend trocknen, nicht bügeln", "liegend trocknen und nicht bügeln"),
        ("Pflege: maschinenwaschbar, 30 °C", "bei 30 °C in der Maschine waschbar"),
        ("Herstellung: In Italien gestrickt", "in Italien gestrickt"),
        ("Nickelfrei: ja", "nickelfrei"),
    ],
)
def test_it_is_said_in_a_sentence(line: str, said: str) -> None:
    assert said in checked_text(f"Artikel: Jacke\nMarke: Adele\n{line}", article="1")
