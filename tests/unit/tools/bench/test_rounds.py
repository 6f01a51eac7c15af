"""Contenders take turns within a time limit, and measurements that do not fit are skipped; with a fake clock."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from bildtext_dev.bench.repetitions import Repetitions, seconds


class Clock:
    """A fake clock that only advances by measurements."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def takes(self, duration: float) -> Callable[[], float]:
        """Return a measurement that takes `duration` and whose value is the time at its end."""

        def measure() -> float:
            self.now += duration
            return self.now

        return measure


def test_each_round_measures_every_contender_once_and_starts_with_a_different_one() -> None:
    called: list[str] = []

    def measure(name: str) -> float:
        called.append(name)
        return 1.0

    found = Repetitions(3).interleaved({name: partial(measure, name) for name in "abc"})
    assert called == ["a", "b", "c", "b", "c", "a", "c", "a", "b"]
    assert found == {"a": 1, "b": 1, "c": 1}


def test_the_result_is_the_median_of_the_rounds() -> None:
    values = iter([5.0, 1.0, 100.0])
    repetitions = Repetitions(3)
    assert repetitions.interleaved({"one": lambda: next(values)}) == {"one": 5}
    assert repetitions.note == ""


def test_measurements_not_started_in_time_are_skipped_and_noted() -> None:
    clock = Clock()
    repetitions = Repetitions(5, 10, clock)
    found = repetitions.interleaved({"quick": clock.takes(1), "endless": clock.takes(600), "late": clock.takes(1)})
    assert (found["quick"], found["endless"]) == (1, 601)
    assert math.isnan(found["late"])
    assert "10 s" in repetitions.note
    assert "0 times instead of 5" in repetitions.note
    assert "--seconds" in repetitions.note


def test_a_measurement_longer_than_the_remaining_time_is_not_started_again() -> None:
    clock = Clock()
    repetitions = Repetitions(5, 10, clock)
    repetitions.interleaved({"slow": clock.takes(4)})
    assert clock.now == 8


def test_sets_share_the_remaining_time() -> None:
    clock = Clock()
    repetitions = Repetitions(100, 12, clock)
    for left, end in ((3, 4), (2, 8), (1, 12)):
        repetitions.interleaved({"one": clock.takes(1)}, sets_left=left)
        assert clock.now == end


def test_unused_time_of_a_set_goes_to_the_next() -> None:
    clock = Clock()
    repetitions = Repetitions(100, 12, clock)
    repetitions.interleaved({"one": clock.takes(1)}, sets_left=2, at_most=1)
    repetitions.interleaved({"one": clock.takes(1)})
    assert clock.now == 12


def test_the_clock_starts_with_the_first_measurement() -> None:
    clock = Clock()
    repetitions = Repetitions(1, 10, clock)
    clock.now = 1000  # a model was created
    assert repetitions.interleaved({"one": clock.takes(1)}) == {"one": 1001}


def test_there_is_one_warm_up_run_before_the_first_measurement() -> None:
    done: list[int] = []
    measure = seconds(lambda: done.append(1))
    assert done == []
    measure()
    measure()
    assert len(done) == 3
