"""What a text says of the world, of the reader or in passing claims nothing of the article; what it says of the article
beside that still does."""

from __future__ import annotations

import pytest

from description.claims.frames import governor
from description.claims.line import units_of
from description.claims.questions import short_questions
from tests.unit.description.claims.checking import flagged


@pytest.mark.parametrize(
    ("data", "true", "false"),
    [
        # nouns of the world: weather, people, days, food
        ("Artikel: Mantel", "Nach einem Wolkenbruch ist er bald trocken.", "Ein Mantel mit Schneefang."),
        ("Artikel: Kanne", "Ob Limonade oder heißer Tee: Die Kanne nimmt beides.", "Die Kanne ist ein T-Shirt."),
        ("Artikel: Hemd", "Es begleitet zum Bäcker und ins Büro mit Großmutter.", "Das Hemd ist für Großmütter."),
        ("Artikel: Kissen", "So schmeckt der Sommer.", "Ein Kissen für den Sommer."),
        ("Artikel: Strampler", "Ein Elefant schläft im Zoo.", "Ein Strampler mit Elefanten."),
        # things beside such things, and in a list before a colon
        ("Artikel: Jacke", "Handschuhe und Autoschlüssel kommen mit.", "Die Jacke hat Handschuhe."),
        # things of the reader's, and what the article goes with
        ("Artikel: Jacke", "Wer einen Schal mag, bindet ihn um.", "Die Jacke hat einen Schal."),
        ("Artikel: Rock\nFarbe: Blau", "Er lässt sich mit Ecru kombinieren.", "Der Rock ist ecru."),
        # things that gave a colour its name
        ("Artikel: Decke\nFarbe: Rot", "Sand und Krümel schüttelt man aus.", "Eine Decke in Sand."),
        # short questions, ordinals, what is usual
        ("Artikel: Gürtel", "Zu lang? Er passt sich an.", "Der Gürtel ist lang."),
        ("Artikel: Topf\nGriff: zwei Griffe", "Es gibt einen zweiten Griff.", "Es gibt einen klappbaren Griff."),
        ("Artikel: Schuh", "Wählen Sie eine Nummer größer als üblich.", "Der Schuh ist größer als jeder andere."),
        (
            "Artikel: Gurt\nGewicht: 75 g",
            "Er ist kaum schwerer als eine Tafel Schokolade.",
            "Er ist schwerer als 2 kg.",
        ),
        # how something is done
        ("Artikel: Koffer", "Alles hat locker Platz.", "Der Koffer ist locker geschnitten."),
    ],
)
def test_beside_the_article(data: str, true: str, false: str) -> None:
    assert flagged(data, true) == []
    assert flagged(data, false)


@pytest.mark.parametrize(
    ("data", "true", "false"),
    [
        # the subject that two verbs share
        (
            "Artikel: Kleid\nÄrmellänge: Kurzarm\nFutter: ungefüttert",
            "Es hat kurze Ärmel und ist ungefüttert.",
            "Es hat kurze Ärmel und ist gefüttert.",
        ),
        (
            "Artikel: Schal\nMaterial: 60 % Wolle, 40 % Polyester\nLänge: 100 cm",
            "Er besteht aus 60 % Wolle und 40 % Polyester und ist 100 cm lang.",
            "Er besteht aus 60 % Wolle und 40 % Polyester und ist 120 cm lang.",
        ),
        ("Artikel: Armband Herren\nLänge: 19 cm", "Das Armband für Herren ist 19 cm lang.", "Es ist 21 cm lang."),
        ("Artikel: Rollo\nFarbe: Weiß\nMaße: 80 x 160 cm", "Das Rollo in Weiß misst 80 x 160 cm.", "Es misst 90 cm."),
        # colours in passing, of a material, of a thing that a field names
        (
            "Artikel: Schuh\nLaufsohle: Gummi, schwarz\nFarbe: Cognac",
            "Die Sohle, die sich schwarz abhebt, greift gut.",
            "Die Sohle, die sich grün abhebt, greift gut.",
        ),
        ("Artikel: Kissen\nKederrand: ja, schwarz\nFarbe: Ocker", "Schwarzer Keder rahmt es.", "Roter Keder rahmt es."),
        (
            "Artikel: Brille\nBügel: Metall, goldfarben\nFarbe: Braun",
            "Goldfarbenes Metall formt die Bügel.",
            "Rotes Metall formt die Bügel.",
        ),
        (
            "Artikel: Trikot\nFarbe: Gelb, Ärmel dunkelblau",
            "Gelb am Körper und dunkelblau an den Armen.",
            "Gelb am Körper und grün an den Armen.",
        ),
        # what a longer word of the data ends or opens in
        ("Artikel: Brille\nLieferumfang: Putztuch", "Ein Tuch liegt bei.", "Ein Gürtel liegt bei."),
        ("Artikel: Helm\nVerschluss: Magnetschnalle", "Die Schnalle hält ein Magnet.", "Die Schnalle hält ein Klett."),
        (
            "Artikel: Lampe\nSchirm: Papier, handgefaltet",
            "Das von Hand gefaltete Papier.",
            "Das von Hand bestickte Papier.",
        ),
        ("Artikel: Hose\nBund: Gummizug mit Kordel", "Sie hat einen Gummibund.", "Sie hat einen Strickbund."),
        # treatments
        ("Artikel: Hemd\nPflege: 40 °C, Trockner nein", "Nicht in den Trockner geben.", "Er darf in den Trockner."),
        ("Artikel: Topf\nReinigung: von Hand", "Er darf nicht in die Spülmaschine.", "Er darf in die Spülmaschine."),
        ("Pflege: nicht bleichen, nicht bügeln", "Bitte nicht bleichen und nicht bügeln.", "Bitte bügeln."),
        # having, and what belongs to the nearest noun only
        ("Jacke\nKapuze: abzippbar", "Sie verfügt über eine abzippbare Kapuze.", "Sie verfügt über eine feste Kapuze."),
        (
            "Artikel: Kleid\nTaschen: 2\nTräger: breit, mit Knöpfen",
            "Zwei Taschen und breite Träger mit Knöpfen.",
            "Drei Taschen und breite Träger mit Knöpfen.",
        ),
        # the parts of a set are no other type
        (
            "Artikel: Pyjama\nHose: Shorts mit Gummibund",
            "Mit Gummibund an der Hose.",
            "Mit Reißverschluss an der Hose.",
        ),
    ],
)
def test_of_the_article(data: str, true: str, false: str) -> None:
    assert flagged(data, true) == []
    assert flagged(data, false)


def test_the_preposition_that_governs_a_noun() -> None:
    units = units_of("Er passt zu weiten Röcken und Hosen.")
    assert [governor(units, at) for at, unit in enumerate(units) if unit.sense.noun] == ["zu", "zu"]


def test_only_short_questions_claim_nothing() -> None:
    text = "Zu lang? Suchen Sie eine Jacke aus reiner Wolle für kalte Tage?"
    assert [text[first:last] for first, last in short_questions(text)] == ["Zu lang?"]
