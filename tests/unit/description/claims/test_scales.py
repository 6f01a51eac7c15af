"""Adjectives of one scale: what a part is of it, it is nothing else of."""

from __future__ import annotations

import pytest

from tests.unit.description.claims.checking import flagged, is_found


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (
            "Artikel: Kompressionsstrumpf / Kompression: leicht / Schaft: mittelhoch / Farbe: Schwarz",
            [
                "Die leichte Kompression belebt die Beine.",
                "Der mittelhohe Schaft wärmt.",
            ],
        ),
        (
            "Artikel: Pumps / Weite: G (weit) / Absatz: niedrig",
            [
                "Der Pumps fällt weit aus.",
                "Auf niedrigem Absatz geht es ins Büro.",
            ],
        ),
        (
            "Artikel: Badeanzug / Beinausschnitt: niedrig / Rücken: offen",
            [
                "Der niedrig geschnittene Beinausschnitt ist bequem.",
            ],
        ),
        (
            "Artikel: Rucksack / Träger: breit, gepolstert / Rückenteil: starr",
            [
                "Breite Träger liegen gut auf.",
            ],
        ),
        (
            "Artikel: Hut / Krempe: schmal / Form: weich",
            [
                "Die schmale Krempe wirkt elegant.",
            ],
        ),
        (
            "Artikel: Gardine / Trockner: schonend / Stoff: dünn",
            [
                "Der dünne Stoff lässt Licht herein.",
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
            "Artikel: Kompressionsstrumpf / Kompression: leicht / Schaft: mittelhoch / Farbe: Schwarz",
            [
                "Eine [starke] Kompression belebt die Beine.",
                "Die Kompression ist [stark].",
                "Der [hohe] Schaft reicht weit hinauf.",
            ],
        ),
        (
            "Artikel: Pumps / Weite: G (weit) / Absatz: niedrig",
            [
                "Der Pumps fällt [schmal] aus.",
                "Auf [hohem] Absatz geht es ins Büro.",
            ],
        ),
        (
            "Artikel: Kissen / Härtegrad: weich / Bezug: glatt",
            [
                "Das Kissen stützt mit [festem] Härtegrad.",
            ],
        ),
        (
            "Artikel: Badeanzug / Beinausschnitt: niedrig / Rücken: offen",
            [
                "Der [hoch geschnittene] Beinausschnitt streckt die Beine.",
                "Der Beinausschnitt ist [hoch] geschnitten.",
            ],
        ),
        (
            "Artikel: Rucksack / Träger: breit, gepolstert / Rückenteil: starr",
            [
                "[Schmale] Träger liegen gut auf.",
                "Die Träger sind [schmal].",
            ],
        ),
        (
            "Artikel: Hut / Krempe: schmal / Form: weich",
            [
                "Die [breite] Krempe spendet Schatten.",
                "[Breit] ist die Krempe.",
            ],
        ),
        (
            "Artikel: Espressomaschine / Wassertank: abnehmbar / Mahlgrad: fein",
            [
                "Ein [grober] Mahlgrad sorgt für Aroma.",
            ],
        ),
        (
            "Artikel: Gardine / Trockner: schonend / Stoff: dünn",
            [
                "Der [dicke] Stoff hält Licht fern.",
            ],
        ),
        (
            "Artikel: Decke / Wärmegrad: leicht / Rand: schmal",
            [
                "Mit [hohem] Wärmegrad ist sie für den Winter gemacht.",
            ],
        ),
        (
            "Artikel: Sofa / Lehne: niedrig / Sitz: tief",
            [
                "Die [hohe] Lehne stützt den Rücken.",
            ],
        ),
        (
            "Artikel: Shirt / Ärmel: kurz / Saum: gerade",
            [
                "Der [abgerundete] Saum fällt locker.",
                "Mit [langen Ärmeln] hält das Shirt warm.",
            ],
        ),
    ],
)
def test_what_the_data_rules_out_is_found_at_its_place(data: str, texts: list[str]) -> None:
    assert [text for text in texts if not is_found(data, text)] == []
