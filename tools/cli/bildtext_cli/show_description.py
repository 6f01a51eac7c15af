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
    console.print(_signature(description), style="dim")
    console.print()
    table = Table("claim", "where it comes from", box=None, header_style="dim", pad_edge=False)
    for claim in description["claims"]:
        table.add_row(escape(claim["text"]), escape(claim["source"] or "–"))
    console.print(table)
    for heading, lines in (
        ("Conflicts in the data", [one["message"] for one in description["conflicts"]]),
        ("Not used of the data", [_unused(one) for one in description.get("not_used", ())]),
        ("A photo shows otherwise", [one["message"] for one in description["contradictions"]]),
        ("Legal (no legal advice)", [one["message"] for one in description["legal"]]),
        ("Drafts that were not taken", [_draft(one) for one in description["rejected"]]),
    ):
        if lines:
            console.print(f"\n{heading}", style="bold")
            for line in lines:
                console.print(f"· {line}", markup=False)


def _signature(description: Mapping[str, Any]) -> str:
    took = sum(description["duration_ms"].values())
    return (
        f"{description['words']} words · {description['model']} · {took:.1f} ms · "
        f"alternative text: {description['alt_text']}"
    )


def _draft(rejected: Mapping[str, Any]) -> str:
    return f"{rejected['writer']}: {rejected['reason']}. {rejected['text']}"


def _unused(one: Mapping[str, Any]) -> str:
    text = one["text"] if len(one["text"]) <= _LONGEST_SHOWN else f"{one['text'][:_LONGEST_SHOWN]} …"
    return f"{one['key']}: {text} ({one['reason']})"
