"""Many articles in one .csv or .jsonl: described in order, into a file that a later run continues."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bildtext.errors import (
    BildtextError,
    ConfigurationError,
    ContentFault,
    InvalidInput,
    InvalidRequest,
    content_faults,
)
from bildtext_cli.article_lines import Line, article_lines
from bildtext_cli.resumable import Results
from description.answer import Description
from description.order import Order
from description.product_data.model import Field


def described_file(data: Path, out: Path | None, describe: Callable[[Order, str], Description], as_json: bool) -> int:
    """Describe every line of `data`; results go to `out` (.jsonl), or to stdout without one. Answers how many failed.

    A line that `out` holds already is not described again, so an interrupted run goes on where it ended. Only what
    failed for another reason than its content is tried again.

    Raises:
        InvalidRequest: the file cannot be read as what its name says, or `out` not be written.
        ConfigurationError: no article can be described, whatever it holds.
    """
    lines = article_lines(data)
    if not lines:
        raise InvalidRequest(f"{data} holds no article.")
    with ExitStack() as opened:
        results = opened.enter_context(Results(out, "line")) if out else None
        waiting, before = _waiting(lines, results)
        progress = opened.enter_context(_progress())
        task = progress.add_task("", total=len(lines), completed=len(lines) - len(waiting))
        refused = 0
        for line in waiting:
            result = _result(line, describe)
            refused += "error" in result
            if results:
                results.append([result])
            else:
                click.echo(json.dumps(result, ensure_ascii=False) if as_json else _shown(result))
            progress.update(task, advance=1)
    click.echo(f"{len(waiting) - refused} described, {refused} refused.", err=True)
    return before + refused


def _waiting(lines: Sequence[Line], results: Results | None) -> tuple[list[Line], int]:
    """The lines that `results` does not hold as they are now, and how many of those it holds were refused."""
    earlier = results.earlier if results else {}
    held = {line.at for line in lines if line.at in earlier and earlier[line.at].input == line.fingerprint}
    refused = sum(earlier[at].failed for at in held)
    if results and held:
        before = f" ({refused} refused)" if refused else ""
        click.echo(f"{len(held)} of {len(lines)} articles are in {results.path} already{before}.", err=True)
    return [line for line in lines if line.at not in held], refused


def _result(line: Line, describe: Callable[[Order, str], Description]) -> dict[str, Any]:
    """What became of a line. `input` is empty where another try may end otherwise."""
    result: dict[str, Any] = {"line": line.at, "input": line.fingerprint, "article": f"line {line.at}"}
    if line.notes:
        result["notes"] = list(line.notes)
    try:
        with content_faults(f"The article in line {line.at}"):
            order = line.order()
            result["article"] = next(iter(order.data.values(Field.NUMBER)), result["article"])
            return {**result, **describe(order, result["article"]).as_json()}
    except ConfigurationError:
        raise
    except BildtextError as error:
        if isinstance(error, ContentFault):
            click.echo("".join(traceback.format_exception(error)), err=True)
        if not isinstance(error, InvalidInput):
            result["input"] = ""
        return {**result, "error": error.as_json()}


def _shown(result: dict[str, Any]) -> str:
    return f"{result['article']}: {result.get('text') or result['error']['detail']}"


def _progress() -> Progress:
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("articles"), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
