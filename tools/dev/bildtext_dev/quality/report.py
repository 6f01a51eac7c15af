"""Tables of the quality command: counts and faults."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

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


def emit(table: Table, as_json: bool, show: bool) -> None:
    """Print the table, or one JSON object per row."""
    if as_json:
        for row in table.rows:
            click.echo(json.dumps({"table": table.name, "name": row.name, "count": row.count, "of": row.of}))
        for note in table.notes:
            click.echo(json.dumps({"table": table.name, "note": note}, ensure_ascii=False))
        if show:
            for place in table.shown:
                click.echo(json.dumps({"table": table.name, "shown": place}, ensure_ascii=False))
        return
    click.echo(f"\n{table.name}")
    width = max((len(row.name) for row in table.rows), default=0)
    for row in table.rows:
        click.echo(f"  {row.name:<{width}}  {row.count:>6} of {row.of:<6} {row.percent:6.2f} %")
    for note in table.notes:
        click.echo(f"  {note}")
    if show:
        for place in table.shown:
            click.echo(f"  - {place}")
