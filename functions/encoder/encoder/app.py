"""`serve`: the HTTP server and its workers, from the first model to the last answer."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import wait
from types import FrameType
from typing import Any

from litserve import LitServer
from litserve.connector import check_cuda_with_nvidia_smi
from litserve.utils import WorkerSetupStatus
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bildtext.bundle import Bundle
from bildtext.errors import BildtextError, ConfigurationError, RouteNotFound, TransientError
from bildtext.settings import read_settings
from encoder import logs
from encoder.admission import PING, AdmissionControl, problem_answer
from encoder.api import EncoderApi
from encoder.settings import Settings

# SageMaker kills a container 30 s after it asked it to stop; an instance's last requests must be answered before.
_DRAIN_S = 20
# What a request may take beyond its wait for a turn; all in all below the 60 s after which SageMaker gives up.
_ENCODING_S = 5


def main(arguments: Sequence[str]) -> int:
    """Serve until SIGTERM. 0 when that was the end, 1 when it cannot start or broke down."""
    logs.log_as_json()
    if list(arguments) != ["serve"]:
        logs.logger.error("The encoder is started as `python -m encoder serve`.")
        return 2
    stopping = _Stopping()
    try:
        settings = read_settings(Settings, os.environ, "encoder")
        _server(settings, stopping).run(
            host=settings.encoder_host,
            port=settings.sagemaker_bind_to_port,
            num_api_servers=settings.encoder_servers,
            log_level="warning",
            generate_client_file=False,
            log_config=None,
            access_log=False,
            timeout_keep_alive=75,  # longer than callers keep a connection, so that it is theirs to close
        )
    except ConfigurationError as error:
        logs.logger.error(str(error))
    finally:
        _end_children()
    return 0 if stopping.asked else 1


def _server(settings: Settings, stopping: _Stopping) -> LitServer:
    """Raises BundleError."""
    manifest = Bundle.open(settings.bundle).manifest
    size = manifest.preparation.size
    on_gpu = manifest.runtime == "torch" and check_cuda_with_nvidia_smi() > 0
    server = _Server(
        EncoderApi(settings.bundle, settings.encoder_batch_wait_ms),
        accelerator="cuda" if on_gpu else "cpu",
        workers_per_device=settings.encoder_workers,
        timeout=settings.encoder_timeout_s,
        healthcheck_path=PING,
        disable_openapi_url=True,
        restart_workers=True,
    )
    server.stopping = stopping
    server.uvicorn_graceful_timeout = _DRAIN_S
    server.monitor_internal = 1  # seconds until a dead worker is missed
    server.app.state.size = size
    server.app.add_exception_handler(BildtextError, _problem)
    server.app.add_exception_handler(HTTPException, _problem)
    server.app.add_exception_handler(Exception, _problem)
    server.app.add_middleware(
        AdmissionControl,
        image_bytes=size * size * 3,
        queue=settings.encoder_queue,
        deadline_s=settings.encoder_timeout_s + _ENCODING_S,
    )
    return server


class _Server(LitServer):
    """LitServe's server that logs JSON, says 503 while it loads, ends when it is broken, and then takes nothing new."""

    stopping: _Stopping
    _sockets: Sequence[socket.socket] = ()

    def verify_worker_status(self) -> None:
        """LitServe waits here for a worker to be ready, and nobody could ask for /ping meanwhile."""

    def _start_server(
        self, port: int, num_uvicorn_servers: int, log_level: str, sockets: list[socket.socket], *rest: Any, **more: Any
    ) -> dict[int, Any]:
        logs.log_as_json()
        self._sockets = sockets
        servers: dict[int, Any] = super()._start_server(port, num_uvicorn_servers, log_level, sockets, *rest, **more)
        threading.Thread(target=self._watch, args=[list(servers.values())], daemon=True).start()
        return servers

    def _watch(self, servers: Sequence[multiprocessing.Process]) -> None:
        """End everything when asked to, when a server process is gone, or when a worker cannot load its model."""
        with suppress(OSError, EOFError):  # the end has begun already
            while not self.stopping.asked:
                if wait([server.sentinel for server in servers], timeout=0.1):
                    logs.logger.error("A server process is gone.")
                    break
                if WorkerSetupStatus.ERROR in self.workers_setup_status.values():
                    logs.logger.error("A worker cannot load its model.")
                    break
            self._shutdown_event.set()

    def _perform_graceful_shutdown(self, *arguments: Any) -> None:
        for each in self._sockets:
            with suppress(OSError):  # nothing listens yet
                each.shutdown(socket.SHUT_RDWR)  # other processes hold it too: closing it would leave callers waiting
        super()._perform_graceful_shutdown(*arguments)


class _Stopping:
    """Whether SIGTERM or Ctrl-C came to this process, which then lets the others finish what they hold.

    Only noted and not raised: where a signal comes, an exception may get lost.
    """

    def __init__(self) -> None:
        self.asked = False
        self._process = os.getpid()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note)

    def _note(self, number: int, _: FrameType | None) -> None:
        if os.getpid() == self._process:
            self.asked = True
        else:  # a child that has no handler of its own yet, or no longer
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)


def _problem(_: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        error = _ours(error)
    return problem_answer(error)


def _ours(error: HTTPException) -> BildtextError:
    """LitServe and FastAPI refuse with these."""
    if error.status_code == 504:
        return TransientError("The request waited too long for its turn.")
    if error.status_code in (404, 405):
        return RouteNotFound(str(error.detail))
    return BildtextError("A worker failed.")


def _end_children() -> None:
    """What is left when a start went wrong; Python would wait for it without end."""
    for child in multiprocessing.active_children():
        child.terminate()
