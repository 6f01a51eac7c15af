"""The contract of encoders: the colour encoders of the tests and those of the demo model."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from bildtext.bundle import Bundle
from bildtext.encoders import ImageEncoder, Pixels, TextEncoder
from bildtext_cli.models.presets import preset
from tagging.batch import Encoder, LocalEncoder
from tests.tagging_setup import ColourTextEncoder, Encoders, MeanColourEncoder


def demo() -> Bundle:
    return Bundle.open(preset("mini-clip").bundle_folder)


@pytest.fixture(
    scope="module", params=[MeanColourEncoder, lambda: demo().image_encoder()], ids=["colours", "mini-clip"]
)
def image_encoder(request: pytest.FixtureRequest) -> ImageEncoder:
    make: Callable[[], ImageEncoder] = request.param
    return make()


@pytest.fixture(scope="module", params=[ColourTextEncoder, lambda: demo().text_encoder()], ids=["colours", "mini-clip"])
def words(request: pytest.FixtureRequest) -> TextEncoder:
    make: Callable[[], TextEncoder] = request.param
    return make()


def photos(*colours: tuple[int, int, int]) -> Pixels:
    size = demo().manifest.preparation.size
    return np.stack([np.full((size, size, 3), colour, np.uint8) for colour in colours])


BLACK, RED, BLUE = (0, 0, 0), (255, 0, 0), (0, 0, 255)


def test_each_photo_becomes_one_row_of_unit_length_in_order(image_encoder: ImageEncoder) -> None:
    vectors = image_encoder.encode(photos(RED, BLUE, RED, BLACK))
    assert (vectors.dtype.name, len(vectors), vectors.ndim) == ("float32", 4, 2)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(vectors[0], vectors[2], atol=1e-5)
    assert vectors[0] @ vectors[1] < 0.99


def test_a_photos_row_does_not_depend_on_its_batch_and_the_pixels_stay_as_they_are(image_encoder: ImageEncoder) -> None:
    batch = photos(RED, BLUE)
    together = image_encoder.encode(batch)
    np.testing.assert_allclose(
        together, np.concatenate([image_encoder.encode(photos(RED)), image_encoder.encode(photos(BLUE))]), atol=1e-3
    )
    np.testing.assert_array_equal(batch, photos(RED, BLUE))


def test_each_text_becomes_one_row_of_unit_length_in_order(words: TextEncoder) -> None:
    vectors = words.encode(["a red", "a blue", "a red"])
    assert (vectors.dtype.name, len(vectors), vectors.ndim) == ("float32", 3, 2)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(vectors[0], vectors[2], atol=1e-5)
    assert vectors[0] @ vectors[1] < 0.99


def test_words_outside_the_vocabulary_are_returned_in_order(words: TextEncoder) -> None:
    assert words.unknown_words("a red") == ()
    assert words.unknown_words("xylophonic red qwertz") == ("xylophonic", "qwertz")


@pytest.mark.parametrize(
    "make",
    [
        lambda image_encoder: LocalEncoder(image_encoder, "own"),
        lambda image_encoder: Encoders(image_encoder, ("own", "gpu")),
    ],
)
def test_each_vector_is_returned_with_the_encoder_that_made_it(make: Callable[[ImageEncoder], Encoder]) -> None:
    vectors, names = make(MeanColourEncoder()).encode(photos(RED, BLUE))
    assert (len(vectors), len(names), names[0]) == (2, 2, "own")
