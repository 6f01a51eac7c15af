"""Values of different fields that exclude each other, and those that only seem to."""

from __future__ import annotations

import pytest

from description.ingest import Field, parse


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Futter: ungefüttert\nBesonderheit: gefüttert", Field.LINING),
        ("Ärmel: 3/4-Arm\nBesonderheit: lange Ärmel", Field.SLEEVE),
        ("Windabweisend: nein\nBesonderheit: windabweisendes Gewebe", Field.FEATURES),
        ("Wasserabweisend: nein\nBesonderheit: wasserdicht", Field.FEATURES),
        ("Besonderheit: ohne Taschen\nDetails: zwei Gesäßtaschen", Field.FEATURES),
        ("Besonderheit: kein Gürtel\nDetails: mit Bindegürtel", Field.FEATURES),
        ("Kapuze: ✗\nDetails: Kapuze mit Kordelzug", Field.FEATURES),
        ("Absatz: flach\nAbsatzhöhe: 45 mm", Field.HEEL_FORM),
        ("Absatz: High Heel\nAbsatzhöhe: 3,5 cm", Field.HEEL_FORM),
        ("Füllung: 100% Daunen\nVegan: ja", Field.FILLING),
        ("Pflege: nicht bleichen\nBleichen: ja", Field.CARE),
        ("Herkunftsland: Italien\nBesonderheit: Made in Portugal", Field.ORIGIN),
        ("Leibhöhe: hoch\nBundhöhe: niedrig", Field.RISE),
        ("Länge: mini\nKleiderlänge: knielang", Field.LENGTH),
        ("Kapuze: fest\nDetails: abnehmbare Kapuze", Field.FEATURES),
    ],
)
def test_what_excludes_each_other_is_a_conflict(text: str, field: Field) -> None:
    (conflict,) = parse("Name: X1\n" + text).conflicts
    assert (conflict.field, len(conflict.statements)) == (field, 2)


@pytest.mark.parametrize(
    "text",
    [
        "Futter: ungefüttert\nKapuze: gefüttert",
        "Ärmel: Langarm\nBesonderheit: Krempelärmel",
        "Wasserdicht: nein\nBesonderheit: wasserabweisend",
        "Wasserdicht: nein\nBesonderheit: wasserdichter Reißverschluss",
        "Gürtel: nein\nDetails: Gürtelschlaufen",
        "Brusttasche: nein\nDetails: zwei Seitentaschen",
        "Details: ohne Gürtel, Schlaufen für Gürtel bis 4 cm",
        "Besonderheit: ohne sichtbare Nähte\nDetails: Nähte in Kontrastfarbe",
        "Absatz: flach\nAbsatzhöhe: 4 cm",
        "Absatz: High Heel\nAbsatzhöhe: 4 cm",
        "Absatz: Blockabsatz\nAbsatzhöhe: 10 cm",
        "Material: Lederimitat\nVegan: ja",
        "Material: Leder\nBesonderheit: vegan gegerbt",
        "Pflege: nicht heiß bügeln\nPflegehinweis: bügeln",
        "Herkunftsland: Italien\nBesonderheit: Made in Italy",
        "Herkunftsland: EU\nBesonderheit: Made in Italy",
        "Länge: kurz\nKleiderlänge: knielang",
        "Saison: Sommer\nSaison: Winter",
        "Details: offenes Fach\nBesonderheit: geschlossenes Fach",
    ],
)
def test_what_may_both_be_true_is_no_conflict(text: str) -> None:
    assert parse("Name: X1\n" + text).conflicts == ()


def test_only_the_value_in_conflict_is_left_out_of_its_list() -> None:
    data = parse("Typ: Jacke\nWinddicht: nein\nBesonderheit: winddicht, atmungsaktiv, leicht")
    assert data.values(Field.FEATURES) == ("atmungsaktiv", "leicht")
    (conflict,) = data.conflicts
    assert conflict.message == (
        "„Winddicht: nein“ und „Besonderheit: winddicht“ widersprechen einander; bitte klären, "
        "im Text steht nichts davon."
    )


def test_a_statement_that_disputes_nothing_is_still_stated_beside_a_conflict() -> None:
    data = parse("Typ: Hemd\nMaterial: Textil\nOberstoff: 100% Wolle\nObermaterial: 100% Leinen")
    assert [statement.text for statement in data.conflicts[0].statements] == ["100% Wolle", "100% Leinen"]
    assert data.values(Field.MATERIAL) == ("Textil",)


def test_conflicts_with_a_statement_in_common_are_one() -> None:
    data = parse("Typ: Jacke\nFutter: 100% Polyester\nInnenfutter: ungefüttert\nBesonderheit: warm gefüttert")
    (conflict,) = data.conflicts
    assert [statement.key for statement in conflict.statements] == ["Futter", "Innenfutter", "Besonderheit"]
    assert "„Futter: 100% Polyester“, „Innenfutter: ungefüttert“ und „Besonderheit: warm gefüttert“" in conflict.message
