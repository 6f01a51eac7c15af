"""An explicit-state model checker, like TLC or SPIN, for flows that execute the real code.

`explore` visits every reachable state once, breadth first, so the first violation comes with a shortest trace. `Replay`
stops a flow before any external call and continues it with different answers. Python cannot copy a running function,
but a flow is determined by the answers to its calls, so it is rerun from the start with the answers so far.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

S = TypeVar("S", bound=Hashable)


class Model(Protocol[S]):
    """The initial state, the transitions between states, and the invariant."""

    def start(self) -> S: ...

    def steps(self, state: S) -> Iterable[tuple[str, S]]:
        """All possible next steps: a description of each, and the state it leads to."""
        ...

    def violation(self, state: S) -> str:
        """The violated invariant of a state; empty if there is none."""
        ...


@dataclass(frozen=True)
class Explored:
    """The size of the state space. `terminal_states` counts the states without a next step."""

    states: int
    transitions: int
    terminal_states: int


class Counterexample(AssertionError):
    """A shortest path to a violating state; `trace` describes its steps."""

    def __init__(self, violation: str, trace: Sequence[str], explored: Explored) -> None:
        steps = "\n".join(f"  {at}. {step}" for at, step in enumerate(trace, 1))
        super().__init__(f"{violation}\n{steps}\n(found after {explored.states:,} states)")
        self.violation = violation
        self.trace = tuple(trace)


def explore(model: Model[S]) -> Explored:
    """Visit every state. Raises Counterexample at the first violation."""
    start = model.start()
    previous: dict[S, tuple[S, str] | None] = {start: None}
    waiting = deque([start])
    transitions = terminal_states = 0
    while waiting:
        state = waiting.popleft()
        if violation := model.violation(state):
            explored = Explored(len(previous), transitions, terminal_states)
            raise Counterexample(violation, _trace(previous, state), explored)
        before = transitions
        for step, after in model.steps(state):
            transitions += 1
            if after not in previous:
                previous[after] = (state, step)
                waiting.append(after)
        terminal_states += transitions == before
    return Explored(len(previous), transitions, terminal_states)


def _trace(previous: Mapping[S, tuple[S, str] | None], state: S) -> list[str]:
    trace: list[str] = []
    while (step := previous[state]) is not None:
        state, description = step
        trace.append(description)
    return trace[::-1]


# -- flows that stop before each call ------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """An external call that a flow is about to make. Calls are equal if their name and `key` are."""

    name: str
    arguments: Mapping[str, Any] = field(compare=False)
    key: str

    @classmethod
    def of(cls, name: str, arguments: Mapping[str, Any]) -> Call:
        return cls(name, arguments, repr(arguments))


@dataclass(frozen=True)
class Pause:
    """A stopped flow: its next call, or None and its `result`. `notes` holds the notes since the last answer."""

    call: Call | None
    result: Any
    notes: tuple[str, ...]


class Suspended(BaseException):
    """Ends a flow like a kill: not caught by `except Exception`."""

    def __init__(self, call: Call) -> None:
        self.call = call


@dataclass
class Script:
    """The known answers to the external calls of one run; the first call without one stops the flow."""

    answers: list[object]
    notes: list[str] = field(default_factory=list)

    def call(self, name: str, **arguments: Any) -> Any:
        if not self.answers:
            raise Suspended(Call.of(name, arguments))
        self.notes.clear()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer.with_traceback(None)
        return answer

    def note(self, what: str) -> None:
        """Record something that is not a separate step because it has no effect outside the flow."""
        self.notes.append(what)


T = TypeVar("T", bound=Hashable)


class Replay(Generic[T]):
    """A deterministic flow for a task; each sequence of answers is run once."""

    def __init__(self, flow: Callable[[T, Script], Any]) -> None:
        self._flow = flow
        self._pauses: dict[tuple[T, tuple[int, ...]], Pause] = {}
        self._answers: list[object] = []
        self._numbers: dict[str, int] = {}

    def number(self, answer: object) -> int:
        """A number for an answer; answers with the same type and repr share one."""
        written = f"{type(answer).__name__} {answer!r}"
        if written not in self._numbers:
            self._numbers[written] = len(self._answers)
            self._answers.append(answer)
        return self._numbers[written]

    def answer(self, number: int) -> object:
        return self._answers[number]

    def after(self, task: T, answers: tuple[int, ...]) -> Pause:
        """The state of the flow after these answers."""
        known = self._pauses.get((task, answers))
        if known is None:
            known = self._pauses[task, answers] = self._run(task, answers)
        return known

    def _run(self, task: T, answers: tuple[int, ...]) -> Pause:
        script = Script([self._answers[number] for number in answers])
        try:
            result = self._flow(task, script)
        except Suspended as suspended:
            return Pause(suspended.call, None, tuple(script.notes))
        assert not script.answers, f"the flow made fewer calls than before: {script.answers}"
        return Pause(None, result, tuple(script.notes))
