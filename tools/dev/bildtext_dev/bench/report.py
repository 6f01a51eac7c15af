"""Prints a benchmark's report as a table or as JSON lines."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import asdict

import click
from rich.console import Console
from rich.table import Table

from bildtext_dev.bench.machine import FEATURES, Machine
from bildtext_dev.bench.measure import Report, Row, ratios

_WIDTH = 130  # if the output is not a terminal


def machine_line(machine: Machine) -> str:
    """Return a one-line description of the machine."""
    has = ", ".join(machine.features) or "none of them"
    lacks = ", ".join(name for name in FEATURES if name not in machine.features) or "none of them"
    restricted = f", restricted to {machine.restricted_to}" if machine.restricted_to else ""
    return (
        f"{machine.cpu}, {machine.cores} cores, load {machine.load:.2f} before · "
        f"uses {has}; lacks {lacks}{restricted} · "
        f"fp16 and int4 bundles compute in {machine.precision}, int8 bundles in int8 and {machine.precision} · "
        f"limits: products in {', '.join(machine.limits)} · OpenVINO {machine.openvino} · "
        f"torch {machine.torch} · ONNX Runtime {machine.onnxruntime} · GPU: {machine.gpu}"
    )


def print_report(report: Report) -> None:
    """Print one table: rows by group, ours compared with baselines and limits, then the goals."""
    columns = list(dict.fromkeys(row.name for row in report.rows if row.role == "ours"))
    table = Table("", "", "measured", title=report.title, title_justify="left", title_style="bold")
    table.columns[2].justify = "right"
    for name in columns:
        table.add_column(f"{name} ÷ it" if len(columns) > 1 else "ours ÷ it", justify="right")
    group = ""
    for row in report.rows:
        if row.group != group:
            table.add_section()
        shown = "" if row.group == group else row.group
        group = row.group
        found = ratios(report, row)
        cells = [_ratio(row, found[name]) if name in found else "" for name in columns]
        style = {"ours": "bold green", "limit": "dim"}.get(row.role, "")
        name = f"{row.name} ({row.note})" if row.note else row.name
        value = f"{_number(row.value)} {row.unit}" if row.unit else f"{row.value:.4f}"
        value = "not measured" if math.isnan(row.value) else value
        table.add_row(shown, name, value, *cells, style=style)
    table.add_section()
    for index, goal in enumerate(report.goals):
        verdict = {True: "reached", False: "missed", None: "open"}[goal.reached]
        target = f"{verdict}: {'≤' if goal.at_most else '≥'} {goal.target:g}"
        table.add_row("goal" if index == 0 else "", goal.text, _goal_number(goal.value), target)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDTH)
    console.print(table)
    for note in report.notes:
        console.print(f"· {note}", style="dim", soft_wrap=True)
    console.print()


def json_lines(report: Report) -> list[str]:
    """Return one object per row and goal. `ratio` compares with the group's first row of ours, `ratios` with each."""
    lines: list[dict[str, object]] = []
    for row in report.rows:
        found = {name: _known(value, 4) for name, value in ratios(report, row).items()}
        first = next(iter(found.values()), None)
        shown = {"group": row.group, "row": row.name, "role": row.role, "value": _known(row.value, 5)}
        rest = {"unit": row.unit, "note": row.note, "ratio": first, "ratios": found}
        lines.append({"name": report.name, **shown, **rest})
    lines += [
        {"name": report.name, "row": "goal", **asdict(goal), "value": _known(goal.value, 5), "reached": goal.reached}
        for goal in report.goals
    ]
    lines += [{"name": report.name, "row": "note", "text": note} for note in report.notes]
    return [json.dumps(line, ensure_ascii=False, allow_nan=False) for line in lines]


def emit(report: Report, as_json: bool) -> None:
    """Print the report in the requested format."""
    if as_json:
        for line in json_lines(report):
            click.echo(line)
    else:
        print_report(report)


def _known(value: float, digits: int) -> float | None:
    return None if math.isnan(value) else round(value, digits)


def _goal_number(value: float) -> str:
    if math.isnan(value):
        return "not measured"
    return f"{value:.4g}" if value < 1000 else f"{value:.0f}"


def _ratio(row: Row, value: float) -> str:
    if math.isnan(value):
        return ""
    if row.role == "limit":
        return f"{value:.0%} of it"
    return f"{value:.2f}×" if value < 10 else f"{value:.0f}×"


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
