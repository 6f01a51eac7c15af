"""A working endpoint is used; a failing one loses no photo, and after three failures no time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from aws_lambda_powertools.utilities.circuit_breaker import CircuitTransition
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from bildtext.encoders import ImageEncoder, Pixels, Vectors
from bildtext.encoders.endpoint import ENDPOINT_CONFIG, MAX_LOST_S, FallbackEncoder
from bildtext.errors import BundleError, ConfigurationError, TransientError

SIZE = 1000  # so large that one call takes two images
UNAVAILABLE = TransientError("Could not encode: ServiceUnavailable.")


class Numbers:
    """An image encoder of images that represent numbers: the vector of n has direction n. Records its input."""

    def __init__(self) -> None:
        self.encoded: list[int] = []

    def encode(self, pixels: Pixels) -> Vectors:
        numbers = pixels[:, 0, 0, 0]
        self.encoded += numbers.tolist()
        return vectors_of(numbers)


class Failing(Numbers):
    """Numbers whose calls fail with the exceptions that `next_failure` returns; counts calls."""

    def __init__(self, next_failure: Callable[[], Exception | None]) -> None:
        super().__init__()
        self.next_failure = next_failure
        self.calls = 0

    def encode(self, pixels: Pixels) -> Vectors:
        self.calls += 1
        if failure := self.next_failure():
            raise failure
        return super().encode(pixels)


class Stage:
    """A FallbackEncoder with an endpoint and a local encoder, which records its callbacks."""

    def __init__(self, *failures: Exception | None, clock: Callable[[], float] = lambda: 0.0) -> None:
        pending = list(failures)
        self.endpoint = Failing(lambda: pending.pop(0) if pending else None)
        self.own = Numbers()
        self.loaded = 0
        self.damaged: BundleError | None = None
        self.failures: list[Exception] = []
        self.transitions: list[str] = []
        self.circuit = f"encoder-{uuid4()}"
        self.encoder = FallbackEncoder(
            self.endpoint,
            self.load,
            "openvino",
            circuit=self.circuit,
            on_failure=self.failures.append,
            on_transition=self.record,
            clock=clock,
        )

    def load(self) -> ImageEncoder:
        self.loaded += 1
        if self.damaged:
            raise self.damaged
        return self.own

    def record(self, transition: CircuitTransition) -> None:
        self.transitions.append(f"{transition.from_state} to {transition.to_state}")

    def encode(self, *numbers: int) -> tuple[str, ...]:
        """Encode images of these numbers and check their vectors; returns the encoder of each."""
        vectors, by = self.encoder.encode(images_of(*numbers))
        np.testing.assert_array_equal(vectors, vectors_of(np.array(numbers)))
        return by

    def half_a_minute_passes(self) -> None:
        record = self.encoder.breaker_state.records[self.circuit]
        assert record.opened_at is not None
        self.encoder.breaker_state.records[self.circuit] = replace(record, opened_at=record.opened_at - 30)


def images_of(*numbers: int) -> Pixels:
    return np.broadcast_to(np.array(numbers, np.uint8)[:, None, None, None], (len(numbers), SIZE, SIZE, 3))


def vectors_of(numbers: NDArray[Any]) -> Vectors:
    return np.stack([np.cos(numbers / 100), np.sin(numbers / 100)], axis=1).astype(np.float32)


def test_if_the_endpoint_answers_the_local_encoder_is_not_loaded() -> None:
    stage = Stage()
    assert stage.encode(1, 2, 3) == ("endpoint",) * 3
    assert (stage.endpoint.encoded, stage.loaded) == ([1, 2, 3], 0)


@pytest.mark.parametrize(
    "failure", [UNAVAILABLE, ConfigurationError("It serves another model."), ZeroDivisionError("a bug")]
)
def test_after_any_failure_images_are_encoded_locally_and_the_failure_is_reported(failure: Exception) -> None:
    stage = Stage(failure)
    assert stage.encode(1, 2) == ("openvino", "openvino")
    assert stage.own.encoded == [1, 2]
    assert stage.failures == [failure]


def test_the_local_encoder_is_loaded_once() -> None:
    stage = Stage(UNAVAILABLE, UNAVAILABLE)
    stage.encode(1)
    stage.encode(2)
    assert stage.loaded == 1


def test_in_a_batch_of_several_calls_only_the_failed_one_is_encoded_locally() -> None:
    stage = Stage(None, UNAVAILABLE, None)
    assert stage.encode(1, 2, 3, 4, 5) == ("endpoint", "endpoint", "openvino", "openvino", "endpoint")
    assert (stage.endpoint.encoded, stage.own.encoded) == ([1, 2, 5], [3, 4])


def test_after_three_failures_in_a_row_the_endpoint_is_not_called() -> None:
    stage = Stage(UNAVAILABLE, None, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE)
    for number in range(10):
        stage.encode(number)
    assert stage.endpoint.calls == 5
    assert len(stage.failures) == 4
    assert stage.transitions == ["CLOSED to OPEN"]
    assert sorted(stage.endpoint.encoded + stage.own.encoded) == list(range(10))


def test_after_half_a_minute_one_successful_call_closes_the_breaker() -> None:
    stage = Stage(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE)
    for number in range(4):
        stage.encode(number)
    stage.half_a_minute_passes()
    assert stage.encode(4) == ("endpoint",)
    assert stage.transitions == ["CLOSED to OPEN", "OPEN to HALF_OPEN", "HALF_OPEN to CLOSED"]
    assert stage.encode(5) == ("endpoint",)


def test_if_the_endpoint_still_fails_the_breaker_opens_again() -> None:
    stage = Stage(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE)
    for number in range(4):
        stage.encode(number)
    stage.half_a_minute_passes()
    assert [stage.encode(4), stage.encode(5)] == [("openvino",), ("openvino",)]
    assert stage.endpoint.calls == 4
    assert stage.transitions == ["CLOSED to OPEN", "OPEN to HALF_OPEN", "HALF_OPEN to OPEN"]
    stage.half_a_minute_passes()
    assert stage.encode(6) == ("endpoint",)


def test_a_batch_that_lost_four_seconds_to_failures_makes_no_more_calls() -> None:
    seconds = count(step=5)
    stage = Stage(UNAVAILABLE, clock=lambda: next(seconds))
    assert stage.encode(1, 2, 3, 4, 5, 6) == ("openvino",) * 6
    assert stage.endpoint.calls == 1


def test_the_time_a_batch_can_lose_is_well_below_the_api_timeout() -> None:
    config: Any = ENDPOINT_CONFIG
    attempts, pause = config.retries["total_max_attempts"], 1 + 5  # botocore's pause and what AWS may request
    one_call = attempts * (config.connect_timeout + config.read_timeout) + pause * (attempts - 1)
    assert MAX_LOST_S + one_call < 29 - 10


def test_slow_successful_calls_do_not_count_as_lost_time() -> None:
    seconds = count(step=5)
    stage = Stage(clock=lambda: next(seconds))
    assert stage.encode(1, 2, 3, 4, 5, 6) == ("endpoint",) * 6


def test_it_is_an_error_if_the_local_encoder_fails_too() -> None:
    stage = Stage(UNAVAILABLE)
    stage.damaged = BundleError("image_encoder.bin does not have the checksum of bundle.json.")
    with pytest.raises(BundleError):
        stage.encode(1)


@given(
    st.lists(st.sampled_from([None, UNAVAILABLE, TypeError()]), max_size=12),
    st.lists(st.tuples(st.integers(1, 5), st.booleans()), min_size=1, max_size=6),
)
def test_each_image_is_encoded_exactly_once(failures: list[Exception | None], batches: list[tuple[int, bool]]) -> None:
    stage, numbers = Stage(*failures), iter(range(200))
    for size, later in batches:
        batch = [next(numbers) for _ in range(size)]
        by = stage.encode(*batch)
        assert [number in stage.endpoint.encoded for number in batch] == [name == "endpoint" for name in by]
        if later and stage.circuit in stage.encoder.breaker_state.records and stage.transitions[-1].endswith("OPEN"):
            stage.half_a_minute_passes()
    done = sum(size for size, _ in batches)
    assert sorted(stage.endpoint.encoded + stage.own.encoded) == list(range(done))
