"""What a benchmark says, and how contenders are measured: in turns, so that a busy machine hits all alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Literal

import click

Role = Literal["ours", "peer", "part", "limit", "fact"]

# Between two contenders: thread pools of the one that just ran stop spinning before the next is timed.
_REST_S = 0.03


@dataclass(frozen=True)
class Row:
    """One measured value. `against` names the one row of ours it is compared with; without it, all of its group.

    A `part` is a piece of ours on its own, a `limit` what the machine allows, a `fact` is compared with nothing. A
    `value` that is no number (nan) was not measured.
    """

    group: str
    name: str
    role: Role
    value: float
    unit: str
    against: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Goal:
    """What was aimed at: `value` must be at least `target`, or `at_most` it."""

    text: str
    value: float
    target: float
    at_most: bool = False

    @property
    def reached(self) -> bool:
        return self.value <= self.target if self.at_most else self.value >= self.target


@dataclass(frozen=True)
class Report:
    """The result of one benchmark run. `notes` say what is random and what was measured where."""

    name: str
    title: str
    rows: tuple[Row, ...]
    goals: tuple[Goal, ...]
    notes: tuple[str, ...] = ()

    def ours_of(self, group: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.group == group and row.role == "ours")


_LESS_IS_BETTER = {"ms", "s", "MB"}


def ratio(ours: Row, other: Row) -> float:
    """How many times better ours is; against a limit, the fraction of it that is reached.

    Raises:
        ValueError: the two are not measured in the same unit.
    """
    if ours.unit != other.unit:
        raise ValueError(f"{ours.name} is in {ours.unit}, {other.name} in {other.unit}")
    return other.value / ours.value if ours.unit in _LESS_IS_BETTER else ours.value / other.value


def ratios(report: Report, row: Row) -> dict[str, float]:
    """`row` beside each of ours in its group, by the name of ours."""
    if row.role in ("ours", "fact"):
        return {}
    return {ours.name: ratio(ours, row) for ours in report.ours_of(row.group) if row.against in (None, ours.name)}


def in_turns(measurements: Mapping[str, Callable[[], float]], repeat: int) -> dict[str, float]:
    """The median of `repeat` rounds per name; each round measures every name once, beginning with another one."""
    found: dict[str, list[float]] = {name: [] for name in measurements}
    names = list(measurements)
    for turn in range(repeat):
        click.echo(f"  round {turn + 1} of {repeat}", err=True)
        at = turn % len(names)
        for name in names[at:] + names[:at]:
            time.sleep(_REST_S)
            found[name].append(measurements[name]())
    return {name: median(values) for name, values in found.items()}


def seconds(work: Callable[[], object]) -> Callable[[], float]:
    """A measurement of how long `work` takes; it is run once beforehand, so that nothing is timed cold."""
    work()

    def measured() -> float:
        started = time.perf_counter()
        work()
        return time.perf_counter() - started

    return measured
