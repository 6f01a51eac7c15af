"""AWS for flows that are run step by step: a key of a bucket and moto's table in any state; each call is a step."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from typing import Any, Final, NamedTuple

import pytest
from botocore.exceptions import ClientError

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
    """The message about a deed, the version that came (empty: one went), and how often it was received:
    twice stands for more, as it does for the flow."""

    deed: int
    version: str = ""
    received: int = 0

    def __str__(self) -> str:
        said = f"event {self.deed} ({self.version or 'deletion'})"
        return f"{said} again" if self.received > 1 else said


def app_of(function: str) -> Any:
    """A function's module `app`, imported with the names that its logs and metrics have in a container, whose first
    import they are read at."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in _POWERTOOLS.items():
            environment.setenv(name, value)
        environment.setenv("POWERTOOLS_SERVICE_NAME", function)
        return import_module(f"{function}.app")


def s3_event(key: str, message: Message) -> dict[str, Any]:
    """What EventBridge says of a deed; the later, the higher the sequencer."""
    stored = {"key": key, "sequencer": f"{message.deed:018X}", "version-id": message.version or "gone"}
    detail = {"bucket": {"name": BUCKET}, "object": stored}
    kind = "Object Created" if message.version else "Object Deleted"
    return {"source": "aws.s3", "detail-type": kind, "id": f"event-{message.deed}", "detail": detail}


def sqs_batch(batch: Sequence[Message], event: Callable[[Message], Mapping[str, Any]]) -> dict[str, Any]:
    """What Lambda hands a function of SQS's messages; a message's id is its place."""
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
    """The states of one key of a bucket, by number, and what can be done in each; so many deeds at most.

    What is put are the contents in turn.
    """

    def __init__(self, key: str, contents: Sequence[bytes], deeds: int) -> None:
        self.key = key
        self._contents = contents
        self._most = deeds
        self._states: list[tuple[History, int]] = []
        self.deeds = cache(self._deeds)

    def start(self) -> int:
        return self._number(History(), 0)

    def bucket(self, state: int) -> MemoryBucket:
        return MemoryBucket(keys={self.key: self._states[state][0]})

    def current(self, state: int) -> Version | None:
        return self.bucket(state).current(self.key)

    def _deeds(self, state: int) -> list[tuple[str, Message, int]]:
        """All that can be done: in words, the message about it, and the state afterwards."""
        history, done = self._states[state]
        if done == self._most:
            return []
        found = []
        for words, deed in self._possible(history.versions, self._contents[done % len(self._contents)]):
            bucket = self.bucket(state)
            came = deed(bucket)
            message = Message(done + 1, came)
            found.append((f"{words} ({message})", message, self._number(bucket.history(self.key), done + 1)))
        return found

    def _possible(self, versions: Sequence[Version], content: bytes) -> Iterator[tuple[str, Deed]]:
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


Deed = Callable[[MemoryBucket], str]  # answers the version that came, if one did


def _deleted(bucket: MemoryBucket, key: str) -> str:
    bucket.delete(key)
    return ""


def _dropped(bucket: MemoryBucket, key: str, version: str) -> str:
    bucket.drop(key, version)
    return ""


class MotoTable:
    """The table of one article on moto's DynamoDB, put into whatever state it is asked about; each call is made once.

    Times are left out of items, but for `written_at`, which is what the caller says it is.
    """

    def __init__(self, client: Any) -> None:
        self.client = client
        self._items: list[dict[str, Any]] = []
        self._numbers: dict[str, int] = {}
        self._there: Table = ()
        self._known: dict[tuple[Table, str, str], tuple[object, Table]] = {}

    def make(self, state: Table, call: Call, written_at: str) -> tuple[object, Table]:
        """The answer, or the error that is raised, and the state afterwards."""
        known = self._known.get((state, call.written, written_at))
        if known is None:
            known = self._known[state, call.written, written_at] = self._make(state, call, written_at)
        return known

    def item(self, state: Table, sort_key: str) -> dict[str, Any] | None:
        """An item as it is stored."""
        return next((self._items[number] for key, number in state if key == sort_key), None)

    def _make(self, state: Table, call: Call, written_at: str) -> tuple[object, Table]:
        for _, number in set(self._there) - set(state):
            key = {name: self._items[number][name] for name in ("pk", "sk")}
            self.client.delete_item(TableName=TABLE, Key=key)
        for _, number in set(state) - set(self._there):
            self.client.put_item(TableName=TABLE, Item=self._items[number])
        self._there = state
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
            self._there = self._with(state, arguments["Item"])
        return answer, self._there

    def _with(self, state: Table, item: dict[str, Any]) -> Table:
        written = repr(sorted(item.items()))
        if written not in self._numbers:
            self._numbers[written] = len(self._items)
            self._items.append(item)
        return tuple(sorted((dict(state) | {item["sk"]["S"]: self._numbers[written]}).items()))


class Client:
    """A client of DynamoDB whose calls are steps of a flow."""

    def __init__(self, script: Script, real: Any) -> None:
        self._script = script
        self.exceptions = real.exceptions

    def __getattr__(self, operation: str) -> Any:
        return lambda **arguments: self._script.call(operation, **arguments)


@dataclass(frozen=True)
class Steps:
    """The bucket and the bus, each of whose calls is a step of a flow."""

    script: Script

    def fetch(self, key: str) -> Any:
        return self.script.call("fetch", key=key)

    def version(self, key: str) -> Any:
        return self.script.call("version", key=key)

    def publish(self, announcements: Sequence[Any]) -> Any:
        return self.script.call("publish", announcements=list(announcements))


class AtOnce(ThreadPoolExecutor):
    """An executor that does everything at once, because starting threads takes longer than what a small flow does."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - as any executor does
            future.set_exception(error)
        return future
