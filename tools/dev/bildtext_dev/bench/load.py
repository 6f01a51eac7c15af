"""Clients of the encoder's server, in separate processes, and a server that only answers.

    python -m bildtext_dev.bench.load send PORT CLIENTS IMAGES SIZE     a client process, controlled by `load`
    python -m bildtext_dev.bench.load answer IMAGES SIZE DIMENSIONS     answers at once: measures the clients alone

A client sends the next request when it has received the last response. It uses plain sockets, so that a request costs
it next to nothing, which `answer` verifies.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import numpy as np

from bildtext.encoders.wire import CONTENT_TYPE, pixels_to_bytes, vectors_to_bytes

_LARGEST_LINE = 2**16
_PAUSE_S = 0.2  # after a refusal


@dataclass(frozen=True)
class Load:
    """The clients' results in a time window. Latencies are in seconds, of the requests that ended within it."""

    images_per_s: float
    latencies: tuple[float, ...]
    refused: int
    client_cores: float

    def percentile(self, percent: float) -> float:
        """Return a percentile of the latencies in milliseconds."""
        return float(np.percentile(self.latencies, percent)) * 1000 if self.latencies else float("nan")


def load(port: int, clients: int, images: int, size: int, warm_s: float, window_s: float) -> Load:
    """Run `clients` at once, each with `images` per request, for `warm_s` and then for the measured window.

    A request counts by the share of its duration inside the window, so that batches at its borders count in part.

    Raises:
        RuntimeError: a client failed; the message includes its stderr.
    """
    processes = min(clients, max(1, len(os.sched_getaffinity(0)) // 2), 8)
    shares = [clients // processes + (number < clients % processes) for number in range(processes)]
    running = [_process("send", port, share, images, size) for share in shares]
    for process in running:
        _line(process)
    begin = time.monotonic() + warm_s
    end = begin + window_s
    for process in running:
        assert process.stdin is not None  # noqa: S101 - for the type checker: it is a pipe
        process.stdin.write(f"{begin} {end}\n")
        process.stdin.flush()
    found = [json.loads(_line(process)) for process in running]
    for process in running:
        process.communicate()
    spans = [span for result in found for span in result["spans"]]
    done = sum(images * _overlap(span, begin, end) for span in spans)
    return Load(
        done / window_s,
        tuple(ended - started for started, ended in spans if begin <= ended <= end),
        sum(result["refused"] for result in found),
        sum(result["cpu_s"] for result in found) / window_s,
    )


@contextmanager
def answering(images: int, size: int, dimensions: int) -> Iterator[int]:
    """Run a server that answers each request at once with precomputed vectors; yields its port."""
    process = _process("answer", images, size, dimensions)
    try:
        yield int(_line(process))
    finally:
        process.terminate()
        process.communicate()


def _overlap(span: Sequence[float], begin: float, end: float) -> float:
    started, ended = span
    return max(0.0, min(ended, end) - max(started, begin)) / (ended - started)


def _process(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bildtext_dev.bench.load", *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None  # noqa: S101 - for the type checker: it is a pipe
    line = process.stdout.readline()
    if not line:
        _, errors = process.communicate()
        raise RuntimeError(f"a client of the benchmark failed: {errors.strip()}")
    return line


# -- inside the processes --------------------------------------------------------------------------------


async def _send(port: int, clients: int, images: int, size: int) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (images, size, size, 3), dtype=np.uint8)
    request = _message("POST /invocations HTTP/1.1\r\nHost: 127.0.0.1", pixels_to_bytes(pixels))
    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in range(clients)]
    _write_line("ready")
    begin, end = map(float, sys.stdin.readline().split())
    spans: list[tuple[float, float]] = []
    statuses: Counter[int] = Counter()
    used = 0.0

    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (started := time.monotonic()) < end:
            writer.write(request)
            await writer.drain()
            status = await _answer(reader)
            statuses[status] += 1
            if status == 200:
                spans.append((started, time.monotonic()))
            else:
                await asyncio.sleep(_PAUSE_S)
        writer.close()

    async def meter() -> None:
        nonlocal used
        await asyncio.sleep(begin - time.monotonic())
        before = time.process_time()
        await asyncio.sleep(end - time.monotonic())
        used = time.process_time() - before

    await asyncio.gather(meter(), *(client(*connection) for connection in connections))
    _write_line(json.dumps({"spans": spans, "refused": statuses.total() - statuses[200], "cpu_s": used}))


async def _answer(reader: asyncio.StreamReader) -> int:
    """Read one response and return its status."""
    head = await reader.readuntil(b"\r\n\r\n")
    await reader.readexactly(_length(head))
    return int(head.split(b" ", 2)[1])


async def _serve(images: int, size: int, dimensions: int) -> None:
    vectors = np.full((images, dimensions), dimensions**-0.5, np.float32)
    answer = _message("HTTP/1.1 200 OK", vectors_to_bytes(vectors))

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                await reader.readexactly(_length(await reader.readuntil(b"\r\n\r\n")))
                writer.write(answer)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, limit=max(_LARGEST_LINE, images * size * size * 4))
    _write_line(str(server.sockets[0].getsockname()[1]))
    await server.serve_forever()


def _message(first: str, body: bytes) -> bytes:
    return f"{first}\r\nContent-Type: {CONTENT_TYPE}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def _length(head: bytes) -> int:
    return int(head.lower().split(b"content-length:")[1].split(b"\r\n", 1)[0])


def _write_line(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[2:]]
    asyncio.run(_send(*numbers) if sys.argv[1] == "send" else _serve(*numbers))
