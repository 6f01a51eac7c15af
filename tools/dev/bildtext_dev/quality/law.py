"""The checks of the law on dated cases: what a lawyer marked in a text, and texts in which nothing is wrong."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from bildtext_dev.quality.report import Row, Table
from bildtext_dev.quality.sets import SETS, Article, yaml_rows
from description.legal import LegalFinding, review

LAW = tuple(SETS / "law" / name for name in ("blind.yaml", "dated.yaml"))


@dataclass(frozen=True, slots=True)
class Marked:
    """What is wrong in a text, at `start:end`; a statement that is missing is marked by its rule, and has no place."""

    rule: str
    start: int
    end: int

    def is_found_by(self, finding: LegalFinding) -> bool:
        """Whether a finding is about this: any finding at the place, or the rule's own where there is no place."""
        if self.start == self.end:
            return finding.rule == self.rule
        return finding.start < self.end and self.start < finding.end


@dataclass(frozen=True, slots=True)
class Case:
    """A text about an article, as it would be published on a day."""

    id: str
    date: datetime.date
    data: object
    text: str
    marked: tuple[Marked, ...]


def cases(file: Path) -> tuple[Case, ...]:
    """Read a set. Raises ValueError: marked words do not occur exactly once in their text."""
    return tuple(
        Case(
            str(row["id"]),
            datetime.date.fromisoformat(str(row["date"])),
            row["data"],
            row["text"],
            tuple(_marked(row["text"], finding["rule"], finding["text"]) for finding in row.get("findings") or ()),
        )
        for row in yaml_rows(file)
    )


def measure_law(file: Path) -> Table:
    """Marked places that are found, harmless texts with a finding, and findings beside what is marked."""
    found = total = harmless = alarmed = beside = 0
    shown = []
    for case in cases(file):
        findings = review(case.text, Article(case.id, "", case.data).read(), case.date)
        missed = [one for one in case.marked if not any(map(one.is_found_by, findings))]
        more = [one for one in findings if not any(each.is_found_by(one) for each in case.marked)]
        total += len(case.marked)
        found += len(case.marked) - len(missed)
        shown += [f"missed: {case.id} {one.rule}: {case.text[one.start : one.end]}" for one in missed]
        shown += [f"{'beside' if case.marked else 'false'}: {case.id} {one.rule}: {one.text}" for one in more]
        if case.marked:
            beside += len(more)
        else:
            harmless += 1
            alarmed += bool(more)
    rows = (
        Row("marked places found", found, total),
        Row("harmless texts with a finding", alarmed, harmless),
        Row("findings beside the marked places", beside, total),
    )
    return Table(f"law/{file.name}", rows, tuple(shown))


def _marked(text: str, rule: str, words: str) -> Marked:
    if not words:
        return Marked(rule, len(text), len(text))
    if text.count(words) != 1:
        raise ValueError(f"'{words}' must occur exactly once in: {text}")
    start = text.index(words)
    return Marked(rule, start, start + len(words))
