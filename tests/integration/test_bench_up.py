"""`bildtext bench up` measures what it says it does."""

from __future__ import annotations

from bildtext_dev.bench.rounds import Rounds
from bildtext_dev.bench.up import TAG, UP, WORKED_OFF, bench_up


def test_up_is_told_beside_tag_and_whose_processor_time_it_took() -> None:
    report = bench_up(photos=3, rounds=Rounds(1))
    up, worked_off, tag, *spent = report.rows
    assert [(row.name, row.role) for row in (up, worked_off, tag)] == [
        (UP, "ours"),
        (WORKED_OFF, "ours"),
        (TAG, "limit"),
    ]
    assert [row.name for row in spent[:-1]] == ["moto", "function Tagging", "function Description", "uploader"]
    assert spent[-1].value == sum(row.value for row in spent[:-1])
    assert [goal.value for goal in report.goals] == [up.value / tag.value, worked_off.value / tag.value]
