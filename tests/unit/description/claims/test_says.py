"""Each finding states in one German sentence what the text says, what the data says, and where."""

from __future__ import annotations

import re

import pytest

from description.claims import ClaimChecker
from description.evidence import Evidence, PhotoTag
from description.ingest import parse
from tests.unit.description.claims.traps import articles

JACKET = """Artikelart: Jacke
Marke: Gemini
Obermaterial: Leder
Futter: Textil
Kapuze: abnehmbar
Gürtel: fest
Farbe: rot
Farbe (Kragen): schwarz
Taschen: 2 Innentaschen
Pflege: nicht bügeln, Maschinenwäsche 30 °C
Verschluss: Reißverschluss hinten
Maße (B×H×T): 30 × 20 × 10 cm
Absatzhöhe: 6 cm
Größe: 38
Ärmel: teilweise gefüttert
Lieferumfang: 2 Bezüge, 1 Laken
Ursprungsland: Italien"""
MIXED = "Artikel: Hose\nMaterial: 60 % Baumwolle, 40 % Polyester\nFüllung: 90 % Daunen\nFutter: ungefüttert"

CASES = [
    (JACKET, "Der Gürtel ist abnehmbar.", "der Gürtel sei abnehmbar; die Daten sagen „Gürtel: fest“ (Feld Gürtel)"),
    (JACKET, "Mit abnehmbarem Gürtel.", "der Gürtel sei abnehmbar; die Daten sagen „Gürtel: fest“ (Feld Gürtel)"),
    (JACKET, "Das Futter ist aus Leder.", "das Futter sei aus Leder; die Daten sagen „Futter: Textil“ (Feld Futter)"),
    (JACKET, "Futter ganz aus Leder.", "das Futter sei ganz aus Leder; die Daten sagen „Futter: Textil“ (Feld Futter)"),
    (
        JACKET,
        "Jacke aus Seide.",
        "der Artikel sei aus Seide; die Daten sagen „Obermaterial: Leder“ (Feld Obermaterial)",
    ),
    (JACKET, "Der Kragen ist rot.", "der Kragen sei rot; die Daten sagen „Farbe (Kragen): schwarz“ (Feld Farbe)"),
    (JACKET, "Eine blaue Jacke.", "die Jacke sei blau; die Daten sagen „Farbe: rot“ (Feld Farbe)"),
    (
        JACKET,
        "Die Jacke ist 10 cm breit.",
        "der Artikel habe eine Breite von 10 cm; die Daten sagen „Maße (B×H×T): 30 × 20 × 10 cm“ (Feld Maße)",
    ),
    (JACKET, "Absatzhöhe 38 mm.", "; die Daten sagen „Absatzhöhe: 6 cm“ (Feld Absatzhöhe)"),
    (JACKET, "Zwei Laken.", "es gebe 2 Laken; die Daten sagen „Lieferumfang: 2 Bezüge, 1 Laken“ (Feld Lieferumfang)"),
    (
        JACKET,
        "Mit drei Innentaschen.",
        "es gebe 3 Innentaschen; die Daten sagen „Taschen: 2 Innentaschen“ (Feld Taschen)",
    ),
    (
        JACKET,
        "Der Reißverschluss sitzt vorn.",
        "der Reißverschluss sei vorn; die Daten sagen „Verschluss: Reißverschluss hinten“ (Feld Verschluss)",
    ),
    (
        JACKET,
        "Die Jacke wird vorn geschlossen.",
        "der Verschluss sei vorn; die Daten sagen „Verschluss: Reißverschluss hinten“ (Feld Verschluss)",
    ),
    (
        JACKET,
        "Die Jacke darf gebügelt werden.",
        "dürfe gebügelt werden; die Daten sagen „Pflege: nicht bügeln, Maschinenwäsche 30 °C“ (Feld Pflege)",
    ),
    (JACKET, "Nicht in der Maschine waschen.", "der Artikel dürfe nicht in der Maschine gewaschen werden; die Daten"),
    (
        JACKET,
        "Komplett gefütterte Ärmel.",
        "sei ganz gefüttert; die Daten sagen „Ärmel: teilweise gefüttert“ (Feld Ärmel)",
    ),
    (JACKET, "Jacke von Caprice.", "die Marke sei Caprice; die Daten sagen „Marke: Gemini“ (Feld Marke)"),
    (JACKET, "Ein Mantel.", "der Artikel sei ein Mantel; die Daten sagen „Artikelart: Jacke“ (Feld Artikelart)"),
    (JACKET, "Ohne Kapuze.", "der Artikel habe keine Kapuze; die Daten sagen „Kapuze: abnehmbar“ (Feld Kapuze)"),
    (
        JACKET,
        "Mit Knöpfen.",
        "der Artikel habe Knöpfe; die Daten sagen „Verschluss: Reißverschluss hinten“ (Feld Verschluss)",
    ),
    (JACKET, "In Größe 40.", "die Größe sei 40; die Daten sagen „Größe: 38“ (Feld Größe)"),
    (JACKET, "Wasserdichte Jacke.", "die Jacke sei wasserdicht; davon steht in keinem Feld der Daten etwas"),
    (JACKET, "Mit Trittdämpfung.", "der Artikel habe eine Trittdämpfung; davon steht in keinem Feld der Daten etwas"),
    (
        JACKET,
        "Sie kommt aus Portugal.",
        "der Artikel komme aus Portugal; die Daten sagen „Ursprungsland: Italien“ (Feld Ursprungsland)",
    ),
    (
        MIXED,
        "40 % Baumwolle.",
        "zu 40 % aus Baumwolle; die Daten sagen „Material: 60 % Baumwolle, 40 % Polyester“ (Feld Material)",
    ),
    (MIXED, "Ganz aus Baumwolle.", "der Artikel sei ganz aus Baumwolle; die Daten sagen „Material: 60 % Baumwolle"),
    (
        MIXED,
        "Hauptsächlich aus Polyester.",
        "der Artikel sei überwiegend aus Polyester; die Daten sagen „Material: 60 %",
    ),
    (
        MIXED,
        "Die Füllung besteht zu 80 % aus Daunen.",
        "aus Daunen; die Daten sagen „Füllung: 90 % Daunen“ (Feld Füllung)",
    ),
    (MIXED, "Die Hose ist gefüttert.", "die Hose sei gefüttert; die Daten sagen „Futter: ungefüttert“ (Feld Futter)"),
]


@pytest.mark.parametrize(("data", "text", "sentence"), CASES)
def test_a_finding_names_both_statements_and_the_field(data: str, text: str, sentence: str) -> None:
    (message,) = [finding.message for finding in ClaimChecker(Evidence(parse(data))).check(text).rejected]
    assert message.startswith("Der Text sagt, ")
    assert sentence in message


def test_a_conflict_names_both_values() -> None:
    (found,) = ClaimChecker(Evidence(parse("Artikel: Hose\nFarbe: blau\nFarbe: grün"))).check("In Blau.").findings
    assert found.message == (
        "Der Text sagt, der Artikel sei blau; die Daten widersprechen sich: "
        "„Farbe: blau“ (Feld Farbe) und „Farbe: grün“ (Feld Farbe)."
    )


def test_what_a_photo_contradicts_names_the_photo() -> None:
    tags = (PhotoTag("front.jpg", "front", "colour", "green", "Grün", 0.95),)
    (found,) = ClaimChecker(Evidence(parse("Artikel: Hose\nFarbe: blau"), tags)).check("Blaue Hose.").findings
    assert found.message == (
        "Der Text sagt, die Hose sei blau; die Daten sagen „Farbe: blau“ (Feld Farbe), "
        "aber Foto front.jpg: Grün (95 %) zeigt etwas anderes."
    )


def test_every_message_of_the_trap_set_is_one_sentence() -> None:
    for article in articles():
        checker = ClaimChecker(article.facts)
        for trap in article.traps:
            for finding in checker.check(trap.text).rejected:
                own = re.sub(r"„.*?“|(?<=\d)\.(?=\d)", "", finding.message)
                assert re.fullmatch(r"Der Text sagt[^.!?]*; (?:die Daten|davon)[^.!?]*\.", own), finding.message
