"""Invokes a handler the way Lambda does: JSON in, JSON out, one invocation at a time, with a context."""

from __future__ import annotations

import json
import logging
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Event = dict[str, Any]
Handler = Callable[[Event, Any], Any]
log = logging.getLogger(__name__)


class FunctionFailed(Exception):
    """The handler raised; Lambda would answer its caller with a function error."""


@dataclass(frozen=True)
class LocalContext:
    """What handlers read of Lambda's context object."""

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
        return max(0, int((self.deadline - time.monotonic()) * 1000))


class LocalFunction:
    """One execution environment. Like Lambda's it takes one event at a time; callers wait for their turn."""

    def __init__(self, name: str, handler: Handler, *, timeout_s: float = 60, memory_mb: int = 3008) -> None:
        self.name = name
        self._handler = handler
        self._timeout_s = timeout_s
        self._memory_mb = memory_mb
        self._turn = threading.Lock()

    def invoke(self, event: Event) -> Any:
        """Call the handler with its own copy of the event; the answer has been through JSON. Raises FunctionFailed.

        A handler that takes longer than the function's timeout is not stopped, as Lambda would; the log says so.
        """
        with self._turn:
            start = time.monotonic()
            context = LocalContext(self.name, str(uuid.uuid4()), self._memory_mb, start + self._timeout_s)
            try:
                answer = json.loads(json.dumps(self._handler(json.loads(json.dumps(event)), context)))
            except Exception as error:
                log.exception("%s failed", self.name)
                raise FunctionFailed(f"{self.name} failed: {error}") from error
            took = time.monotonic() - start
            if took > self._timeout_s:
                log.warning("%s took %.0f s; Lambda would have ended it after %.0f s", self.name, took, self._timeout_s)
            return answer
