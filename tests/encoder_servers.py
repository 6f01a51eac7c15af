"""The encoder's server in a separate process on loopback, and a client for it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import Any

import numpy as np
import psutil

from bildtext.bundle import Bundle
from bildtext.encoders import Pixels, Vectors, wire
from bildtext_cli.local.ports import free_port
from bildtext_cli.models.presets import preset

BUNDLE = preset("mini-clip").bundle_folder
MANIFEST = Bundle.open(BUNDLE).manifest
SIZE, DIMENSIONS = MANIFEST.preparation.size, MANIFEST.dimensions
_START_S = 60


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def problem(self) -> dict[str, Any]:
        assert self.headers["content-type"] == "application/problem+json", self
        return dict(json.loads(self.body))


class EncoderServer:
    """A running server. `port` is on 127.0.0.1."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def post(self, body: Any, content_type: str = wire.CONTENT_TYPE, **headers: str) -> Answer:
        """POST /invocations; an iterable body is sent without Content-Length."""
        connection = self.connect()
        try:
            connection.request("POST", "/invocations", body, {"Content-Type": content_type, **headers})
            return read_answer(connection)
        finally:
            connection.close()

    def get(self, path: str) -> Answer:
        connection = self.connect()
        try:
            connection.request("GET", path)
            return read_answer(connection)
        finally:
            connection.close()

    def encode(self, pixels: Pixels) -> Vectors:
        """The vectors of one request, which must succeed."""
        answer = self.post(wire.pixels_to_bytes(pixels))
        assert answer.status == 200, answer
        return wire.vectors_from_bytes(answer.body, len(pixels), DIMENSIONS)

    def lines(self, message: str | None = None) -> list[dict[str, Any]]:
        """The server's log records, optionally only those with this message."""
        lines = [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]
        return [line for line in lines if message in (None, line["message"])]

    def worker(self) -> psutil.Process:
        """The worker process that most recently became ready."""
        return psutil.Process(self.lines("ready")[-1]["pid"])

    def ping(self) -> int | None:
        """The status of /ping; None if the connection fails."""
        try:
            return self.get("/ping").status
        except OSError:
            return None

    def is_ready(self) -> bool:
        return self.ping() == 200

    def stop(self) -> int:
        """Send SIGTERM like SageMaker. Returns the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def read_answer(connection: http.client.HTTPConnection) -> Answer:
    response = connection.getresponse()
    body = response.read()
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body)


def random_pixels(n: int, seed: int = 0) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (n, SIZE, SIZE, 3), dtype=np.uint8)


def concurrently(n: int, act: Callable[[int], Any]) -> list[Any]:
    """Run act(0) … act(n - 1) in threads that start together; returns the results in that order."""
    start = Barrier(n)

    def begin(at: int) -> Any:
        start.wait()
        return act(at)

    with ThreadPoolExecutor(n) as pool:
        return list(pool.map(begin, range(n)))


@contextmanager
def pending_requests(server: EncoderServer) -> Iterator[list[http.client.HTTPConnection]]:
    """Four connections with 64 images pending in the server, whose answers have not been read."""
    with ExitStack() as connections:
        yield [_pending_request(server, seed, connections) for seed in range(4)]


def _pending_request(server: EncoderServer, seed: int, connections: ExitStack) -> http.client.HTTPConnection:
    body = wire.pixels_to_bytes(random_pixels(16, seed))
    connection = connections.enter_context(closing(server.connect()))
    connection.putrequest("POST", "/invocations")
    connection.putheader("Content-Type", wire.CONTENT_TYPE)
    connection.putheader("Content-Length", str(len(body)))
    connection.putheader("Expect", "100-continue")
    connection.endheaders()
    assert connection.sock.recv(100).startswith(b"HTTP/1.1 100 ")  # the request is accepted
    connection.send(body)
    return connection


@contextmanager
def encoder_server(port: int | None = None, **environment: object) -> Iterator[EncoderServer]:
    """A ready server on `port` or a free one; `environment` holds variables in lower case."""
    with encoder_process(port, **environment) as server:
        end = time.monotonic() + _START_S
        while not server.is_ready():
            assert server.process.poll() is None, server.log.read_text()
            assert time.monotonic() < end, server.log.read_text()
            time.sleep(0.05)
        yield server


@contextmanager
def encoder_process(port: int | None = None, **environment: object) -> Iterator[EncoderServer]:
    """A started server that need not be ready yet; its child processes end with it."""
    port = port or free_port()
    patient = {"encoder_timeout_s": 20}  # for a busy machine
    place = {"model_bundle": BUNDLE, "encoder_host": "127.0.0.1", "sagemaker_bind_to_port": port}
    given = {**place, **patient, **environment}
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log")
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "encoder", "serve"],
                env={
                    **os.environ,
                    **{name.upper(): str(value) for name, value in given.items()},
                },
                stdout=output,
            )
        try:
            yield EncoderServer(process, port, log)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        started = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            for each in (*started, psutil.Process(process.pid)):
                each.kill()
            process.wait()
            raise
