"""A style in sentences, for a language model: nothing that is read from the examples is kept from it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from description.style import in_words
from description.style.profile import Address, Closing, Layout, Naming, Opening, StyleProfile, Turn
from description.style.topics import Topic

USUAL = StyleProfile(examples=1, brand=Naming.OF, dashes=0.2, dash="–", connected=0.2, connectors=("Zudem",))
OTHER: dict[str, Any] = {
    "address": Address.DU,
    "layout": Layout.LIST,
    "bullet": "•",
    "heading": "Highlights:",
    "fragments": 0.9,
    "labels": 0.9,
    "full_stop": False,
    "words": 60,
    "sentences": 4.0,
    "sentence_words": 9.0,
    "longest": 14,
    "adjectives": 0.2,
    "benefits": 0.5,
    "clauses": 1.0,
    "connectors": ("Dazu",),
    "connected": 0.0,
    "opening": Opening.THIS,
    "closing": Topic.CARE,
    "order": (Topic.MATERIAL, Topic.CARE),
    "turn": Turn.SPECIAL,
    "brand": Naming.ALONE,
    "brand_words": "aus dem Hause {}",
    "quotes": "»«",
    "capitals": True,
    "exclamations": 0.5,
    "dashes": 0.0,
    "dash": "—",
    "unit": "mm",
    "unit_spaced": False,
    "about": "ca.",
    "times": "×",
    "times_spaced": False,
    "compound_measures": True,
    "width": "Weite {}",
    "percent": "100%",
}


@pytest.mark.parametrize("field", [each.name for each in fields(StyleProfile) if each.name != "examples"])
def test_every_field_of_a_profile_is_told(field: str) -> None:
    told = set(in_words(USUAL)) ^ set(in_words(replace(USUAL, **{field: OTHER[field]})))
    assert 1 <= len(told) <= 2


@pytest.mark.parametrize("field", ["address", "layout", "opening", "closing", "turn", "brand"])
def test_every_choice_is_told_differently(field: str) -> None:
    kinds: dict[str, Any] = {"address": Address, "layout": Layout, "opening": Opening, "turn": Turn, "brand": Naming}
    choices = kinds.get(field, [*Topic, *Closing])
    silent = {Opening.OTHER, Closing.PRAISE, Topic.OPENING}  # nothing to do; praise would have no source
    said = [in_words(replace(USUAL, **{field: choice})) for choice in choices if choice not in silent]
    assert len(set(said)) == len(said)
    unset: dict[str, Any] = {field: None}
    nothing = in_words(replace(USUAL, **unset))
    assert all(len(each) == len(nothing) + 1 for each in said)
