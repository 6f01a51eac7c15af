"""What an example and a prompt ask for."""

from __future__ import annotations

import pytest

from description.evidence import Evidence
from description.product_data import parse
from description.writers import WritingTask
from description.writers.rules import RulesWriter
from description.writers.rules.style import Topic, style_of

CAPRICE = (
    "Eleganter Slingpumps für viele Anlässe von Caprice. Das Besondere ist die "
    "Trittdämpfung, die jeden Schritt weich "
    "abfedert. Obermaterial und Innenausstattung aus Leder. Flexible TR-Laufsohle mit ca. 45 mm Absatz. Weite G."
)
IN_SENTENCES = (
    "Dieses Kleid von Esprit begeistert mit seinem Schnitt. Es besteht aus 100 % "
    "Viskose. Es ist maschinenwaschbar. "
    "Das Kleid hat kurze Ärmel."
)
SLIPPER = "Schuhe: Slipper\nMarke: Adele\nFarbe: weiß\nObermaterial: Leder\nBesonderheit: Wechselfußbett\nSohle: TR"


def told(example: str = "", prompt: str = "", max_words: int = 120, data: str = SLIPPER, article: str = "1") -> str:
    task = WritingTask(Evidence(parse(data)), article, (example,) if example else (), prompt, max_words)
    return RulesWriter().write(task, until=0.0).text


def test_order_length_manner_and_turn_of_phrase_are_the_examples() -> None:
    style = style_of((CAPRICE,), "", 120)
    assert style.order == (Topic.OPENING, Topic.FEATURES, Topic.MATERIAL, Topic.SOLE, Topic.WIDTH)
    assert (style.manner, style.turn, style.words, style.about) == ("nominal", "special", 31, True)


def test_an_example_with_verbs_asks_for_verbs() -> None:
    assert style_of((IN_SENTENCES,), "", 120).manner == "verbs"
    assert "Die Sohle ist aus TR." in told(IN_SENTENCES)
    assert "Sohle aus TR" in told(CAPRICE)


def test_an_example_that_tells_the_material_first_has_the_material_told_first() -> None:
    text = told("Slipper von Beta. Obermaterial aus Leder. Das Besondere ist die Sohle.")
    assert text.index("Obermaterial") < text.index("Das Besondere")


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("Kannst du einen Text (max 120 Wörter) generieren?", 120),
        ("höchstens 60 Wörter bitte", 60),
        ("Nicht mehr als 40 Wörter.", 40),
        ("in 30-50 Wörtern", 50),
        ("mindestens 80, maximal 100 Wörter", 100),
        ("Schreib einen Text.", 120),
        ("mindestens 20 Wörter", 120),
        ("200 Wörter", 120),
    ],
)
def test_the_prompt_may_ask_for_fewer_words_than_the_limit_never_for_more(prompt: str, words: int) -> None:
    assert style_of((), prompt, 120).most_words == words


@pytest.mark.parametrize(
    ("prompt", "most"), [("in zwei Sätzen", 2), ("Bitte 3 kurze Sätze", 3), ("ein Satz", 1), ("2 bis 3 Sätze", 3)]
)
def test_the_prompt_may_ask_for_so_many_sentences(prompt: str, most: int) -> None:
    assert style_of((), prompt, 120).most_sentences == most
    assert told(prompt=prompt).count(". ") <= most - 1


def test_a_short_example_makes_a_short_text() -> None:
    rich = (
        SLIPPER
        + "\nInnensohle: Leder\nSchuhweite: G\nSchuhspitze: rund\nPflege: feucht abwischen\nHerkunftsland: Italien"
    )
    assert len(told("Slipper von Beta. Obermaterial aus Leder.", data=rich).split()) < len(told(data=rich).split())


def test_articles_differ_in_phrasing_and_one_article_never_does() -> None:
    data = (
        "Produktart: T-Shirt\nMarke: Adele\nMaterial: Baumwolle\nBesonderheit: Brusttasche, "
        "Logo-Print\nTaschen: Brusttasche"
    )
    texts = {article: told(data=data, article=article) for article in map(str, range(12))}
    assert len(set(texts.values())) > 1
    assert texts == {article: told(data=data, article=article) for article in texts}
