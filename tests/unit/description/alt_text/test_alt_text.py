"""The alt text of a photo."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import description
from bildtext_dev.quality.sets import articles
from description.alt_text import alt_texts
from description.domain.article import ArticleView
from description.domain.statement import Field, ProductData, Statement
from description.evidence import Evidence, PhotoContext, PhotoTag
from description.ingest import parse
from description.language.grammar import Noun
from description.language.photo_labels import shade_adjective
from description.packs import is_several

WORDS = Path(description.__file__).parent / "lexicon"
ENDING = {"m": "er", "f": "e", "n": "es", "p": "e"}  # strong, nominative: weißer Slipper, weiße Bluse, weißes Hemd
SLIPPER = "Marke: Gemini\nSchuhe: Slipper\nFarbe: weiß"


def rows(name: str) -> list[dict[str, str]]:
    with (WORDS / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=";", quoting=csv.QUOTE_NONE))


def tag(facet: str, label: str, name: str, score: float = 0.9, photo: str = "p") -> PhotoTag:
    return PhotoTag(photo, "front", facet, label, name, score)


def described(data: str, *tags: PhotoTag, view: str = "") -> str:
    return alt_texts(ArticleView(Evidence(parse(data), tags)), [PhotoContext("p", view)])[0]


@pytest.mark.parametrize(
    ("data", "view", "text"),
    [
        (SLIPPER, "side", "Weißer Slipper von Gemini, von der Seite"),
        ("Marke: Gemini\nSchuhe: Sandalette\nFarbe: weiß", "front", "Weiße Sandalette von Gemini, von vorn"),
        ("Artikel: Hemd\nFarbe: hellblau", "back", "Hellblaues Hemd, von hinten"),
        ("Artikel: Shorts\nFarbe: weiß", "", "Weiße Shorts"),
        ("Artikel: Rock\nFarbe: dunkel", "top", "Rock, von oben"),
        ("Artikel: Bluse\nFarbe: rosa", "detail", "Bluse in Rosa, Detailansicht"),
        ("Artikel: Hemd\nFarbe: weiß\nMuster: gestreift", "side-2", "Weißes, gestreiftes Hemd, von der Seite"),
        ("Artikel: Hemd\nFarbe: weiß\nMuster: nadelgestreift", "", "Weißes Hemd mit Nadelstreifen"),
        ("Artikel: Hemd\nFarbe: weiß\nMuster: uni", "", "Weißes Hemd"),
        ("Artikel: Bluse\nFarbe: schwarz, weiß", "front", "Bluse in Schwarz und Weiß, von vorn"),
        ("Artikel: Bluse\nFarbe: schwarz\nFarbe: weiß", "front", "Bluse, von vorn"),
        ("Schuhe: Slipper\nFarbe: siehe Bild", "sole", "Slipper, Blick auf die Sohle"),
        ("Schuhe: Slipper", "view-from-mars", "Slipper"),
        ("Artikel: Qwertzling\nMarke: Gemini\nFarbe: grün", "", "Qwertzling von Gemini in Grün"),
        ("Name: X-4711\nFarbe: grün", "", "Artikel in Grün"),
        ("Name: Wanderschuh Kammweg\nFarbe: grün", "", "Grüner Wanderschuh"),
        ("Marke: Gemini\nFarbe: weiß", "front", "Artikel von Gemini in Weiß, von vorn"),
        ("Pflege: Handwäsche", "front", "Produktfoto, von vorn"),
        ("Pflege: Handwäsche", "", "Produktfoto"),
    ],
)
def test_type_colour_brand_and_pattern_come_from_the_data_and_the_view_is_in_german(
    data: str, view: str, text: str
) -> None:
    assert described(data, view=view) == text


def test_a_photo_adds_what_the_data_lacks() -> None:
    seen = described(
        "Marke: Gemini\nPflege: Handwäsche",
        tag("category", "dress", "Kleid"),
        tag("colour", "white", "Weiß"),
        tag("pattern", "striped", "Gestreift"),
        tag("closure", "zipper", "Reißverschluss"),
        view="front",
    )
    assert seen == "Weißes, gestreiftes Kleid von Gemini mit Reißverschluss, von vorn"


@pytest.mark.parametrize(("label", "name"), [("leopard", "Leopardenmuster"), ("snakeskin", "Schlangenmuster")])
def test_of_several_patterns_that_the_data_may_mean_the_one_of_the_photo_is_named(label: str, name: str) -> None:
    data = "Produktart: Wickelkleid\nMuster: Animalprint"
    assert name in described(data, tag("pattern", label, name))


def test_uncertain_tags_and_tags_of_other_photos_are_not_used() -> None:
    assert described("Marke: Gemini", tag("category", "dress", "Kleid", 0.59)) == "Artikel von Gemini"
    elsewhere = (
        tag("closure", "zipper", "Reißverschluss", photo="other"),
        tag("category", "dress", "Kleid", photo="other"),
    )
    assert described("Marke: Gemini", *elsewhere) == "Kleid von Gemini"  # what the article is, another photo may tell
    other = ArticleView(Evidence(parse(SLIPPER), (tag("colour", "black", "Schwarz"),)))
    assert alt_texts(other, [PhotoContext("", "front")])[0].startswith("Weißer")


def test_two_certain_colours_are_both_named_but_of_two_neighbours_only_the_surer() -> None:
    tags = (tag("colour", "red", "Rot", 0.6), tag("colour", "white", "Weiß", 0.8))
    assert described("Schuhe: Slipper", *tags) == "Slipper in Weiß und Rot"
    near = (tag("colour", "blue", "Blau", 0.6), tag("colour", "light-blue", "Hellblau", 0.8))
    assert described("Schuhe: Slipper", *near) == "Hellblauer Slipper"


def test_a_closure_is_mentioned_only_if_the_photo_shows_it() -> None:
    data = f"{SLIPPER}\nVerschluss: Reißverschluss"
    assert "verschluss" not in described(data)
    assert described(data, tag("closure", "zipper", "Reißverschluss")).endswith("mit Reißverschluss")


def test_a_word_on_which_data_and_photo_disagree_is_left_out() -> None:
    assert described(SLIPPER, tag("colour", "black", "Schwarz")) == "Slipper von Gemini"
    assert described(SLIPPER, tag("category", "dress", "Kleid")) == "Artikel von Gemini in Weiß"
    assert described(SLIPPER, tag("colour", "black", "Schwarz", 0.5)) == "Weißer Slipper von Gemini"
    assert described(SLIPPER, tag("category", "slip-on-shoe", "Slipper")) == "Weißer Slipper von Gemini"


def test_an_alt_text_has_at_most_125_characters_and_drops_the_least_important_first() -> None:
    brand = "Schuhmanufaktur Gemini & Söhne Frankfurt-Sachsenhausen"
    long = f"Marke: {brand}\nSchuhe: Slipper\nFarbe: weiß\nMuster: Zopfmuster"
    parts = (tag("closure", "zipper", "Reißverschluss"), tag("toe-shape", "round", "Rund"))
    text = described(long, *parts, view="side")
    assert text == f"Weißer Slipper von {brand} mit Zopfmuster und Reißverschluss, von der Seite"
    endless = "Marke: " + "Gemini " * 12 + "\nSchuhe: Slipper\nFarbe: weiß\nMuster: gestreift"
    text = described(endless, tag("closure", "zipper", "Reißverschluss"), view="side")
    assert text == "Weißer, gestreifter Slipper mit Reißverschluss, von der Seite"
    assert len(text) <= 125
    longest = described("Marke: " + "Gemini " * 30 + "\nSchuhe: Slipper\nFarbe: weiß", view="side")
    assert longest == "Weißer Slipper, von der Seite"
    assert described("Marke: " + "Gemini " * 30 + "\nPflege: Handwäsche", view="side") == "Produktfoto, von der Seite"


def made(kind: str, colour: str) -> str:
    statements = (Statement(Field.TYPE, "Art", kind, (kind,)), Statement(Field.COLOUR, "Farbe", colour, (colour,)))
    return alt_texts(ArticleView(Evidence(ProductData(statements))), [PhotoContext("", "front")])[0]


@pytest.mark.parametrize("colour", ["weiß", "dunkelblau", "rot"])
def test_adjectives_agree_with_the_gender_of_every_type(colour: str) -> None:
    kinds = rows("types.csv")
    assert len(kinds) >= 600
    wrong = []
    for kind in kinds:
        several = is_several(Noun(kind["lemma"], "f", kind["plural"]))
        ending, noun = ("e", kind["plural"]) if several else (ENDING[kind["gender"]], kind["lemma"])
        if (text := made(kind["lemma"], colour)) != f"{colour.capitalize()}{ending} {noun}, von vorn":
            wrong.append(text)
    assert wrong == []


@pytest.mark.parametrize(("kind", "ending"), [("Slipper", "er"), ("Bluse", "e"), ("Hemd", "es"), ("Shorts", "e")])
def test_every_colour_is_declined_or_follows_the_noun(kind: str, ending: str) -> None:
    for colour in rows("colours.csv"):
        text = made(kind, colour["lemma"])
        if colour["declines"] == "yes" or shade_adjective(colour["lemma"]):
            assert text.split(f" {kind}, ")[0].endswith(ending), text
            assert text[0].isupper()
        else:
            assert text == f"{kind} in {colour['noun']}, von vorn"


def test_alt_texts_of_many_articles_are_short_and_begin_with_a_capital() -> None:
    for article in articles():
        text = alt_texts(ArticleView(Evidence(article.read())), [PhotoContext("", "front")])[0]
        assert len(text) <= 125
        assert text[0].isupper() or not text[0].isalpha()
        assert "Bild von" not in text
        assert "  " not in text
        assert text.endswith(", von vorn")
