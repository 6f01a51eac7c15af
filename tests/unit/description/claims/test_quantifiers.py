"""What is said of all, of some only or of one audience only."""

from __future__ import annotations

import pytest

from tests.unit.description.claims.checking import flagged, is_found


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (
            "Artikel: Wanderrucksack / Zielgruppe: Unisex / Volumen: 30 l",
            [
                "Der Rucksack eignet sich für Damen und Herren.",
                "Damen wie Herren tragen den Rucksack gern.",
            ],
        ),
        (
            "Artikel: Hausschuhe / Geschlecht: Damen und Herren / Material: Filz",
            [
                "Der Hausschuh ist für Damen und Herren gemacht.",
            ],
        ),
        (
            "Artikel: Damenbluse / Zielgruppe: Damen",
            [
                "Die Bluse wurde speziell für Damen entworfen.",
            ],
        ),
        (
            "Artikel: Regenhose / Nähte: Hauptnähte verschweißt / Farbe: Blau",
            [
                "Die Hauptnähte der Hose sind verschweißt.",
            ],
        ),
        (
            "Artikel: Regenhose / Nähte: vollständig verschweißt",
            [
                "Alle Nähte der Hose sind verschweißt.",
                "Jede Naht ist verschweißt.",
            ],
        ),
        (
            "Artikel: Organizer / Fächer: 6 Innenfächer, davon 3 mit Reißverschluss",
            [
                "Drei der Innenfächer haben einen Reißverschluss.",
            ],
        ),
        (
            "Artikel: Tischdecke / Waschen: 60 °C / Trockner: ja",
            [
                "Die Decke wird bei 60 Grad gewaschen.",
            ],
        ),
        (
            "Artikel: Seidentuch / Pflege: nur Handwäsche",
            [
                "Das Tuch wird ausschließlich von Hand gewaschen.",
            ],
        ),
    ],
)
def test_what_the_data_says_is_supported(data: str, texts: list[str]) -> None:
    assert {text: found for text in texts if (found := flagged(data, text))} == {}


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (
            "Artikel: Wanderrucksack / Zielgruppe: Unisex / Volumen: 30 l",
            [
                "Der Rucksack wurde [eigens für Damen] entwickelt.",
                "Der Rucksack ist [nur für Herren] gedacht.",
                "Ausschließlich an [Herren] richtet sich der Rucksack.",
                "[Speziell für Frauen] zugeschnitten ist der Rucksack.",
            ],
        ),
        (
            "Artikel: Hausschuhe / Geschlecht: Damen und Herren / Material: Filz",
            [
                "Der Hausschuh ist [allein für Damen] gemacht.",
                "Der Hausschuh wurde [exklusiv für Herren] entworfen.",
            ],
        ),
        (
            "Artikel: Pantoffel / Obermaterial: 70 % Wolle, 30 % Polyamid / Sohle: Gummi",
            [
                "Außen hält ein Strick aus [reiner Wolle] die Füße warm.",
                "Oben wärmt ein Filz aus [purer Wolle].",
                "[Nur Wolle] steckt im Obermaterial.",
            ],
        ),
        (
            "Artikel: Windjacke / Material: 100 % Polyester (Taft) / Einsatz Seite: Mesh, 100 % Polyamid",
            [
                "Außen kommt Taft aus [reinem Polyamid] zum Einsatz.",
                "Der Taft aus [reinem Polyamid] raschelt.",
            ],
        ),
        (
            "Artikel: Regenhose / Nähte: Hauptnähte verschweißt / Farbe: Blau",
            [
                "[Alle Nähte] der Hose sind verschweißt.",
                "[Sämtliche Nähte] sind verschweißt.",
                "[Jede Naht] ist verschweißt.",
            ],
        ),
        (
            "Artikel: Regenhose / Nähte: vollständig verschweißt",
            [
                "[Nur die kritischen Nähte] sind verschweißt.",
            ],
        ),
        (
            "Artikel: Organizer / Fächer: 6 Innenfächer, davon 3 mit Reißverschluss",
            [
                "[Alle Innenfächer] haben einen Reißverschluss.",
                "[Jedes Innenfach] schließt mit Reißverschluss.",
            ],
        ),
        (
            "Artikel: Tischdecke / Waschen: 60 °C / Trockner: ja",
            [
                "Die Decke wird [ausschließlich von Hand] gewaschen.",
                "Waschen Sie die Decke [nur von Hand].",
                "[Nur Handwäsche] verträgt die Decke.",
            ],
        ),
    ],
)
def test_what_the_data_rules_out_is_found_at_its_place(data: str, texts: list[str]) -> None:
    assert [text for text in texts if not is_found(data, text)] == []
