"""Describe the articles of one .csv or .jsonl in order, into a file that a later run can continue."""

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
from description.order import DescriptionRequest
from description.product_data.model import Field


def described_file(
    data: Path, out: Path | None, describe: Callable[[DescriptionRequest, str], Description], as_json: bool
) -> int:
    """Describe every line of `data`; results go to `out` (.jsonl) or to stdout. Returns how many failed.

    A line that `out` already holds is not described again, so an interrupted run continues where it stopped. Failures
    are retried only if the content did not cause them.

    Raises:
        InvalidRequest: the file does not have the format of its extension, or `out` cannot be written.
        ConfigurationError: the setup does not allow any article to be described.
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
    """Return the lines whose current state is not in `results`, and how many of the others were refused."""
    earlier = results.earlier if results else {}
    done = {line.at for line in lines if line.at in earlier and earlier[line.at].input == line.fingerprint}
    refused = sum(earlier[at].failed for at in done)
    if results and done:
        before = f" ({refused} refused)" if refused else ""
        click.echo(f"{len(done)} of {len(lines)} articles are in {results.path} already{before}.", err=True)
    return [line for line in lines if line.at not in done], refused


def _result(line: Line, describe: Callable[[DescriptionRequest, str], Description]) -> dict[str, Any]:
    """Return the result of one line. `input` is empty if a retry may succeed."""
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
