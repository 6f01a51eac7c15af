"""`serve`: the HTTP server and its workers, from start to graceful shutdown."""

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
from encoder.admission import PING, AdmissionControl, problem_response
from encoder.api import EncoderApi
from encoder.settings import Settings

# SageMaker kills a container 30 s after SIGTERM; the last requests must be answered before.
_DRAIN_S = 20
# Time for a request after its wait in the queue; in total below SageMaker's timeout of 60 s.
_ENCODE_S = 5


def main(arguments: Sequence[str]) -> int:
    """Serve until SIGTERM. Returns 0 after a signal, 1 after a failure, 2 for wrong arguments."""
    logs.log_as_json()
    if list(arguments) != ["serve"]:
        logs.logger.error("The encoder is started as `python -m encoder serve`.")
        return 2
    shutdown = _ShutdownSignal()
    try:
        settings = read_settings(Settings, os.environ, "encoder")
        _server(settings, shutdown).run(
            host=settings.encoder_host,
            port=settings.sagemaker_bind_to_port,
            num_api_servers=settings.encoder_servers,
            log_level="warning",
            generate_client_file=False,
            log_config=None,
            access_log=False,
            timeout_keep_alive=75,  # longer than clients keep a connection, so that they close it
        )
    except ConfigurationError as error:
        logs.logger.error(str(error))
    finally:
        _terminate_children()
    return 0 if shutdown.received else 1


def _server(settings: Settings, shutdown: _ShutdownSignal) -> LitServer:
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
    server.shutdown = shutdown
    server.uvicorn_graceful_timeout = _DRAIN_S
    server.monitor_internal = 1  # seconds between checks for dead workers
    server.app.state.size = size
    server.app.add_exception_handler(BildtextError, _problem)
    server.app.add_exception_handler(HTTPException, _problem)
    server.app.add_exception_handler(Exception, _problem)
    server.app.add_middleware(
        AdmissionControl,
        image_bytes=size * size * 3,
        queue=settings.encoder_queue,
        deadline_s=settings.encoder_timeout_s + _ENCODE_S,
    )
    return server


class _Server(LitServer):
    """LitServe's server, but with JSON logs, 503 while loading, exit on failure, and a graceful shutdown."""

    shutdown: _ShutdownSignal
    _sockets: Sequence[socket.socket] = ()

    def verify_worker_status(self) -> None:
        """Skip LitServe's wait for a ready worker, during which /ping would not be served."""

    def _start_server(
        self, port: int, num_uvicorn_servers: int, log_level: str, sockets: list[socket.socket], *rest: Any, **more: Any
    ) -> dict[int, Any]:
        logs.log_as_json()
        self._sockets = sockets
        servers: dict[int, Any] = super()._start_server(port, num_uvicorn_servers, log_level, sockets, *rest, **more)
        threading.Thread(target=self._watch, args=[list(servers.values())], daemon=True).start()
        return servers

    def _watch(self, servers: Sequence[multiprocessing.Process]) -> None:
        """Shut down on a signal, when a server process has died, or when a worker cannot load its model."""
        with suppress(OSError, EOFError):  # already shutting down
            while not self.shutdown.received:
                if wait([server.sentinel for server in servers], timeout=0.1):
                    logs.logger.error("A server process has died.")
                    break
                if WorkerSetupStatus.ERROR in self.workers_setup_status.values():
                    logs.logger.error("A worker cannot load its model.")
                    break
            self._shutdown_event.set()

    def _perform_graceful_shutdown(self, *arguments: Any) -> None:
        for listener in self._sockets:
            with suppress(OSError):  # not listening yet
                listener.shutdown(socket.SHUT_RDWR)  # close() would not: other processes share it
        super()._perform_graceful_shutdown(*arguments)


class _ShutdownSignal:
    """Whether this process got SIGTERM or SIGINT; it then lets the others finish their requests.

    The handler only sets a flag, because an exception raised in it may get lost.
    """

    def __init__(self) -> None:
        self.received = False
        self._process = os.getpid()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._handle)

    def _handle(self, number: int, _: FrameType | None) -> None:
        if os.getpid() == self._process:
            self.received = True
        else:  # a child without a handler of its own
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)


def _problem(_: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        error = _as_bildtext_error(error)
    return problem_response(error)


def _as_bildtext_error(error: HTTPException) -> BildtextError:
    """The project's error for one of LitServe's or FastAPI's."""
    if error.status_code == 504:
        return TransientError("The request waited too long in the queue.")
    if error.status_code in (404, 405):
        return RouteNotFound(str(error.detail))
    return BildtextError("A worker failed.")


def _terminate_children() -> None:
    """Terminate children left by a failed start; Python would wait for them forever."""
    for child in multiprocessing.active_children():
        child.terminate()
