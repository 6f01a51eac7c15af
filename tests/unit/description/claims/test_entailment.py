"""A word of the text that the data says with other words is backed; what the data does not say is found."""

from __future__ import annotations

import pytest

from tests.unit.description.claims.checking import flagged

RUCKSACK = "Artikel: Rucksack\nDeckelfach: herausnehmbar\nTrageriemen: verstellbar\nRückenteil: gepolstert\nFarbe: blau"
BLUSE = "Artikel: Damenbluse\nMaterial: 100 % Viskose\nKnöpfe: Perlmutt\nStickerei: am Kragen"
JACKE = "Artikel: Winterjacke\nKapuze: abnehmbar, mit Webpelzbesatz\nGürtel: fest\nVerschluss: Reißverschluss hinten"
UHR = "Artikel: Armbanduhr\nGehäuse: Edelstahl\nArmband: Leder"
KISSEN = "Artikel: Kissenhülle\nMaße: 50 x 50 cm\nBund: elastisch mit Kordelzug"
STIEFEL = "Artikel: Stiefel\nInnensohle: Filz\nLaufsohle: Gummi, profiliert\nFarbe: gelb"
SANDALE = "Artikel: Sandale\nLaufsohle: Gummi"
ANZUG = "Artikel: Skianzug\nInnenhose: Netz\nTaschen: 2 seitlich, 1 hinten"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (RUCKSACK, "Die Schultergurte lassen sich anpassen."),
        (RUCKSACK, "Das Deckelfach kann entnommen werden."),
        (RUCKSACK, "Mit regulierbaren Trageriemen und gepolsterter Rückenpartie."),
        (RUCKSACK, "Der Boden des Rucksacks ist blau."),
        (BLUSE, "Perlmuttknöpfe und ein bestickter Kragen."),
        (BLUSE, "Der Kragen ist mit Stickerei verziert."),
        (BLUSE, "Darunter passt ein schlichtes Top."),
        (BLUSE, "Flecken mit einem feuchten Tuch abwischen."),
        (JACKE, "Der Kunstfellbesatz der Kapuze."),
        (JACKE, "Die Kapuze kann man abtrennen."),
        (JACKE, "Mit Rückenreißverschluss."),
        (JACKE, "Sie schützt vor spitzen Dornen."),
        (JACKE, "Ideal beim Schlittenfahren."),
        (UHR, "Das Zifferblatt ist gut lesbar."),
        (UHR, "Das Edelstahlgehäuse glänzt."),
        (KISSEN, "Die quadratische Hülle."),
        (KISSEN, "Mit Gummibund."),
        (STIEFEL, "Die Sohle hat Profil."),
        (STIEFEL, "Der gelbe Schaft."),
        (ANZUG, "Mit Netzhose."),
        (ANZUG, "Eine Gesäßtasche."),
        ("Artikel: Koffer\nSchloss: TSA-Zahlenschloss", "Ein Schloss nach TSA-Standard."),
        ("Artikel: Jacke im Bikerstil", "Der Bikerlook."),
        ("Artikel: Dirndl\nMaterial Kleid: Baumwolle\nMaterial Schürze: Seide", "Baumwolldirndl mit Seidenschürze."),
        ("Artikel: Schuh\nObermaterial: Leder, handpoliert", "Das Leder ist poliert."),
        ("Artikel: Hüftgurt\nMaterial: Nylon\nPolster: gepolstert", "Der Gurt ist weich gepolstert."),
    ],
)
def test_what_the_data_says_with_other_words_is_backed(data: str, text: str) -> None:
    assert flagged(data, text) == []


@pytest.mark.parametrize(
    ("data", "text", "wrong"),
    [
        (RUCKSACK, "Mit Regenhülle.", "Regenhülle"),
        (RUCKSACK, "Der Boden des Rucksacks ist rot.", "rot"),
        (BLUSE, "Mit Hornknöpfen.", "Hornknöpfen"),
        (BLUSE, "Die Bluse ist ein Top.", "Top"),
        (JACKE, "Der Gürtel lässt sich abnehmen.", "abnehmen"),
        (JACKE, "Mit Frontreißverschluss.", "Frontreißverschluss"),
        (UHR, "Das Goldgehäuse glänzt.", "Goldgehäuse"),
        (UHR, "Ein Metallarmband.", "Metallarmband"),
        (STIEFEL, "Mit Filzsohle.", "Filzsohle"),
        (SANDALE, "Die Sohle hat Profil.", "Profil"),
        (SANDALE, "Mit Zifferblatt.", "Zifferblatt"),
        (ANZUG, "Eine Fronttasche.", "Fronttasche"),
        ("Artikel: Teppich\nMaße: 50 x 70 cm", "Der quadratische Teppich.", "quadratische"),
        ("Artikel: Jacke im Bikerstil", "Der Collegelook.", "Collegelook"),
        ("Artikel: Dirndl\nMaterial Kleid: Baumwolle\nMaterial Schürze: Seide", "Das Seidendirndl.", "Seidendirndl"),
        ("Artikel: Ballerinas\nMaterial: 100 % Lackleder", "Ballerinas aus 80 % Lackleder.", "80 % Lackleder"),
        ("Artikel: Hose\nFutter: teilgefüttert", "Die Hose ist wattiert.", "wattiert"),
        ("Artikel: Vorhang\nAufhängung: Ösen", "Der Vorhang hat Schlaufen.", "Schlaufen"),
    ],
)
def test_what_the_data_does_not_say_is_found(data: str, text: str, wrong: str) -> None:
    assert flagged(data, text) == [wrong]
