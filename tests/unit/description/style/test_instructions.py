"""What a prompt asks for about form, and what it is told back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bildtext_dev.quality.report import Row
from bildtext_dev.quality.style import STYLE, measure_prompts
from description.style import Topic, instructions_of, style_of
from description.style.phrases import phrases
from description.style.profile import Address, Layout, Naming, Opening
from tests.reference_request import CAPRICE
from tests.unit.description.style.limits import MOST_SENTENCES, MOST_WORDS


def figures(name: str) -> dict[str, Row]:
    """The measure of a set of prompts by name."""
    return {row.name: row for row in measure_prompts(STYLE / f"{name}.yaml").rows}


def test_the_prompts_that_the_table_was_built_on_are_read() -> None:
    read = figures("instructions")
    assert read["instructions found"].of > 80
    assert read["instructions found"].percent >= 97
    assert read["instructions read that were not given"].count <= 1
    assert read["parts that are no instruction about form reported"].percent == 100


def test_unseen_prompts_are_read() -> None:
    read = figures("instructions_unseen")
    assert read["instructions found"].percent >= 90
    assert read["instructions read that were not given"].count <= 2
    assert read["parts that are no instruction about form reported"].percent >= 90


@pytest.mark.parametrize(("prompt", "words"), MOST_WORDS)
def test_the_prompt_may_lower_the_word_limit_but_not_raise_it(prompt: str, words: int) -> None:
    assert style_of((), prompt, 120).most_words == words


@pytest.mark.parametrize(("prompt", "most"), MOST_SENTENCES)
def test_the_prompt_may_limit_the_number_of_sentences(prompt: str, most: int) -> None:
    assert style_of((), prompt, 120).most_sentences == most


def test_the_prompt_beats_the_examples() -> None:
    profile = style_of((CAPRICE,), "Du-Form, als Liste mit Häkchen, ohne Marke, die Weite zuerst", 120).profile
    assert (profile.address, profile.layout, profile.bullet) == (Address.DU, Layout.LIST, "✓")
    assert profile.brand is Naming.NONE
    assert profile.order[0] is Topic.WIDTH
    assert profile.about == "ca."  # what it does not mention is still the examples'


def test_a_list_becomes_prose_where_the_prompt_asks_for_it() -> None:
    profile = style_of(("- Material: Wolle\n- Farbe: rot\n- Länge: 50 cm",), "Fließtext", 120).profile
    assert (profile.layout, profile.bullet, profile.labels, profile.telegraphic) == (Layout.PROSE, "", 0.0, False)


def test_an_opening_that_is_not_wanted_is_left_free() -> None:
    assert style_of(("Gemini Slipper aus Leder.",), "nicht mit der Marke beginnen", 120).profile.opening is None
    assert style_of((CAPRICE,), "nicht mit der Marke beginnen", 120).profile.opening is Opening.TYPE


def test_what_is_left_out_is_not_in_the_order() -> None:
    assert Topic.WIDTH not in style_of((CAPRICE,), "ohne Weite", 120).profile.order


@pytest.mark.parametrize("phrase", phrases(), ids=lambda phrase: phrase.asks)
def test_every_phrase_asks_for_a_field_and_has_words(phrase: Any) -> None:
    assert any(not element.optional for element in phrase.elements)


@given(st.text(max_size=300))
def test_any_prompt_can_be_read(prompt: str) -> None:
    asked = instructions_of(prompt)
    assert all(part in prompt for part in asked.not_understood)


def test_a_long_prompt_is_read_in_time() -> None:
    asked = instructions_of("ohne Marke, Material, Pflege und " * 120)
    assert asked.without_brand
