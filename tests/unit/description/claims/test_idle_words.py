"""What somebody does, how something looks or is done, and what it is good against claim nothing; what the article is
said to have for it is found."""

from __future__ import annotations

import pytest

from tests.unit.description.claims.checking import flagged, is_found

STIEFEL = "Artikel: Stiefel / Obermaterial: Leder / Farbe: braun / Verschluss: Schnürung / Sohle: Gummi"
KLEID = "Artikel: Kleid / Material: Viskose / Farbe: tannengrün / Ärmel: lang / Taschen: keine"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (STIEFEL, "Nach dem Schlittenziehen werden sie abgewischt."),
        (STIEFEL, "Vor dem langen Bergaufstapfen werden sie geschnürt."),
        (STIEFEL, "Sie kommen zum Winterspaziergang gerade richtig."),
        (STIEFEL, "Sie halten ganz ohne Klett."),
        (STIEFEL, "Das Leder bewahrt vor spitzen Felskanten."),
        (STIEFEL, "Eignet sich aus Leder als Geschenk."),
        (STIEFEL, "Im Schaft versteckt sich nichts."),
        (STIEFEL, "Am kürzesten ist der Weg ins Büro."),
        (STIEFEL, "Braunes Leder macht sie zum Begleiter im Alltag."),
        (KLEID, "Es wirkt winterlich."),
        (KLEID, "Ein sattes Tannengrün bringt Ruhe in den Herbst."),
        (KLEID, "Die Viskose sieht aus wie Seide."),
        (KLEID, "Wer es ohne Gürtel mag, liegt richtig."),
        (KLEID, "Kleid und Farbe sind ein schönes Duo."),
        (KLEID, "Wer friert, bestellt die passende Strickjacke dazu."),
    ],
)
def test_what_claims_nothing_is_not_flagged(data: str, text: str) -> None:
    assert flagged(data, text) == []


@pytest.mark.parametrize(
    ("data", "marked"),
    [
        (STIEFEL, "Ausziehbare [Spikes] geben Halt."),
        (STIEFEL, "Weiche [Knöchelpads] schützen den Fuß."),
        (STIEFEL, "Der Stiefel sitzt durch den [Drehverschluss] gut."),
        (STIEFEL, "Dank griffiger [Stollenzähne] rutscht nichts."),
        (STIEFEL, "Der Stiefel für den [Sommer]."),
        (STIEFEL, "[Geöltes] Leder glänzt."),
        (KLEID, "Ein Kleid aus [Seide]."),
        (KLEID, "Das [winterliche] Kleid."),
        (KLEID, "Mit [Gürtel]."),
        (KLEID, "Das [leichteste] Kleid."),
    ],
)
def test_what_the_article_is_said_to_have_is_found(data: str, marked: str) -> None:
    assert is_found(data, marked)
