"""Checks sentences about one article; [ ] mark the wrong words of a false sentence."""

from __future__ import annotations

from description.claims import ClaimChecker
from description.evidence import Evidence
from description.ingest import parse


def flagged(data: str, text: str) -> list[str]:
    """The rejected words of a text about the article of this data; " / " parts its lines."""
    checker = ClaimChecker(Evidence(parse(data.replace(" / ", "\n"))))
    return [finding.text for finding in checker.check(text).rejected]


def is_found(data: str, marked: str) -> bool:
    """Whether a finding overlaps the marked words of a false sentence."""
    start, end = marked.index("["), marked.index("]") - 1
    checker = ClaimChecker(Evidence(parse(data.replace(" / ", "\n"))))
    findings = checker.check(marked.replace("[", "").replace("]", "")).rejected
    return any(finding.start < end and start < finding.end for finding in findings)
