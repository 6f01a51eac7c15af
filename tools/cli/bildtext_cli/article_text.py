"""Texts of files whatever their encoding, and one article's product data as it is pasted or as JSON."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bildtext.errors import InvalidProductData
from bildtext_cli.decoding import decoded
from description.description_request import DescriptionRequest, parse_request
from description.ingest import parse

DATA = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)


def text_of(path: Path) -> str:
    """A file's text, - for standard input. Raises InvalidProductData for a line that cannot be decoded."""
    data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    lines = decoded(data)
    if lines.faults:
        raise InvalidProductData(f"{path}: {lines.faults[min(lines.faults)]}")
    for repair in lines.repairs.values():
        click.echo(repair, err=True)
    return "\n".join(lines.texts)


def order_of(text: str) -> DescriptionRequest:
    """One article as JSON if it looks like it, else as text. Raises InvalidProductData, InvalidRequest."""
    return parse_request(text) if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") else DescriptionRequest(parse(text))
