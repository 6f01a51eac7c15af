"""What a prompt asks for about form, and what it is told back."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from description.style import Instructions, Topic, instructions_of, style_of
from description.style.phrases import phrases
from description.style.profile import Address, Layout, Naming, Opening
from tests.reference_request import CAPRICE, PROMPT

_HERE = Path(__file__).parent


class Reading(NamedTuple):
    """How the prompts of a set were read: instructions asked, found and false, parts to report, reported and false."""

    asked: int
    found: int
    false: int
    to_report: int
    reported: int
    false_reports: int


def cases(name: str) -> list[dict[str, Any]]:
    """The prompts of a set."""
    return list(yaml.safe_load((_HERE / f"{name}.yaml").read_text(encoding="utf-8")))


def plain(value: object) -> object:
    if isinstance(value, frozenset | tuple):
        return sorted(map(str, value)) if isinstance(value, frozenset) else list(map(str, value))
    return value


def given_by(prompt: str) -> dict[str, object]:
    """The fields that a prompt sets."""
    asked, default = instructions_of(prompt), Instructions()
    found = {field.name: getattr(asked, field.name) for field in fields(asked) if field.name != "not_understood"}
    return {name: plain(value) for name, value in found.items() if value != getattr(default, name)}


def expected(case: dict[str, Any]) -> dict[str, object]:
    wanted = {name: value for name, value in case.items() if name not in ("prompt", "not_understood")}
    return {name: sorted(value) if name in ("without", "not_opening") else value for name, value in wanted.items()}


def reading(name: str) -> Reading:
    """Read every prompt of a set."""
    totals = [0] * 6
    for case in cases(name):
        got, wanted = given_by(case["prompt"]), expected(case)
        reports, to_report = instructions_of(case["prompt"]).not_understood, case.get("not_understood", [])
        found = sum(got.get(field) == value for field, value in wanted.items())
        reported = sum(part in " | ".join(reports) for part in to_report)
        false_reports = sum(not any(part in report or report in part for part in to_report) for report in reports)
        false = sum(wanted.get(field) != value for field, value in got.items())
        for at, number in enumerate((len(wanted), found, false, len(to_report), reported, false_reports)):
            totals[at] += number
    return Reading(*totals)


def test_the_prompts_that_the_table_was_built_on_are_read() -> None:
    read = reading("instructions")
    assert read.asked > 80
    assert read.found >= 0.97 * read.asked
    assert read.false <= 1
    assert read.reported == read.to_report


def test_unseen_prompts_are_read() -> None:
    read = reading("instructions_unseen")
    assert read.found >= 0.9 * read.asked
    assert read.false <= 2
    assert read.reported >= 0.9 * read.to_report


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        (PROMPT, 120),
        ("höchstens 60 Wörter bitte", 60),
        ("Nicht mehr als 40 Wörter.", 40),
        ("in 30-50 Wörtern", 50),
        ("mindestens 80, maximal 100 Wörter", 100),
        ("Schreib einen Text.", 120),
        ("mindestens 20 Wörter", 120),
        ("200 Wörter", 120),
        ("max. 2 Wörter in Großbuchstaben", 120),
        ("höchstens 240 Zeichen", 30),
    ],
)
def test_the_prompt_may_lower_the_word_limit_but_not_raise_it(prompt: str, words: int) -> None:
    assert style_of((), prompt, 120).most_words == words


@pytest.mark.parametrize(
    ("prompt", "most"),
    [("in zwei Sätzen", 2), ("Bitte 3 kurze Sätze", 3), ("ein Satz", 1), ("2 bis 3 Sätze", 3), ("", 120)],
)
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
