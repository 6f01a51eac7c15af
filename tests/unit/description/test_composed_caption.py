"""Captions composed from tags: correct German, and only what tags are certain of."""

from __future__ import annotations

import pytest

from bildtext.labels import load_labels
from description.caption import caption
from description.evidence import PhotoTag

LABELS = {facet.id: facet for facet in load_labels().facets}


def tag(facet: str, label: str, score: float = 0.9) -> PhotoTag:
    """A tag with the German name from the label file."""
    name = next(one.name.de for one in LABELS[facet].labels if one.id == label)
    return PhotoTag("p", "front", facet, label, name, score)


@pytest.mark.parametrize(
    ("tags", "sentence"),
    [
        (["category sweatshirt", "colour teal", "collar hood"], "Ein Sweatshirt in Petrol mit Kapuze."),
        (["category hoodie", "colour teal", "collar hood"], "Ein Hoodie in Petrol."),
        (["category dress", "colour navy", "pattern floral"], "Ein geblümtes Kleid in Marine."),
        (["category dress", "colour blue", "length knee-length"], "Ein knielanges, blaues Kleid."),
        (["category shirt", "pattern checked", "colour light-blue"], "Ein hellblaues, kariertes Hemd."),
        (
            ["category t-shirt", "colour red", "colour white", "pattern striped", "sleeve-length short-sleeves"],
            "Ein gestreiftes T-Shirt in Rot und Weiß mit kurzen Ärmeln.",
        ),
        (["category blouse", "pattern leopard", "colour tan"], "Eine Bluse in Cognac mit Leopardenmuster."),
        (["category blouse", "sleeve-length sleeveless"], "Eine ärmellose Bluse."),
        (
            ["category blouse", "neckline v-neck", "sleeve-length sleeveless"],
            "Eine ärmellose Bluse mit V-Ausschnitt.",
        ),
        (["category dress", "pattern geometric"], "Ein Kleid mit geometrischem Muster."),
        (["category sneaker", "colour white", "closure laces"], "Ein weißer Sneaker mit Schnürung."),
        (
            ["category pumps", "colour red", "heel-shape stiletto-heel", "heel-height very-high", "toe-shape pointed"],
            "Ein roter Pumps mit spitz zulaufender Form und sehr hohem Pfennigabsatz.",
        ),
        (["category ballet-flats", "heel-shape flat", "heel-height flat"], "Ein Ballerina mit flachem Absatz."),
        (["category pumps", "heel-height medium"], "Ein Pumps mit mittelhohem Absatz."),
        (["category ankle-boots", "shaft-height ankle-high"], "Eine Stiefelette mit knöchelhohem Schaft."),
        (["category jeans", "colour blue", "leg-shape wide-leg"], "Eine blaue Jeans mit weitem Bein."),
        (["category earrings", "colour yellow"], "Gelbe Ohrringe."),
        (["category dress", "pattern argyle"], "Ein Kleid mit Rautenmuster."),
        (["category shorts", "colour pale-pink", "details patch-pockets"], "Shorts in Rosa mit aufgesetzten Taschen."),
    ],
)
def test_tags_become_one_german_sentence(tags: list[str], sentence: str) -> None:
    named = [one.split() for one in tags]
    assert caption([tag(facet, label) for facet, label in named]) == sentence


def test_uncertain_tags_are_not_stated() -> None:
    assert caption([tag("category", "dress"), tag("colour", "navy", 0.4), tag("length", "midi", 0.3)]) == "Ein Kleid."


def test_with_an_uncertain_category_the_noun_is_what_the_other_tags_leave() -> None:
    unsure = tag("category", "dress", 0.4)
    assert caption([unsure, tag("colour", "red")]) == "Ein roter Artikel."
    sleeves, leg = tag("sleeve-length", "long-sleeves"), tag("leg-shape", "wide-leg")
    assert caption([unsure, tag("colour", "red"), sleeves]) == "Ein rotes Kleidungsstück mit langen Ärmeln."
    assert caption([unsure, leg]) == "Eine Hose mit weitem Bein."
    assert caption([unsure, leg, sleeves]) == "Ein Kleidungsstück mit langen Ärmeln und weitem Bein."
    assert caption([tag("toe-shape", "round")]) == "Ein Schuh mit runder Schuhspitze."
    assert caption([unsure]) == ""
    assert caption([]) == ""


@pytest.mark.parametrize(
    ("group", "name", "sentence"),
    [
        ("shirts-blouses", "Hemden & Blusen", "Ein blaues Oberteil."),
        ("outerwear", "Jacken & Mäntel", "Ein blaues Kleidungsstück."),
        ("shoes", "Schuhe", "Ein blauer Schuh."),
        ("headwear", "Hüte & Mützen", "Eine blaue Kopfbedeckung."),
    ],
)
def test_a_group_of_labels_has_a_noun_that_is_true_of_all_of_them(group: str, name: str, sentence: str) -> None:
    assert caption([PhotoTag("p", "front", "category", group, name, 0.9), tag("colour", "blue")]) == sentence


def test_labels_without_a_visible_feature_are_not_stated() -> None:
    assert caption([tag("category", "pumps"), tag("closure", "slip-on"), tag("pattern", "plain")]) == "Ein Pumps."


@pytest.mark.parametrize("facet", [facet for facet in LABELS if facet not in ("audience", "occasion", "view")])
def test_every_label_of_the_label_file_makes_a_complete_sentence(facet: str) -> None:
    for label in LABELS[facet].labels:
        other = [] if facet == "category" else [tag("category", "dress")]
        sentence = caption([*other, tag(facet, label.id)])
        assert sentence.startswith(("Ein ", "Eine ")) or facet == "category"
        assert sentence.endswith(".")
        assert "  " not in sentence
        assert sentence[0].isupper()
