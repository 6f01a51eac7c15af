"""Which axis and which thing a measure is of."""

from __future__ import annotations

import pytest

from tests.unit.description.claims.checking import flagged, is_found

BACKPACK = "Artikel: Rucksack / Maße: 30 x 45 x 18 cm (B x H x T)"
CASE = "Artikel: Koffer / Außenmaße: 67 cm hoch, 45 cm breit, 27 cm tief"
BOOT = "Artikel: Stiefel / Schafthöhe: 35 cm / Schaftweite: 40 cm / Absatzhöhe: 7 cm / Plateauhöhe: 1,5 cm"
WATCH = "Artikel: Uhr / Gehäuse: Edelstahl, Ø 38 mm, Höhe 9 mm / Armband: Leder, 18 mm breit"
CARDIGAN = "Artikel: Strickjacke / Länge: 70 cm / Ärmellänge: 62 cm"
BELT = "Artikel: Gürtel / Breite: 4 cm / Stärke: 3,5 mm"
BED = "Artikel: Bettwäsche / Lieferumfang: 1 Bettbezug 135 x 200 cm, 1 Kissenbezug 80 x 80 cm"
TENT = "Artikel: Zelt / Wassersäule Außenzelt: 3.000 mm / Wassersäule Boden: 5.000 mm"
BAG = "Artikel: Schlafsack / Temperatur Komfort: +4 °C, Limit: -1 °C, Extrem: -17 °C"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (BACKPACK, "Mit einer Höhe von 45 cm und 30 cm Breite ist er kompakt."),
        (BACKPACK, "Er misst 30 × 45 × 18 cm."),
        (CASE, "Er ist 67 cm hoch, 45 cm breit und 27 cm tief."),
        (BOOT, "Der Schaft ist 35 cm hoch und 40 cm weit."),
        (BOOT, "Der sieben Zentimeter hohe Absatz streckt das Bein."),
        (BOOT, "Das Plateau misst anderthalb Zentimeter."),
        (WATCH, "Nur neun Millimeter hoch ist das Gehäuse."),
        (WATCH, "Das Gehäuse hat einen Durchmesser von 38 mm."),
        (CARDIGAN, "Sie ist siebzig Zentimeter lang, die Ärmel messen 62 cm."),
        (BELT, "Der Gürtel ist vier Zentimeter breit und 3,5 mm dick."),
        (BED, "Der Bettbezug misst 135 × 200 cm."),
        (TENT, "Der Boden mit 5.000 mm Wassersäule bleibt dicht."),
        (BAG, "Im Komfortbereich bis plus vier Grad schläft man gut."),
    ],
)
def test_what_the_data_backs_is_no_finding(data: str, text: str) -> None:
    assert flagged(data, text) == []


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (BACKPACK, "Er ist [30 cm] hoch."),
        (BACKPACK, "Mit einer [Höhe von 18 cm] ist er flach."),
        (BACKPACK, "Die [Tiefe] beträgt 45 cm."),
        (CASE, "Er ist 67 cm hoch und [27 cm breit]."),
        (CASE, "Bei [45 cm Höhe] ist er handlich."),
        (BOOT, "Der Schaft ist [40 cm hoch]."),
        (BOOT, "Der Absatz misst [35 cm]."),
        (BOOT, "Die [Schaftweite] liegt bei 35 cm."),
        (BOOT, "Das Plateau ist [sieben Zentimeter] hoch."),
        (WATCH, "Das Gehäuse ist [38 mm hoch]."),
        (WATCH, "Das Armband ist [38 mm breit]."),
        (CARDIGAN, "Sie ist [62 cm lang]."),
        (CARDIGAN, "Die [Ärmel messen 70 cm]."),
        (BELT, "Der Gürtel ist [4 cm dick]."),
        (BED, "Der Kissenbezug misst [135 x 200 cm]."),
        (BED, "Der Kissenbezug misst [40 x 80 cm]."),
        (TENT, "Der Boden mit [3.000 mm Wassersäule] bleibt dicht."),
        (TENT, "Das Außenzelt hält [5.000 mm] Wassersäule stand."),
        (BAG, "Im [Komfortbereich bis -17 °C] schläft man gut."),
    ],
)
def test_a_false_number_is_found_at_its_place(data: str, text: str) -> None:
    assert is_found(data, text)
