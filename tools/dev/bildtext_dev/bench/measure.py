"""The result of a benchmark: rows, goals and notes, and the ratios between rows."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Role = Literal["ours", "baseline", "part", "limit", "fact"]


@dataclass(frozen=True)
class Row:
    """One measured value. `against` names the row of ours it is compared with; by default all of its group.

    A `part` is one step of ours, a `limit` is what the machine allows, a `fact` is not compared. A `value` of nan was
    not measured.
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
    """A target: `value` must be at least `target`, or `at_most` it; nan was not measured."""

    text: str
    value: float
    target: float
    at_most: bool = False

    @property
    def reached(self) -> bool | None:
        if math.isnan(self.value):
            return None
        return self.value <= self.target if self.at_most else self.value >= self.target


@dataclass(frozen=True)
class Report:
    """The result of one benchmark run. `notes` state what is random and how it was measured."""

    name: str
    title: str
    rows: tuple[Row, ...]
    goals: tuple[Goal, ...]
    notes: tuple[str, ...] = ()


_LESS_IS_BETTER = {"ms", "s", "MB"}


def ratio(ours: Row, other: Row) -> float:
    """Return how many times better ours is; for a limit, the fraction of it that is reached.

    Raises:
        ValueError: the two are not measured in the same unit.
    """
    if ours.unit != other.unit:
        raise ValueError(f"{ours.name} is in {ours.unit}, {other.name} in {other.unit}")
    return other.value / ours.value if ours.unit in _LESS_IS_BETTER else ours.value / other.value


def ratios(report: Report, row: Row) -> dict[str, float]:
    """Return the ratio of each of ours in its group to `row`, by the name of ours."""
    if row.role in ("ours", "fact"):
        return {}
    ours_of_group = [other for other in report.rows if (other.group, other.role) == (row.group, "ours")]
    return {ours.name: ratio(ours, row) for ours in ours_of_group if row.against in (None, ours.name)}


def throughput_rows(
    group: str,
    rates: Mapping[str, float],
    ours: Collection[str],
    limits: Mapping[str, str],
    absent: Mapping[str, str],
) -> list[Row]:
    """Return the rows of measured photos per second: `limits` maps the name of a limit to that of ours which it bounds,
    `absent` the name of a baseline that was not measured to the reason."""

    def role(name: str) -> Role:
        return "limit" if name in limits else "ours" if name in ours else "baseline"

    rows = [Row(group, name, role(name), rate, "photos/s", limits.get(name)) for name, rate in rates.items()]
    missing = [Row(group, name, role(name), math.nan, "photos/s", note=reason) for name, reason in absent.items()]
    return sorted([*rows, *missing], key=lambda row: row.role == "limit")


def best_baseline(rows: Sequence[Row], group: str) -> Row:
    """Return the fastest measured baseline of a group, or a row without a value if there is none."""
    baselines = [row for row in rows if row.group == group and row.role == "baseline" and not math.isnan(row.value)]
    return max(baselines, key=lambda row: row.value, default=Row(group, "none measured", "baseline", math.nan, ""))
