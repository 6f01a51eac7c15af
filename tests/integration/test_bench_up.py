"""`bildtext bench up` measures what it reports."""

from __future__ import annotations

from bildtext_dev.bench.repetitions import Repetitions
from bildtext_dev.bench.up import BACKLOG, TAG, UP, bench_up


def test_up_is_reported_beside_tag_with_cpu_time_per_process() -> None:
    report = bench_up(photos=3, repetitions=Repetitions(1))
    up, worked_off, tag, *spent = report.rows
    assert [(row.name, row.role) for row in (up, worked_off, tag)] == [
        (UP, "ours"),
        (BACKLOG, "ours"),
        (TAG, "limit"),
    ]
    assert [row.name for row in spent[:-1]] == [
        "moto",
        "function Tagging",
        "function Description",
        "function Catalogue",
        "uploader",
    ]
    assert spent[-1].value == sum(row.value for row in spent[:-1])
    assert [goal.value for goal in report.goals] == [up.value / tag.value, worked_off.value / tag.value]
