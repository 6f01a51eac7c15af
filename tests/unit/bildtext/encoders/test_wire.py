"""Serialisation of pixels and vectors between the tagging function and the endpoint."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bildtext.encoders import Pixels, Vectors, wire
from bildtext.errors import InvalidPixels, PayloadTooLarge, TransientError

SIZE, DIMENSIONS = 8, 6


def some_pixels(n: int) -> Pixels:
    return np.random.default_rng(n).integers(0, 256, (n, SIZE, SIZE, 3), dtype=np.uint8)


def some_vectors(n: int) -> Vectors:
    vectors = np.random.default_rng(n).normal(size=(n, DIMENSIONS)).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


@given(st.integers(1, wire.MAX_IMAGES))
def test_pixels_are_read_back_unchanged(n: int) -> None:
    pixels = some_pixels(n)
    assert np.array_equal(wire.pixels_from_bytes(wire.pixels_to_bytes(pixels), SIZE), pixels)


def test_pixels_are_sent_in_the_format_of_numpy_save() -> None:
    file = io.BytesIO()
    np.save(file, some_pixels(3))
    assert wire.pixels_to_bytes(some_pixels(3)) == file.getvalue()


def test_pixels_in_another_memory_layout_are_sent_in_c_order() -> None:
    turned = some_pixels(2).transpose(0, 2, 1, 3)
    assert np.array_equal(wire.pixels_from_bytes(wire.pixels_to_bytes(turned), SIZE), turned)


def test_vectors_are_sent_as_float16_and_normalised_again() -> None:
    vectors = some_vectors(5)
    arrived = wire.vectors_from_bytes(wire.vectors_to_bytes(vectors), 5, DIMENSIONS)
    assert arrived.dtype == np.float32
    assert np.abs(arrived - vectors).max() < 1e-3
    assert np.abs(np.linalg.norm(arrived, axis=1) - 1).max() < 1e-6


def test_an_error_names_what_was_received_instead() -> None:
    floats = io.BytesIO()
    np.save(floats, np.zeros((1, SIZE, SIZE, 3), dtype=np.float32))
    with pytest.raises(InvalidPixels, match=r"uint8 \('\|u1'\), these are '<f4'"):
        wire.pixels_from_bytes(floats.getvalue(), SIZE)
    with pytest.raises(InvalidPixels, match=r"shape \(n, 224, 224, 3\) with n from 1 to 64, these are \(1, 8, 8, 3\)"):
        wire.pixels_from_bytes(wire.pixels_to_bytes(some_pixels(1)), 224)


def test_too_large_a_body_is_another_error_than_an_invalid_one() -> None:
    with pytest.raises(PayloadTooLarge, match="64 images, this one holds 65"):
        wire.pixels_from_bytes(wire.pixels_to_bytes(some_pixels(65)), SIZE)
    with pytest.raises(PayloadTooLarge, match="16 MB"):
        wire.pixels_from_bytes(bytes(wire.MAX_BODY_BYTES + 1), SIZE)


@given(st.binary(max_size=200), st.booleans())
def test_random_bytes_always_raise_invalid_pixels(tail: bytes, with_magic: bool) -> None:
    with pytest.raises(InvalidPixels):
        wire.pixels_from_bytes(b"\x93NUMPY\x01\x00" * with_magic + tail, SIZE)


@pytest.mark.parametrize(
    "literal",
    [
        "(" * 900,
        "-" * 900 + "1",
        "[" * 90 + "]" * 90,
        "{[]: 1}",
        "{'descr': __import__('os')}",
        "1" * 1000,
        "\0",
        "1 2",
    ],
)
def test_only_small_literals_are_valid_headers(literal: str) -> None:
    header = literal.encode()
    with pytest.raises(InvalidPixels):
        wire.pixels_from_bytes(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header, SIZE)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>502 Bad Gateway</html>",
        wire.vectors_to_bytes(some_vectors(3)),
        wire.vectors_to_bytes(some_vectors(2)[:, :5]),
        wire.vectors_to_bytes(some_vectors(2))[:-1],
        wire.vectors_to_bytes(some_vectors(2) * 2),
        wire.vectors_to_bytes(some_vectors(2) * np.nan),
        wire.pixels_to_bytes(some_pixels(2)),
    ],
)
def test_an_unexpected_response_is_a_transient_error(body: bytes) -> None:
    with pytest.raises(TransientError):
        wire.vectors_from_bytes(body, 2, DIMENSIONS)


@pytest.mark.parametrize(("size", "images"), [(112, 64), (224, 41), (384, 14), (2000, 1)])
def test_as_many_images_as_sagemaker_takes_go_into_one_call(size: int, images: int) -> None:
    assert wire.images_per_call(size) == images
    assert images * size * size * 3 + 128 <= 6 * 1024 * 1024 or images == 1


def test_attributes_are_read_back() -> None:
    written = wire.attributes("fashion-clip@3d3b2f1a0c9e/fp16", "torch-cuda")
    assert wire.read_attributes(written) == {"model": "fashion-clip@3d3b2f1a0c9e/fp16", "runtime": "torch-cuda"}
    assert wire.read_attributes("") == {}
    assert wire.read_attributes("nonsense; a = b") == {"a": "b"}
