"""A handler in this process, for tests that inspect its calls: Lambda's context and JSON, but not its limits."""

from __future__ import annotations

import importlib
import json
import time
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bildtext.labels import LabelSet, load_labels
from bildtext_cli.local.function import FunctionFailed
from bildtext_cli.local.runtime import Event, Handler, LocalContext, load

_TIMEOUT_S = 60
_MEMORY_MB = 3008


@dataclass(frozen=True)
class InProcess:
    """A function's handler."""

    name: str
    handler: Handler

    @classmethod
    def tagging(cls) -> InProcess:
        """The tagging function, initialised as in a new container."""
        return cls("Tagging", _fresh("tagging"))

    @classmethod
    def description(cls) -> InProcess:
        """The description function, initialised as in a new container."""
        return cls("Description", _fresh("description"))

    @classmethod
    def catalogue(cls) -> InProcess:
        """The catalogue function, initialised as in a new container."""
        return cls("Catalogue", _fresh("catalogue"))

    def invoke(self, event: Event, /) -> Any:
        """Call the handler with a copy of the event; event and answer pass through JSON. Raises FunctionFailed."""
        context = LocalContext(self.name, str(uuid.uuid4()), _MEMORY_MB, time.time() + _TIMEOUT_S)
        try:
            return json.loads(json.dumps(self.handler(json.loads(json.dumps(event)), context)))
        except Exception as error:
            raise FunctionFailed(f"{self.name} failed: {error}") from error


def _labels_of(file: Path) -> LabelSet:
    """A label file, checked only once however many containers read it."""
    return _checked_labels(file, file.read_bytes()) if file.is_file() else load_labels(file)


@cache
def _checked_labels(file: Path, content: bytes) -> LabelSet:
    return load_labels(file)


def _fresh(function: str) -> Handler:
    """Clear everything cached per container and read the settings from the current environment."""
    wiring: Any = importlib.import_module(f"{function}.wiring")
    for once_per_container in vars(wiring).values():
        if hasattr(once_per_container, "cache_clear"):
            once_per_container.cache_clear()
    if hasattr(wiring, "load_labels"):
        wiring.load_labels = _labels_of
    wiring.settings()
    return load(f"{function}.app.handler")
