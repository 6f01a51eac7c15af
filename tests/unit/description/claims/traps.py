"""Reads the trap files: articles with true texts and with texts that hold one false thing.

A line starts with what it is: "= " a line of an article's data, "+ " a true text about it, "- " a text with one false
thing, which stands in braces where it is not the whole. An empty line ends an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from description.claims import ClaimChecker
from description.claims.model import Checked
from description.evidence import Evidence
from description.ingest import parse

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Trap:
    """A text with one false thing at `start:end`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Article:
    """An article's facts, texts that are true of it, and traps."""

    name: str
    facts: Evidence
    true: tuple[str, ...]
    traps: tuple[Trap, ...]


def articles(files: str = "*.txt") -> Iterator[Article]:
    """The articles of all files whose path matches; by default those of the trap set."""
    for path in sorted(FOLDER.glob(files)):
        for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
            lines = block.splitlines()
            data = "\n".join(line[2:] for line in lines if line.startswith("= "))
            yield Article(
                f"{path.stem}: {lines[1][2:]}",
                Evidence(parse(data)),
                tuple(line[2:] for line in lines if line.startswith("+ ")),
                tuple(_trap(line[2:]) for line in lines if line.startswith("- ")),
            )


def _trap(marked: str) -> Trap:
    if "{" not in marked:
        return Trap(marked, 0, len(marked))
    start, end = marked.index("{"), marked.index("}") - 1
    return Trap(marked.replace("{", "").replace("}", ""), start, end)


def is_found(trap: Trap, checked: Checked) -> bool:
    """Whether a finding touches the false thing."""
    return any(finding.start < trap.end and trap.start < finding.end for finding in checked.findings)


def missed(files: str = "*.txt") -> list[str]:
    """Every trap that the checker does not see."""
    return [
        f"{article.name}: {trap.text}"
        for article in articles(files)
        for trap in article.traps
        if not is_found(trap, ClaimChecker(article.facts).check(trap.text))
    ]


def alarms(files: str = "*.txt") -> list[str]:
    """Every true text that has a finding, with what was found."""
    return [
        f"{article.name}: {text} → {', '.join(finding.text for finding in found)}"
        for article in articles(files)
        for text in article.true
        if (found := ClaimChecker(article.facts).check(text).findings)
    ]


def side_alarms(files: str = "*.txt") -> list[str]:
    """Every trap in which something else than the false thing was found."""
    found = []
    for article in articles(files):
        for trap in article.traps:
            beside = [
                finding.text
                for finding in ClaimChecker(article.facts).check(trap.text).findings
                if not (finding.start < trap.end and trap.start < finding.end)
            ]
            if beside:
                found.append(f"{article.name}: {trap.text} → {', '.join(beside)}")
    return found
