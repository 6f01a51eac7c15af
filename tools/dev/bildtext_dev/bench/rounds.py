"""How contenders are measured: in turns, so that a busy machine hits all alike, and within a time that is given."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from statistics import median

import click

# Between two contenders: thread pools of the one that just ran stop spinning before the next is timed.
_REST_S = 0.03


class Rounds:
    """At most `repeat` rounds for each set of contenders, all sets together within `seconds`.

    What is not begun when the time is over is not measured (nan), and `note` says so. A measurement that was begun is
    waited for; one that took longer before than there is time left is not begun again. The clock starts with the first
    measurement: making models is not in it.
    """

    def __init__(self, repeat: int, seconds: float = math.inf, clock: Callable[[], float] = time.monotonic) -> None:
        self._repeat, self._seconds, self._clock = repeat, seconds, clock
        self._end: float | None = None
        self._fewest = repeat

    def in_turns(
        self, measurements: Mapping[str, Callable[[], float]], sets_left: int = 1, at_most: int | None = None
    ) -> dict[str, float]:
        """The median of the rounds per name; each round measures every name once, beginning with another one.

        This set may take its share of the time that is left: with `sets_left` 2, itself included, half of it.
        """
        repeat = min(self._repeat, at_most or self._repeat)
        found: dict[str, list[float]] = {name: [] for name in measurements}
        took = dict.fromkeys(measurements, 0.0)
        names = list(measurements)
        share = self._left() / sets_left
        end = self._clock() + share
        for turn in range(repeat):
            if self._clock() + min(took.values()) > end:
                break
            click.echo(f"  round {turn + 1} of {repeat}", err=True)
            at = turn % len(names)
            for name in names[at:] + names[:at]:
                started = self._clock()
                if started >= end or started + took[name] > end:
                    continue
                time.sleep(_REST_S)
                found[name].append(measurements[name]())
                took[name] = self._clock() - started
        if any(len(values) < repeat for values in found.values()):
            self._fewest = min(self._fewest, *(len(values) for values in found.values()))
        return {name: median(values) if values else math.nan for name, values in found.items()}

    @property
    def note(self) -> str:
        """What the time did not suffice for; empty when everything was measured."""
        if self._fewest == self._repeat:
            return ""
        return (
            f"The time of {self._seconds:g} s was over: something was measured {self._fewest} times instead of "
            f"{self._repeat}; give more with --seconds."
        )

    def _left(self) -> float:
        if self._end is None:
            self._end = self._clock() + self._seconds
        return max(0.0, self._end - self._clock())


def seconds(work: Callable[[], object]) -> Callable[[], float]:
    """A measurement of how long `work` takes; it is run once before the first, so that nothing is timed cold."""
    warm = False

    def measured() -> float:
        nonlocal warm
        if not warm:
            work()
            warm = True
        started = time.perf_counter()
        work()
        return time.perf_counter() - started

    return measured
