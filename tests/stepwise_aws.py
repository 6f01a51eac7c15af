"""AWS for flows that run step by step: one key of a bucket and moto's table in any state; each call is a step."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from types import ModuleType, SimpleNamespace
from typing import Any, Final, NamedTuple

import boto3
import pytest
from botocore.exceptions import ClientError

from bildtext import deadlines
from tests import queue_events
from tests.aws_in_memory import aws_in_memory, create_table
from tests.memory_bucket import History, MemoryBucket, Version
from tests.model_checker import Call, Script

BUCKET: Final = "photos"
_POWERTOOLS: Final = {
    "POWERTOOLS_METRICS_NAMESPACE": "Bildtext",
    "POWERTOOLS_TRACE_DISABLED": "true",
    "AWS_XRAY_SDK_ENABLED": "false",
}
TABLE: Final = "articles"
_TIMES: Final[Mapping[str, Any]] = {"expires": {"N": "0"}, "cost_usd": {"N": "0"}, "duration_ms": {"M": {}}}

Table = tuple[tuple[str, int], ...]  # sort keys and items, by number


class Message(NamedTuple):
    """The message about an operation. `version` is the one created (empty after a deletion); `received` counts
    deliveries up to two, since the flow does not distinguish more."""

    operation: int
    version: str = ""
    received: int = 0

    def __str__(self) -> str:
        text = f"event {self.operation} ({self.version or 'deletion'})"
        return f"{text} again" if self.received > 1 else text


def app_of(function: str) -> Any:
    """A function's module `app`, imported with the log and metric names of a container, which are read on import."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in _POWERTOOLS.items():
            environment.setenv(name, value)
        environment.setenv("POWERTOOLS_SERVICE_NAME", function)
        return import_module(f"{function}.app")


def s3_event(key: str, message: Message) -> dict[str, Any]:
    """EventBridge's event about an operation; later operations have higher sequencers."""
    stored = {"sequencer": f"{message.operation:018X}", "version-id": message.version or "gone"}
    kind = "Object Created" if message.version else "Object Deleted"
    return queue_events.s3_event(BUCKET, key, kind, event_id=f"event-{message.operation}", **stored)


def sqs_batch(batch: Sequence[Message], event: Callable[[Message], Mapping[str, Any]]) -> dict[str, Any]:
    """The event Lambda sends for a batch of SQS messages; a message's id is its index."""
    records = [
        {
            "messageId": str(at),
            "body": json.dumps(event(message)),
            "attributes": {"ApproximateReceiveCount": str(message.received)},
        }
        for at, message in enumerate(batch)
    ]
    return {"Records": records}


class KeyStates:
    """The numbered states of one key of a bucket, and the operations possible in each, up to a maximum number.

    Uploads cycle through `contents`.
    """

    def __init__(self, key: str, contents: Sequence[bytes], operations: int) -> None:
        self.key = key
        self._contents = contents
        self._most = operations
        self._states: list[tuple[History, int]] = []
        self.operations = cache(self._operations)

    def start(self) -> int:
        return self._number(History(), 0)

    def bucket(self, state: int) -> MemoryBucket:
        return MemoryBucket(keys={self.key: self._states[state][0]})

    def current(self, state: int) -> Version | None:
        return self.bucket(state).current(self.key)

    def _operations(self, state: int) -> list[tuple[str, Message, int]]:
        """All possible operations: a description, the message about it, and the state afterwards."""
        history, done = self._states[state]
        if done == self._most:
            return []
        found = []
        for words, operation in self._possible(history.versions, self._contents[done % len(self._contents)]):
            bucket = self.bucket(state)
            message = Message(done + 1, operation(bucket))
            found.append((f"{words} ({message})", message, self._number(bucket.history(self.key), done + 1)))
        return found

    def _possible(self, versions: Sequence[Version], content: bytes) -> Iterator[tuple[str, Operation]]:
        yield "replace" if versions else "put", lambda bucket: bucket.put(self.key, content)
        if versions and versions[-1].data is not None:
            yield "delete", partial(_deleted, key=self.key)
        for version in versions:
            if version.data is not None or version is versions[-1]:
                kind = "marker" if version.data is None else "version"
                yield f"remove {kind} {version.id}", partial(_dropped, key=self.key, version=version.id)

    def _number(self, history: History, done: int) -> int:
        if (history, done) not in self._states:
            self._states.append((history, done))
        return self._states.index((history, done))


Operation = Callable[[MemoryBucket], str]  # returns the created version, or ""


def _deleted(bucket: MemoryBucket, key: str) -> str:
    bucket.delete(key)
    return ""


def _dropped(bucket: MemoryBucket, key: str, version: str) -> str:
    bucket.drop(key, version)
    return ""


class MotoTable:
    """The table of one article on moto's DynamoDB, set to the state of each call; results are cached.

    Times in items are constant, except `written_at`, which the caller passes.
    """

    def __init__(self, client: Any) -> None:
        self.client = client
        self._items: list[dict[str, Any]] = []
        self._numbers: dict[str, int] = {}
        self._state: Table = ()
        self._known: dict[tuple[Table, str, str], tuple[object, Table]] = {}

    def make(self, state: Table, call: Call, written_at: str) -> tuple[object, Table]:
        """The call's answer or error, and the state afterwards."""
        known = self._known.get((state, call.key, written_at))
        if known is None:
            known = self._known[state, call.key, written_at] = self._make(state, call, written_at)
        return known

    def item(self, state: Table, sort_key: str) -> dict[str, Any] | None:
        """The stored item with this sort key, None without one."""
        return next((self._items[number] for key, number in state if key == sort_key), None)

    def _make(self, state: Table, call: Call, written_at: str) -> tuple[object, Table]:
        for _, number in set(self._state) - set(state):
            key = {name: self._items[number][name] for name in ("pk", "sk")}
            self.client.delete_item(TableName=TABLE, Key=key)
        for _, number in set(state) - set(self._state):
            self.client.put_item(TableName=TABLE, Item=self._items[number])
        self._state = state
        arguments = dict(call.arguments)
        if "Item" in arguments:
            timeless = {name: _TIMES.get(name, value) for name, value in arguments["Item"].items()}
            arguments["Item"] = {**timeless, "written_at": {"S": written_at}}
        try:
            answer = getattr(self.client, call.name)(**arguments)
        except ClientError as error:
            return error, state
        answer.pop("ResponseMetadata")
        if "Item" in arguments:
            self._state = self._with(state, arguments["Item"])
        return answer, self._state

    def _with(self, state: Table, item: dict[str, Any]) -> Table:
        written = repr(sorted(item.items()))
        if written not in self._numbers:
            self._numbers[written] = len(self._items)
            self._items.append(item)
        return tuple(sorted((dict(state) | {item["sk"]["S"]: self._numbers[written]}).items()))


@contextmanager
def moto_table() -> Iterator[MotoTable]:
    """A table without items."""
    with aws_in_memory():
        client = boto3.client("dynamodb")
        create_table(client, TABLE)
        yield MotoTable(client)


class Client:
    """A DynamoDB client whose calls are steps of a flow."""

    def __init__(self, script: Script, real: Any) -> None:
        self._script = script
        self.exceptions = real.exceptions

    def __getattr__(self, operation: str) -> Any:
        return lambda **arguments: self._script.call(operation, **arguments)


@dataclass(frozen=True)
class Steps:
    """The bucket and the bus; each call is a step of a flow."""

    script: Script

    def fetch(self, key: str) -> Any:
        return self.script.call("fetch", key=key)

    def version(self, key: str) -> Any:
        return self.script.call("version", key=key)

    def publish(self, events: Sequence[Any]) -> Any:
        return self.script.call("publish", events=list(events))


class NoOpRedelivery:
    """Leaves messages to the model's queue."""

    def schedule(self, messages: Sequence[Any]) -> None: ...


def without_queue(monkeypatch: pytest.MonkeyPatch, wiring: ModuleType) -> None:
    """Give a function the bucket's name, and no queue of its own."""
    monkeypatch.setattr(wiring, "settings", lambda: SimpleNamespace(photo_bucket=BUCKET))
    monkeypatch.setattr(wiring, "redelivery", NoOpRedelivery)


def without_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every step synchronously, in executors that no other test is given."""
    monkeypatch.setattr(deadlines, "ThreadPoolExecutor", SynchronousExecutor)
    monkeypatch.setattr(deadlines, "_idle", defaultdict(list))


class SynchronousExecutor(ThreadPoolExecutor):
    """An executor that runs each task synchronously, since starting threads takes longer than a small flow."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - as any executor does
            future.set_exception(error)
        return future
