"""What a text states, not which words it has: its part, axis, count, side and polarity are those of the data."""

from __future__ import annotations

import pytest

from tests.unit.description.claims.checking import flagged


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Artikelart: Jacke / Pflege: nicht bügeln", "Die Jacke kann man bügeln."),
        ("Marke: Gemini / Kapuze: abnehmbar / Gürtel: fest", "Der Gürtel ist abnehmbar."),
        ("Artikelart: Tasche / Maße (B×H×T): 30 × 20 × 10 cm", "Die Tasche ist 10 cm breit."),
        ("Marke: Gemini / Lieferumfang: 2 Bezüge, 1 Laken", "Zwei Laken."),
        ("Artikelart: BH / Verschluss: Haken und Ösen", "Der BH wird vorn geschlossen."),
        ("Marke: Gemini / Obermaterial: Leder/Mesh", "Obermaterial komplett aus Leder"),
        ("Marke: Gemini / Besonderheiten: weiche Polsterung, Wechselfußbett", "Das weiche Wechselfußbett stützt."),
        ("Marke: Gemini / Kapuze: abnehmbar / Gürtel: fest", "Mit abnehmbarem Gürtel."),
        (
            "Marke: Gemini / Kapuze: abnehmbar / Gürtel: fest",
            "Der Gürtel, der sich abnehmen lässt, sitzt in der Taille.",
        ),
        ("Marke: Gemini / Maße (B×H×T): 30 × 20 × 10 cm", "Mit einer Breite von 20 cm."),
        ("Artikelart: Tasche / Breite: 30 cm / Höhe: 20 cm", "Die Tasche ist 30 cm hoch."),
        (
            "Artikelart: Hose / Pflege: Maschinenwäsche 30 °C, nicht bleichen, nicht trocknergeeignet",
            "Die Hose ist trocknergeeignet.",
        ),
        ("Marke: Gemini / Pflege: nicht bügeln", "Bügelbar."),
        ("Marke: Gemini / Pflege: nicht in den Trockner", "Sie darf in den Trockner."),
        ("Marke: Gemini / Verschluss: Reißverschluss hinten", "Mit Reißverschluss vorn."),
        ("Marke: Gemini / Verschluss: seitlicher Reißverschluss", "Der Reißverschluss sitzt hinten."),
        ("Marke: Gemini / Material: 60 % Baumwolle, 40 % Polyester", "Mit 40 % Baumwolle."),
        ("Marke: Gemini / Material: 60 % Baumwolle, 40 % Polyester", "Ganz aus Baumwolle."),
        ("Marke: Gemini / Ärmel: lang / Kragen: rund", "Der Kragen ist lang."),
        ("Marke: Gemini / Absatzhöhe: 6 cm / Schafthöhe: 30 cm", "Der Schaft ist 6 cm hoch."),
        ("Marke: Gemini / Größe: 38 / Absatzhöhe: 6 cm", "Absatzhöhe 38 mm."),
    ],
)
def test_a_value_of_something_else_is_a_finding(data: str, text: str) -> None:
    assert flagged(data, text) != []


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Marke: Gemini / Futter und Decksohle: Leder", "innen ganz aus Leder"),
        ("Marke: Gemini / Länge: 128 cm", "1,28 m lang"),
        (
            "Marke: Gemini / Taschen: 2 Eingrifftaschen, 2 aufgesetzte Gesäßtaschen",
            "vier Taschen: zwei zum Eingreifen vorn, zwei aufgesetzte am Gesäß",
        ),
        ("Marke: Gemini / Farbe: puder", "in sanftem Puderton"),
        ("Marke: Gemini / Verschluss: Haken und Ösen", "mit Häkchen und Ösen"),
        ("Marke: Gemini / Verstellbarkeit: 3fach", "drei Stufen"),
        ("Marke: Gemini / Besonderheit: Wendeoptik", "lässt sich wenden"),
        ("Marke: Gemini / Länge: 98 cm", "knapp einen Meter lang"),
        ("Marke: Gemini / Material: 50/50 Baumwolle/Polyester", "je zur Hälfte Baumwolle und Polyester"),
        ("Marke: Gemini / Material: 50 % Baumwolle, 50 % Polyester", "je zur Hälfte aus Baumwolle und Polyester"),
        ("Marke: Gemini / Besonderheit: frei von PFC", "ganz ohne PFC"),
        ("Marke: Gemini / Material: Baumwolle / Stoffart: Popeline", "aus Baumwollpopeline"),
        ("Marke: Gemini / Verschluss: 3 Klettriemen", "drei Riemen"),
        ("Artikelart: Schuh / Gewicht: 290 g pro Schuh (Gr. 38)", "ein Schuh wiegt in Größe 38 nur 290 g"),
        ("Marke: Gemini / Ärmel: 3/4-Arm", "dreiviertellange Ärmel"),
        ("Marke: Gemini / Taschen: 3 mit Reißverschluss", "drei Taschen mit Reißverschluss"),
        ("Marke: Gemini / Volumen: 45 + 10 Liter", "45 Liter"),
        ("Schuhart: Pumps / Farbe: rot / Absatz: schwarz", "rote Pumps mit schwarzem Absatz"),
        ("Artikelart: Jacke / Pflege: nicht bügeln", "Die Jacke darf nicht gebügelt werden."),
        ("Marke: Gemini / Kapuze: abnehmbar / Gürtel: fest", "Die Kapuze ist abnehmbar."),
        ("Marke: Gemini / Kapuze: abnehmbar / Gürtel: fest", "Die Kapuze lässt sich abnehmen, der Gürtel ist fest."),
        (
            "Artikelart: Tasche / Maße (B×H×T): 30 × 20 × 10 cm",
            "Die Tasche ist 30 cm breit, 20 cm hoch und 10 cm tief.",
        ),
        ("Marke: Gemini / Maße (B×H×T): 30 × 20 × 10 cm", "Mit einer Höhe von 20 cm und 30 cm Breite."),
        ("Marke: Gemini / Lieferumfang: 2 Bezüge, 1 Laken", "Zwei Bezüge und ein Laken."),
        ("Artikelart: BH / Verschluss: Haken und Ösen hinten", "Der BH wird hinten geschlossen."),
        ("Artikelart: BH / Verschluss: Haken und Ösen", "Der BH wird mit Haken und Ösen geschlossen."),
        ("Marke: Gemini / Obermaterial: Leder/Mesh", "Obermaterial aus Leder und Mesh"),
        ("Marke: Gemini / Obermaterial: Leder", "Obermaterial komplett aus Leder"),
        ("Artikelart: Bluse / Pflege: bügeln bei mittlerer Temperatur", "Die Bluse lässt sich bügeln."),
    ],
)
def test_what_follows_from_the_data_is_no_finding(data: str, text: str) -> None:
    assert flagged(data, text) == []
