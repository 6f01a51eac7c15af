"""Lambda's execution environment on this machine: a process that takes one invocation at a time and can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing import Pipe
from typing import IO, Any

import psutil

from bildtext_cli.local.runtime import Event

_LOOK_EVERY_S = 0.1  # interval at which the memory of a running invocation is checked


@dataclass(frozen=True)
class FunctionSettings:
    """A function of the template: its handler's name in Lambda's notation, its limits and its environment."""

    name: str
    handler: str
    timeout_s: float = 60
    memory_mb: int = 3008
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))


class InvocationFailed(Exception):
    """The handler raised an exception; its process is still running."""


class EnvironmentLost(Exception):
    """The process exited, or was killed for exceeding its time or memory. `status` is Lambda's term for it."""

    def __init__(self, message: str, status: str = "error") -> None:
        super().__init__(message)
        self.status = status


class ExecutionEnvironment:
    """One process of a function. Its output is written to `output` line by line, even if it is killed."""

    def __init__(self, settings: FunctionSettings, output: IO[str]) -> None:
        """Start the process; `wait_until_ready` waits for its initialisation."""
        self._settings = settings
        self._connection, theirs = Pipe()
        with theirs:
            arguments = (settings.name, settings.handler, str(settings.memory_mb), str(theirs.fileno()))
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bildtext_cli.local.runtime", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=dict(settings.environment),
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C only reaches this process, which then stops the other
                encoding="utf-8",
                errors="replace",
            )
        self._printer = threading.Thread(target=self._print, args=(output,), daemon=True)
        self._printer.start()
        self._ready = False
        self.peak_mb = 0.0  # highest resident memory observed

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether the process has ended after it was ready."""
        return self._ready and self._process.poll() is not None

    def wait_until_ready(self) -> None:
        """Return when the handler is loaded. Raises EnvironmentLost.

        It may take as long as an invocation: Lambda allows ten seconds, and then the invocation's timeout once more.
        """
        if self._ready:
            return
        answer = self._answer(time.time() + self._settings.timeout_s)
        if "error" in answer:
            self.end()
            raise EnvironmentLost(answer["error"])
        self._ready = True

    def invoke(self, event: Event, request_id: str) -> Any:
        """Return the handler's response. Raises InvocationFailed, or EnvironmentLost if the process ended."""
        deadline = time.time() + self._settings.timeout_s
        invocation = {"request_id": request_id, "deadline": deadline, "event": event}
        try:
            self._connection.send_bytes(json.dumps(invocation).encode())
        except OSError:
            raise EnvironmentLost(self._exit()) from None
        answer = self._answer(deadline)
        if "error" in answer:
            raise InvocationFailed(answer["error"])
        return answer["answer"]

    def kill(self) -> None:
        """Kill the process; thread-safe. A pending invocation raises EnvironmentLost."""
        self._process.kill()

    def end(self) -> None:
        """Kill the process and return once all of its output has been written."""
        self.kill()
        self._process.wait()
        self._printer.join(timeout=5)  # a child process may have inherited the pipe
        self._connection.close()

    def _answer(self, deadline: float) -> dict[str, Any]:
        try:
            while not self._connection.poll(min(_LOOK_EVERY_S, max(0.0, deadline - time.time()))):
                if time.time() >= deadline:
                    self.end()
                    raise EnvironmentLost(f"Task timed out after {self._settings.timeout_s:.2f} seconds", "timeout")
                self._watch_memory()
            answer: dict[str, Any] = json.loads(self._connection.recv_bytes())
        except (EOFError, OSError):
            raise EnvironmentLost(self._exit()) from None
        return answer

    def _watch_memory(self) -> None:
        """Kill the process if it exceeds the function's memory, as Lambda's kernel does.

        Resident memory counts; a limit on address space (RLIMIT_AS, RLIMIT_DATA) would also count reserved memory.
        """
        try:
            self.peak_mb = max(self.peak_mb, psutil.Process(self.pid).memory_info().rss / 2**20)
        except psutil.Error:
            return  # it has just exited; its response or end of file is read next
        if self.peak_mb > self._settings.memory_mb:
            self.kill()

    def _exit(self) -> str:
        """Return Lambda's message for a process that exited."""
        code = self._process.wait()
        self.end()
        if code < 0:
            name = (signal.strsignal(-code) or str(-code)).partition(":")[0].lower()  # macOS says `Killed: 9`
            return f"Runtime exited with error: signal: {name}"
        return f"Runtime exited with error: exit status {code}" if code else "Runtime exited without providing a reason"

    def _print(self, output: IO[str]) -> None:
        assert self._process.stdout is not None  # noqa: S101 (for mypy: it is a pipe)
        with self._process.stdout as printed:
            for line in printed:
                output.write(line if line.endswith("\n") else f"{line}\n")
                output.flush()
