"""The tagging function with an encoder endpoint: every photo is tagged once, by the endpoint or the local fallback."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import psutil
import pytest

from bildtext import observability
from bildtext.bundle import Bundle
from bildtext.encoders import ImageEncoder, Pixels, Vectors
from bildtext.encoders.wire import ATTRIBUTES, MAX_IMAGES
from bildtext.storage.dynamodb import to_item
from bildtext_cli.models.presets import preset
from tests.deployed_function import DeployedFunction, load_event
from tests.encoder_servers import encoder_server
from tests.endpoint_setup import EndpointSetup, a_request, in_order, metrics_in, some_keys
from tests.sagemaker import Answer, DataPlane, a_container, a_container_at, aws_error, digests, served

NO_CAPACITY = aws_error(400, "ValidationError")  # how an inference component that is scaled to zero answers


@pytest.fixture
def endpoint_setup(
    monkeypatch: pytest.MonkeyPatch, plane: DataPlane, endpoint: str, tagging_function: DeployedFunction
) -> EndpointSetup:
    endpoint_setup = EndpointSetup(plane, tagging_function, endpoint)
    load = Bundle.image_encoder

    class Watched:
        def __init__(self, encoder: ImageEncoder) -> None:
            self.encoder = encoder

        def encode(self, pixels: Pixels) -> Vectors:
            endpoint_setup.encoded_locally += digests(pixels)
            return self.encoder.encode(pixels)

    def watched(bundle: Bundle) -> ImageEncoder:
        endpoint_setup.local_loads += 1
        return Watched(load(bundle))

    monkeypatch.setattr(Bundle, "image_encoder", watched)
    return endpoint_setup


@pytest.fixture
def plane() -> Iterator[DataPlane]:
    bundle = Bundle.open(preset("mini-clip").bundle_folder)
    with served(DataPlane(a_container(bundle), bundle.manifest.preparation.size)) as plane:
        yield plane


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch, plane: DataPlane) -> str:
    """A unique endpoint name, so that each test has a new circuit breaker."""
    name = f"encoder-{uuid4()}"
    monkeypatch.setenv("ENCODER_ENDPOINT", name)
    monkeypatch.setenv("ENCODER_COMPONENT", "encoder-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME", plane.url)
    return name


@pytest.fixture
def warnings() -> Iterator[list[str]]:
    """The function's warnings."""
    messages: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    listener, logger = Listener(logging.WARNING), logging.getLogger(observability.logger.name)
    logger.addHandler(listener)
    yield messages
    logger.removeHandler(listener)


# -- an endpoint that answers -------------------------------------------------------------------------


def test_photos_of_the_queue_are_encoded_by_the_endpoint_in_one_call(
    endpoint_setup: EndpointSetup, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = some_keys(16)
    endpoint_setup.upload(*keys)
    endpoint_setup.deliver(keys)
    endpoint_setup.check(keys)
    assert set(endpoint_setup.encoders().values()) == {"endpoint"}
    assert endpoint_setup.plane.targets == [(endpoint_setup.endpoint, "encoder-1")]
    assert endpoint_setup.local_loads == 0
    metrics = metrics_in(capsys.readouterr().out)
    assert metrics["EncodedBy endpoint"] == 16
    assert "EndpointFailures" not in metrics


def test_the_answer_names_the_encoder(endpoint_setup: EndpointSetup) -> None:
    answer = endpoint_setup.deployed_function.invoke(a_request("a"))
    assert (answer["statusCode"], json.loads(answer["body"])["encoder"]) == (200, "endpoint")
    endpoint_setup.plane.next.append(NO_CAPACITY)
    answer = endpoint_setup.deployed_function.invoke(a_request("b"))
    assert (answer["statusCode"], json.loads(answer["body"])["encoder"]) == (200, "openvino")


def test_the_endpoint_and_the_local_encoder_give_the_same_tags(endpoint_setup: EndpointSetup) -> None:
    by_endpoint = json.loads(endpoint_setup.deployed_function.invoke(a_request("a"))["body"])
    endpoint_setup.plane.next.append(NO_CAPACITY)
    by_itself = json.loads(endpoint_setup.deployed_function.invoke(a_request("a"))["body"])
    assert {(tag["facet"], tag["label"]) for tag in by_endpoint["tags"]} == {
        (tag["facet"], tag["label"]) for tag in by_itself["tags"]
    }
    for remote, local in zip(by_endpoint["tags"], by_itself["tags"], strict=True):
        assert remote["score"] == pytest.approx(local["score"], abs=0.01)


def test_a_stored_vector_keeps_its_encoder_and_is_not_counted_again(
    endpoint_setup: EndpointSetup, capsys: pytest.CaptureFixture[str]
) -> None:
    (key,) = keys = some_keys(1)
    endpoint_setup.upload(key)
    endpoint_setup.deliver(keys)
    item = endpoint_setup.deployed_function.items()[key]
    endpoint_setup.deployed_function.dynamodb.put_item(
        TableName=endpoint_setup.deployed_function.table,
        Item=to_item({**item, "label_fingerprint": "an older label file"}),
    )
    capsys.readouterr()
    assert endpoint_setup.deployed_function.invoke({"keys": keys})["results"][0]["status"] == "tagged"
    assert (endpoint_setup.encoders()[key], endpoint_setup.plane.calls) == ("endpoint", 1)
    assert "EncodedBy endpoint" not in metrics_in(capsys.readouterr().out)


def test_a_heat_map_is_computed_by_the_endpoint_in_batches(endpoint_setup: EndpointSetup) -> None:
    (key,) = some_keys(1)
    endpoint_setup.upload(key)
    event = load_event("api-heatmaps.json")
    event["body"] = json.dumps({"key": key, "facet": "colour", "label": "red"})
    by_endpoint = endpoint_setup.deployed_function.request(event)
    assert (by_endpoint[0], endpoint_setup.local_loads, endpoint_setup.plane.calls) == (200, 0, 5)
    endpoint_setup.plane.next += [NO_CAPACITY] * 5
    by_itself = endpoint_setup.deployed_function.request(event)
    assert (by_itself[0], len(endpoint_setup.encoded_locally)) == (200, 65)
    for remote, local in zip(by_endpoint[1]["values"], by_itself[1]["values"], strict=True):
        assert remote == pytest.approx(local, abs=0.01)


# -- an endpoint that fails ---------------------------------------------------------------------------


def cut(plane: DataPlane) -> None:
    """Truncate the next answers."""
    complete = plane.container

    def half(body: bytes) -> Answer:
        return replace(complete(body), cut=True)

    plane.container = half


def overloaded(plane: DataPlane) -> None:
    plane.container = lambda _body: Answer(503)


def scaled_to_zero(plane: DataPlane) -> None:
    plane.next += [NO_CAPACITY] * 9


@pytest.mark.parametrize("happens", [cut, overloaded, scaled_to_zero])
def test_an_endpoint_failure_during_a_batch_loses_no_photo(
    endpoint_setup: EndpointSetup, happens: Callable[[DataPlane], None]
) -> None:
    before, then = some_keys(8, 1), some_keys(16, 2)
    endpoint_setup.upload(*before, *then)
    endpoint_setup.deliver(before)
    happens(endpoint_setup.plane)
    endpoint_setup.deliver(then)
    endpoint_setup.check(before + then)
    assert in_order(endpoint_setup.encoders(), before + then) == ["endpoint"] * 8 + ["openvino"] * 16
    assert endpoint_setup.local_loads == 1


def test_only_the_failed_call_of_a_batch_is_encoded_locally(endpoint_setup: EndpointSetup) -> None:
    keys = some_keys(MAX_IMAGES + 6)
    endpoint_setup.upload(*keys)
    answer = endpoint_setup.plane.container
    endpoint_setup.plane.container = lambda body: answer(body) if endpoint_setup.plane.calls == 1 else Answer(500)
    results = endpoint_setup.deployed_function.invoke({"keys": keys})["results"]
    assert {result["status"] for result in results} == {"tagged"}
    endpoint_setup.check(keys)
    assert in_order(endpoint_setup.encoders(), keys) == ["endpoint"] * MAX_IMAGES + ["openvino"] * 6


def test_vectors_of_another_model_are_rejected_with_a_warning(
    endpoint_setup: EndpointSetup, warnings: list[str]
) -> None:
    ours = endpoint_setup.plane.container

    def theirs(body: bytes) -> Answer:
        answer = ours(body)
        return replace(answer, headers={**answer.headers, ATTRIBUTES: "model=fashion-clip@0123456789ab/fp16"})

    endpoint_setup.plane.container = theirs
    keys = some_keys(3)
    endpoint_setup.upload(*keys)
    endpoint_setup.deliver(keys)
    assert set(endpoint_setup.encoders().values()) == {"openvino"}
    assert any("it serves fashion-clip@0123456789ab/fp16" in warning for warning in warnings)


def test_the_circuit_breaker_opens_after_three_failures_and_closes_on_recovery(
    endpoint_setup: EndpointSetup, warnings: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    scaled_to_zero(endpoint_setup.plane)
    keys = some_keys(6)
    endpoint_setup.upload(*keys)
    for key in keys[:5]:
        endpoint_setup.deliver([key])
    assert endpoint_setup.plane.calls == 3
    endpoint_setup.plane.next.clear()
    endpoint_setup.half_a_minute_passes()
    endpoint_setup.deliver(keys[5:])
    endpoint_setup.check(keys)
    assert in_order(endpoint_setup.encoders(), keys) == ["openvino"] * 5 + ["endpoint"]
    assert [warning.partition("went ")[2] for warning in warnings if "circuit breaker" in warning] == [
        "from CLOSED to OPEN.",
        "from OPEN to HALF_OPEN.",
        "from HALF_OPEN to CLOSED.",
    ]
    metrics = metrics_in(capsys.readouterr().out)
    assert (metrics["EndpointFailures"], metrics["BreakerOpen"]) == (3, 1)
    assert (metrics["EncodedBy openvino"], metrics["EncodedBy endpoint"]) == (5, 1)


def test_a_new_container_finishes_the_batch_without_repeating_work(endpoint_setup: EndpointSetup) -> None:
    done, left = some_keys(8, 1), some_keys(8, 2)
    endpoint_setup.upload(*done, *left)
    endpoint_setup.deliver(done)
    endpoint_setup.new_container()
    endpoint_setup.plane.container = lambda _body: Answer(500)
    endpoint_setup.deliver(done + left, receives=2)
    assert in_order(endpoint_setup.encoders(), done + left) == ["endpoint"] * 8 + ["openvino"] * 8
    assert (len(endpoint_setup.plane.answered), len(endpoint_setup.encoded_locally)) == (8, 8)


# -- the real server ----------------------------------------------------------------------------------


def test_restarting_the_server_under_load_loses_no_photo(endpoint_setup: EndpointSetup) -> None:
    batches = [some_keys(8, article) for article in range(15)]
    keys = [key for batch in batches for key in batch]
    endpoint_setup.upload(*keys)
    port = free_port()
    endpoint_setup.plane.container = a_container_at(f"http://127.0.0.1:{port}")
    dies, dead, away, back = (threading.Event() for _ in range(4))

    def load() -> None:
        for at, batch in enumerate(batches):
            if at == 5:
                dies.set()
            if at == 7:
                dead.wait(60)
            if at == 12:
                away.set()
                back.wait()
                endpoint_setup.half_a_minute_passes()
            endpoint_setup.deliver(batch)

    with ThreadPoolExecutor(1) as pool:
        try:
            with encoder_server(port) as server:
                loading = pool.submit(load)
                dies.wait(60)
                kill(server.process.pid)
                dead.set()
            away.wait(60)
            with encoder_server(port):
                back.set()
                loading.result()
        finally:
            back.set()
    endpoint_setup.check(keys)
    encoders = endpoint_setup.encoders()
    by_batch = [{encoders[key] for key in batch} for batch in batches]
    assert by_batch[:5] == [{"endpoint"}] * 5
    assert by_batch[11] == {"openvino"}
    assert by_batch[12:] == [{"endpoint"}] * 3


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def kill(pid: int) -> None:
    """Kill a server and all its processes, like a machine failure."""
    server = psutil.Process(pid)
    for process in (server, *server.children(recursive=True)):
        process.kill()
    psutil.wait_procs([server], timeout=10)
