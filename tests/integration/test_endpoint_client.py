"""The client of the encoder's endpoint, against SageMaker's data plane as its API reference describes it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import boto3
import numpy as np
import pytest
from botocore.config import Config

from bildtext.bundle import Bundle
from bildtext.encoders import Pixels
from bildtext.encoders.endpoint import ENDPOINT_CONFIG, EndpointEncoder
from bildtext.encoders.wire import images_per_call
from bildtext.errors import BildtextError, ConfigurationError, TransientError
from bildtext_cli.models.presets import preset
from tests.sagemaker import Answer, DataPlane, a_container, aws_error, served


@pytest.fixture(scope="module")
def mini_clip() -> Bundle:
    return Bundle.open(preset("mini-clip").bundle_folder)


@pytest.fixture
def plane(mini_clip: Bundle) -> Iterator[DataPlane]:
    with served(DataPlane(a_container(mini_clip), mini_clip.manifest.preparation.size)) as plane:
        yield plane


def a_client(plane: DataPlane, read_timeout: float = 5) -> Any:
    return boto3.client(
        "sagemaker-runtime",
        region_name="eu-central-1",
        endpoint_url=plane.url,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=ENDPOINT_CONFIG.merge(Config(read_timeout=read_timeout)),
    )


def an_encoder(plane: DataPlane, bundle: Bundle, component: str | None = "encoder-1", **more: Any) -> EndpointEncoder:
    manifest = bundle.manifest
    return EndpointEncoder(a_client(plane, **more), "shop-encoder", component, manifest.name, manifest.dimensions)


def some_pixels(bundle: Bundle, n: int) -> Pixels:
    size = bundle.manifest.preparation.size
    return np.random.default_rng(n).integers(0, 256, (n, size, size, 3), np.uint8)


def test_vectors_equal_those_of_the_local_encoder(plane: DataPlane, mini_clip: Bundle) -> None:
    pixels = some_pixels(mini_clip, 5)
    vectors = an_encoder(plane, mini_clip).encode(pixels)
    assert vectors.shape == (5, mini_clip.manifest.dimensions)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert (vectors * mini_clip.image_encoder().encode(pixels)).sum(axis=1).min() > 0.999
    assert plane.targets == [("shop-encoder", "encoder-1")]


def test_an_endpoint_without_components_is_called_without_one(plane: DataPlane, mini_clip: Bundle) -> None:
    an_encoder(plane, mini_clip, component=None).encode(some_pixels(mini_clip, 1))
    assert plane.targets == [("shop-encoder", None)]


def test_a_batch_makes_as_few_calls_as_the_limits_allow(plane: DataPlane, mini_clip: Bundle) -> None:
    most = images_per_call(mini_clip.manifest.preparation.size)
    an_encoder(plane, mini_clip).encode(some_pixels(mini_clip, most))
    assert plane.calls == 1
    an_encoder(plane, mini_clip).encode(some_pixels(mini_clip, most + 1))
    assert plane.calls == 3
    assert len(plane.answered) == 2 * most + 1


@pytest.mark.parametrize(
    ("answer", "kind", "calls"),
    [
        # Errors of the container, passed on by SageMaker.
        (aws_error(424, "ModelError", OriginalStatusCode=500), TransientError, 1),
        (aws_error(424, "ModelError", OriginalStatusCode=503), TransientError, 1),
        (aws_error(424, "ModelError", OriginalStatusCode=429), TransientError, 1),
        (aws_error(424, "ModelError", OriginalStatusCode=400), ConfigurationError, 1),
        (aws_error(424, "ModelError", OriginalStatusCode=415), ConfigurationError, 1),
        # Errors of SageMaker. An inference component without copies is a ValidationError.
        (aws_error(400, "ValidationError"), TransientError, 1),
        (aws_error(429, "ModelNotReadyException"), TransientError, 1),
        (aws_error(530, "InternalDependencyException"), TransientError, 1),
        (aws_error(400, "ThrottlingException"), TransientError, 2),
        (aws_error(503, "ServiceUnavailable"), TransientError, 2),
        (aws_error(500, "InternalFailure"), TransientError, 2),
        (aws_error(403, "AccessDeniedException"), ConfigurationError, 1),
        # Answers of neither.
        (Answer(200, {}, b"<html>"), ConfigurationError, 1),
        (Answer(502, {}, b"<html>"), TransientError, 2),
    ],
    ids=str,
)
def test_each_failure_maps_to_our_error_and_only_quick_ones_are_retried(
    plane: DataPlane, mini_clip: Bundle, answer: Answer, kind: type[BildtextError], calls: int
) -> None:
    plane.next += [answer, answer]
    with pytest.raises(BildtextError, match="shop-encoder") as caught:
        an_encoder(plane, mini_clip).encode(some_pixels(mini_clip, 1))
    assert type(caught.value) is kind
    assert plane.calls == calls


@pytest.mark.parametrize("passing", [aws_error(400, "ThrottlingException"), aws_error(503, "ServiceUnavailable")])
def test_a_brief_failure_is_retried_transparently(plane: DataPlane, mini_clip: Bundle, passing: Answer) -> None:
    plane.next.append(passing)
    assert len(an_encoder(plane, mini_clip).encode(some_pixels(mini_clip, 3))) == 3
    assert len(plane.answered) == 3


def test_a_truncated_answer_is_an_error(plane: DataPlane, mini_clip: Bundle) -> None:
    complete = plane.container
    plane.container = lambda body: Answer(200, complete(body).headers, complete(body).body, cut=True)
    with pytest.raises(TransientError):
        an_encoder(plane, mini_clip).encode(some_pixels(mini_clip, 1))


def test_a_hanging_endpoint_times_out(plane: DataPlane, mini_clip: Bundle) -> None:
    plane.hang = threading.Event()
    try:
        with pytest.raises(TransientError, match="ReadTimeoutError"):
            an_encoder(plane, mini_clip, read_timeout=0.1).encode(some_pixels(mini_clip, 1))
    finally:
        plane.hang.set()
    assert plane.calls == 2


def test_an_unreachable_endpoint_is_a_transient_error(plane: DataPlane, mini_clip: Bundle) -> None:
    encoder = an_encoder(plane, mini_clip)
    with served(DataPlane(plane.container, plane.size)) as away:
        encoder = an_encoder(away, mini_clip)
    with pytest.raises(TransientError, match="EndpointConnectionError"):
        encoder.encode(some_pixels(mini_clip, 1))


@pytest.mark.parametrize("model", ["fashion-clip@0123456789ab/fp32", "mini-clip@0123456789ab/fp32", "mini-clip"])
def test_vectors_of_another_model_are_refused_with_its_name(plane: DataPlane, mini_clip: Bundle, model: str) -> None:
    plane.container = a_container(mini_clip, model)
    with pytest.raises(
        ConfigurationError, match=f"it serves {model}, the function's bundle is {mini_clip.manifest.name}"
    ):
        an_encoder(plane, mini_clip).encode(some_pixels(mini_clip, 1))


def test_the_same_model_in_another_precision_is_accepted(plane: DataPlane, mini_clip: Bundle) -> None:
    plane.container = a_container(mini_clip, f"{mini_clip.manifest.name.rpartition('/')[0]}/bf16")
    assert len(an_encoder(plane, mini_clip).encode(some_pixels(mini_clip, 1))) == 1


def test_pixels_of_another_size_are_a_configuration_error(plane: DataPlane, mini_clip: Bundle) -> None:
    with pytest.raises(ConfigurationError, match="status 400"):
        an_encoder(plane, mini_clip).encode(np.zeros((1, 32, 32, 3), np.uint8))
