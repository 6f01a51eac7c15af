"""Encodes on a SageMaker endpoint, and on the function's own CPU if the endpoint does not answer.

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

from bildtext.aws import translated
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
MOST_LOST_S: Final = 4.0
_FAILURES_THAT_OPEN: Final = 3
_OPEN_S: Final = 30

_TRY_AGAIN: Final = {408, 429}  # of the 4xx a container may answer with


class EndpointEncoder:
    """An ImageEncoder that calls InvokeEndpoint."""

    def __init__(self, client: Any, endpoint: str, component: str | None, model: str, dimensions: int) -> None:
        """`client` is boto3's sagemaker-runtime; `model` is the `ModelManifest.name` that vectors must be of."""
        self._client = client
        self._target = {"EndpointName": endpoint, **({"InferenceComponentName": component} if component else {})}
        self._doing = f"encode on the endpoint {endpoint}"
        self._model = model
        self._dimensions = dimensions

    def encode(self, pixels: Pixels) -> Vectors:
        """See ImageEncoder. Makes as few calls as SageMaker's limit on the request size allows.

        Raises:
            TransientError: throttled, timed out, failed or scaled to zero.
            ConfigurationError: not allowed, another model, or the endpoint's server does not accept the pixels.
        """
        return np.concatenate([self._call(part) for part in in_calls(pixels)])

    def _call(self, pixels: Pixels) -> Vectors:
        with translated(self._doing):
            try:
                answer = self._client.invoke_endpoint(
                    **self._target, ContentType=CONTENT_TYPE, Accept=CONTENT_TYPE, Body=pixels_to_bytes(pixels)
                )
                body = answer["Body"].read()
            except ClientError as error:
                if failure := self._failure_of_the_server(error):
                    raise failure from error
                raise
        model = read_attributes(answer.get("CustomAttributes", "")).get("model", "an unnamed model")
        if _without_precision(model) != _without_precision(self._model):
            raise ConfigurationError(
                f"Could not {self._doing}: it serves {model}, the function's bundle is {self._model}. Deploy both with "
                "the same model."
            )
        return vectors_from_bytes(body, len(pixels), self._dimensions)

    def _failure_of_the_server(self, error: ClientError) -> BildtextError | None:
        """The error for a ModelError, which contains the container's status if that is not 200; else None.

        Of InvokeEndpoint's other errors only denied access is a ConfigurationError. ValidationError is transient: an
        inference component scaled to zero returns it, and only its text differs from that of a wrong request.
        """
        status = error.response.get("OriginalStatusCode")
        if not isinstance(status, int):
            return None
        refused = 400 <= status < 500 and status not in _TRY_AGAIN
        kind = ConfigurationError if refused else TransientError
        return kind(f"Could not {self._doing}: its server answers with status {status}.")


class FallbackEncoder:
    """Encodes on an endpoint behind a circuit breaker, and immediately on the function's own encoder if that fails.

    Each container has its own breaker state, which needs no calls and is lost with the container.
    """

    def __init__(
        self,
        remote: ImageEncoder,
        own: Callable[[], ImageEncoder],
        runtime: str,
        *,
        circuit: str,
        on_failure: Callable[[Exception], None],
        on_transition: Callable[[CircuitTransition], None],
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        """`own` loads the function's own encoder when first needed; `runtime` is the name of that.

        `circuit` names the breaker, which is shared within the process; `on_failure` is called for each failed call.
        """
        self.breaker_state = InThisContainer()
        self._remote = circuit_breaker(
            name=circuit,
            persistence_store=self.breaker_state,
            on_transition=on_transition,
            config=CircuitBreakerConfig(
                failure_threshold=_FAILURES_THAT_OPEN,
                recovery_timeout=_OPEN_S,
                success_threshold=1,
                local_cache_max_age=0,
            ),
        )(remote.encode)
        self._own = cache(own)
        self._runtime = runtime
        self._on_failure = on_failure
        self._clock = clock

    def encode(self, pixels: Pixels) -> tuple[Vectors, tuple[str, ...]]:
        """uint8 `[n, size, size, 3]` → float32 `[n, d]` of unit length, and the encoder of each: ENDPOINT or `runtime`.

        Each image is encoded exactly once. In a batch of several calls, only those of failed calls are encoded locally.
        """
        vectors: list[Vectors] = []
        by: list[str] = []
        lost = 0.0
        for part in in_calls(pixels):
            started = self._clock()
            answer, name = self._remotely(part) if lost < MOST_LOST_S else None, ENDPOINT
            if answer is None:
                lost += self._clock() - started
                answer, name = self._own().encode(part), self._runtime
            vectors.append(answer)
            by += [name] * len(part)
        return np.concatenate(vectors), tuple(by)

    def _remotely(self, pixels: Pixels) -> Vectors | None:
        try:
            answer: Vectors = self._remote(pixels)
            return answer
        except CircuitBreakerOpenError:
            return None
        except Exception as error:  # noqa: BLE001 - no error of the endpoint may fail a photo
            self._on_failure(error)
            return None


class InThisContainer(CircuitBreakerPersistenceLayer):
    """Stores the breaker's state in memory instead of a table: saves a call per batch, and failures in one container
    do not affect others."""

    def __init__(self) -> None:
        super().__init__()
        self.records: dict[str, CircuitStateRecord] = {}
        self._turn = threading.Lock()

    def _get_record(self, name: str) -> CircuitStateRecord | None:
        return self.records.get(name)

    def _put_record(
        self,
        record: CircuitStateRecord,
        condition: str | None = None,
        expected_opened_at: int | None = None,  # noqa: ARG002 - only for shared state
    ) -> None:
        with self._turn:
            if condition == "half_open" and self.records[record.name].state != CircuitState.OPEN:
                raise CircuitBreakerExistingLockError  # another thread is trying already
            self.records[record.name] = record

    def _update_record(self, record: CircuitStateRecord) -> None:
        self._put_record(record)


def in_calls(pixels: Pixels) -> list[Pixels]:
    """A batch in parts, each small enough for one call."""
    most = images_per_call(pixels.shape[1])
    return [pixels[at : at + most] for at in range(0, len(pixels), most)]


def _without_precision(model: str) -> str:
    """`preset@revision` of a `ModelManifest.name`: vectors are comparable across precisions."""
    return model.rpartition("/")[0]
