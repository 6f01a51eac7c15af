"""Any number of images in a few batch sizes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bildtext.encoders import Pixels, Vectors
from encoder.batch_plan import SIZES, FixedBatchSizes, Pass, plan_passes


class Recording:
    """An encoder whose vectors are the images' first pixels; records its batch sizes."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def encode(self, pixels: Pixels) -> Vectors:
        self.sizes.append(len(pixels))
        return pixels[:, 0, 0].astype(np.float32)


@pytest.mark.parametrize(
    ("images", "passes"),
    [
        (1, [Pass(1, 1)]),
        (3, [Pass(3, 4)]),
        (5, [Pass(4, 4), Pass(1, 1)]),
        (7, [Pass(7, 8)]),
        (33, [Pass(32, 32), Pass(1, 1)]),
        (29, [Pass(28, 28), Pass(1, 1)]),
        (48, [Pass(48, 48)]),
        (63, [Pass(63, 64)]),
        (64, [Pass(64, 64)]),
        (130, [Pass(64, 64), Pass(64, 64), Pass(2, 2)]),
    ],
)
def test_the_passes_of_a_batch(images: int, passes: list[Pass]) -> None:
    assert plan_passes(images) == passes


@given(st.integers(1, 1000))
def test_every_image_is_in_one_pass_with_little_padding(images: int) -> None:
    passes = plan_passes(images)
    assert sum(each.images for each in passes) == images
    assert all(each.size in SIZES and each.images <= each.size for each in passes)
    assert sum(each.size for each in passes) <= images * 4 / 3
    assert sum(each.size for each in passes) <= images + 3
    assert len(passes) <= images // 64 + 3


def test_every_size_is_run_before_the_first_request() -> None:
    encoder = Recording()
    FixedBatchSizes(encoder, 2)
    assert sorted(encoder.sizes) == list(SIZES)


@given(st.integers(1, 200))
def test_vectors_are_in_order_and_without_padding(images: int) -> None:
    encoder = Recording()
    pixels = np.random.default_rng(images).integers(0, 256, (images, 2, 2, 3), dtype=np.uint8)
    assert np.array_equal(FixedBatchSizes(encoder, 2).encode(pixels), pixels[:, 0, 0])
    assert set(encoder.sizes) <= set(SIZES)
