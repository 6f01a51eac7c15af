"""Photos are prepared as transformers' own CLIP image processor prepares them."""

from __future__ import annotations

import io

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed; `make test` installs it")

from PIL import Image
from transformers import CLIPImageProcessorPil, SiglipImageProcessorPil

from bildtext.images import Preparation, decode

pytestmark = pytest.mark.torch
SHAPES = [(300, 200), (200, 300), (500, 333), (224, 224), (231, 700), (1001, 777), (100, 60), (640, 225)]


def a_photo(width: int, height: int) -> Image.Image:
    """Hard edges and fine detail: where resampling differs, it shows here."""
    noise = np.random.default_rng(width * height).integers(0, 256, (height // 4 + 1, width // 4 + 1, 3), dtype=np.uint8)
    return Image.fromarray(noise).resize((width, height), Image.Resampling.NEAREST)


def as_png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_crop_matches_the_processor_of_clip(shape: tuple[int, int]) -> None:
    photo = a_photo(*shape)
    processor = CLIPImageProcessorPil(do_normalize=False, do_rescale=False)
    theirs = processor(images=photo, return_tensors="np")["pixel_values"][0].transpose(1, 2, 0)
    ours = decode(as_png(photo), Preparation(224)).astype(float)
    assert np.abs(ours - theirs).mean() < 0.5  # the promise is 1 grey level on average


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_stretch_matches_the_processor_of_siglip(shape: tuple[int, int]) -> None:
    photo = a_photo(*shape)
    processor = SiglipImageProcessorPil(
        do_normalize=False, do_rescale=False, size={"height": 224, "width": 224}, resample=2
    )
    theirs = processor(images=photo, return_tensors="np")["pixel_values"][0].transpose(1, 2, 0)
    ours = decode(as_png(photo), Preparation(224, "stretch", "bilinear")).astype(float)
    assert np.abs(ours - theirs).mean() < 0.05
