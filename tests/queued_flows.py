"""A queue, its workers and moto's table as a model for the checker: everything SQS and Lambda may do to a real flow.

A message is delivered at any time and in any order, alone or with another one, and once more while, or long after, it
was worked on; several workers take steps in turn, a step being one call to the bucket, the table or the bus. A worker
may be killed before and after each call, and a call may fail, or be carried out and its answer be lost; then its
messages come again. What happens to the bucket, and what must hold, the models of photos and articles say.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final, NamedTuple, cast

from bildtext.errors import TransientError
from tests.model_checker import Call, Pause, Replay, Script
from tests.stepped_aws import Message, MotoTable, Table

_OF_TABLE: Final = ("batch_get_item", "query", "put_item")
_CHANGES: Final = ("put_item", "publish")  # calls that may be carried out without the caller hearing of it


class Worker(NamedTuple):
    """An invocation under way: its batch, and the answers (by number) it has had."""

    batch: tuple[Message, ...]
    answers: tuple[int, ...] = ()


class State(NamedTuple):
    """`bucket` and `ledger` (what was told and made so far) are the models' own."""

    bucket: int
    ledger: Any
    table: Table = ()
    queue: tuple[Message, ...] = ()
    workers: tuple[Worker, ...] = ()
    faults: int = 0
    doubles: int = 0


@dataclass(frozen=True)
class Bounds:
    """How much may happen: deeds, workers at the same time, kills and failing calls, messages that come twice."""

    deeds: int = 4
    workers: int = 2
    faults: int = 1
    doubles: int = 1
    batch: int = 2


class QueuedFlow(ABC):
    """The model that photos and articles share."""

    written_at: str = "2026-11-27T12:00:00.000+00:00"

    def __init__(self, table: MotoTable, bounds: Bounds) -> None:
        self.table = table
        self.bounds = bounds
        self.replay: Replay[tuple[Message, ...]] = Replay(self.flow)
        self._made_before: dict[tuple[int, Table, str], tuple[int, Table]] = {}

    @abstractmethod
    def flow(self, batch: tuple[Message, ...], script: Script) -> frozenset[int]:
        """The real flow; answers which messages of the batch are to come again, by their places."""

    @abstractmethod
    def deeds(self, state: State) -> Iterator[tuple[str, State]]:
        """What can happen in the bucket, with the message about it in the queue."""

    @abstractmethod
    def look(self, state: State, call: Call) -> object:
        """The bucket's answer to a call, or the error it raises."""

    @abstractmethod
    def entered(self, before: State, after: State, call: Call, pause: Pause, worker: Worker) -> Any:
        """The ledger after a call that led from one state to the next, and what was noted then."""

    @abstractmethod
    def fault(self, state: State) -> str: ...

    def settled(self, state: State) -> State:
        """The state after its messages were worked on, one after the other."""
        while state.queue or state.workers:
            state = next(after for _, after in self.invocations(state))
        return state

    def steps(self, state: State) -> Iterator[tuple[str, State]]:
        yield from self.deeds(state)
        yield from self.invocations(state)

    def invocations(self, state: State) -> Iterator[tuple[str, State]]:
        """What SQS and Lambda can do next."""
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
        """A call, for a trace."""
        return call.name

    def _receptions(self, state: State) -> Iterator[tuple[str, State]]:
        """A worker gets a batch and makes its first call; with a double, the messages stay in the queue as well."""
        for size in range(1, self.bounds.batch + 1):
            for batch in combinations(state.queue, size):
                got = tuple(message._replace(received=min(message.received + 1, 2)) for message in batch)
                worker = Worker(got)
                rest = state._replace(queue=_without(state.queue, batch))
                call = self.replay.after(got, ()).call
                assert call is not None
                words = f"{_who(worker)} begins: {self.words(call)}"
                yield words, self._step(rest, worker, call)
                if state.doubles < self.bounds.doubles and size == 1:
                    twice = rest._replace(queue=_sorted(rest.queue + got), doubles=state.doubles + 1)
                    yield f"{words} (the message stays in the queue, too)", self._step(twice, worker, call)

    def _step(self, rest: State, worker: Worker, call: Call) -> State:
        answer, state = self._made(rest, call)
        return self._heard(rest, state, worker, call, answer)

    def _failures(self, rest: State, worker: Worker, call: Call) -> Iterator[tuple[str, State]]:
        error: object = TransientError("It failed.")
        if call.name == "publish":
            error = [error] * len(call.arguments["announcements"])
        failed = self.replay.number(error)
        yield f"{_who(worker)}: {self.words(call)}, which fails", self._heard(rest, rest, worker, call, failed)
        if call.name in _CHANGES:
            _, state = self._made(rest, call)
            words = f"{_who(worker)}: {self.words(call)}, whose answer is lost"
            yield words, self._heard(rest, state, worker, call, failed)
            answer, again = self._made(state, call)
            yield f"{words}, so it is called again", self._heard(rest, again, worker, call, answer)

    def _made(self, rest: State, call: Call) -> tuple[int, State]:
        """The number of a call's answer, and the state after it."""
        asked = (rest.bucket, rest.table, call.written)
        if asked not in self._made_before:
            answer, table = self._make(rest, call)
            self._made_before[asked] = self.replay.number(answer), table
        number, table = self._made_before[asked]
        return number, rest._replace(table=table)

    def _make(self, rest: State, call: Call) -> tuple[object, Table]:
        if call.name == "publish":
            return [None] * len(call.arguments["announcements"]), rest.table
        if call.name in _OF_TABLE:
            return self.table.make(rest.table, call, self.written_at)
        return self.look(rest, call), rest.table

    def _heard(self, before: State, after: State, worker: Worker, call: Call, answer: int) -> State:
        worker = worker._replace(answers=(*worker.answers, answer))
        pause = self.replay.after(worker.batch, worker.answers)
        after = after._replace(ledger=self.entered(before, after, call, pause, worker))
        if (
            pause.call is None and after.faults == self.bounds.faults
        ):  # it can be killed no more: the end changes little
            return self._ended(after, worker, cast(frozenset[int], pause.result))
        return after._replace(workers=_sorted((*after.workers, worker)))

    def _ended(self, rest: State, worker: Worker, again: frozenset[int]) -> State:
        back = tuple(message for at, message in enumerate(worker.batch) if at in again)
        return rest._replace(queue=_sorted(rest.queue + back))


def _who(worker: Worker) -> str:
    return f"the worker of {' and '.join(map(str, worker.batch))}"


def _without(queue: tuple[Message, ...], batch: tuple[Message, ...]) -> tuple[Message, ...]:
    left = list(queue)
    for message in batch:
        left.remove(message)
    return tuple(left)


def _sorted(items: Any) -> Any:
    return tuple(sorted(items))
