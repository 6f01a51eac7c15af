"""Invokes a handler as Lambda does, in a separate process.

    python -m bildtext_cli.local.runtime FUNCTION HANDLER MEMORY_MB SOCKET

SOCKET is the descriptor of a multiprocessing Connection. The process first reports there that it is ready, or why it is
not; then it receives one invocation at a time and responds to it, all in JSON. The handler's output goes to stdout.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

Event = dict[str, Any]
Handler = Callable[[Event, Any], Any]


@dataclass(frozen=True)
class LocalContext:
    """The parts of Lambda's context object that handlers use; `deadline` is in seconds since the epoch."""

    function_name: str
    aws_request_id: str
    memory_limit_in_mb: int
    deadline: float
    function_version: str = "$LATEST"
    log_group_name: str = "local"
    log_stream_name: str = "local"

    @property
    def invoked_function_arn(self) -> str:
        return f"arn:aws:lambda:eu-central-1:123456789012:function:{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self.deadline - time.time()) * 1000))


def main() -> None:
    """Serve until the parent closes its end or exits, which also ends a running invocation."""
    function, handler_name, memory_mb, socket = sys.argv[1:]
    parent = Connection(int(socket))
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # no line is lost if the process is killed
    invocations: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_receive, args=(parent, invocations), daemon=True).start()
    try:
        handler = load(handler_name)
    except Exception as error:  # noqa: BLE001 (arbitrary code)
        parent.send_bytes(_failure(error, ""))
        sys.exit(1)
    parent.send_bytes(b"{}")
    while True:
        invocation = json.loads(invocations.get())
        context = LocalContext(function, invocation["request_id"], int(memory_mb), invocation["deadline"])
        _end_without_parent(context)
        try:
            answer = json.dumps({"answer": handler(invocation["event"], context)}).encode()
        except Exception as error:  # noqa: BLE001
            answer = _failure(error, context.aws_request_id)
        parent.send_bytes(answer)


def load(name: str) -> Handler:
    """Import a handler by its name in Lambda's notation, like `tagging.app.handler`."""
    module, _, function = name.rpartition(".")
    handler: Handler = getattr(importlib.import_module(module), function)
    return handler


def _receive(parent: Connection, invocations: SimpleQueue[bytes]) -> None:
    try:
        while True:
            invocations.put(parent.recv_bytes())
    except (EOFError, OSError):
        os._exit(0)


def _end_without_parent(context: LocalContext) -> None:
    """The parent kills this process at the deadline; if the parent has exited and no thread can run, a signal does."""
    signal.setitimer(signal.ITIMER_REAL, context.get_remaining_time_in_millis() / 1000 + 1)


def _failure(error: Exception, request_id: str) -> bytes:
    """Log an exception in Lambda's JSON format, and return it as the response."""
    trace = traceback.format_exception(error)
    kind = {"errorType": type(error).__name__, "requestId": request_id}
    sys.stdout.write(json.dumps({"level": "ERROR", "message": str(error), **kind, "stackTrace": trace}) + "\n")
    return json.dumps({"error": f"{type(error).__name__}: {error}"}).encode()


if __name__ == "__main__":
    main()
