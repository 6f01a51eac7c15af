"""The alt text of kinds of articles that were read wrong: groups of labels, sets, variants, names that say more."""

from __future__ import annotations

import pytest

from description.alt_text import alt_texts
from description.domain.article import ArticleView
from description.evidence import Evidence, PhotoContext, PhotoTag
from description.ingest import parse


def tag(facet: str, label: str, name: str) -> PhotoTag:
    return PhotoTag("p", "front", facet, label, name, 0.9)


def described(data: str, *tags: PhotoTag) -> str:
    return alt_texts(ArticleView(Evidence(parse(data), tags)), [PhotoContext("p", "")])[0]


def grouped(group: str, name: str, score: float = 0.9) -> PhotoTag:
    return PhotoTag("p", "front", "category", group, name, score)


@pytest.mark.parametrize(
    ("data", "shown", "text"),
    [
        ("Artikel: Kinder-Hausschuhe", grouped("shoes", "Schuhe"), "Hausschuh"),
        ("Artikel: Kochjacke", grouped("outerwear", "Jacken & Mäntel"), "Kochjacke"),
        ("Artikel: Hausschuhe\nFarbe: blau", grouped("dresses", "Kleider & Overalls"), "Artikel in Blau"),
        ("Farbe: blau", grouped("shirts-blouses", "Hemden & Blusen"), "Blaues Oberteil"),
        ("Farbe: blau", grouped("headwear", "Hüte & Mützen"), "Blaue Kopfbedeckung"),
        ("Farbe: blau", grouped("shoes", "Schuhe"), "Blauer Schuh"),
    ],
)
def test_a_group_of_labels_agrees_with_its_types_and_is_named_by_what_all_of_them_are(
    data: str, shown: PhotoTag, text: str
) -> None:
    assert described(data, shown) == text


def test_a_type_that_no_label_means_is_disputed_only_by_what_is_worn_otherwise() -> None:
    romper = "Artikel: Strampler\nFarbe: gelb"
    assert described(romper, tag("category", "bodysuit", "Body")) == "Gelber Strampler"
    assert described(romper, tag("category", "sneaker", "Sneaker")) == "Artikel in Gelb"
    assert described("Artikel: Bettwäsche", tag("category", "dress", "Kleid")) == "Bettwäsche"


@pytest.mark.parametrize(
    ("data", "label", "name", "text"),
    [
        ("Artikel: Pumps\nFarbe: rot", "hiking-boots", "Wanderstiefel", "Roter Schuh"),
        ("Artikel: Bluse\nFarbe: rot", "hoodie", "Hoodie", "Rotes Oberteil"),
        ("Artikel: Rock\nFarbe: rot", "hoodie", "Hoodie", "Rotes Kleidungsstück"),
        ("Artikel: Rock\nFarbe: rot", "sneaker", "Sneaker", "Artikel in Rot"),
    ],
)
def test_where_data_and_photo_say_different_types_the_noun_is_true_of_both(
    data: str, label: str, name: str, text: str
) -> None:
    assert described(data, tag("category", label, name)) == text


@pytest.mark.parametrize(
    ("facet", "label", "name", "text"),
    [
        ("sleeve-length", "sleeveless", "Ärmellos", "Ärmelloses, rotes Kleidungsstück"),
        ("trouser-length", "full-length", "Lang", "Lange, rote Hose"),
        ("toe-shape", "round", "Rund", "Roter Schuh mit runder Schuhspitze"),
        ("closure", "zipper", "Reißverschluss", "Artikel in Rot mit Reißverschluss"),
    ],
)
def test_an_unknown_type_is_named_by_what_can_be_seen(facet: str, label: str, name: str, text: str) -> None:
    assert described("Farbe: rot", tag(facet, label, name)) == text


MITTENS = tag("category", "beanie", "Mütze")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Artikel: Winter-Set (Mütze, Schal, Handschuhe)", "Winter-Set"),
        ("Artikel: Baby-Set 3-teilig: Mütze, Schal, Fäustlinge", "3-teiliges Baby-Set"),
        ("Artikel: Mützen-Set 2-teilig (Mütze + Schal)", "2-teiliges Mützen-Set"),
        ("Artikel: Zweiteiler Mütze und Schal", "Zweiteiler"),
        ("Artikel: Babymütze und Fäustlinge", "Babymütze und Fäustlinge"),
        ("Artikel: Ohrstecker-Set, 3 Paar", "3 Paar Ohrstecker"),
        ("Artikel: Ohrclips\nLieferumfang: 1 Paar", "Ohrclips"),
        ("Artikel: Unterhemd Feinripp 2 St.", "2 Unterhemden"),
        ("Artikel: Dreieckstuch Baby 5er", "5 Dreieckstücher"),
        ("Artikel: Schulterpolster 1 Paar", "Schulterpolster"),
        ("Artikel: Unterziehmantel Damen", "Unterziehmantel"),
        ("Artikel: Kniestrümpfe\nBesonderheit: 2 Paar", "2 Paar Kniestrümpfe"),
        ("Artikel: Kurzarm-Cardigan mit Kapuze", "Strickjacke"),
        ("Artikel: Kinder 3/4-Leggings mit Seitenstreifen", "Dreiviertel-Leggings"),
        ("Artikel: Jacke + Hose Trainingsanzug", "Trainingsanzug"),
        ("Artikel: 2-in-1-Pullover", "2-in-1-Pullover"),
    ],
)
def test_an_article_of_several_is_not_called_by_one_of_them(data: str, text: str) -> None:
    shown = (MITTENS,) if "Mütze" in data else ()
    assert described(data, *shown) == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Artikel: Poloshirt\nFarben: dunkelgrün, weiß, marine", "Dunkelgrünes Poloshirt"),
        ("Artikel: Poloshirt\nFarbvarianten: senf / petrol / grün", "Grünes Poloshirt"),
        ("Artikel: Poloshirt\nFarbe: grün, weiß, marine", "Grünes Poloshirt"),
        ("Artikel: Poloshirt\nFarbe: grün/weiß/marine", "Poloshirt in Grün, Weiß und Marine"),
        ("Artikel: Poloshirt 3er-Pack\nFarben: grün, weiß, marine", "3 Poloshirts in Grün, Weiß und Marine"),
        ("Artikel: Poloshirt\nFarben: rot, weiß, marine", "Poloshirt"),
        ("Artikel: Poloshirt\nFarbe: Stone Green", "Grünes Poloshirt"),
        ("Artikel: Poloshirt\nFarbe: grün mit weißen Punkten", "Grünes Poloshirt"),
        ("Artikel: Poloshirt, grün", "Grünes Poloshirt"),
        ("Artikel: Poloshirt\nFarbe: navy, grün kariert", "Poloshirt in Marine und Grün"),
        ("Artikel: Socken 5er-Pack\nFarbe: rot, blau, grün, gelb, grau", "5 Paar Socken"),
    ],
)
def test_of_the_colours_in_which_an_article_comes_the_one_that_the_photo_shows_is_named(data: str, text: str) -> None:
    assert described(data, tag("colour", "green", "Grün")) == text


def test_a_colour_of_the_photo_is_called_as_the_data_calls_it_of_a_part() -> None:
    data = "Artikel: Sonnenbrille\nRahmenfarbe: Gold"
    assert described(data, tag("colour", "yellow", "Gelb")) == "Goldfarbene Sonnenbrille"
    assert described("Artikel: Jeans\nFarbe: blue denim") == "Jeans in Jeansblau"


@pytest.mark.parametrize(
    ("data", "shown", "text"),
    [
        ("Artikel: Body mit Stehkragen", tag("collar", "turtleneck", "Rollkragen"), "Body mit Stehkragen"),
        (
            "Artikel: Hemd Langarm",
            tag("sleeve-length", "three-quarter-sleeves", "Dreiviertelärmel"),
            "Hemd mit langen Ärmeln",
        ),
        ("Artikel: Steppweste", tag("sleeve-length", "long-sleeves", "Langarm"), "Steppweste"),
        ("Artikel: Rock", tag("neckline", "v-neck", "V-Ausschnitt"), "Rock"),
        ("Artikel: Minikleid", tag("length", "knee-length", "Knielang"), "Minikleid"),
        ("Artikel: Shorts", tag("trouser-length", "knee-length", "Knielang"), "Knielange Shorts"),
        ("Artikel: Sakko\nVerschluss: Zweiknopf", tag("closure", "buttons", "Knöpfe"), "Sakko mit Knopfverschluss"),
        ("Artikel: Slipper\nVerschluss: Schlupf", tag("closure", "elastic", "Gummizug"), "Slipper"),
        (
            "Artikel: Kleid\nÄrmel: ärmellos, Träger abnehmbar",
            tag("sleeve-length", "sleeveless", "Ärmellos"),
            "Ärmelloses Kleid",
        ),
    ],
)
def test_what_a_photo_shows_is_said_in_the_datas_words_and_only_of_what_can_have_it(
    data: str, shown: PhotoTag, text: str
) -> None:
    assert described(data, shown) == text


@pytest.mark.parametrize(
    ("brand", "text"),
    [
        ("Elvira M.", "Rock von Elvira M."),
        ("Kapp & Co.", "Rock von Kapp & Co."),
        ("THE BOOTERY LTD.", "Rock von THE BOOTERY"),
        ("Mode Müller GmbH & Co. KG", "Rock von Mode Müller"),
        ("<b>TOP SALE</b>", "Rock"),
        ("Sale -50%", "Rock"),
        ("test", "Rock"),
        ("{{ marke }}", "Rock"),
    ],
)
def test_a_brand_is_named_as_it_is_written_and_never_advertises(brand: str, text: str) -> None:
    assert described(f"Artikel: Rock\nMarke: {brand}") == text


def test_a_set_has_no_length_of_its_own() -> None:
    assert described("Artikel: Yoga-Set Top + Leggings", tag("trouser-length", "full-length", "Lang")) == "Yoga-Set"
