"""Counts: sums, totals, pairs, pieces, colours."""

from __future__ import annotations

import pytest

from tests.unit.description.claims.checking import flagged, is_found

JACKET = "Artikel: Jacke / Taschen: 2 Seitentaschen, 1 Brusttasche, 1 Innentasche / Farben: Schwarz, Oliv, Navy"
TROUSERS = "Artikel: Hose / Taschen: 2 seitlich, 2 hinten, davon 1 mit Knopf"
CARGO = "Artikel: Hose / Taschen: 4 (2 vorn, 2 hinten)"
BLOUSE = "Artikel: Bluse / Knöpfe: 2 je Ärmel"
CURTAIN = "Artikel: Vorhang / Anzahl: 1 Stück / Ösen: 8 Stück, Metall"
PAIR = "Artikel: Vorhang / Anzahl: 2 Stück"
CUTLERY = "Artikel: Besteckset / Lieferumfang: 4 Messer, 4 Gabeln, 4 Löffel, 4 Teelöffel"
CASE = "Artikel: Koffer / Teleskopgriff: 2-stufig"
TENT = "Artikel: Zelt / Personen: 3"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (JACKET, "Insgesamt vier Taschen bieten Platz."),
        (JACKET, "Beide Seitentaschen sind groß."),
        (JACKET, "Es gibt sie in drei Farben."),
        (TROUSERS, "Vier Taschen bieten Platz."),
        (CARGO, "Vier Taschen bieten Platz."),
        (BLOUSE, "Zwei Knöpfe pro Ärmel."),
        (CURTAIN, "Acht Metallösen gleiten leise."),
        (CURTAIN, "Geliefert wird ein Stück."),
        (CUTLERY, "Das sechzehnteilige Set reicht aus."),
        (CUTLERY, "Sechzehn Teile gehören zum Set."),
        (CASE, "Der zweistufige Griff lässt sich ausziehen."),
        (TENT, "Drei Personen finden Platz."),
    ],
)
def test_what_the_data_backs_is_no_finding(data: str, text: str) -> None:
    assert flagged(data, text) == []


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (JACKET, "Insgesamt [fünf Taschen] bieten Platz."),
        (JACKET, "[Beide Brusttaschen] sind groß."),
        (JACKET, "Es gibt sie in [vier Farben]."),
        (TROUSERS, "[Fünf Taschen] bieten Platz."),
        (CARGO, "[Acht Taschen] bieten Platz."),
        (BLOUSE, "[Drei Knöpfe] pro Ärmel."),
        (CURTAIN, "[Zwölf Metallösen] gleiten leise."),
        (CURTAIN, "Geliefert werden [zwei Stück]."),
        (PAIR, "Geliefert wird er im [Viererpack]."),
        (CUTLERY, "Das [24-teilige] Set reicht aus."),
        (CUTLERY, "[Sechs Gabeln] liegen bei."),
        (CASE, "Der Griff lässt sich [dreistufig] ausziehen."),
        (TENT, "[Vier Personen] finden Platz."),
    ],
)
def test_a_false_number_is_found_at_its_place(data: str, text: str) -> None:
    assert is_found(data, text)
