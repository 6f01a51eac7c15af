"""A function as Lambda keeps it: an execution environment as long as that lives, then a new one."""

from __future__ import annotations

import json
import logging
import threading
import uuid
from datetime import UTC, datetime
from typing import IO, Any, Protocol

from bildtext_cli.local import StartError
from bildtext_cli.local.execution import EnvironmentLost, ExecutionEnvironment, FunctionSettings, InvocationFailed
from bildtext_cli.local.runtime import Event

log = logging.getLogger(__name__)


class FunctionFailed(Exception):
    """The invocation failed; Lambda would answer its caller with a function error."""


class Function(Protocol):
    """What can be invoked: takes and answers JSON, raises FunctionFailed."""

    def invoke(self, event: Event, /) -> Any: ...


class LocalFunction:
    """A function in a process of its own: one invocation after the other, callers wait for their turn.

    A process that ends, or is killed for taking too long or too much memory, takes its invocation with it and no other:
    the next one gets a new process.
    """

    def __init__(self, settings: FunctionSettings, output: IO[str]) -> None:
        """Start the first process. What the function prints, and how its processes end, goes to `output`."""
        self._settings = settings
        self._output = output
        self._turn = threading.Lock()
        self._closed = False
        self._environment: ExecutionEnvironment | None = ExecutionEnvironment(settings, output)

    @property
    def pid(self) -> int | None:
        """The process that is there at the moment."""
        environment = self._environment
        return environment.pid if environment else None

    def wait_until_ready(self) -> None:
        """Return when the handler is loaded. Raises StartError when it cannot be."""
        with self._turn:
            try:
                self._ready()
            except EnvironmentLost as lost:
                raise StartError(f"The function {self._settings.name} does not start: {lost}") from lost

    def invoke(self, event: Event, /) -> Any:
        """The handler's answer to an event, both JSON. Raises FunctionFailed."""
        request_id = str(uuid.uuid4())
        with self._turn:
            try:
                return self._ready().invoke(event, request_id)
            except InvocationFailed as failed:
                reason = str(failed)
            except EnvironmentLost as lost:
                reason = str(lost)
                self._replace(lost, request_id)
        log.warning("%s failed: %s", self._settings.name, reason)
        raise FunctionFailed(f"{self._settings.name} failed: {reason}")

    def close(self) -> None:
        """Kill the process, and with it an invocation that is under way; there will be no other."""
        self._closed = True
        if environment := self._environment:
            environment.kill()
        with self._turn:
            if self._environment:
                self._environment.end()

    def _ready(self) -> ExecutionEnvironment:
        if self._environment is not None and self._environment.ended:  # while nothing was asked of it: nothing is lost
            self._environment.end()
            self._environment = None
        if self._environment is None:
            if self._closed:
                raise EnvironmentLost("the system is stopping")
            self._environment = ExecutionEnvironment(self._settings, self._output)
        if self._closed:
            self._environment.kill()
        self._environment.wait_until_ready()
        return self._environment

    def _replace(self, lost: EnvironmentLost, request_id: str) -> None:
        """Log the end of a process as Lambda does with its JSON format. The next invocation starts another."""
        peak_mb, self._environment = self._environment.peak_mb if self._environment else 0, None
        if self._closed:
            return
        record = {
            "requestId": request_id,
            "status": lost.status,
            **({"errorType": "Runtime.ExitError"} if lost.status == "error" else {}),
            "metrics": {"memorySizeMB": self._settings.memory_mb, "maxMemoryUsedMB": round(peak_mb)},
        }
        said = {"level": "ERROR", "service": self._settings.name, "message": f"RequestId: {request_id} Error: {lost}"}
        line = {"time": datetime.now(UTC).isoformat(), "type": "platform.report", "record": record, **said}
        self._output.write(json.dumps(line) + "\n")
        self._output.flush()
