"""`bildtext read`: what product data is read as, with the place of each statement, conflicts, and what is not used."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from bildtext.errors import content_faults
from bildtext_cli.article_lines import LISTS, article_lines
from bildtext_cli.article_text import DATA, order_of, text_of
from bildtext_cli.bad_input import BadInput, as_bad_input
from bildtext_cli.places import Places, of_cells, of_input
from bildtext_cli.show_reading import show_reading
from description.domain.statement import Measure, ProductData, Share, Statement


@click.command("read")
@click.option(
    "--data",
    required=True,
    type=DATA,
    help="Text or JSON of one article, or a .csv, .tsv or .jsonl of many; - for standard input.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per article.")
def read_command(data: Path, as_json: bool) -> None:
    """Show how product data is read: its statements with their places, conflicts, and what is not used and why.

    Exits 1 if there is a conflict or something is not used, 2 if an article cannot be read.
    """
    with as_bad_input():
        found = list(_articles(data))
    if not found:
        raise BadInput(f"{data} holds no article.")
    for article in found:
        if as_json:
            click.echo(json.dumps(article, ensure_ascii=False))
        else:
            show_reading(article, alone=len(found) == 1)
    if any("error" in article for article in found):
        sys.exit(2)
    sys.exit(1 if any(article["conflicts"] or article["not_used"] for article in found) else 0)


def _articles(data: Path) -> Iterator[Mapping[str, Any]]:
    if data.suffix.lower() not in LISTS:
        text = text_of(data)
        with content_faults("The product data"):
            yield reading(order_of(text).data, of_input(text))
        return
    for line in article_lines(data):
        try:
            with as_bad_input(), content_faults(f"The article in line {line.number}"):
                places = of_cells(line.number, line.cells) if line.cells else of_input(line.content, line.number)
                yield {"line": line.number, **reading(line.request().data, places)}
        except BadInput as error:
            yield {"line": line.number, "error": error.message}


def reading(data: ProductData, places: Places) -> dict[str, Any]:
    """What an article's data is read as, as JSON."""
    where = {
        statement: places.of(statement.prose or statement.key, statement.said or statement.text)
        for statement in data.statements
    }
    disputed = {statement for conflict in data.conflicts for statement in conflict.statements}
    return {
        "entries": [
            {**_statement(statement), "place": where[statement], "disputed": statement in disputed}
            for statement in data.statements
        ],
        "conflicts": [
            {
                "field": str(conflict.field),
                "message": conflict.message,
                "entries": [{"key": e.key, "value": e.text, "place": where[e]} for e in conflict.statements],
            }
            for conflict in data.conflicts
        ],
        "not_used": [
            {"key": one.key, "text": one.text, "reason": one.reason, "place": places.of(one.key, one.text)}
            for one in data.not_used
        ],
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "field": str(statement.field),
        "part": statement.part,
        "key": statement.prose or statement.key,
        "text": statement.text,
        "said": statement.said,
        "values": list(statement.values),
        "shares": [_share(share) for share in statement.shares],
        "measures": [_measure(measure) for measure in statement.measures],
    }


def _share(share: Share) -> dict[str, Any]:
    return {"material": share.material, "percent": None if share.percent is None else float(share.percent)}


def _measure(measure: Measure) -> dict[str, Any]:
    high = None if measure.high is None else float(measure.high)
    return {"low": float(measure.low), "high": high, "unit": measure.unit, "about": measure.about}
