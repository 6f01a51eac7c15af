"""Many articles in one .csv or .jsonl: described in order, into a file that a later run continues."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bildtext.errors import BildtextError, InvalidRequest
from description.answer import Description
from description.order import Order, order_of
from description.product_data import from_row, parse
from description.product_data.model import Field

LISTS = (".csv", ".tsv", ".jsonl")


@dataclass(frozen=True)
class Line:
    """One article of the file: its place (from 1), and its content as it stands there."""

    at: int
    content: str
    order: Callable[[], Order]

    @property
    def fingerprint(self) -> str:
        """Tells whether a line that was described before is still the same."""
        return hashlib.sha256(self.content.encode()).hexdigest()[:16]


def read_order(text: str) -> Order:
    """One article: JSON when it looks like it, else pasted text. Raises InvalidProductData, InvalidRequest."""
    return order_of(text) if text.lstrip()[:1] in ("{", "[") else Order(parse(text))


def described_file(data: Path, out: Path | None, describe: Callable[[Order, str], Description], as_json: bool) -> int:
    """Describe every line of `data`; results go to `out` (.jsonl), or to stdout without one. Answers how many failed.

    A line that `out` holds already is not described again, so an interrupted run goes on where it ended.

    Raises:
        InvalidRequest: the file cannot be read as what its name says.
    """
    lines = list(_lines(data))
    done = _done(out) if out else {}
    waiting = [line for line in lines if done.get(line.at) != line.fingerprint]
    if len(waiting) < len(lines):
        click.echo(f"{len(lines) - len(waiting)} of {len(lines)} articles are in {out} already.", err=True)
    refused = 0
    with ExitStack() as opened:
        file: IO[str] = opened.enter_context(out.open("a", encoding="utf-8")) if out else sys.stdout
        progress = opened.enter_context(_progress())
        task = progress.add_task("", total=len(lines), completed=len(lines) - len(waiting))
        for line in waiting:
            result = _result(line, describe)
            refused += "error" in result
            if out or as_json:
                file.write(json.dumps(result, ensure_ascii=False) + "\n")
            else:
                file.write(f"{result['article']}: {result.get('text') or result['error']['detail']}\n")
            file.flush()
            progress.update(task, advance=1)
    click.echo(f"{len(waiting) - refused} described, {refused} refused.", err=True)
    return refused


def _result(line: Line, describe: Callable[[Order, str], Description]) -> dict[str, Any]:
    result: dict[str, Any] = {"line": line.at, "input": line.fingerprint, "article": str(line.at)}
    try:
        order = line.order()
        result["article"] = next(iter(order.data.values(Field.NUMBER)), str(line.at))
        return {**result, **describe(order, result["article"]).as_json()}
    except BildtextError as error:
        return {**result, "error": {"code": error.code, "detail": str(error)}}


def _done(out: Path) -> dict[int, str]:
    """What an earlier run wrote, by line; a last line that was cut off is taken off the file."""
    if not out.exists():
        return {}
    found: dict[int, str] = {}
    whole = 0
    with out.open("rb") as file:
        for raw in file:
            try:
                result = json.loads(raw)
                found[int(result["line"])] = str(result["input"])
            except (ValueError, KeyError, TypeError) as error:
                if raw.endswith(b"\n"):
                    raise InvalidRequest(f"{out} is not an output file of `bildtext describe`.") from error
                break
            whole += len(raw)
    with out.open("r+b") as file:
        file.truncate(whole)
    return found


def _lines(data: Path) -> Iterator[Line]:
    text = _read(data)
    if data.suffix.lower() == ".jsonl":
        for at, content in enumerate(text.split("\n"), 1):
            if content.strip():
                yield Line(at, content, lambda content=content: order_of(content))  # type: ignore[misc]
        return
    try:
        dialect: Any = csv.Sniffer().sniff(text[:10_000], ";,\t|")
    except csv.Error:
        dialect = csv.excel
    rows = csv.DictReader(io.StringIO(text, newline=""), dialect=dialect)
    if not rows.fieldnames or len(rows.fieldnames) < 2:
        raise InvalidRequest(f"{data} has no columns; its first line must name them, with ; or , between.")
    for at, row in enumerate(rows, 1):
        cells = {name: value for name, value in row.items() if isinstance(name, str) and isinstance(value, str)}
        content = json.dumps(cells, ensure_ascii=False)
        yield Line(at, content, lambda cells=cells: Order(from_row(cells)))  # type: ignore[misc]


def _read(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")  # what German office programs write


def _progress() -> Progress:
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("articles"), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
