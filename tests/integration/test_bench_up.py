"""`bildtext bench up` measures what it says it does."""

from __future__ import annotations

from tools.bench.rounds import Rounds
from tools.bench.up import TAG, UP, bench_up


def test_up_is_told_beside_tag_and_whose_processor_time_it_took() -> None:
    report = bench_up(photos=3, rounds=Rounds(1))
    up, tag, *spent = report.rows
    assert (up.name, up.role, tag.name, tag.role) == (UP, "ours", TAG, "limit")
    assert [row.name for row in spent[:-1]] == ["moto", "function Tagging", "function Description", "uploader"]
    assert spent[-1].value == sum(row.value for row in spent[:-1])
    (goal,) = report.goals
    assert goal.value == up.value / tag.value
