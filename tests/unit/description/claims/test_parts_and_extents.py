"""What belongs to which part, to which extent, and what a measure is of."""

from __future__ import annotations

import pytest

from description.ingest import parse
from tests.unit.description.claims.checking import flagged

SUIT = (
    "Artikel: Hausanzug\nVerschluss Oberteil: Knöpfe\nVerschluss (Hose): Kordelzug\n"
    "Muster Hose: gestreift\nOberteil: kariert"
)
BAG = "Artikel: Tasche\nVerschluss: Schnalle\nVorfach: mit Klettverschluss\nMaße: B 32 x H 24 x T 11 cm"
JACKET = (
    "Artikel: Jacke\nAusstattung: komplett gefüttert\nÄrmel: teilweise wattiert\n"
    "Gürtel verstellbar: nein\nKapuze: verstellbar"
)
BOOT = "Artikel: Stiefel\nAbsatzhöhe: 4 cm\nSchafthöhe: 31 cm\nGröße: 38"
BELT = "Artikel: Rucksack\nGurtlänge: verstellbar von 60 bis 95 cm\nBodenfach: 5 l\nDeckelfach: 2 l"
DRESS = "Artikel: Kleid\nOberstoff: 70 % Wolle, 30 % Seide\nMaterial Besatz: Samt\nMaterial Kragen: Satin\nBoden: Nylon"

CASES = [
    (SUIT, "Das Oberteil hat Knöpfe.", "Das Oberteil hat einen Kordelzug."),
    (SUIT, "An der Hose befindet sich ein Kordelzug.", "An der Hose befinden sich Knöpfe."),
    (SUIT, "Die Hose wird mit einem Kordelzug geschlossen.", "Die Hose wird mit Knöpfen geschlossen."),
    (BAG, "Geschlossen wird die Tasche über eine Schnalle.", "Geschlossen wird die Tasche über einen Klettverschluss."),
    (BAG, "Ein Klettverschluss verschließt das Vorfach.", "Ein Klettverschluss verschließt die Tasche."),
    (BAG, "Das Vorfach hat einen Klettverschluss.", "Das Vorfach hat eine Schnalle."),
    (BAG, "Die Breite der Tasche liegt bei 32 cm.", "Die Breite der Tasche liegt bei 24 cm."),
    (BAG, "In der Tiefe misst die Tasche 11 cm.", "In der Tiefe misst die Tasche 32 cm."),
    (JACKET, "Die Jacke ist komplett gefüttert.", "Die Jacke ist zum Teil gefüttert."),
    (JACKET, "Gefüttert ist die Jacke vollständig.", "Gefüttert ist die Jacke teilweise."),
    (JACKET, "Eine Jacke mit zum Teil wattierten Ärmeln.", "Eine Jacke mit rundum wattierten Ärmeln."),
    (JACKET, "Die Kapuze ist verstellbar.", "Der Gürtel ist verstellbar."),
    (BOOT, "4 cm hoch ist der Absatz.", "31 cm hoch ist der Absatz."),
    (BOOT, "Der Stiefel hat einen Schaft, der 31 cm hoch ist.", "Der Stiefel hat einen Schaft, der 4 cm hoch ist."),
    (BOOT, "Angeboten wird die Größe 38.", "Angeboten wird die Größe 31."),
    (BELT, "Die Gurtlänge beginnt bei 60 cm.", "Die Gurtlänge beginnt bei 95 cm."),
    (BELT, "Mehr als 95 cm sind bei der Gurtlänge nicht möglich.",
     "Weniger als 95 cm sind bei der Gurtlänge nicht möglich."),
    (DRESS, "Mehrheitlich steckt Wolle im Gewebe.", "Mehrheitlich steckt Seide im Gewebe."),
    (DRESS, "Größtenteils aus Wolle ist das Kleid gefertigt.", "Das Kleid besteht aus nichts als Wolle."),
    (DRESS, "Der Kragen ist aus Satin.", "Der Kragen ist aus Samt."),
    (DRESS, "Der Boden ist aus Nylon.", "Der Boden ist aus Samt."),
]  # fmt: skip


@pytest.mark.parametrize(("data", "true", "false"), CASES)
def test_what_is_said_of_the_right_thing_is_no_finding(data: str, true: str, false: str) -> None:
    assert flagged(data, true) == []
    assert flagged(data, false)


def test_a_part_keeps_its_noun_where_the_data_denies_an_adjective_of_it() -> None:
    assert flagged("Artikel: Hut\nKrempe umschlagbar: nein\nKrempenbreite: 8 cm", "Die Krempe ist 8 cm breit.") == []


def test_a_colour_of_a_part_is_no_conflict_with_its_material() -> None:
    assert parse("Artikel: Hausanzug\nHose: türkis\nMaterial Hose: Lyocell").conflicts == ()
