"""Runs true sentences, and sentences with one false fact each, through the checker; counts finds and false alarms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import zip_longest

from bildtext_dev.quality.report import Row, Table
from bildtext_dev.quality.sets import Statements
from description.claims import ClaimChecker
from description.evidence import Evidence
from description.ingest import parse


def measure_claims(name: str, articles: Iterable[Statements], *, weighed: bool = False) -> Table:
    """Check every sentence separately. A falsehood is found if a finding overlaps its wrong words.

    All findings count, as for drafts of a language model; `weighed`: those an editor sees, without doubtful ones.
    """
    all_of: Counter[str] = Counter()
    found: Counter[str] = Counter()
    true_of: Counter[str] = Counter()
    alarms_of: Counter[str] = Counter()
    rejected_elsewhere = true = 0
    missed: list[str] = []
    alarms: list[str] = []
    for article in articles:
        checker = ClaimChecker(Evidence(parse(article.data_text)))
        check = checker.weigh if weighed else checker.check
        for sentence, kind in zip_longest(article.true, article.true_kinds):
            true += 1
            true_of.update([kind] if kind else ())
            if rejected := check(sentence).rejected:
                alarms_of.update([kind] if kind else ())
                alarms.append(f"false alarm: {article.id}: {sentence} ({', '.join(claim.text for claim in rejected)})")
        for false in article.false:
            all_of[false.kind] += 1
            rejected = check(false.text).rejected
            if any(claim.start < false.end and false.start < claim.end for claim in rejected):
                found[false.kind] += 1
                continue
            rejected_elsewhere += bool(rejected)
            place = f" (found elsewhere: {', '.join(claim.text for claim in rejected)})" if rejected else ""
            missed.append(f"missed {false.kind}: {article.id}: {false.text}{place}")
    rows = (
        Row("false facts found at their place", found.total(), all_of.total()),
        Row("false facts whose sentence is rejected", found.total() + rejected_elsewhere, all_of.total()),
        Row("false alarms on true sentences", len(alarms), true),
        *(Row(f"found: {kind}", found[kind], count) for kind, count in sorted(all_of.items())),
        *(Row(f"false alarms: {kind}", alarms_of[kind], count) for kind, count in sorted(true_of.items())),
    )
    return Table(name, rows, (*sorted(missed), *alarms))
