"""ArticleView: data and photos reconciled once, with one table of thresholds."""

from __future__ import annotations

import pytest

from bildtext.labels import load_labels
from description.domain.article import ArticleView, Provenance
from description.domain.photo_facets import photo_facets
from description.evidence import Evidence, PhotoTag
from description.ingest import parse
from description.language.csv_tables import LEXICON, table_rows
from description.language.vocabulary import vocabulary

NAMES = {(facet.id, label.id): label.name.de for facet in load_labels().facets for label in facet.labels}


def tag(facet: str, label: str, score: float = 0.9, photo: str = "front.jpg") -> PhotoTag:
    return PhotoTag(photo, "front", facet, label, NAMES[facet, label], score)


def view(data: str, *tags: PhotoTag) -> ArticleView:
    return ArticleView(Evidence(parse(data), tags))


@pytest.mark.parametrize(
    ("data", "facet", "shown", "expected"),
    [
        ("Farbe: weiß", "colour", [], [("weiß", "data")]),
        ("Farbe: weiß", "colour", [("white", 0.9)], [("weiß", "both")]),
        ("Farbe: weiß", "colour", [("black", 0.9)], [("weiß", "disputed")]),
        ("Farbe: weiß", "colour", [("black", 0.69)], [("weiß", "data")]),  # not sure enough to contradict
        ("Farbe: weiß", "colour", [("black", 0.7), ("white", 0.2)], [("weiß", "data")]),  # something agrees
        ("Farbe: camel", "colour", [("beige", 0.9)], [("camel", "both")]),
        ("Farbe: taupe", "colour", [("grey", 0.9)], [("taupe", "both")]),
        ("Farbe: anthrazit", "colour", [("black", 0.9)], [("anthrazit", "both")]),
        ("Farbe: bunt", "colour", [("red", 0.9)], [("bunt", "both")]),
        ("Farbe: Desert Storm", "colour", [("beige", 0.9)], [("Desert Storm", "data"), ("Beige", "photo")]),
        ("Pflege: Handwäsche", "colour", [("red", 0.6), ("white", 0.59)], [("Rot", "photo")]),
        ("Farbe: schwarz\nFarbe: weiß", "colour", [], [("schwarz", "disputed"), ("weiß", "disputed")]),
        ("Absatzhöhe: 8 cm", "heel-height", [("high", 0.9)], [("8 cm", "both")]),
        ("Absatzhöhe: 8 cm", "heel-height", [("flat", 0.9)], [("8 cm", "disputed")]),
        ("Absatzhöhe: 8 cm", "heel-height", [("flat", 0.79)], [("8 cm", "data")]),
        ("Ausschnitt: Rundhals", "neckline", [("crew-neck", 0.9)], [("Rundhals", "both")]),
        ("Ausschnitt: Rundhals", "collar", [("hood", 0.9)], [("Rundhals", "data")]),  # it answers the neckline
        ("Verschluss: Schnürsenkel", "closure", [("laces", 0.7)], [("Schnürsenkel", "both")]),
        ("Schuhspitze: spitz zulaufend", "toe-shape", [("almond", 0.9)], [("spitz zulaufend", "both")]),
        ("Kragen: ohne Kragen", "collar", [("shirt-collar", 0.9)], [("ohne Kragen", "data")]),
        ("Schuhe: Slipper", "category", [("loafer", 0.9)], [("Slipper", "both")]),
        ("Schuhe: Slipper", "category", [("dress", 0.9)], [("Slipper", "disputed")]),
    ],
)
def test_each_value_says_who_says_so(
    data: str, facet: str, shown: list[tuple[str, float]], expected: list[tuple[str, str]]
) -> None:
    article = view(f"Marke: Gemini\n{data}", *(tag(facet, label, score) for label, score in shown))
    assert [(trait.text, str(trait.provenance)) for trait in article.all_of(facet)] == expected
    assert [trait.text for trait in article.stated(facet)] == [text for text, who in expected if who != "disputed"]
    assert [trait.text for trait in article.seen(facet)] == [text for text, who in expected if who in ("both", "photo")]


def test_one_photo_is_seen_by_itself() -> None:
    article = view("Farbe: weiß", tag("colour", "black", photo="a.jpg"), tag("colour", "white", photo="b.jpg"))
    (of_both,) = article.all_of("colour")
    (of_one,) = article.of_photo("a.jpg").all_of("colour")
    assert (of_both.provenance, of_one.provenance) == (Provenance.BOTH, Provenance.DISPUTED)
    assert of_one.tag is not None
    assert of_one.tag.says == "Foto a.jpg: Schwarz (90 %)"


def test_the_narrowest_type_is_the_articles_kind() -> None:
    kinds = [view(data).kind for data in ("Typ: Schuhe\nName: Chelsea Boots Anna", "Typ: Hose", "Marke: Gemini")]
    assert [kind.word.lemma if kind and kind.word else "" for kind in kinds] == ["Chelsea-Boot", "Hose", ""]


def test_tags_support_what_the_data_leaves_open_from_the_score_from_which_they_may_be_stated() -> None:
    tags = (
        tag("colour", "red"),
        tag("neckline", "v-neck", 0.6),
        tag("closure", "zipper", 0.59),
        tag("occasion", "evening", 0.7),
        tag("view", "detail"),
        tag("material-look", "suede"),
    )
    assert [one.name for one in view("Farbe: weiß", *tags).silent] == ["V-Ausschnitt"]


def test_a_texts_words_are_disputed_by_sure_tags_only() -> None:
    article = view("Marke: Gemini", tag("colour", "red", 0.7), tag("pattern", "striped", 0.69))
    blue, checked = vocabulary().named("blau", "colour"), vocabulary().named("kariert", "pattern")
    assert blue is not None
    assert checked is not None
    disputing = article.against("colour", [blue])
    assert disputing is not None
    assert disputing.name == "Rot"
    assert article.against("pattern", [checked]) is None


def test_a_facet_says_nothing_of_an_article_that_cannot_have_it() -> None:
    rug = view("Artikel: Teppich", tag("heel-shape", "block-heel"), tag("pattern", "striped"))
    assert [trait.text for facet in photo_facets() for trait in rug.seen(facet)] == ["Gestreift"]
    assert [one.name for one in rug.silent] == ["Gestreift"]


def test_the_tables_name_facets_and_labels_of_the_label_file() -> None:
    facets = {facet for facet, _ in NAMES}
    assert photo_facets().keys() <= facets
    groups = {row["group"] for row in table_rows(LEXICON / "types.csv")}
    assert {group for rule in photo_facets().values() for group in rule.groups} <= groups
    labels = [(row["facet"], row["label"]) for row in table_rows(LEXICON / "photo_labels.csv")]
    assert [one for one in labels if one not in NAMES] == []
    views = {row["view"] for row in table_rows(LEXICON / "photo_views.csv")}
    assert {
        "front",
        "back",
        "side",
        "angled",
        "from-above",
        "sole",
        "detail",
        "inside",
        "on-model",
        "mannequin",
    } <= views
    assert {row["shade"] for row in table_rows(LEXICON / "shades.csv")} <= {
        row["lemma"] for row in table_rows(LEXICON / "colours.csv")
    }


def test_the_groups_are_those_of_the_label_file() -> None:
    rows = {row["group"]: row["labels"].split("|") for row in table_rows(LEXICON / "photo_groups.csv")}
    category = next(facet for facet in load_labels().facets if facet.id == "category")
    labels = [(label.group, label.id) for label in category.labels]
    assert rows == {group.id: [label for of, label in labels if of == group.id] for group in category.groups}
    types = {row["group"] for row in table_rows(LEXICON / "types.csv")}
    assert {row["types"] for row in table_rows(LEXICON / "photo_groups.csv")} <= types


def test_the_types_without_a_facet_are_listed_types() -> None:
    without = {row["facet"]: row["types"].split("|") for row in table_rows(LEXICON / "types_without_facet.csv")}
    assert without.keys() <= photo_facets().keys()
    lemmas = {row["lemma"] for row in table_rows(LEXICON / "types.csv")}
    assert {one for types in without.values() for one in types} <= lemmas


def test_every_label_that_may_be_described_has_its_german_words() -> None:
    described = {row["facet"] for row in table_rows(LEXICON / "photo_labels.csv")}
    known = {(row["facet"], row["label"]) for row in table_rows(LEXICON / "photo_labels.csv")}
    assert sorted(one for one in NAMES if one[0] in described and one not in known) == []
