"""Prints a description: the text, each claim with its source, and what an editor should check."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

_LONGEST_SHOWN = 80
_WIDTH = 120  # if the output is not a terminal


def show(description: Mapping[str, Any]) -> None:
    """Print a description, given as the JSON that the API returns, to stdout."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDTH)
    text = Text(description["text"])
    for claim in description["claims"]:
        text.stylize("bold green", claim["start"], claim["end"])
    console.print(text)
    took = f"{sum(description['duration_ms'].values()):.1f} ms"
    signature = f"{description['words']} words · {description['model']} · {took}"
    if description.get("style"):
        signature += f" · distance of style {description['style']['distance']:.2f}"
    console.print(f"{signature} · alternative text: {description['alt_text']}", style="dim")
    console.print()
    table = Table("claim", "where it comes from", box=None, header_style="dim", pad_edge=False)
    for claim in description["claims"]:
        table.add_row(escape(claim["text"]), escape(claim["source"] or "–"))
    console.print(table)
    for heading, lines in (
        ("Conflicts in the data", [entry["message"] for entry in description["conflicts"]]),
        ("Not used", [_unused(entry) for entry in description.get("not_used", ())]),
        ("A photo shows otherwise", [entry["message"] for entry in description["contradictions"]]),
        (
            "Legal (no legal advice)",
            ["{message} ({paragraph}, since {date})".format(**entry) for entry in description["legal"]],
        ),
        ("Required by law and not in the data", missing(description)),
        (
            "Drafts that were not taken",
            ["{writer}: {reason}. {text}".format(**draft) for draft in description["rejected"]],
        ),
    ):
        if lines:
            console.print(f"\n{heading}", style="bold")
            for line in lines:
                console.print(f"· {line}", markup=False)


def missing(answer: Mapping[str, Any]) -> list[str]:
    """The items of the checklist that are missing, with their law."""
    items = (item for item in answer.get("checklist", ()) if item["state"] == "missing")
    return ["{what}: {where} ({paragraph}, since {date})".format(**item) for item in items]


def _unused(entry: Mapping[str, Any]) -> str:
    text = entry["text"] if len(entry["text"]) <= _LONGEST_SHOWN else f"{entry['text'][:_LONGEST_SHOWN]} …"
    return f"{entry['key']}: {text} ({entry['reason']})"
