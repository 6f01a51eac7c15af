"""Shares in words, bound to their fibre and part."""

from __future__ import annotations

import pytest

from tests.unit.description.claims.checking import flagged, is_found

JEANS = "Artikel: Jeans / Material: 80 % Baumwolle, 18 % Polyester, 2 % Elasthan"
CLOTH = "Artikel: Tischdecke / Material: 50/50 Leinen/Baumwolle"
BLEND = "Artikel: Bluse / Material: 60 % Viskose, 40 % Baumwolle"
COAT = (
    "Artikel: Jacke / Material: 100 % Polyamid / Füllung: 90 % Daunen, 10 % Federn / Futter: 70 % Wolle, 30 % Kaschmir"
)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (JEANS, "Vier Fünftel Baumwolle."),
        (JEANS, "Weniger als ein Fünftel Polyester."),
        (JEANS, "Zwei Prozent Elasthan."),
        (JEANS, "Der Polyesteranteil liegt bei 18 %."),
        (JEANS, "Überwiegend Baumwolle steckt im Stoff."),
        (CLOTH, "Je zur Hälfte aus Leinen und Baumwolle."),
        (CLOTH, "Leinen und Baumwolle sind zu gleichen Teilen verwebt."),
        (CLOTH, "Halb Leinen, halb Baumwolle."),
        (BLEND, "Mehr als die Hälfte Viskose."),
        (BLEND, "Zu drei Fünfteln besteht die Bluse aus Viskose."),
        (COAT, "Die Füllung besteht zu neun Zehnteln aus Daunen."),
        (COAT, "Neunzig Prozent Daunen und zehn Prozent Federn."),
        (COAT, "Im Futter steckt ein knappes Drittel Kaschmir."),
    ],
)
def test_what_the_data_backs_is_no_finding(data: str, text: str) -> None:
    assert flagged(data, text) == []


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (JEANS, "Sie besteht zu [zwei Dritteln aus Baumwolle]."),
        (JEANS, "Sie besteht [überwiegend aus Polyester]."),
        (JEANS, "[Zwanzig Prozent Elasthan]."),
        (JEANS, "Der Elasthananteil liegt bei [18 %]."),
        (JEANS, "[Zur Hälfte aus Baumwolle] gefertigt."),
        (JEANS, "Sie enthält [mehr Polyester als Baumwolle]."),
        (JEANS, "Zu [80 Prozent besteht sie aus Elasthan]."),
        (CLOTH, "Sie besteht zu [einem Drittel aus Leinen]."),
        (BLEND, "Mehr als die [Hälfte Baumwolle]."),
        (BLEND, "Baumwolle und Viskose [zu gleichen Teilen]."),
        (BLEND, "Zu [drei Vierteln besteht die Bluse aus Viskose]."),
        (COAT, "[Zu gleichen Teilen] stecken Daunen und Federn darin."),
        (COAT, "Im Futter steckt [ein gutes Drittel Kaschmir]."),
        (COAT, "Im Futter steckt [zur Hälfte Wolle]."),
    ],
)
def test_a_false_number_is_found_at_its_place(data: str, text: str) -> None:
    assert is_found(data, text)
