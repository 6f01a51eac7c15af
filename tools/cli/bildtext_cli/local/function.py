"""A Lambda function: it reuses its execution environment, and replaces one that ended."""

from __future__ import annotations

import json
import logging
import threading
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import IO, Any, Protocol

from bildtext_cli.local import StartError
from bildtext_cli.local.execution import EnvironmentLost, ExecutionEnvironment, FunctionSettings, InvocationFailed
from bildtext_cli.local.runtime import Event

log = logging.getLogger(__name__)


class FunctionFailed(Exception):
    """The invocation failed; Lambda would return a function error to its caller."""


class Function(Protocol):
    """Anything that can be invoked with JSON and returns JSON; raises FunctionFailed."""

    def invoke(self, event: Event, /) -> Any: ...


class LocalFunction:
    """A function in a separate process; concurrent invocations are run one after the other.

    If the process exits, or is killed for exceeding its time or memory, only its current invocation fails: the next one
    gets a new process.
    """

    def __init__(self, settings: FunctionSettings, output: IO[str]) -> None:
        """Start the first process. The function's output and the end of its processes are logged to `output`."""
        self._settings = settings
        self._output = output
        self._turn = threading.Lock()
        self._closed = False
        self._environment: ExecutionEnvironment | None = ExecutionEnvironment(settings, output)

    @property
    def pid(self) -> int | None:
        """The id of the current process, or None."""
        environment = self._environment
        return environment.pid if environment else None

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment variables of its processes."""
        return self._settings.environment

    def wait_until_ready(self) -> None:
        """Return when the handler is loaded. Raises StartError if that fails."""
        with self._turn:
            try:
                self._ready()
            except EnvironmentLost as lost:
                raise StartError(f"The function {self._settings.name} does not start: {lost}") from lost

    def invoke(self, event: Event, /) -> Any:
        """Return the handler's response to an event, both JSON. Raises FunctionFailed."""
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
        """Kill the process, including a running invocation; no other one is started."""
        self._closed = True
        if environment := self._environment:
            environment.kill()
        with self._turn:
            if self._environment:
                self._environment.end()

    def _ready(self) -> ExecutionEnvironment:
        if self._environment is not None and self._environment.ended:  # while idle: no invocation is lost
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
        """Log the end of a process in Lambda's JSON format. The next invocation starts another one."""
        peak_mb, self._environment = self._environment.peak_mb if self._environment else 0, None
        if self._closed:
            return
        record = {
            "requestId": request_id,
            "status": lost.status,
            **({"errorType": "Runtime.ExitError"} if lost.status == "error" else {}),
            "metrics": {"memorySizeMB": self._settings.memory_mb, "maxMemoryUsedMB": round(peak_mb)},
        }
        message = {
            "level": "ERROR",
            "service": self._settings.name,
            "message": f"RequestId: {request_id} Error: {lost}",
        }
        line = {"time": datetime.now(UTC).isoformat(), "type": "platform.report", "record": record, **message}
        self._output.write(json.dumps(line) + "\n")
        self._output.flush()
