"""Interleaves repeated measurements, so that load affects all alike, within a time limit."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from statistics import median

import click

# Pause between two measurements, until the thread pools of the previous one stop spinning.
_REST_S = 0.03


class Repetitions:
    """At most `repeat` repetitions for each set of measurements, all sets together within `seconds`.

    Measurements not started when the time is up are skipped (nan), and `note` reports it. A running measurement is
    completed; one that took longer than the remaining time is not started again. The clock starts with the first
    measurement, so that creating models does not count.
    """

    def __init__(self, repeat: int, seconds: float = math.inf, clock: Callable[[], float] = time.monotonic) -> None:
        self._repeat, self._seconds, self._clock = repeat, seconds, clock
        self._end: float | None = None
        self._fewest = repeat

    def interleaved(
        self, measurements: Mapping[str, Callable[[], float]], sets_left: int = 1, at_most: int | None = None
    ) -> dict[str, float]:
        """Return the median per name; each repetition measures every name once, starting with a different one.

        This set may use its share of the remaining time: half of it if `sets_left`, which includes this one, is 2.
        """
        repeat = min(self._repeat, at_most or self._repeat)
        found: dict[str, list[float]] = {name: [] for name in measurements}
        took = dict.fromkeys(measurements, 0.0)
        names = list(measurements)
        if self._end is None:
            self._end = self._clock() + self._seconds
        end = self._clock() + max(0.0, self._end - self._clock()) / sets_left
        for turn in range(repeat):
            if self._clock() + min(took.values()) > end:
                break
            click.echo(f"  repetition {turn + 1} of {repeat}", err=True)
            first = turn % len(names)
            for name in names[first:] + names[:first]:
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
        """A note if the time did not suffice; empty if everything was measured."""
        if self._fewest == self._repeat:
            return ""
        return (
            f"The time of {self._seconds:g} s was over: something was measured {self._fewest} times instead of "
            f"{self._repeat}; give more with --seconds."
        )


def seconds(work: Callable[[], object]) -> Callable[[], float]:
    """Return a measurement of how long `work` takes, with a warm-up run before the first."""
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


def per_second(count: int, work: Callable[[], object]) -> Callable[[], float]:
    """Return a measurement of `count` per second, for `work` that handles as many."""
    took = seconds(work)
    return lambda: count / took()
