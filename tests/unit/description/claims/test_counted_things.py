"""Counts of things by their noun, their adjectives and what they are made up of."""

from __future__ import annotations

import pytest

from tests.unit.description.claims.checking import flagged, is_found


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (
            "Artikel: Koffer / Rollen: 4 Stück, Kunststoff / Griffe: 2 Stück, Leder / Schloss: Zahlenschloss",
            [
                "Auf vier Kunststoffrollen gleitet der Koffer leise durch die Halle.",
                "Zwei Ledergriffe erleichtern das Heben.",
                "Vier Rollen aus Kunststoff tragen den Koffer.",
            ],
        ),
        (
            "Artikel: Hemdbluse Damen / Verschluss: Perlmuttknöpfe vorn (7 Stück) / Knöpfe: weiß / Brusttaschen: 2",
            [
                "Sieben weiße Perlmuttknöpfe schließen die Bluse vorn.",
                "Die Bluse wird mit sieben Knöpfen geschlossen.",
                "Zwei Brusttaschen hat die Bluse.",
            ],
        ),
        (
            "Artikel: Fingerhandschuhe / Größen: 7 – 7,5 – 8 – 8,5 / Farben: Rot, Grün, Blau",
            [
                "Es gibt die Handschuhe in vier Größen von 7 bis 8,5.",
                "Die Handschuhe sind in drei Farben und vier Größen erhältlich.",
            ],
        ),
        (
            "Artikel: Poloshirt / Größen: S, M, L, XL, XXL",
            [
                "In fünf Größen von S bis XXL erhältlich.",
            ],
        ),
        (
            "Artikel: Warnweste / Reflexstreifen: 2 umlaufend, 1 je Schulter / Taschen: 1 Brusttasche, 2 Seitentaschen",
            [
                "Gleich zweifach umlaufen die Reflexstreifen die Weste.",
                "Drei Taschen nehmen Kleinigkeiten auf.",
            ],
        ),
        (
            "Artikel: Socken, 6er-Pack / Farben: 3 × Weiß, 2 × Grau, 1 × Schwarz",
            [
                "Im Pack stecken drei weiße Paare und ein schwarzes.",
                "Drei weiße Modelle liegen im Pack.",
                "Das Pack enthält zwei graue Paare.",
            ],
        ),
        (
            "Artikel: Tutu Mädchen / Rock: 4-lagig, Tüll / Futter: Baumwolle",
            [
                "Vier Lagen Tüll lassen den Rock schwingen.",
                "Der Rock schwingt in vier Lagen Tüll.",
            ],
        ),
        (
            "Artikel: Cardigan / Material: 70 % Baumwolle, 30 % Leinen",
            [
                "Mehr als zwei Drittel des Stoffs bestehen aus Baumwolle.",
                "Siebzig Prozent Baumwolle treffen auf dreißig Prozent Leinen.",
                "Dreißig Prozent Leinen ergänzen die Baumwolle.",
                "Knapp ein Drittel des Strickgewebes ist Leinen.",
                "Gut zwei Drittel Baumwolle stecken im Cardigan.",
            ],
        ),
        (
            "Artikel: Trinkflasche / Recyclinganteil Edelstahl: 50 % / Deckel: Bambus",
            [
                "Der Edelstahl, der zur Hälfte recycelt ist, hält ein Leben lang.",
                "Die Flasche besteht aus Edelstahl, der zu 50 % recycelt ist.",
            ],
        ),
        (
            "Artikel: Schal / Material: 50 % Kaschmir, 50 % Seide",
            [
                "Kaschmir und Seide halten sich genau die Waage.",
                "Kaschmir und Seide stecken zu gleichen Teilen im Schal.",
                "Der Schal besteht je zur Hälfte aus Kaschmir und Seide.",
            ],
        ),
        (
            "Artikel: Tagesdecke / Größe: 220 x 240 cm / Material: Baumwolle / Gewicht: 1.480 g",
            [
                "Die 2,40 m lange Decke hängt an den Seiten über.",
                "Die Decke ist 2,20 m breit und 2,40 m lang.",
                "Mit 220 Zentimetern Breite passt die Decke auf jedes Bett.",
                "Knapp zweieinhalb Meter lang ist die Decke.",
                "Die knapp anderthalb Kilogramm schwere Decke wärmt.",
                "Sie wiegt weniger als 1,5 Kilogramm.",
            ],
        ),
        (
            "Artikel: Vorhang / Maße: 140 x 245 cm",
            [
                "Der knapp zweieinhalb Meter lange Vorhang fällt bis zum Boden.",
                "Der 2,45 m lange und 1,40 m breite Vorhang fällt schön.",
                "Der Vorhang ist fast anderthalb Meter breit.",
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
            "Artikel: Koffer / Rollen: 4 Stück, Kunststoff / Griffe: 2 Stück, Leder / Schloss: Zahlenschloss",
            [
                "[Drei Kunststoffrollen] tragen den Koffer.",
                "Auf [sechs Rollen] gleitet der Koffer.",
            ],
        ),
        (
            "Artikel: Hemdbluse Damen / Verschluss: Perlmuttknöpfe vorn (7 Stück) / Knöpfe: weiß / Brusttaschen: 2",
            [
                "Mit [acht weißen Knöpfen] wird die Bluse geschlossen.",
                "[Drei Brusttaschen] lockern die Front auf.",
            ],
        ),
        (
            "Artikel: Fingerhandschuhe / Größen: 7 – 7,5 – 8 – 8,5 / Farben: Rot, Grün, Blau",
            [
                "Die Handschuhe gibt es in [fünf Größen].",
                "Erhältlich in [vier Farben].",
            ],
        ),
        (
            "Artikel: Poloshirt / Größen: S, M, L, XL, XXL",
            [
                "In [sechs Größen] von S bis XXL erhältlich.",
            ],
        ),
        (
            "Artikel: Warnweste / Reflexstreifen: 2 umlaufend, 1 je Schulter / Taschen: 1 Brusttasche, 2 Seitentaschen",
            [
                "Gleich [dreifach] umlaufen die Reflexstreifen die Weste.",
            ],
        ),
        (
            "Artikel: Socken, 6er-Pack / Farben: 3 × Weiß, 2 × Grau, 1 × Schwarz",
            [
                "Im Pack stecken [zwei weiße] Modelle.",
                "Neben den weißen enthält das Pack [drei graue] Modelle.",
            ],
        ),
        (
            "Artikel: Tutu Mädchen / Rock: 4-lagig, Tüll / Futter: Baumwolle",
            [
                "Der Rock schwingt in [sechs Lagen] Tüll.",
                "[Drei Lagen] Tüll lassen den Rock schwingen.",
            ],
        ),
        (
            "Artikel: Toilettenpapier / Lagen: 3 / Rollen: 8",
            [
                "[Vier Lagen] machen das Papier weich.",
            ],
        ),
        (
            "Artikel: Cardigan / Material: 70 % Baumwolle, 30 % Leinen",
            [
                "Mehr als [drei Viertel] des Stoffs bestehen aus Baumwolle.",
                "[Vierzig Prozent Leinen] ergänzen die Baumwolle.",
                "Zur [Hälfte] besteht der Cardigan aus Leinen.",
                "Der Cardigan ist aus [reiner Baumwolle] gestrickt.",
                "Für den Cardigan wurde [ausschließlich Baumwolle] verwendet.",
            ],
        ),
        (
            "Artikel: Trinkflasche / Recyclinganteil Edelstahl: 50 % / Deckel: Bambus",
            [
                "Der Edelstahl ist zu [drei Vierteln] recycelt.",
            ],
        ),
        (
            "Artikel: Schal / Material: 60 % Kaschmir, 40 % Seide",
            [
                "Kaschmir und Seide halten sich genau [die Waage].",
                "Kaschmir und Seide stecken [zu gleichen Teilen] im Schal.",
            ],
        ),
        (
            "Artikel: Tagesdecke / Größe: 220 x 240 cm / Material: Baumwolle / Gewicht: 1.480 g",
            [
                "Die [2,60 m] lange Decke hängt über.",
                "Die Decke ist [zwei Meter] breit.",
                "Sie wiegt [weniger als ein Kilogramm].",
                "Die Decke wiegt [mehr als 2 kg].",
            ],
        ),
        (
            "Artikel: Vorhang / Maße: 140 x 245 cm",
            [
                "Der [drei Meter] lange Vorhang fällt bis zum Boden.",
            ],
        ),
    ],
)
def test_what_the_data_rules_out_is_found_at_its_place(data: str, texts: list[str]) -> None:
    assert [text for text in texts if not is_found(data, text)] == []
