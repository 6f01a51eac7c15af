"""Contradictory values are reported to the editor and not stated; synonyms are not a conflict."""

from __future__ import annotations

import pytest

from description.ingest import Field, parse


@pytest.mark.parametrize(
    ("text", "field", "count"),
    [
        ("Innenfutter: Ungefüttert\nInnenfutter: Leder", Field.LINING, 2),
        ("Futter: ohne\nInnenfutter: 100% Polyester", Field.LINING, 2),
        ("Innenfutter: Textil\nInnenfutter: Leder", Field.LINING, 2),
        ("Innenfutter: Lammfell\nFutter: Synthetik", Field.LINING, 2),
        ("Farbe: weiß\nFarbe: schwarz", Field.COLOUR, 2),
        ("Marke: Gabor\nBrand: Ara", Field.BRAND, 2),
        ("Obermaterial: Leder\nMaterial: Kunstleder", Field.MATERIAL, 2),
        ("Material: 95% Baumwolle, 5% Elasthan\nOberstoff: 96% Baumwolle, 4% Elasthan", Field.MATERIAL, 2),
        ("Material: 100% Baumwolle\nOberstoff: 100% Viskose", Field.MATERIAL, 2),
        ("Material: 60% Baumwolle, 60% Polyester", Field.MATERIAL, 1),
        ("Absatzhöhe: 45 mm\nAbsatzhöhe: 5 cm", Field.HEEL_HEIGHT, 2),
        ("Verschluss: Schlupf\nVerschluss: Klettverschluss", Field.CLOSURE, 2),
        ("Passform: Slim Fit\nPassform: Regular Fit", Field.FIT, 2),
        ("Schuhe: Slipper\nProduktart: Stiefelette", Field.TYPE, 2),
        ("Weite: G\nSchuhweite: H", Field.SHOE_WIDTH, 2),
        ("Geschlecht: Damen\nZielgruppe: Herren", Field.AUDIENCE, 2),
        ("Ärmel: 100% Polyester\nMaterial Ärmel: 100% Baumwolle", Field.PART_MATERIAL, 2),
        ("Wasserdicht: Ja\nWasserdicht: Nein", Field.FEATURES, 2),
        ("Besonderheiten: wasserdicht, leicht\nWasserdicht: Nein", Field.FEATURES, 2),
        ("Name: X1\nZwirnart: glatt\nZwirnart: rau", Field.OTHER, 2),
        ("Typ: Kissen\nHöhe: 40 cm\nHöhe: 60 cm", Field.DIMENSIONS, 2),
        ("Herkunftsland: Italien\nMade in: China", Field.ORIGIN, 2),
    ],
)
def test_different_values_of_one_field_are_a_conflict(text: str, field: Field, count: int) -> None:
    data = parse(text)
    (conflict,) = data.conflicts
    assert (conflict.field, len(conflict.statements)) == (field, count)
    assert all(statement not in data.stated() for statement in conflict.statements)


@pytest.mark.parametrize(
    "text",
    [
        "Marke: Gabor\nMarke: GABOR",
        "Obermaterial: Glattleder\nMaterial: 100% Glattleder",
        "Material: Leder\nObermaterial: Glattleder",
        "Material: 100% Leder\nObermaterial: 100% Glattleder",
        "Material: Baumwolle\nMaterialzusammensetzung: 95% Baumwolle, 5% Elasthan",
        "Obermaterial: Jersey\nMaterial: 95 % Baumwolle, 5 % Elasthan",
        "Material: Baumwollmix\nOberstoff: 60% Baumwolle, 40% Polyester",
        "Innenfutter: Leder/Textil\nFutter: Leder",
        "Obermaterial: Kunstleder\nMaterial: Synthetik",
        "Obermaterial: Leder\nMaterial: Materialmix",
        "Farbe: blau\nFarbe: dunkelblau",
        "Farbe: schwarz, weiß\nGrundfarbe: schwarz",
        "Farbe: weiß\nHerstellerfarbe: Cloud Dancer",
        "Absatzhöhe: 45 mm\nAbsatzhöhe: 4,5 cm",
        "Absatzhöhe: flach\nAbsatzhöhe: 2 cm",
        "Absatz: flach\nAbsatzform: Blockabsatz",
        "Besonderheit: leicht\nBesonderheit: warm",
        "Pflege: nicht bleichen\nPflege: Handwäsche",
        "Größe: 36\nGröße: 37",
        "Anlass: Freizeit\nAnlass: Büro",
        "Höhe: 40 cm\nBreite: 60 cm",
        "Schuhe: Slipper\nKategorie: Halbschuhe",
        "Geschlecht: Damen\nZielgruppe: Erwachsene",
        "Artikelnummer: 1\nEAN: 2",
        "Preis: 79,95 €\nUVP: 99,95 €",
        "Verschluss: Schnürung, Reißverschluss\nVerschlussart: Schnürung",
        "Verschluss: Schnürung\nVerschlussart: Schnürsenkel",
        "Ärmellänge: Langarm\nÄrmel: langärmelig",
        "Material: 50% Wolle, 50% Polyester",
    ],
)
def test_synonyms_and_more_specific_values_are_not_a_conflict(text: str) -> None:
    assert parse("Name: X1\n" + text).conflicts == ()


def test_the_message_names_keys_and_values_and_what_to_do() -> None:
    (conflict,) = parse("Innenfutter: Ungefüttert\nInnenfutter: Leder").conflicts
    assert conflict.message == (
        "„Innenfutter“ kommt mit verschiedenen Werten vor (Ungefüttert, Leder); bitte klären, "
        "im Text steht nichts davon."
    )
    (conflict,) = parse("Marke: Gabor\nBrand: Ara").conflicts
    assert conflict.message == (
        "„Marke: Gabor“ und „Brand: Ara“ widersprechen einander; bitte klären, im Text steht nichts davon."
    )
    (conflict,) = parse("Material: 60% Baumwolle, 60,5% Polyester").conflicts
    assert conflict.message == (
        "„Material“ ergibt 120,5 % (60% Baumwolle, 60,5% Polyester); bitte berichtigen, im Text steht nichts davon."
    )
