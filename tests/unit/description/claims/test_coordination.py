"""What "und" joins, and what it does not: subjects, verbs, denials and materials on both sides of it."""

from __future__ import annotations

import pytest

from tests.unit.description.claims.checking import flagged

CASES = [
    (
        "Artikel: Mütze\nMaterial: Satin\nBommel: Kunstfell",
        "Sie hat eine Bommel aus Kunstfell und besteht aus Satin.",
        "Sie hat eine Bommel aus Satin und besteht aus Kunstfell.",
    ),
    (
        "Artikel: Rucksack\nMotiv: Fuchs\nBrustgurt: ja",
        "Der Rucksack verbindet ein Fuchs-Motiv mit Brustgurt.",
        "Der Rucksack verbindet ein Fuchs-Motiv mit Hüftgurt.",
    ),
    (
        "Artikel: Socken\nBund: ohne Gummidruck\nFersen: verstärkt",
        "Sie haben einen Bund ohne Gummidruck und eine verstärkte Ferse.",
        "Sie haben einen Bund ohne Gummidruck und eine gepolsterte Ferse.",
    ),
    (
        "Artikel: Tunika\nKapuze: mit Kordelzug\nGürtel: ja",
        "Es fallen der Gürtel und die Kapuze mit Kordelzug auf.",
        "Es fallen der Gürtel und die Kapuze mit Reißverschluss auf.",
    ),
    (
        "Artikel: Sakko\nVerschluss: 2-Wege-Reißverschluss",
        "Der Reißverschluss lässt sich von oben und unten öffnen.",
        "Der Klettverschluss lässt sich von oben und unten öffnen.",
    ),
    (
        "Art: Armband\nVerschluss: Magnetverschluss Edelstahl\nRollsaum: handrolliert",
        "Mit handrolliertem Rollsaum und Magnetverschluss aus Edelstahl.",
        "Mit handrolliertem Rollsaum und Magnetverschluss aus Leder.",
    ),
    (
        "Art: Stiefel\nFutter: Textil\nDecksohle: Leder",
        "Mit Futter aus Textil und Decksohle aus Leder.",
        "Futter und Decksohle sind aus Leder.",
    ),
    (
        "Artikel: Abendkleid\nÄrmel: ärmellos\nLänge: mini",
        "Ärmellos und in Mini-Länge.",
        "Langärmelig und in Mini-Länge.",
    ),
    (
        "Produkt: Peeptoe Pumps\nObermaterial: Satin",
        "Der Peeptoe aus Satin ist elegant.",
        "Der Peeptoe aus Leder ist elegant.",
    ),
    (
        "Schuhe: Sneaker High\nObermaterial: Kunstleder\nVerschluss: Gummizug",
        "Dieser Sneaker ist aus Lederimitat gefertigt und hat einen Gummizug.",
        "Diese Sandale ist aus Lederimitat gefertigt und hat einen Gummizug.",
    ),
]


@pytest.mark.parametrize(("data", "true", "false"), CASES)
def test_what_und_joins_is_read_as_it_is_meant(data: str, true: str, false: str) -> None:
    assert flagged(data, true) == []
    assert flagged(data, false) != []


def test_every_finding_is_told_whatever_comes_first() -> None:
    data = "Artikel: Sakko\nRevers: steigend\nLogo: am Ärmel"
    shape, place = "Das fallende Revers wirkt klassisch.", "Das Logo sitzt am Saum."
    assert flagged(data, f"{shape} {place}") == [*flagged(data, shape), *flagged(data, place)]
    assert flagged(data, f"{place} {shape}") == [*flagged(data, place), *flagged(data, shape)]
    assert flagged(data, shape) and flagged(data, place)
