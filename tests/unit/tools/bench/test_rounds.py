"""Contenders take turns, and a benchmark ends in time: what does not fit is not measured. The clock is the test's."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from bildtext_dev.bench.rounds import Rounds, seconds


class Clock:
    """Time that passes only by what is measured."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def takes(self, duration: float) -> Callable[[], float]:
        """A measurement that takes so long, and whose value is the time at its end."""

        def measure() -> float:
            self.now += duration
            return self.now

        return measure


def test_each_round_measures_everyone_once_and_begins_with_another_one() -> None:
    called: list[str] = []

    def measure(name: str) -> float:
        called.append(name)
        return 1.0

    found = Rounds(3).in_turns({name: partial(measure, name) for name in "abc"})
    assert called == ["a", "b", "c", "b", "c", "a", "c", "a", "b"]
    assert found == {"a": 1, "b": 1, "c": 1}


def test_the_median_of_the_rounds_is_told() -> None:
    values = iter([5.0, 1.0, 100.0])
    rounds = Rounds(3)
    assert rounds.in_turns({"one": lambda: next(values)}) == {"one": 5}
    assert rounds.note == ""


def test_what_is_not_begun_in_time_is_not_measured_and_said() -> None:
    clock = Clock()
    rounds = Rounds(5, 10, clock)
    found = rounds.in_turns({"quick": clock.takes(1), "endless": clock.takes(600), "late": clock.takes(1)})
    assert (found["quick"], found["endless"]) == (1, 601)
    assert math.isnan(found["late"])
    assert "10 s" in rounds.note
    assert "0 times instead of 5" in rounds.note
    assert "--seconds" in rounds.note


def test_what_takes_longer_than_there_is_time_left_is_not_begun_again() -> None:
    clock = Clock()
    rounds = Rounds(5, 10, clock)
    rounds.in_turns({"slow": clock.takes(4)})
    assert clock.now == 8


def test_sets_share_the_time_that_is_left() -> None:
    clock = Clock()
    rounds = Rounds(100, 12, clock)
    for left, end in ((3, 4), (2, 8), (1, 12)):
        rounds.in_turns({"one": clock.takes(1)}, sets_left=left)
        assert clock.now == end


def test_time_that_a_set_did_not_need_is_the_next_ones() -> None:
    clock = Clock()
    rounds = Rounds(100, 12, clock)
    rounds.in_turns({"one": clock.takes(1)}, sets_left=2, at_most=1)
    rounds.in_turns({"one": clock.takes(1)})
    assert clock.now == 12


def test_the_clock_starts_with_the_first_measurement() -> None:
    clock = Clock()
    rounds = Rounds(1, 10, clock)
    clock.now = 1000  # a model was made
    assert rounds.in_turns({"one": clock.takes(1)}) == {"one": 1001}


def test_nothing_is_timed_cold_and_nothing_is_warmed_that_is_not_timed() -> None:
    done: list[int] = []
    measure = seconds(lambda: done.append(1))
    assert done == []
    measure()
    measure()
    assert len(done) == 3
