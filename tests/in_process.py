"""A handler in this process, for tests that look at what it calls: Lambda's context and JSON without its limits."""

from __future__ import annotations

import importlib
import json
import time
import uuid
from dataclasses import dataclass
from typing import Any

from bildtext_cli.local.function import FunctionFailed
from bildtext_cli.local.runtime import Event, Handler, LocalContext, load

_TIMEOUT_S = 60
_MEMORY_MB = 3008


@dataclass(frozen=True)
class InProcess:
    """A handler by the name of its function."""

    name: str
    handler: Handler

    @classmethod
    def tagging(cls) -> InProcess:
        """The tagging function as in a new container."""
        return cls("Tagging", _fresh("tagging"))

    @classmethod
    def description(cls) -> InProcess:
        """The same of the description function."""
        return cls("Description", _fresh("description"))

    def invoke(self, event: Event, /) -> Any:
        """Call the handler with its own copy of the event; the answer has been through JSON. Raises FunctionFailed."""
        context = LocalContext(self.name, str(uuid.uuid4()), _MEMORY_MB, time.time() + _TIMEOUT_S)
        try:
            return json.loads(json.dumps(self.handler(json.loads(json.dumps(event)), context)))
        except Exception as error:
            raise FunctionFailed(f"{self.name} failed: {error}") from error


def _fresh(function: str) -> Handler:
    """What is made once per container is forgotten, and the settings are read from the environment of now."""
    wiring = importlib.import_module(f"{function}.wiring")
    for once_per_container in vars(wiring).values():
        if hasattr(once_per_container, "cache_clear"):
            once_per_container.cache_clear()
    wiring.settings()
    return load(f"{function}.app.handler")
