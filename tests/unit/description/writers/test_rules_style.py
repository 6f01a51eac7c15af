"""Style requirements from an example and a prompt."""

from __future__ import annotations

import pytest

from description.evidence import Evidence
from description.ingest import parse
from description.realise import RulesWriter
from description.realise.plan import manner_of
from description.style import style_of
from description.style.profile import Turn
from description.style.topics import Topic
from description.writers import WritingTask
from tests.reference_request import CAPRICE
from tests.unit.description.style.limits import MOST_SENTENCES, MOST_WORDS

IN_SENTENCES = (
    "Dieses Kleid von Esprit begeistert mit seinem Schnitt. Es besteht aus 100 % "
    "Viskose. Es ist maschinenwaschbar. "
    "Das Kleid hat kurze Ärmel."
)
SLIPPER = "Schuhe: Slipper\nMarke: Adele\nFarbe: weiß\nObermaterial: Leder\nBesonderheit: Wechselfußbett\nSohle: TR"


def text_of(example: str = "", prompt: str = "", max_words: int = 120, data: str = SLIPPER, article: str = "1") -> str:
    task = WritingTask(Evidence(parse(data)), article, (example,) if example else (), prompt, max_words)
    return RulesWriter().write(task, deadline=0.0).text


def test_order_length_sentence_form_and_phrasing_follow_the_example() -> None:
    manner = manner_of(style_of((CAPRICE,), "", 120))
    assert manner.profile.order == (Topic.OPENING, Topic.FEATURES, Topic.MATERIAL, Topic.SOLE, Topic.WIDTH)
    assert manner.telegraphic
    assert (manner.profile.turn, manner.profile.words, manner.profile.about) == (Turn.SPECIAL, 31, "ca.")


def test_an_example_with_verbs_asks_for_verbs() -> None:
    assert not manner_of(style_of((IN_SENTENCES,), "", 120)).telegraphic
    assert "Die Sohle ist aus TR." in text_of(IN_SENTENCES)
    assert "Sohle aus TR" in text_of(CAPRICE)


def test_an_example_with_the_material_first_puts_the_material_first() -> None:
    text = text_of("Slipper von Beta. Obermaterial aus Leder. Das Besondere ist die Sohle.")
    assert text.index("Obermaterial") < text.index("Das Besondere")


@pytest.mark.parametrize(("prompt", "words"), MOST_WORDS)
def test_the_prompt_may_lower_the_word_limit_but_not_raise_it(prompt: str, words: int) -> None:
    assert manner_of(style_of((), prompt, 120)).most_words == words


@pytest.mark.parametrize(("prompt", "most"), MOST_SENTENCES)
def test_the_prompt_may_limit_the_number_of_sentences(prompt: str, most: int) -> None:
    assert manner_of(style_of((), prompt, 120)).most_sentences == most
    assert text_of(prompt=prompt).count(". ") <= most - 1


def test_a_short_example_makes_a_short_text() -> None:
    rich = (
        SLIPPER
        + "\nInnensohle: Leder\nSchuhweite: G\nSchuhspitze: rund\nPflege: feucht abwischen\nHerkunftsland: Italien"
    )
    assert len(text_of("Slipper von Beta. Obermaterial aus Leder.", data=rich).split()) < len(
        text_of(data=rich).split()
    )


def test_phrasing_differs_between_articles_but_not_for_the_same_one() -> None:
    data = (
        "Produktart: T-Shirt\nMarke: Adele\nMaterial: Baumwolle\nBesonderheit: Brusttasche, "
        "Logo-Print\nTaschen: Brusttasche"
    )
    texts = {article: text_of(data=data, article=article) for article in map(str, range(12))}
    assert len(set(texts.values())) > 1
    assert texts == {article: text_of(data=data, article=article) for article in texts}
