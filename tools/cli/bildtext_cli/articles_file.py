"""Describe the articles of one .csv or .jsonl in order, into a file that a later run can continue."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from bildtext.errors import (
    BildtextError,
    ConfigurationError,
    ContentFault,
    InvalidInput,
    InvalidRequest,
    content_faults,
)
from bildtext_cli.article_lines import Line, article_lines
from bildtext_cli.resumable import Results, progress_bar
from description.description_request import DescriptionRequest
from description.domain.statement import Field
from description.result import Description


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
        states = [(line.number, line.fingerprint, line) for line in lines]
        waiting, before = results.unfinished(states, "articles") if results else (lines, 0)
        progress = opened.enter_context(progress_bar("articles"))
        task = progress.add_task("", total=len(lines), completed=len(lines) - len(waiting))
        refused = 0
        for line in waiting:
            result = _result(line, describe)
            refused += "error" in result
            if results:
                results.append([result])
            elif as_json:
                click.echo(json.dumps(result, ensure_ascii=False))
            else:
                click.echo(f"{result['article']}: {result.get('text') or result['error']['detail']}")
            progress.update(task, advance=1)
    click.echo(f"{len(waiting) - refused} described, {refused} refused.", err=True)
    return before + refused


def _result(line: Line, describe: Callable[[DescriptionRequest, str], Description]) -> dict[str, Any]:
    """Return the result of one line. `input` is empty if a retry may succeed."""
    result: dict[str, Any] = {"line": line.number, "input": line.fingerprint, "article": f"line {line.number}"}
    if line.notes:
        result["notes"] = list(line.notes)
    try:
        with content_faults(f"The article in line {line.number}"):
            request = line.request()
            result["article"] = next(iter(request.data.values(Field.NUMBER)), result["article"])
            return {**result, **describe(request, result["article"]).as_json()}
    except ConfigurationError:
        raise
    except BildtextError as error:
        if isinstance(error, ContentFault):
            click.echo("".join(traceback.format_exception(error)), err=True)
        if not isinstance(error, InvalidInput):
            result["input"] = ""
        return {**result, "error": error.as_json()}
