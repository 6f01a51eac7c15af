"""Calls of the SageMaker endpoint, the handling of its responses, and the limits of the circuit breaker."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import numpy as np
import pytest
from aws_lambda_powertools.utilities.circuit_breaker import CircuitState
from aws_lambda_powertools.utilities.circuit_breaker.persistence import CircuitStateRecord
from aws_lambda_powertools.utilities.circuit_breaker.persistence.base import CircuitBreakerExistingLockError
from botocore.stub import Stubber

from bildtext.encoders.endpoint import ENDPOINT_CONFIG, EndpointEncoder, InMemoryState
from bildtext.encoders.wire import CONTENT_TYPE, pixels_to_bytes, vectors_to_bytes
from bildtext.errors import ConfigurationError, TransientError
from tests.unit.bildtext.encoders.test_endpoint import UNAVAILABLE, Stage

MODEL = "shop/fashion@1/fp16"
PIXELS = np.zeros((2, 8, 8, 3), np.uint8)
VECTORS = np.array([[1, 0], [0, 1]], np.float32)


@pytest.fixture
def sagemaker() -> Any:
    return boto3.client(
        "sagemaker-runtime", region_name="eu-central-1", aws_access_key_id="test", aws_secret_access_key="test"
    )


def encoder(client: Any, component: str | None = None) -> EndpointEncoder:
    return EndpointEncoder(client, "gpu", component, MODEL, 2)


def an_answer(attributes: str | None) -> dict[str, Any]:
    fields = {} if attributes is None else {"CustomAttributes": attributes}
    return {"Body": io.BytesIO(vectors_to_bytes(VECTORS)), "ContentType": CONTENT_TYPE, **fields}


@pytest.mark.parametrize(("component", "named"), [("clip", {"InferenceComponentName": "clip"}), (None, {})])
def test_a_batch_is_sent_to_the_named_endpoint_and_its_vectors_are_returned(
    sagemaker: Any, component: str | None, named: dict[str, str]
) -> None:
    expected = {
        "EndpointName": "gpu",
        "ContentType": CONTENT_TYPE,
        "Accept": CONTENT_TYPE,
        "Body": pixels_to_bytes(PIXELS),
        **named,
    }
    with Stubber(sagemaker) as stub:
        stub.add_response("invoke_endpoint", an_answer("model=shop/fashion@1/fp32"), expected)
        np.testing.assert_array_equal(encoder(sagemaker, component).encode(PIXELS), VECTORS)


@pytest.mark.parametrize(
    ("attributes", "served"),
    [("model=shop/other@1/fp16", "shop/other@1/fp16"), ("", "an unnamed model"), (None, "an unnamed model")],
)
def test_vectors_of_another_model_are_refused_and_both_models_are_named(
    sagemaker: Any, attributes: str | None, served: str
) -> None:
    with Stubber(sagemaker) as stub:
        stub.add_response("invoke_endpoint", an_answer(attributes))
        with pytest.raises(ConfigurationError) as refused:
            encoder(sagemaker).encode(PIXELS)
    assert f"it serves {served}, the function's bundle is {MODEL}" in str(refused.value)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        *((status, ConfigurationError) for status in (400, 401, 407, 409, 413, 415, 428, 430, 499)),
        *((status, TransientError) for status in (399, 408, 429, 500, 501, 503)),
    ],
)
def test_a_client_error_of_the_container_is_permanent_and_a_server_error_transient(
    sagemaker: Any, status: int, error: type[Exception]
) -> None:
    with Stubber(sagemaker) as stub:
        stub.add_client_error("invoke_endpoint", "ModelError", modeled_fields={"OriginalStatusCode": status})
        with pytest.raises(error, match=f"its server answers with status {status}"):
            encoder(sagemaker).encode(PIXELS)


def test_an_endpoint_scaled_to_zero_is_a_transient_error(sagemaker: Any) -> None:
    with Stubber(sagemaker) as stub:
        stub.add_client_error("invoke_endpoint", "ValidationError")
        with pytest.raises(TransientError):
            encoder(sagemaker).encode(PIXELS)


def test_a_call_has_two_attempts_of_one_second_to_connect_and_three_to_answer() -> None:
    config: Any = ENDPOINT_CONFIG
    assert (config.connect_timeout, config.read_timeout, config.tcp_keepalive) == (1, 3, True)
    assert config.retries == {"mode": "standard", "total_max_attempts": 2}


def seconds(*at: float) -> Any:
    clock: Iterator[float] = iter(at)
    return lambda: next(clock)


def test_after_four_seconds_lost_in_two_calls_no_more_are_made() -> None:
    stage = Stage(UNAVAILABLE, UNAVAILABLE, clock=seconds(0, 2, 2, 4, 4, 4))
    assert stage.encode(1, 2, 3, 4, 5, 6) == ("openvino",) * 6
    assert stage.endpoint.calls == 2


def test_after_less_than_four_seconds_lost_another_call_is_made() -> None:
    stage = Stage(UNAVAILABLE, UNAVAILABLE, clock=seconds(0, 1.5, 1.5, 3, 3))
    assert stage.encode(1, 2, 3, 4, 5, 6) == ("openvino",) * 4 + ("endpoint",) * 2


def test_only_one_of_two_threads_makes_the_trial_call() -> None:
    state = InMemoryState()
    opened = CircuitStateRecord("encoder", CircuitState.OPEN, opened_at=1)
    state._put_record(opened)
    trial = replace(opened, state=CircuitState.HALF_OPEN)
    state._put_record(trial, condition="half_open")
    with pytest.raises(CircuitBreakerExistingLockError):
        state._put_record(trial, condition="half_open")
