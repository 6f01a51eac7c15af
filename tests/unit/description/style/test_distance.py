"""The distance between styles tells houses apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from description.style import StyleProfile, distance, profile_of
from tests.reference_request import CAPRICE

HOUSES = yaml.safe_load(Path(__file__).with_name("houses.yaml").read_text(encoding="utf-8"))
PROFILES = {house: profile_of(tuple(texts["examples"])) for house, texts in HOUSES.items()}


def nearest(text: str, profiles: dict[str, StyleProfile]) -> str:
    """The house whose profile is nearest to a text."""
    return min(profiles, key=lambda house: distance(profile_of((text,)), profiles[house]).distance)


def test_an_unseen_text_is_nearest_to_its_own_house() -> None:
    asked = [(house, text) for house, texts in HOUSES.items() for text in texts["unseen"]]
    right = [house for house, text in asked if nearest(text, PROFILES) == house]
    assert len(asked) == 30
    assert len(right) >= 0.9 * len(asked)


def test_one_example_is_enough() -> None:
    first = {house: profile_of((texts["examples"][0],)) for house, texts in HOUSES.items()}
    asked = [(house, text) for house, texts in HOUSES.items() for text in texts["unseen"]]
    assert sum(nearest(text, first) == house for house, text in asked) >= 0.9 * len(asked)


def test_another_house_is_clearly_further_away() -> None:
    for house, texts in HOUSES.items():
        for text in texts["unseen"]:
            own = distance(profile_of((text,)), PROFILES[house]).distance
            others = [
                distance(profile_of((text,)), other).distance for name, other in PROFILES.items() if name != house
            ]
            assert own < 0.3, (house, text)
            assert min(others) > own + 0.04, (house, text)


def test_the_aspects_say_what_differs() -> None:
    told = distance(profile_of(("- Slipper\n- Leder\n- Weite G",)), profile_of((CAPRICE,)))
    assert told.aspects["form"] > 0.3
    assert told.aspects["address"] == 0
    assert (
        distance(profile_of(("Entdecke deinen Slipper! Er ist weich.",)), profile_of((CAPRICE,))).aspects["address"]
        == 1
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("address", "du"),
        ("words", 90),
        ("opening", "with"),
        ("exclamations", 0.5),
        ("fragments", 0.0),
        ("about", "rund"),
    ],
)
def test_each_field_counts(field: str, value: object) -> None:
    profile = profile_of((CAPRICE,))
    assert 0 < distance(replace(profile, **{field: value}), profile).distance <= 1  # type: ignore[arg-type]


def test_without_examples_there_is_no_distance() -> None:
    assert distance(profile_of((CAPRICE,)), StyleProfile()).distance == 0


def test_what_the_examples_do_not_show_does_not_count() -> None:
    plain, measured = profile_of(("Die Tasche ist rot.",)), profile_of(("Die Tasche ist rot, 20 cm.",))
    assert "figures" not in distance(measured, plain).aspects or distance(measured, plain).aspects["figures"] == 0
