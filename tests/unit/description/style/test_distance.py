"""The distance between styles tells houses apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bildtext_dev.quality.style import houses, measure_houses, nearest
from description.style import StyleProfile, distance, profile_of
from tests.reference_request import CAPRICE

HOUSES = houses()


def test_an_unseen_text_is_nearest_to_its_own_house() -> None:
    *_, every = measure_houses().rows
    assert every.of == 30
    assert every.percent >= 90


def test_one_example_is_enough() -> None:
    first = [replace(house, examples=house.examples[:1]) for house in HOUSES]
    right = [nearest(text, first) == house.name for house in HOUSES for text in house.unseen]
    assert sum(right) >= 0.9 * len(right)


def test_another_house_is_clearly_further_away() -> None:
    for house in HOUSES:
        for text in house.unseen:
            told = profile_of((text,))
            own = distance(told, house.profile).distance
            others = [distance(told, other.profile).distance for other in HOUSES if other is not house]
            assert own < 0.3, (house.name, text)
            assert min(others) > own + 0.04, (house.name, text)


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
