"""Encodes on a SageMaker endpoint, and on this container's CPU if the endpoint does not respond.

Photos never wait for a GPU. An endpoint that is slow, overloaded, unavailable or starting costs a bounded time: after
three failures in a row a circuit breaker opens for half a minute, then lets one call through.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from time import perf_counter
from typing import Any, Final

import numpy as np
from aws_lambda_powertools.utilities.circuit_breaker import (
    CircuitBreakerConfig,
    CircuitBreakerOpenError,
    CircuitState,
    CircuitTransition,
    circuit_breaker,
)
from aws_lambda_powertools.utilities.circuit_breaker.persistence import (
    CircuitBreakerPersistenceLayer,
    CircuitStateRecord,
)
from aws_lambda_powertools.utilities.circuit_breaker.persistence.base import CircuitBreakerExistingLockError
from botocore.config import Config
from botocore.exceptions import ClientError

from bildtext.aws import aws_errors
from bildtext.encoders import ImageEncoder, Pixels, Vectors
from bildtext.encoders.wire import (
    CONTENT_TYPE,
    images_per_call,
    pixels_to_bytes,
    read_attributes,
    vectors_from_bytes,
)
from bildtext.errors import BildtextError, ConfigurationError, TransientError

ENDPOINT: Final = "endpoint"  # the `encoder` of results from the endpoint

# Two attempts of at most 1 s + 3 s, and botocore's pause between them: up to 1 s after throttling (random, so that
# containers do not retry together), and up to 5 s more if AWS requests it. Together at most 14 s. The mode is not
# "adaptive", which would delay calls, and photos, in the client.
ENDPOINT_CONFIG: Final = Config(
    connect_timeout=1, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 2}, tcp_keepalive=True
)

# After failed calls of this duration no other is started: a batch of several calls loses at most 4 s + 14 s.
MAX_LOST_S: Final = 4.0
_FAILURE_THRESHOLD: Final = 3
_RECOVERY_S: Final = 30

_RETRYABLE: Final = {408, 429}  # of the 4xx a container may answer with


class EndpointEncoder:
    """An ImageEncoder that calls InvokeEndpoint."""

    def __init__(self, client: Any, endpoint: str, component: str | None, model: str, dimensions: int) -> None:
        """`client` is boto3's sagemaker-runtime; `model` is the `ModelManifest.name` that vectors must be of."""
        self._client = client
        self._target = {"EndpointName": endpoint, **({"InferenceComponentName": component} if component else {})}
        self._action = f"encode on the endpoint {endpoint}"
        self._model = model
        self._dimensions = dimensions

    def encode(self, pixels: Pixels) -> Vectors:
        """See ImageEncoder. Makes as few calls as SageMaker's limit on the request size allows.

        Raises TransientError: throttled, timed out, failed or scaled to zero; ConfigurationError: not allowed, another
        model, or the endpoint's server does not accept the pixels.
        """
        return np.concatenate([self._call(part) for part in split_into_calls(pixels)])

    def _call(self, pixels: Pixels) -> Vectors:
        with aws_errors(self._action):
            try:
                response = self._client.invoke_endpoint(
                    **self._target, ContentType=CONTENT_TYPE, Accept=CONTENT_TYPE, Body=pixels_to_bytes(pixels)
                )
                body = response["Body"].read()
            except ClientError as error:
                if server_error := self._server_error(error):
                    raise server_error from error
                raise
        model = read_attributes(response.get("CustomAttributes", "")).get("model", "an unnamed model")
        if _without_precision(model) != _without_precision(self._model):
            raise ConfigurationError(
                f"Could not {self._action}: it serves {model}, the function's bundle is {self._model}. "
                "Deploy both with the same model."
            )
        return vectors_from_bytes(body, len(pixels), self._dimensions)

    def _server_error(self, error: ClientError) -> BildtextError | None:
        """The error for a ModelError, which contains the container's status if that is not 200; else None.

        Of InvokeEndpoint's other errors only denied access is a ConfigurationError. ValidationError is transient: an
        inference component scaled to zero returns it, and only its text differs from that of a wrong request.
        """
        status = error.response.get("OriginalStatusCode")
        if not isinstance(status, int):
            return None
        rejected = 400 <= status < 500 and status not in _RETRYABLE
        kind = ConfigurationError if rejected else TransientError
        return kind(f"Could not {self._action}: its server answers with status {status}.")


class FallbackEncoder:
    """Encodes on an endpoint behind a circuit breaker, and immediately on the local encoder if that fails."""

    def __init__(
        self,
        remote: ImageEncoder,
        local: Callable[[], ImageEncoder],
        runtime: str,
        *,
        circuit: str,
        on_failure: Callable[[Exception], None],
        on_transition: Callable[[CircuitTransition], None],
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        """`local` loads this container's encoder when first needed; `runtime` is the name of that.

        `circuit` names the breaker, which is shared within the process; `on_failure` is called for each failed call.
        """
        self.breaker_state = InMemoryState()
        self._remote = circuit_breaker(
            name=circuit,
            persistence_store=self.breaker_state,
            on_transition=on_transition,
            config=CircuitBreakerConfig(
                failure_threshold=_FAILURE_THRESHOLD,
                recovery_timeout=_RECOVERY_S,
                success_threshold=1,
                local_cache_max_age=0,
            ),
        )(remote.encode)
        self._local = cache(local)
        self._runtime = runtime
        self._on_failure = on_failure
        self._clock = clock

    def encode(self, pixels: Pixels) -> tuple[Vectors, tuple[str, ...]]:
        """uint8 `[n, size, size, 3]` → float32 `[n, d]` of unit length, and the encoder of each: ENDPOINT or `runtime`.

        Each image is encoded exactly once. In a batch of several calls, only those of failed calls are encoded locally.
        """
        vectors: list[Vectors] = []
        encoders: list[str] = []
        lost = 0.0
        for part in split_into_calls(pixels):
            started = self._clock()
            encoded, name = self._encode_remotely(part) if lost < MAX_LOST_S else None, ENDPOINT
            if encoded is None:
                lost += self._clock() - started
                encoded, name = self._local().encode(part), self._runtime
            vectors.append(encoded)
            encoders += [name] * len(part)
        return np.concatenate(vectors), tuple(encoders)

    def _encode_remotely(self, pixels: Pixels) -> Vectors | None:
        try:
            vectors: Vectors = self._remote(pixels)
            return vectors
        except CircuitBreakerOpenError:
            return None
        except Exception as error:  # noqa: BLE001 - no error of the endpoint may fail a photo
            self._on_failure(error)
            return None


class InMemoryState(CircuitBreakerPersistenceLayer):
    """Stores the breaker's state in memory instead of a table: saves a call per batch, and failures in one container
    do not affect others."""

    def __init__(self) -> None:
        super().__init__()
        self.records: dict[str, CircuitStateRecord] = {}
        self._lock = threading.Lock()

    def _get_record(self, name: str) -> CircuitStateRecord | None:
        return self.records.get(name)

    def _put_record(
        self,
        record: CircuitStateRecord,
        condition: str | None = None,
        expected_opened_at: int | None = None,  # noqa: ARG002 - only for shared state
    ) -> None:
        with self._lock:
            if condition == "half_open" and self.records[record.name].state != CircuitState.OPEN:
                raise CircuitBreakerExistingLockError  # another thread is trying already
            self.records[record.name] = record

    def _update_record(self, record: CircuitStateRecord) -> None:
        self._put_record(record)


def split_into_calls(pixels: Pixels) -> list[Pixels]:
    """A batch in parts, each small enough for one call."""
    size = images_per_call(pixels.shape[1])
    return [pixels[start : start + size] for start in range(0, len(pixels), size)]


def _without_precision(model: str) -> str:
    """`preset@revision` of a `ModelManifest.name`: vectors are comparable across precisions."""
    return model.rpartition("/")[0]
