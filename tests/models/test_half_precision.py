"""The endpoint's half-precision encoder agrees with the others; tested on the CPU with the same passes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed; `make test` installs it")

from bildtext.bundle import Bundle  # noqa: E402
from bildtext.encoders import ImageEncoder, Pixels  # noqa: E402
from bildtext.encoders.torch_runtime import HalfImageEncoder, TorchImageEncoder, image_encoder  # noqa: E402
from bildtext_cli.models.presets import preset  # noqa: E402
from tests.models.conftest import SIZE, TINY  # noqa: E402

pytestmark = pytest.mark.torch
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def some_pixels(size: int) -> Pixels:
    """Soft colours, as photos have; the last one is white."""
    small = np.random.default_rng(3).integers(0, 256, (12, 4, 4, 3), dtype=np.uint8)
    pixels = small.repeat(size // 4, axis=1).repeat(size // 4, axis=2)
    pixels[-1] = 255
    return pixels


def smallest_cosine(one: ImageEncoder, other: ImageEncoder, pixels: Pixels) -> float:
    return float(np.sum(one.encode(pixels) * other.encode(pixels), axis=1).min())


def test_vectors_match_those_computed_on_lambda() -> None:
    mini = preset("mini-clip")
    half, own = HalfImageEncoder(mini.bundle_folder.parent / "weights", DEVICE), Bundle.open(mini.bundle_folder)
    pixels = some_pixels(own.manifest.preparation.size)
    vectors = half.encode(pixels)
    assert vectors.dtype == np.float32
    assert vectors.shape == (12, own.manifest.dimensions)
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-6
    assert smallest_cosine(half, own.image_encoder(), pixels) >= 0.999


@pytest.mark.parametrize("architecture", TINY)
def test_every_supported_model_runs_in_half_precision(architecture: str, tiny_model: Callable[[str], Path]) -> None:
    weights = tiny_model(architecture)
    half, reference = HalfImageEncoder(weights, DEVICE), TorchImageEncoder(weights)
    assert smallest_cosine(half, reference, some_pixels(SIZE)) >= 0.999


def test_padding_a_batch_changes_no_vector() -> None:
    half = HalfImageEncoder(preset("mini-clip").bundle_folder.parent / "weights", DEVICE)
    pixels = some_pixels(112)
    padded = np.concatenate([pixels, np.zeros((4, *pixels.shape[1:]), dtype=np.uint8)])
    assert np.sum(half.encode(padded)[:12] * half.encode(pixels), axis=1).min() >= 0.9999


@pytest.mark.skipif(DEVICE == "cuda", reason="this machine has a GPU")
def test_without_a_gpu_a_torch_bundle_runs_in_full_precision(tiny_model: Callable[[str], Path]) -> None:
    assert isinstance(image_encoder(tiny_model("CLIPModel")), TorchImageEncoder)
