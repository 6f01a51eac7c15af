"""Prints how an article's product data is read."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

_LONGEST_SHOWN = 60
_WIDTH = 140  # if the output is not a terminal


def show_reading(article: Mapping[str, Any], *, alone: bool) -> None:
    """Print one article, given as the JSON of `bildtext read`, to stdout; with its line, unless it is the only one."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDTH)
    if not alone:
        console.print(f"\nLine {article['line']}", style="bold")
    if "error" in article:
        console.print(article["error"], markup=False)
        return
    table = Table("field", "read as", "in the data", "place", box=None, header_style="dim", pad_edge=False)
    for entry in article["entries"]:
        field = f"{entry['field']} ({entry['part']})" if entry["part"] else entry["field"]
        style = "yellow" if entry["disputed"] else None
        table.add_row(
            escape(field),
            escape(_read(entry)),
            escape(f"{entry['key']}: {_short(entry['said'] or entry['text'])}"),
            escape(entry["place"]),
            style=style,
        )
    console.print(table)
    for heading, lines in (
        ("Conflicts in the data", [conflict["message"] for conflict in article["conflicts"]]),
        ("Not used of the data", [_unused(one) for one in article["not_used"]]),
    ):
        if lines:
            console.print(f"\n{heading}", style="bold")
            for line in lines:
                console.print(f"· {line}", markup=False)


def _read(entry: Mapping[str, Any]) -> str:
    """The values, or the materials with their shares; measures with their units."""
    shares = [
        share["material"] if share["percent"] is None else f"{share['percent']:g} % {share['material']}"
        for share in entry["shares"]
    ]
    measures = " × ".join(map(_measure, entry["measures"]))
    said = " · ".join(shares or map(_short, entry["values"]))
    return f"{said} ({measures})" if measures and measures != said else said


def _measure(one: Mapping[str, Any]) -> str:
    about, high = "ca. " if one["about"] else "", "" if one["high"] is None else f"–{one['high']:g}"
    return f"{about}{one['low']:g}{high} {one['unit']}".strip()


def _unused(one: Mapping[str, Any]) -> str:
    key, place = f"{one['key']}: " if one["key"] else "", f" [{one['place']}]" if one["place"] else ""
    return f"{key}{_short(one['text'])} ({one['reason']}){place}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN].rstrip()} …"
