"""A word is backed that is made of the words of one item of the data; what they say of another part backs nothing."""

from __future__ import annotations

import pytest

from tests.unit.description.claims.checking import flagged, is_found

PUMPS = "Artikel: Pumps / Obermaterial: Veloursleder (Kalb) / Futter: Leder / Absatz: Metall, silbern / Sohle: Gummi"
TASCHE = "Artikel: Tasche / Material: Canvas / Füße: 4 Stück, Messing / Griff: Holz (Buche) / Futter: Satin, blau matt"
MATTE = "Artikel: Teppich / Herstellung: handgeknüpft / Muster: geometrisch / Farbe: Lehm / Rücken: Latex"
SHIRT = "Artikel: Shirt / Material: 100 % Baumwolle (kbA) / Logo: Stickerei auf der Brust / Druck: keiner"
DECKE = "Artikel: Decke / Oberseite: Samt / Unterseite: Flanell / Rand: ohne Fransen / Aufhänger: an der kurzen Seite"
ZELT = "Artikel: Rucksack / Schirmhalter: ja / Regenhülle: nein / Kapuze: mit elastischer Einfassung / Boden: fest"
KLEID = "Artikel: Kleid / Material: Seide / Verschluss: Dornschließe am Riemen, goldfarben / Ausschnitt: V-Neck"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (PUMPS, "Der Pumps aus Kalbsleder."),
        (PUMPS, "Feines Kalbvelours."),
        (PUMPS, "Mit silbernem Metallabsatz."),
        (TASCHE, "Auf Messingfüßen steht sie sicher."),
        (TASCHE, "Ein Buchengriff."),
        (TASCHE, "Das Futter in Mattblau."),
        (MATTE, "Ein Geometrieteppich."),
        (MATTE, "Der lehmfarbene Teppich."),
        (MATTE, "Das Etikett: ein Teppich mit Geometriemuster."),
        (SHIRT, "Ein Shirt aus reiner Bio-Baumwolle."),
        (SHIRT, "Das Logo ist aufgestickt."),
        ("Artikel: Shirt / Etikett: gedruckt", "Das Etikett ist aufgedruckt."),
        ("Artikel: Shirt / Druck: keiner", "Das unbedruckte Shirt."),
        (DECKE, "Eine Schlaufe an der Schmalseite."),
        (DECKE, "Die Samtoberseite ist weich."),
        (ZELT, "Der Schirm steckt im Halter."),
        (ZELT, "Die Kapuze ist elastisch eingefasst."),
        (KLEID, "Eine goldfarbene Dornschließe am Riemen."),
        (KLEID, "Mit V-Ausschnitt."),
    ],
)
def test_a_word_made_of_the_words_of_one_item_is_backed(data: str, text: str) -> None:
    assert flagged(data, text) == []


@pytest.mark.parametrize(
    ("data", "marked"),
    [
        (PUMPS, "Der Pumps aus [Lammleder]."),
        (PUMPS, "Mit [Gummiabsatz]."),
        (PUMPS, "Ein Futter aus [Kalbsleder]."),
        (TASCHE, "Die [Messinghenkel] glänzen."),
        (TASCHE, "Ein [Eichengriff]."),
        (DECKE, "Mit [Fransenrand]."),
        (SHIRT, "Das Shirt ist [bedruckt]."),
        (ZELT, "Mit [Regenhülle]."),
        (KLEID, "Eine [silberfarbene] Dornschließe."),
        (KLEID, "Aus feiner [Seidenmischung]."),
        ("Artikel: Kleid / Material: 100 % Wolle", "Eine [Wolle-Seide-Mischung]."),
        ("Artikel: Rucksack / Marke: Hosenwerk", "Die [Hose] sitzt."),
    ],
)
def test_words_of_another_item_or_part_back_nothing(data: str, marked: str) -> None:
    assert is_found(data, marked)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Artikel: Bettwäsche / Maße: 1 Kissenbezug, 1 Bettbezug", "Kissen- und Bettbezug liegen bei."),
        ("Artikel: Jacke / Taschen: Innentasche, Außentasche", "Mit Innen- und Außentasche."),
        ("Artikel: Pullover / Material: 70 % Leinen, 30 % Viskose", "Das Leinengemisch ist luftig."),
        ("Artikel: Hose / Material: Baumwollmischung", "Die Hose ist aus einer Baumwollmischung."),
        ("Artikel: Tasche / Material: Canvas / Besatz: Leder", "Canvas trifft auf Details aus Leder."),
        ("Artikel: Hose / Material: Seide / Zertifikat: Fairtrade", "Seide aus fairem Handel."),
        ("Artikel: Body / Zielgruppe: unisex", "Für Mädchen und Jungen."),
    ],
)
def test_what_other_words_of_the_trade_say_is_backed(data: str, text: str) -> None:
    assert flagged(data, text) == []


@pytest.mark.parametrize(
    ("data", "marked"),
    [
        ("Artikel: Body / Zielgruppe: unisex", "Ein Body für [Mädchen]."),
        ("Artikel: Rucksack / Zielgruppe: Damen, Herren", "Er wurde eigens für [Herren] entworfen."),
        ("Artikel: Uhr / Geschlecht: unisex", "Ausschließlich für [Damen] gemacht."),
        ("Artikel: Mütze / Zielgruppe: Kinder, unisex", "Nur für [Jungen]."),
    ],
)
def test_for_one_half_alone_contradicts_both(data: str, marked: str) -> None:
    assert is_found(data, marked)
