"""Runs the encoder's server (functions/encoder) as a process on loopback during a measurement."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bildtext_cli.local.ports import free_port

_START_S, _STOP_S = 600, 30
# Overrides of its defaults, so that requests of 64 clients with 16 images each can wait even on a slow machine.
WAITING = {"ENCODER_QUEUE": "1024", "ENCODER_TIMEOUT_S": "50"}


@contextmanager
def encoder_server(bundle: Path, log: Path) -> Iterator[int]:
    """Run `python -m encoder serve` with this bundle; yields its port once /ping reports that it is warm.

    Raises:
        RuntimeError: it exited or did not become ready; the message includes the end of its log.
    """
    port = free_port()
    environment = {
        **os.environ,
        **WAITING,
        "MODEL_BUNDLE": str(bundle),
        "ENCODER_HOST": "127.0.0.1",
        "SAGEMAKER_BIND_TO_PORT": str(port),
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "encoder", "serve"], env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait(process, port, log)
            yield port
        finally:
            process.terminate()
            process.wait(_STOP_S)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + _START_S
    while process.poll() is None and time.monotonic() < deadline:
        if _is_warm(port):
            return
        time.sleep(0.2)
    raise RuntimeError(f"the encoder's server did not start: {log.read_text(encoding='utf-8')[-2000:]}")


def _is_warm(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/ping")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
