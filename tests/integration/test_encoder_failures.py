"""The encoder's real server under failure: overload, lost processes, shutdown, failed starts."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from select import select

import numpy as np
import psutil
import pytest

from bildtext.bundle import Bundle
from bildtext.encoders import wire
from tests.encoder_servers import (
    BUNDLE,
    DIMENSIONS,
    EncoderServer,
    concurrently,
    encoder_process,
    encoder_server,
    pending_requests,
    random_pixels,
    read_answer,
)


@pytest.fixture
def small() -> Iterator[EncoderServer]:
    """A server with a queue limit of 64 images."""
    with encoder_server(encoder_queue=64) as running:
        yield running


def test_requests_over_the_queue_limit_are_shed(small: EncoderServer) -> None:
    small.worker().suspend()
    with pending_requests(small) as waiting:
        shed = small.post(wire.pixels_to_bytes(random_pixels(1)))
        assert (shed.status, shed.headers["retry-after"], shed.problem["code"]) == (429, "1", "overloaded")
        assert small.is_ready()
        small.worker().resume()
        assert [read_answer(each).status for each in waiting] == [200] * 4
    assert small.post(wire.pixels_to_bytes(random_pixels(1))).status == 200


def test_under_overload_every_client_that_retries_is_served(small: EncoderServer) -> None:
    bodies = [wire.pixels_to_bytes(random_pixels(16, seed)) for seed in range(24)]

    def until_taken(at: int) -> list[int]:
        statuses = [small.post(bodies[at]).status]
        while statuses[-1] == 429:
            time.sleep(0.02)
            statuses.append(small.post(bodies[at]).status)
        return statuses

    assert [statuses[-1] for statuses in concurrently(24, until_taken)] == [200] * 24


def test_a_request_that_waited_too_long_is_asked_to_retry() -> None:
    with encoder_server(encoder_queue=64, encoder_timeout_s=1.1) as server:
        server.worker().suspend()
        with pending_requests(server) as waiting:
            time.sleep(1.2)
            server.worker().resume()
            answers = [read_answer(each) for each in waiting]
    assert {(answer.status, answer.headers["retry-after"]) for answer in answers} == {(503, "1")}


def test_a_killed_worker_is_replaced_and_its_clients_are_asked_to_retry() -> None:
    with encoder_server(encoder_queue=64, encoder_timeout_s=1.1, encoder_batch_wait_ms=1000) as server:
        first = server.worker()
        with pending_requests(server) as waiting:
            time.sleep(0.2)  # it is collecting a batch
            first.kill()
            answers = [read_answer(each) for each in waiting]
        assert {(answer.status, answer.headers.get("retry-after")) for answer in answers} <= {(200, None), (503, "1")}
        while not server.is_ready() or server.worker() == first:
            time.sleep(0.05)
        assert server.encode(random_pixels(3)).shape == (3, DIMENSIONS)


def test_a_stopping_server_answers_pending_requests_and_accepts_no_new_ones(small: EncoderServer) -> None:
    worker, own = small.worker(), Bundle.open(BUNDLE).image_encoder()
    worker.suspend()
    with pending_requests(small) as waiting:
        small.process.terminate()
        while small.ping() is not None:
            pass
        assert select([each.sock for each in waiting], [], [], 0)[0] == []  # nothing is answered yet
        worker.resume()
        for seed, connection in enumerate(waiting):
            vectors = wire.vectors_from_bytes(read_answer(connection).body, 16, DIMENSIONS)
            assert np.sum(vectors * own.encode(random_pixels(16, seed)), axis=1).min() >= 0.999
    assert small.process.wait(30) == 0
    assert not worker.is_running()


@pytest.mark.parametrize("lost", [0, 1], ids=["the queues", "the web server"])
def test_a_lost_process_that_cannot_be_replaced_ends_the_server(small: EncoderServer, lost: int) -> None:
    children = psutil.Process(small.process.pid).children()
    forked = sorted((each for each in children if "serve" in each.cmdline()), key=lambda each: each.create_time())
    assert len(forked) == 2
    forked[lost].kill()
    assert small.process.wait(30) == 1
    assert psutil.wait_procs(children, timeout=10)[1] == []


# -- startup ---------------------------------------------------------------------------------------


def end_of(server: EncoderServer) -> tuple[int, str]:
    """Exit status and last message of a server that cannot start."""
    return server.process.wait(60), server.lines()[-1]["message"]


def test_a_missing_bundle_is_reported_in_one_sentence(tmp_path: Path) -> None:
    with encoder_process(model_bundle=tmp_path) as server:
        assert end_of(server) == (
            1,
            f"{tmp_path} is no model bundle (no bundle.json); run `bildtext models export PRESET`.",
        )


def test_an_invalid_setting_is_named() -> None:
    with encoder_process(encoder_queue=3) as server:
        status, message = end_of(server)
    assert status == 1
    assert "ENCODER_QUEUE (images that may wait, per server process)" in message


def test_a_damaged_bundle_is_not_served(tmp_path: Path) -> None:
    damaged = shutil.copytree(BUNDLE, tmp_path / "bundle")
    with (damaged / "image_encoder.bin").open("ab") as file:
        file.write(b"\0")
    with encoder_process(model_bundle=damaged) as server:
        status, _ = end_of(server)
        assert status == 1
        assert "does not have the checksum" in server.log.read_text(encoding="utf-8")


def test_ping_fails_until_the_model_is_warm() -> None:
    with encoder_process() as server:
        worker = spawned_worker(server)
        worker.suspend()
        while (status := server.ping()) is None:
            time.sleep(0.02)
        assert status == 503
        worker.resume()
        while (status := server.ping()) == 503:
            time.sleep(0.02)
        assert status == 200
        assert server.lines("ready")


def test_stopping_during_startup_leaves_no_process() -> None:
    with encoder_process() as server:
        worker = spawned_worker(server)
        children = psutil.Process(server.process.pid).children(recursive=True)
        assert server.stop() == 0
        assert psutil.wait_procs([worker, *children], timeout=10)[1] == []


def spawned_worker(server: EncoderServer) -> psutil.Process:
    """Wait for the worker of a server that has just been started."""
    process = psutil.Process(server.process.pid)
    while True:
        for child in process.children():
            if "spawn_main" in " ".join(child.cmdline()):
                return child
        time.sleep(0.005)
