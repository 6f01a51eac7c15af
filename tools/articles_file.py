"""Many articles in one .csv or .jsonl: described in order, into a file that a later run continues."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bildtext.errors import BildtextError, ContentFault, InvalidInput, InvalidRequest, Misconfigured, content_faults
from description.answer import Description
from description.order import Order
from description.product_data.model import Field
from tools.article_lines import Line, article_lines


@dataclass
class _Done:
    """What an earlier run wrote: by line, the fingerprint of what is settled; and how many of them were refused."""

    settled: dict[int, str] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)


def described_file(data: Path, out: Path | None, describe: Callable[[Order, str], Description], as_json: bool) -> int:
    """Describe every line of `data`; results go to `out` (.jsonl), or to stdout without one. Answers how many failed.

    A line that `out` holds already is not described again, so an interrupted run goes on where it ended. Only what
    failed for another reason than its content is tried again.

    Raises:
        InvalidRequest: the file cannot be read as what its name says.
        Misconfigured: no article can be described, whatever it holds.
    """
    lines = article_lines(data)
    if not lines:
        raise InvalidRequest(f"{data} holds no article.")
    done = _done(out) if out else _Done()
    waiting = [line for line in lines if done.settled.get(line.at) != line.fingerprint]
    before = len(done.refused & ({line.at for line in lines} - {line.at for line in waiting}))
    if len(waiting) < len(lines):
        refused_before = f" ({before} refused)" if before else ""
        click.echo(
            f"{len(lines) - len(waiting)} of {len(lines)} articles are in {out} already{refused_before}.", err=True
        )
    refused = _describe(waiting, len(lines), out, describe, as_json)
    click.echo(f"{len(waiting) - refused} described, {refused} refused.", err=True)
    return before + refused


def _describe(
    waiting: Sequence[Line], total: int, out: Path | None, describe: Callable[[Order, str], Description], as_json: bool
) -> int:
    refused = 0
    with ExitStack() as opened:
        file: IO[str] = opened.enter_context(out.open("a", encoding="utf-8")) if out else sys.stdout
        progress = opened.enter_context(_progress())
        task = progress.add_task("", total=total, completed=total - len(waiting))
        for line in waiting:
            result = _result(line, describe)
            refused += "error" in result
            if out or as_json:
                file.write(json.dumps(result, ensure_ascii=False) + "\n")
            else:
                file.write(f"{result['article']}: {result.get('text') or result['error']['detail']}\n")
            file.flush()
            progress.update(task, advance=1)
    return refused


def _result(line: Line, describe: Callable[[Order, str], Description]) -> dict[str, Any]:
    result: dict[str, Any] = {"line": line.at, "input": line.fingerprint, "article": f"line {line.at}"}
    if line.notes:
        result["notes"] = list(line.notes)
    try:
        with content_faults(f"The article in line {line.at}"):
            order = line.order()
            result["article"] = next(iter(order.data.values(Field.NUMBER)), result["article"])
            return {**result, **describe(order, result["article"]).as_json()}
    except Misconfigured:
        raise
    except BildtextError as error:
        if isinstance(error, ContentFault):
            click.echo("".join(traceback.format_exception(error)), err=True)
        return {**result, "error": {"code": error.code, "detail": str(error), "final": isinstance(error, InvalidInput)}}


def _done(out: Path) -> _Done:
    """What an earlier run wrote; a last line that was cut off is taken off the file."""
    done = _Done()
    if not out.exists():
        return done
    whole = 0
    with out.open("rb") as file:
        for raw in file:
            try:
                _remember(json.loads(raw), done)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                if raw.endswith(b"\n"):
                    raise InvalidRequest(f"{out} is not an output file of `bildtext describe`.") from error
                break
            whole += len(raw)
    with out.open("r+b") as file:
        file.truncate(whole)
    return done


def _remember(result: dict[str, Any], done: _Done) -> None:
    at = int(result["line"])
    done.settled[at] = str(result["input"]) if result.get("error", {}).get("final", True) else ""
    (done.refused.add if "error" in result else done.refused.discard)(at)


def _progress() -> Progress:
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("articles"), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
