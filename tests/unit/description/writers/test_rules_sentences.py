"""Texts for each group of articles, with a nominal-style example and without one."""

from __future__ import annotations

from functools import partial

import pytest

from bildtext.errors import InvalidProductData
from description.domain.statement import ProductData
from description.evidence import Evidence, PhotoTag
from description.realise import RulesWriter
from description.writers import WritingTask
from tests.unit.description.writers.checked_text import NOMINAL, checked_text

text_of = partial(checked_text, article="275")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (
            (
                "Schuhe: Pumps\nFarbe: rosa\nMarke: Adele\nObermaterial: Lackleder\nLaufsohle: TR\n"
                "Absatzform: Blockabsatz\n"
                "Absatzhöhe: ca. 6,5 cm\nSchuhweite: H\nSchuhspitze: rund"
            ),
            (
                "Dieser Pumps von Adele in Rosa kommt mit ca. 6,5 cm hohem Blockabsatz und runder Schuhspitze. "
                "Er ist in Weite H gearbeitet. Das Obermaterial ist aus Lackleder, die Laufsohle aus TR."
            ),
        ),
        (
            (
                "Produktart: T-Shirt\nMarke: Adele\nFarbe: weiß\nAusschnitt: V-Ausschnitt\nÄrmellänge: Kurzarm\n"
                "Material: 95% Cotton, 5% Elastane"
            ),
            (
                "Dieses T-Shirt von Adele in Weiß kommt mit V-Ausschnitt und kurzen Ärmeln. Das Material "
                "besteht aus 95 % Baumwolle und 5 % Elasthan."
            ),
        ),
        (
            (
                "Produktart: Sommerkleid\nMarke: Adele\nMuster: gestreift\nFarbe: blau, weiß\nLänge: knielang\n"
                "Verschluss: seitlicher Reißverschluss\nFutter: ungefüttert"
            ),
            (
                "Dieses gestreifte Sommerkleid von Adele in Blau und Weiß kommt mit seitlichem Reißverschluss. "
                "Es ist knielang und ungefüttert."
            ),
        ),
        (
            (
                "Produktart: Chinohose\nFarbe: dunkelblau\nMarke: Adele\nPassform: Slim Fit\n"
                "Leibhöhe: normal\nBeinform: gerade"
            ),
            (
                "Diese Chinohose von Adele in Dunkelblau kommt mit normaler Leibhöhe und geradem Bein. Sie ist "
                "im Slim Fit geschnitten."
            ),
        ),
        (
            (
                "Produktart: Regenjacke\nFarbe: gelb\nMarke: Adele\nBesonderheit: wasserdicht, "
                "winddicht, abnehmbare Kapuze"
            ),
            ("Diese Regenjacke von Adele in Gelb kommt mit abnehmbarer Kapuze. Sie ist wasser- und winddicht."),
        ),
        (
            (
                "Produktart: Socken\nFarbe: schwarz\nMarke: Adele\nAnzahl: 3er-Pack\nMaterial: 80% "
                "Baumwolle, 20% Polyamid"
            ),
            ("Aus 80 % Baumwolle und 20 % Polyamid sind diese Socken von Adele im 3er-Pack in Schwarz gefertigt."),
        ),
    ],
)
def test_without_an_example_sentences_are_complete_and_agree(data: str, text: str) -> None:
    assert text_of(data) == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (
            (
                "Produktart: Rucksack\nFarbe: schwarz\nMarke: Adele\nMaterial: Polyester\n"
                "Verschluss: Reißverschluss\nVolumen: 22 l"
            ),
            "Schwarzer Rucksack aus Polyester von Adele mit Reißverschluss. Volumen 22 l.",
        ),
        (
            (
                "Produktart: Bettwäsche\nFarbe: grau\nMarke: Adele\nMaterial: 100% Baumwolle\n"
                "Qualität: Mako-Satin\n"
                "Maße: 135x200 cm\nPflege: waschbar bei 60°C"
            ),
            ("Graue Bettwäsche von Adele. Aus Mako-Satin (100 % Baumwolle). Maße 135 x 200 cm. Bei 60 °C waschbar."),
        ),
        (
            "Schuhe: Ballerinas\nFarbe: Midnight Dream\nMarke: Adele\nObermaterial: Leder\nInnensohle: Leder",
            "Ballerina von Adele in der Farbe Midnight Dream. Obermaterial und Innensohle aus Leder.",
        ),
    ],
)
def test_after_a_nominal_example_sentences_are_nominal(data: str, text: str) -> None:
    assert text_of(data, NOMINAL) == text


def tag(facet: str, label: str, name: str, score: float = 0.9) -> PhotoTag:
    return PhotoTag("front.jpg", "front", facet, label, name, score)


def test_photo_tags_add_what_the_data_lacks() -> None:
    tags = (tag("category", "slip-on-shoe", "Slipper"), tag("colour", "red", "Rot"))
    assert text_of("Marke: Adele", tags=tags) == "Der Slipper von Adele kommt in Rot."


def test_uncertain_or_redundant_tags_are_not_used() -> None:
    tags = (tag("category", "sneaker", "Sneaker", 0.5), tag("colour", "red", "Rot"))
    assert text_of("Marke: Adele\nFarbe: weiß", tags=tags) == "Das Modell von Adele kommt in Weiß."


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Farbe: weiß", "Das Modell kommt in Weiß."),
        ("Material: Baumwolle", "Das Material besteht aus Baumwolle."),
        ("Größe: 38", "Größe: 38."),
        ("Artikelnummer: 4711", "Artikelnummer 4711."),
    ],
)
def test_every_field_that_is_stated_has_a_sentence(data: str, text: str) -> None:
    assert text_of(data) == text


def test_empty_data_is_refused_with_advice() -> None:
    with pytest.raises(InvalidProductData, match="add a type, a colour or a material"):
        RulesWriter().write(WritingTask(Evidence(ProductData(()))), deadline=0.0)


@pytest.mark.parametrize(
    "value",
    [
        "https://example.com/bild",
        "SUPER SALE NOW",
        "soft and light with a removable insole",
        "AB12345X",
        "hochwertige Verarbeitung",
        "tolles Design",
        "nachhaltig",
        "#weich_2",
        "n/a",
        "Der Schuh passt Ihnen. Er hält.",
    ],
)
def test_a_value_unfit_for_a_sentence_is_left_out(value: str) -> None:
    assert text_of(f"Schuhe: Slipper\nMarke: Adele\nBesonderheit: {value}") == "Der Slipper kommt von Adele."


def test_praise_before_a_material_is_dropped_and_the_material_kept() -> None:
    text = text_of("Schuhe: Slipper\nMarke: Adele\nObermaterial: hochwertiges Leder")
    assert text == "Aus Leder ist dieser Slipper von Adele gefertigt."


def test_a_feature_is_not_mentioned_twice() -> None:
    text = text_of("Produktart: Jacke\nMarke: Adele\nVerschluss: Reißverschluss\nBesonderheit: Reißverschluss, Kapuze")
    assert text.count("Reißverschluss") == 1


@pytest.mark.parametrize(
    "brand", ["The North Face", "Dr. Martens", "s.Oliver BLACK LABEL", "Jack & Jones", "H&M", "4F"]
)
def test_a_brand_keeps_its_spelling(brand: str) -> None:
    assert text_of(f"Schuhe: Slipper\nMarke: {brand}") == f"Der Slipper kommt von {brand}."


def test_adjectives_of_one_part_are_combined() -> None:
    text = text_of("Produktart: Rucksack\nMarke: Adele\nSchulterriemen: verstellbar, abnehmbar")
    assert text == "Dieser Rucksack von Adele kommt mit verstellbarem und abnehmbarem Schulterriemen."


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("Pflege: 60 °C, trocknergeeignet\nLänge: 90 cm", "ist 90 cm lang, bei 60 °C waschbar und trocknergeeignet."),
        ("Länge: 90 cm\nAnlass: Hochzeit, Party, Cocktail", "und eignet sich für Hochzeit, Party und Cocktail."),
        ("Taschen: 2 seitlich, 1 Brust", "eine Brusttasche und zwei seitliche Taschen"),
        ("Zielgruppe: Unisex", "für Damen und Herren"),
        ("Zielgruppe: Kinder, Jungen", "für Jungen"),
    ],
)
def test_what_is_joined_reads_as_one(lines: str, said: str) -> None:
    data = f"Artikel: Kleid\nMarke: Adele\nFarbe: rot\nMaterial: 100 % Wolle\n{lines}"
    assert said in checked_text(data, article="2")


def test_one_that_is_counted_has_its_article_beside_others() -> None:
    data = "Artikel: Shopper\nMarke: Adele\nMaterial: Leder\nFarbe: rot\nFächer: 1 Hauptfach, 2 Steckfächer"
    texts = [checked_text(data, article=str(number)) for number in range(30)]
    assert any("mit einem Hauptfach und zwei Steckfächern" in text for text in texts)


def test_the_first_sentence_leaves_no_stub() -> None:
    data = (
        "Artikel: Sandalette\nMarke: Adele\nFarbe: rot\nObermaterial: Leder\nFutter: Textil\nSchuhspitze: offen\n"
        "Verschluss: Dornschließe\nAbsatzhöhe: 9 cm"
    )
    texts = [checked_text(data, article=str(number)) for number in range(20)]
    assert [text for text in texts if "Sie ist vorne offen." in text] == []
