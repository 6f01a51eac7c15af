"""`bildtext check`: texts that somebody wrote, checked against their product data with the code of POST /checks."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click

from bildtext.errors import InvalidRequest
from bildtext.http import validate
from bildtext.json_text import JsonError, load_json
from bildtext_cli.article_text import DATA, text_of
from bildtext_cli.bad_input import BadInput, as_bad_input
from bildtext_cli.option_types import EXISTING_FILE
from bildtext_cli.show_check import show_check
from description.checks import CheckBody, checked
from description.describe import Describer
from description.on_demand import Sources
from description.style_guide import StyleGuide
from description.wiring import make_writer

_MANY = ".jsonl"


@click.command("check")
@click.option("--data", type=DATA, help="Text or JSON of the article; - for standard input.")
@click.option(
    "--text",
    "texts",
    required=True,
    type=EXISTING_FILE,
    help='The text, or a .jsonl of many, each line {"text": …, "data_text": …} or with "data" as JSON.',
)
@click.option(
    "--example",
    "examples",
    multiple=True,
    type=EXISTING_FILE,
    help="A text of another article, whose facts must not be copied.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per text, as POST /checks answers.")
def check_command(data: Path | None, texts: Path, examples: tuple[Path, ...], as_json: bool) -> None:
    """Check texts: each claim with its source, and what the data does not support.

    Exits 1 if there are findings, 2 if a text or its data cannot be read.
    """
    with as_bad_input():
        given = _data(text_of(data)) if data is not None else {}
        given |= {"examples": [text_of(example) for example in examples]} if examples else {}
        many = texts.suffix.lower() == _MANY
        content = text_of(texts)
        bodies = list(_lines(content, given)) if many else [({"text": content, **given}, "")]
    if not bodies:
        raise BadInput(f"{texts} holds no text.")
    if data is None and not many:
        raise BadInput("Give the article's product data with --data FILE.")
    found = unread = 0
    for body, where in bodies:
        try:
            with as_bad_input(where):
                answer = checked(validate(CheckBody, body), _sources())
        except BadInput as error:
            if not many:
                raise
            unread += 1
            click.echo(error.message, err=True)
            continue
        found += bool(answer["findings"])
        if as_json:
            click.echo(json.dumps({**({"line": int(where.split()[-1])} if many else {}), **answer}, ensure_ascii=False))
        else:
            show_check(body["text"], answer, where)
    sys.exit(2 if unread else 1 if found else 0)


def _data(text: str) -> dict[str, Any]:
    """Product data as the fields of a request: JSON, also an article.json that is a request itself, or pasted text."""
    if text.lstrip("\ufeff \t\r\n")[:1] not in ("{", "["):
        return {"data_text": text}
    try:
        loaded = load_json(text)
    except JsonError:
        return {"data_text": text}
    if isinstance(loaded, dict) and {"data", "data_text"} & loaded.keys():
        return {name: loaded[name] for name in ("data", "data_text", "examples") if name in loaded}
    return {"data": loaded}


def _lines(content: str, given: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """The requests of a .jsonl; what a line leaves out is that of the options.

    Raises:
        InvalidRequest: a line is no object with a text.
    """
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            body = load_json(line)
        except JsonError as error:
            raise InvalidRequest(f"line {number} {error}; write one JSON object per line.") from error
        if not isinstance(body, dict) or not isinstance(body.get("text"), str):
            raise InvalidRequest(f'line {number} is no object with a "text"; write {{"text": "…", "data_text": "…"}}.')
        own = {"data", "data_text"} & body.keys()
        rest = {name: value for name, value in given.items() if name == "examples" or not own}
        yield {**rest, **body}, f"line {number}"


def _sources() -> Sources:
    writer = partial(make_writer, "rules")
    return Sources(_no_articles, Describer(lambda _name: writer(), StyleGuide("", {})), None)


def _no_articles() -> NoReturn:
    raise InvalidRequest(
        "There are no stored articles on the command line; give the product data as `data` or `data_text`."
    )
