"""`bildtext bench page` measures what it reports."""

from __future__ import annotations

from bildtext_dev.bench.page import ELAPSED, KINDS, LEAST, PAGES, PROCESSOR, bench_page
from bildtext_dev.bench.repetitions import Repetitions


def test_each_page_is_reported_with_processor_and_elapsed_time() -> None:
    report = bench_page(Repetitions(1), articles=2, calls=3)
    assert [(row.group, row.name) for row in report.rows] == [(page, kind) for page in PAGES for kind in KINDS]
    rows = {(row.group, row.name): row.value for row in report.rows}
    for page in PAGES:
        assert 0 < rows[page, LEAST] <= rows[page, PROCESSOR]
        assert rows[page, ELAPSED] > 0
    assert [goal.value for goal in report.goals] == [rows[page, PROCESSOR] for page in PAGES]
