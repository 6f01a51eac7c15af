"""Prints what came of checking a text: claims with their sources, findings, conflicts, what is not used."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from bildtext_cli.show_description import missing

_WIDTH = 120  # if the output is not a terminal


def show_check(text: str, answer: Mapping[str, Any], where: str) -> None:
    """Print the answer of POST /checks for a text to stdout; `where` is its place among many."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDTH)
    if where:
        console.print(f"\n{where.capitalize()}", style="bold")
    shown = Text(text.rstrip("\n"))
    for claim in answer["claims"]:
        shown.stylize("green", claim["start"], claim["end"])
    for finding in answer["findings"]:
        shown.stylize("bold red", finding["start"], finding["end"])
    console.print(shown)
    console.print()
    table = Table("claim", "where it comes from", box=None, header_style="dim", pad_edge=False)
    for claim in answer["claims"]:
        table.add_row(escape(claim["text"]), escape(claim["source"] or "–"))
    console.print(table)
    for heading, lines in (
        ("Findings", [_finding(text, one) for one in answer["findings"]]),
        ("Doubtful, often wrong", [_finding(text, one) for one in answer["doubtful"]]),
        ("Conflicts in the data", [one["message"] for one in answer["conflicts"]]),
        ("Not used of the data", ["{key}: {text} ({reason})".format(**one) for one in answer["not_used"]]),
        ("Legal (no legal advice)", ["{message} ({paragraph}, since {date})".format(**one) for one in answer["legal"]]),
        ("Required by law and not in the data", missing(answer)),
    ):
        if lines:
            console.print(f"\n{heading}", style="bold")
            for line in lines:
                console.print(f"· {line}", markup=False)
    if not answer["findings"]:
        console.print("No findings.", style="dim")


def _finding(text: str, finding: Mapping[str, Any]) -> str:
    """Where it is, what it says, and how likely it is right."""
    sure = f" ({finding['confidence']:.0%})" if finding["confidence"] is not None else ""
    return f"{_at(text, finding)}: {finding['message']}{sure}"


def _at(text: str, finding: Mapping[str, Any]) -> str:
    """Line and column of a finding, from 1."""
    before = text[: finding["start"]]
    return f"{before.count(chr(10)) + 1}:{finding['start'] - (before.rfind(chr(10)) + 1) + 1}"
