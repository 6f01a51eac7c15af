"""A handler for the local system that records its invocations and fails in the way a photo's view names.

The file named by RECORDINGS has a line of JSON for each process start and each batch. A photo `…/fail.jpg` is returned
to the queue; `…/hang.jpg`, `…/spin.jpg`, `…/exit.jpg` and `…/grow.jpg` hang, block or end their process on first
delivery. HTTP requests are answered with their event.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HANDLER = f"{__name__}.handle"
Record = dict[str, Any]


def _grow() -> None:
    """Allocate up to 10 GB, slowly enough for the growth to be observed."""
    blocks = []
    for _ in range(1000):
        blocks.append(b"x" * 10_000_000)
        time.sleep(0.02)


_HARM: dict[str, Callable[[], object]] = {
    "hang": lambda: time.sleep(3600),
    "spin": lambda: re.match("(a+)+$", "a" * 60 + "b"),  # practically forever, holding the GIL
    "exit": lambda: os._exit(3),
    "grow": _grow,
}


def handle(event: dict[str, Any], _context: Any) -> Any:
    if "Records" not in event:
        if "raise" in event["headers"]:
            raise RuntimeError("on request")
        return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(event)}
    _write_down("batch", event["Records"])
    print(f"a batch of {len(event['Records'])}")  # noqa: T201
    for record in event["Records"]:
        if record["attributes"]["ApproximateReceiveCount"] == "1":
            _HARM.get(view(record), lambda: None)()
    failed = [record["messageId"] for record in event["Records"] if view(record) == "fail"]
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}


def photo(record: Record) -> dict[str, Any]:
    """The S3 object in a message's event."""
    about: dict[str, Any] = json.loads(record["body"])["detail"]["object"]
    return about


def view(record: Record) -> str:
    return Path(photo(record)["key"]).stem


@dataclass(frozen=True)
class Recordings:
    """The recordings so far."""

    file: Path

    @property
    def environments(self) -> list[dict[str, str]]:
        """The environment of each process of the function, in the order they started."""
        return self._all("environment")

    @property
    def batches(self) -> list[list[Record]]:
        return self._all("batch")

    def records(self, key: str) -> list[Record]:
        return [one for batch in self.batches for one in batch if photo(one)["key"] == key]

    def _all(self, kind: str) -> list[Any]:
        lines = self.file.read_text("utf-8").splitlines() if self.file.exists() else []
        return [content for found, content in map(json.loads, lines) if found == kind]


def _write_down(kind: str, content: Any) -> None:
    if "RECORDINGS" in os.environ:  # not set when the tests import this module
        with Path(os.environ["RECORDINGS"]).open("a", encoding="utf-8") as file:
            file.write(json.dumps([kind, content]) + "\n")


if os.environ.get("AWS_LAMBDA_FUNCTION_NAME"):
    _write_down("environment", dict(os.environ))
