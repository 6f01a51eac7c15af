"""Tables of the quality command: counts with their faults, and figures side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import click


@dataclass(frozen=True)
class Row:
    """One figure: `count` of a total of `of`."""

    name: str
    count: int
    of: int

    @property
    def percent(self) -> float:
        """The share in percent; 0 if the total is 0."""
        return 100.0 * self.count / self.of if self.of else 0.0


@dataclass(frozen=True)
class Table:
    """The figures of one set. `shown` are the faults that `--show` lists, each as "kind: place"."""

    name: str
    rows: tuple[Row, ...]
    shown: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def lines(self) -> Iterator[str]:
        """The rows as text."""
        width = max((len(row.name) for row in self.rows), default=0)
        for row in self.rows:
            yield f"{row.name:<{width}}  {row.count:>6} of {row.of:<6} {row.percent:6.2f} %"

    def objects(self) -> Iterator[dict[str, Any]]:
        """The rows for JSON."""
        for row in self.rows:
            yield {"name": row.name, "count": row.count, "of": row.of}


@dataclass(frozen=True)
class Figure:
    """One figure of several things, in the order of the columns; None where it was not measured. `digits` are those
    behind the decimal point that are printed."""

    name: str
    values: tuple[float | None, ...]
    digits: int = 1

    def printed(self) -> tuple[str, ...]:
        """The values as text."""
        return tuple("–" if value is None else f"{value:.{self.digits}f}" for value in self.values)


@dataclass(frozen=True)
class Comparison:
    """The same figures of several things side by side: a column each."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Figure, ...]
    shown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """The head and the rows as text."""
        cells = [("", *self.columns), *((row.name, *row.printed()) for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        for name, *values in cells:
            right = (f"{value:>{width}}" for value, width in zip(values, widths[1:], strict=True))
            yield "  ".join((f"{name:<{widths[0]}}", *right))

    def objects(self) -> Iterator[dict[str, Any]]:
        """The cells for JSON, not rounded."""
        for row in self.rows:
            for column, value in zip(self.columns, row.values, strict=True):
                yield {"name": row.name, "column": column, "value": value}


def emit(table: Table | Comparison, as_json: bool, show: bool) -> None:
    """Print the table, or one JSON object per row or cell."""
    shown = table.shown if show else ()
    if as_json:
        notes = [{"note": note} for note in table.notes]
        for each in (*table.objects(), *notes, *({"shown": place} for place in shown)):
            click.echo(json.dumps({"table": table.name, **each}, ensure_ascii=False))
        return
    click.echo(f"\n{table.name}")
    for line in (*table.lines(), *table.notes, *(f"- {place}" for place in shown)):
        click.echo(f"  {line}")
