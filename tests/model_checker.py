"""An explicit-state model checker, as TLC and SPIN are, for flows that run for real.

`explore` visits every state that a model can reach, each once, breadth first, so that the first fault it meets comes
with a shortest way to it. `Replay` lets a flow be stopped before any of its calls to the outside, and go on from there
in any number of ways, although Python cannot copy a running function: what a flow does next follows from the answers it
has had, so it is run again from its start with those answers and stopped at its next call.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

S = TypeVar("S", bound=Hashable)


class Model(Protocol[S]):
    """What can be, what can happen then, and what must hold."""

    def start(self) -> S: ...

    def steps(self, state: S) -> Iterable[tuple[str, S]]:
        """All that can happen next: in words, and the state it leads to."""
        ...

    def fault(self, state: S) -> str:
        """What is wrong with a state; empty when nothing is."""
        ...


@dataclass(frozen=True)
class Explored:
    """How much there was to see. `ends` are the states in which nothing more can happen."""

    states: int
    transitions: int
    ends: int


class Counterexample(AssertionError):
    """A shortest way to a faulty state; `trace` is what happened, step by step."""

    def __init__(self, fault: str, trace: Sequence[str], seen: Explored) -> None:
        steps = "\n".join(f"  {at}. {words}" for at, words in enumerate(trace, 1))
        super().__init__(f"{fault}\n{steps}\n(found after {seen.states:,} states)")
        self.fault = fault
        self.trace = tuple(trace)


def explore(model: Model[S]) -> Explored:
    """Visit every state. Raises Counterexample at the first that is faulty."""
    start = model.start()
    came: dict[S, tuple[S, str] | None] = {start: None}
    waiting = deque([start])
    transitions = ends = 0
    while waiting:
        state = waiting.popleft()
        if fault := model.fault(state):
            raise Counterexample(fault, _trace(came, state), Explored(len(came), transitions, ends))
        before = transitions
        for words, after in model.steps(state):
            transitions += 1
            if after not in came:
                came[after] = (state, words)
                waiting.append(after)
        ends += transitions == before
    return Explored(len(came), transitions, ends)


def _trace(came: Mapping[S, tuple[S, str] | None], state: S) -> list[str]:
    words: list[str] = []
    while (step := came[state]) is not None:
        state, said = step
        words.append(said)
    return words[::-1]


# -- flows that stop before each call ------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """A call to the outside that a flow is about to make. Two are equal when they are written alike."""

    name: str
    arguments: Mapping[str, Any] = field(compare=False)
    written: str

    @classmethod
    def of(cls, name: str, arguments: Mapping[str, Any]) -> Call:
        return cls(name, arguments, repr(arguments))


@dataclass(frozen=True)
class Pause:
    """Where a flow stands: its next call, or None and its `result`. `noted` since its last answer."""

    call: Call | None
    result: Any
    noted: tuple[str, ...]


class Stopped(BaseException):
    """Ends a flow as a kill does: nothing that catches errors sees it."""

    def __init__(self, call: Call) -> None:
        self.call = call


@dataclass
class Script:
    """What the outside says in one run: the answers that are known; at the first that is not, it stops the flow."""

    answers: list[object]
    noted: list[str] = field(default_factory=list)

    def call(self, name: str, **arguments: Any) -> Any:
        if not self.answers:
            raise Stopped(Call.of(name, arguments))
        self.noted.clear()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer.with_traceback(None)
        return answer

    def note(self, what: str) -> None:
        """Remember something that is no step of its own, because nobody else can see it."""
        self.noted.append(what)


T = TypeVar("T", bound=Hashable)


class Replay(Generic[T]):
    """A deterministic flow, begun with a task; each of its ways is run once."""

    def __init__(self, flow: Callable[[T, Script], Any]) -> None:
        self._flow = flow
        self._pauses: dict[tuple[T, tuple[int, ...]], Pause] = {}
        self._answers: list[object] = []
        self._numbers: dict[str, int] = {}

    def number(self, answer: object) -> int:
        """A number for an answer, the same for answers that are written alike."""
        written = f"{type(answer).__name__} {answer!r}"
        if written not in self._numbers:
            self._numbers[written] = len(self._answers)
            self._answers.append(answer)
        return self._numbers[written]

    def answer(self, number: int) -> object:
        return self._answers[number]

    def after(self, task: T, answers: tuple[int, ...]) -> Pause:
        """Where the flow stands after these answers."""
        known = self._pauses.get((task, answers))
        if known is None:
            known = self._pauses[task, answers] = self._run(task, answers)
        return known

    def _run(self, task: T, answers: tuple[int, ...]) -> Pause:
        script = Script([self._answers[number] for number in answers])
        try:
            result = self._flow(task, script)
        except Stopped as stopped:
            return Pause(stopped.call, None, tuple(script.noted))
        assert not script.answers, f"the flow made fewer calls than before: {script.answers}"
        return Pause(None, result, tuple(script.noted))
