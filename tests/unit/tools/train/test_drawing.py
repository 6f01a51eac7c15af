"""Drawn pictures are reproducible, and their facts match what they show."""

import numpy as np
import pytest
from PIL import Image

from bildtext_cli.checkout import SAMPLES as FOLDER
from bildtext_dev.train.drawing import draw
from bildtext_dev.train.palette import NEUTRAL, PALETTE, nearest_colours, to_lab
from bildtext_dev.train.samples import SAMPLES, Sample
from bildtext_dev.train.wardrobe import CATEGORIES, lay_out


def test_the_same_seed_draws_the_same_picture_and_another_seed_another() -> None:
    first, again, other = (np.asarray(draw(seed, 64).image) for seed in (11, 11, 12))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_can_be_drawn_and_fills_a_fair_part_of_the_picture(category: str) -> None:
    drawn = draw(21, 64, category)
    assert drawn.facts.category == category
    assert drawn.image.size == (64, 64)
    assert 0.04 < drawn.covered.mean() < 0.8


@pytest.mark.parametrize("colour", [colour for colour in PALETTE if colour not in NEUTRAL])
def test_a_plain_garment_has_the_colour_of_its_facts(colour: str) -> None:
    drawn = draw(31, 128, "t-shirt", colour, "plain")
    inside = Image.fromarray((drawn.covered > 0.99).astype(np.uint8) * 255).resize((128, 128), Image.Resampling.BOX)
    pixels = np.asarray(drawn.image)[np.asarray(inside) == 255]
    typical = np.median(pixels, axis=0)
    gap = min(float(np.linalg.norm(to_lab(typical) - to_lab(np.array(anchor)))) for anchor in PALETTE[colour])
    assert gap < 20.0  # shading and tint; the nearest other colours are farther in hue
    assert drawn.facts.shares == {colour: 1.0}


def test_the_facts_of_a_striped_garment_contain_two_colours() -> None:
    drawn = draw(41, 96, "shorts", "red", "striped")
    assert len(drawn.facts.shares) == 2
    assert drawn.facts.shares["red"] > 0.5
    assert sum(drawn.facts.shares.values()) == pytest.approx(1.0)


def test_only_shoes_have_a_heel_and_only_boots_a_shaft() -> None:
    rng = np.random.default_rng(5)
    for category in CATEGORIES:
        facts = lay_out(category, rng).labels
        assert ("heel-shape" in facts) == lay_out(category, rng).is_shoe
        assert ("shaft-height" in facts) == (category in ("boots", "ankle-boots"))


def test_a_flat_heel_is_flat_in_shape_and_height() -> None:
    rng = np.random.default_rng(6)
    for _ in range(60):
        facts = lay_out("ankle-boots", rng).labels
        assert (facts["heel-shape"] == "flat") == (facts["heel-height"] == "flat")


def test_white_and_blue_pixels_get_their_colour_names() -> None:
    index, names = nearest_colours(np.array([[255, 255, 255], [30, 80, 200]]))
    assert [names[i] for i in index] == ["white", "blue"]


def test_lab_of_pure_red_is_the_published_value() -> None:
    # sRGB (255, 0, 0) under D65: L 53.24, a 80.09, b 67.20 (Lindbloom's CIE colour calculator)
    assert to_lab(np.array([255, 0, 0])) == pytest.approx([53.24, 80.09, 67.20], abs=0.05)


@pytest.mark.parametrize("sample", SAMPLES[:3], ids=lambda sample: sample.name)
def test_the_committed_sample_photos_match_their_drawing_parameters(sample: Sample) -> None:
    with Image.open(FOLDER / sample.name) as stored:
        gap = np.abs(np.asarray(stored, dtype=np.float32) - np.asarray(sample.draw().image, dtype=np.float32))
    assert gap.mean() < 6.0  # JPEG's loss


def test_every_sample_photo_is_small_enough_to_commit() -> None:
    assert len(SAMPLES) == 12
    assert max((FOLDER / sample.name).stat().st_size for sample in SAMPLES) < 100_000
