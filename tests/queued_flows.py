"""A queue, its workers and moto's table as a model for the checker: everything SQS and Lambda may do to a real flow.

Messages are delivered at any time, in any order, alone or in batches, and possibly twice, during or after processing.
Several workers interleave; a step is one call to the bucket, the table or the bus. A worker may be killed before and
after each call, and a call may fail, or succeed and lose its answer; its messages are then redelivered. The models of
photos and articles define the bucket operations and the invariants.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final, NamedTuple, cast

import pytest

from bildtext.errors import BildtextError, TransientError
from tests.model_checker import Call, Pause, Replay, Script
from tests.stepwise_aws import Message, MotoTable, Table

_OF_TABLE: Final = ("batch_get_item", "query", "put_item")
_CHANGES: Final = ("put_item", "publish")  # calls that may succeed with their answer lost


class Worker(NamedTuple):
    """A running invocation: its batch, and the numbers of the answers it has received."""

    batch: tuple[Message, ...]
    answers: tuple[int, ...] = ()


class State(NamedTuple):
    """`bucket` and `ledger` (the work and events recorded for the invariants) are defined by the models."""

    bucket: int
    ledger: Any
    table: Table = ()
    queue: tuple[Message, ...] = ()
    workers: tuple[Worker, ...] = ()
    faults: int = 0
    duplicates: int = 0


@dataclass(frozen=True)
class Bounds:
    """Limits: bucket operations, concurrent workers, kills plus failed calls, duplicate deliveries, batch size."""

    operations: int = 4
    workers: int = 2
    faults: int = 1
    duplicates: int = 1
    batch: int = 2


class QueuedFlow(ABC):
    """The model shared by photos and articles."""

    written_at: str = "2026-11-27T12:00:00.000+00:00"

    def __init__(self, table: MotoTable, bounds: Bounds) -> None:
        self.table = table
        self.bounds = bounds
        self.replay: Replay[tuple[Message, ...]] = Replay(self.flow)
        self._performed_before: dict[tuple[int, Table, str], tuple[int, Table]] = {}

    def flow(self, batch: tuple[Message, ...], script: Script) -> frozenset[int]:
        """Run the real flow; returns the indices of the batch's messages to be redelivered."""
        with pytest.MonkeyPatch.context() as patch:
            self.wire(patch, script)
            try:
                answer = self.invoke(batch)
            except BildtextError:
                return frozenset(range(len(batch)))
        return frozenset(int(one["itemIdentifier"]) for one in answer["batchItemFailures"])

    @abstractmethod
    def wire(self, patch: pytest.MonkeyPatch, script: Script) -> None:
        """Give the function adapters whose calls are steps of the script."""

    @abstractmethod
    def invoke(self, batch: tuple[Message, ...]) -> dict[str, Any]:
        """Call the function's handler of queue batches."""

    @abstractmethod
    def operations(self, state: State) -> Iterator[tuple[str, State]]:
        """The possible bucket operations, each with its message added to the queue."""

    @abstractmethod
    def bucket_answer(self, state: State, call: Call) -> object:
        """The bucket's answer to a call, or the error it raises."""

    @abstractmethod
    def updated_ledger(self, before: State, after: State, call: Call, pause: Pause, worker: Worker) -> Any:
        """The ledger after a call that changed `before` to `after`."""

    @abstractmethod
    def violation(self, state: State) -> str: ...

    def settled(self, state: State) -> State:
        """The state after all messages were processed one by one."""
        while state.queue or state.workers:
            state = next(after for _, after in self.invocations(state))
        return state

    def steps(self, state: State) -> Iterator[tuple[str, State]]:
        yield from self.operations(state)
        yield from self.invocations(state)

    def invocations(self, state: State) -> Iterator[tuple[str, State]]:
        """The possible next actions of SQS and Lambda."""
        for at, worker in enumerate(state.workers):
            rest = state._replace(workers=state.workers[:at] + state.workers[at + 1 :])
            pause = self.replay.after(worker.batch, worker.answers)
            if pause.call is None:
                yield f"{_who(worker)} is done", self._ended(rest, worker, cast(frozenset[int], pause.result))
            else:
                yield f"{_who(worker)}: {self.words(pause.call)}", self._step(rest, worker, pause.call)
            if state.faults < self.bounds.faults:
                broken = rest._replace(faults=state.faults + 1)
                yield f"{_who(worker)} is killed", self._ended(broken, worker, frozenset(range(len(worker.batch))))
                if pause.call is not None:
                    yield from self._failures(broken, worker, pause.call)
        if len(state.workers) < self.bounds.workers:
            yield from self._receptions(state)

    def words(self, call: Call) -> str:
        """A description of a call for traces."""
        return call.name

    def _receptions(self, state: State) -> Iterator[tuple[str, State]]:
        """A worker receives a batch and makes its first call; for a duplicate, the message also stays in the queue."""
        for size in range(1, self.bounds.batch + 1):
            for batch in combinations(state.queue, size):
                received = tuple(message._replace(received=min(message.received + 1, 2)) for message in batch)
                worker = Worker(received)
                rest = state._replace(queue=_without(state.queue, batch))
                call = self.replay.after(received, ()).call
                assert call is not None
                words = f"{_who(worker)} begins: {self.words(call)}"
                yield words, self._step(rest, worker, call)
                if state.duplicates < self.bounds.duplicates and size == 1:
                    twice = rest._replace(queue=_sorted(rest.queue + received), duplicates=state.duplicates + 1)
                    yield f"{words} (the message stays in the queue, too)", self._step(twice, worker, call)

    def _step(self, rest: State, worker: Worker, call: Call) -> State:
        answer, state = self._performed(rest, call)
        return self._with_answer(rest, state, worker, call, answer)

    def _failures(self, rest: State, worker: Worker, call: Call) -> Iterator[tuple[str, State]]:
        error: object = TransientError("It failed.")
        if call.name == "publish":
            error = [error] * len(call.arguments["events"])
        failed = self.replay.number(error)
        yield f"{_who(worker)}: {self.words(call)}, which fails", self._with_answer(rest, rest, worker, call, failed)
        if call.name in _CHANGES:
            _, state = self._performed(rest, call)
            words = f"{_who(worker)}: {self.words(call)}, whose answer is lost"
            yield words, self._with_answer(rest, state, worker, call, failed)
            answer, again = self._performed(state, call)
            yield f"{words}, so it is called again", self._with_answer(rest, again, worker, call, answer)

    def _performed(self, rest: State, call: Call) -> tuple[int, State]:
        """The number of a call's answer, and the state after it."""
        key = (rest.bucket, rest.table, call.key)
        if key not in self._performed_before:
            answer, table = self._perform(rest, call)
            self._performed_before[key] = self.replay.number(answer), table
        number, table = self._performed_before[key]
        return number, rest._replace(table=table)

    def _perform(self, rest: State, call: Call) -> tuple[object, Table]:
        if call.name == "publish":
            return [None] * len(call.arguments["events"]), rest.table
        if call.name in _OF_TABLE:
            return self.table.make(rest.table, call, self.written_at)
        return self.bucket_answer(rest, call), rest.table

    def _with_answer(self, before: State, after: State, worker: Worker, call: Call, answer: int) -> State:
        worker = worker._replace(answers=(*worker.answers, answer))
        pause = self.replay.after(worker.batch, worker.answers)
        after = after._replace(ledger=self.updated_ledger(before, after, call, pause, worker))
        if pause.call is None and after.faults == self.bounds.faults:  # it can no longer be killed, so end it now
            return self._ended(after, worker, cast(frozenset[int], pause.result))
        return after._replace(workers=_sorted((*after.workers, worker)))

    def _ended(self, rest: State, worker: Worker, again: frozenset[int]) -> State:
        back = tuple(message for at, message in enumerate(worker.batch) if at in again)
        return rest._replace(queue=_sorted(rest.queue + back))


def _who(worker: Worker) -> str:
    return f"the worker of {' and '.join(map(str, worker.batch))}"


def _without(queue: tuple[Message, ...], batch: tuple[Message, ...]) -> tuple[Message, ...]:
    remaining = list(queue)
    for message in batch:
        remaining.remove(message)
    return tuple(remaining)


def _sorted(items: Any) -> Any:
    return tuple(sorted(items))
