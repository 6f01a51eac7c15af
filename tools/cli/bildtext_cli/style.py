"""`bildtext style`: the style that examples and a prompt ask for, and how far a text's style is from it."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bildtext.api_models import MAX_WORDS
from bildtext_cli.article_text import text_of
from bildtext_cli.bad_input import BadInput, as_bad_input
from bildtext_cli.option_types import EXISTING_FILE
from description.style import Instructions, Style, StyleProfile, distance, in_words, not_kept, profile_of, style_of

_WIDTH = 120  # if the output is not a terminal


@click.command("style")
@click.argument("examples", nargs=-1, required=True, type=EXISTING_FILE)
@click.option(
    "--prompt", default="", help="Instructions about form, which beat the examples, e.g. 'Du-Form, als Liste'."
)
@click.option(
    "--text", type=EXISTING_FILE, help="A text, whose distance to this style is measured: 0 alike, 1 different."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def style_command(examples: tuple[Path, ...], prompt: str, text: Path | None, as_json: bool) -> None:
    """Show the style of one to three example texts, as the writers follow it.

    Exits 1 if a part of the prompt is not understood, or the text does not keep it.
    """
    with as_bad_input():
        texts = tuple(map(text_of, examples))
        for path, example in zip(examples, texts, strict=True):
            if not profile_of((example,)).examples:
                raise BadInput(f"{path} holds no text; give a text of your shop, such as a product description.")
        style = style_of(texts, prompt, MAX_WORDS)
        written = text_of(text) if text is not None else ""
        apart = distance(profile_of((written,)), style.profile) if written else None
        broken = not_kept(written, style.instructions)
    if as_json:
        answer: dict[str, Any] = {
            "profile": style.profile.as_json(),
            "instructions": _given(style.instructions),
            "in_words": in_words(style.profile),
            "distance": None if apart is None else asdict(apart),
            "not_kept": broken,
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _show(style)
        if apart is not None:
            aspects = ", ".join(f"{name} {value:.2f}" for name, value in apart.aspects.items())
            click.echo(f"\nDistance of {text}: {apart.distance:.2f} ({aspects})")
        for instruction in broken:
            click.echo(f"· not kept: {instruction}")
    sys.exit(1 if style.instructions.not_understood or broken else 0)


def _show(style: Style) -> None:
    """Print a style in German sentences, and its figures."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDTH)
    console.print(f"Style of {style.profile.examples} example{'s'[: style.profile.examples != 1]}", style="bold")
    for sentence in in_words(style.profile):
        console.print(f"· {sentence}", markup=False)
    table = Table("field", "value", box=None, header_style="dim", pad_edge=False)
    default = StyleProfile()
    for field in fields(style.profile):
        value = getattr(style.profile, field.name)
        if value != getattr(default, field.name):
            table.add_row(field.name, escape(_text(value)))
    console.print()
    console.print(table)
    asked = _given(style.instructions)
    not_understood = asked.pop("not_understood", ())
    for heading, lines in (
        ("Asked by the prompt", [f"{name}: {_text(value)}" for name, value in asked.items()]),
        ("Not understood of the prompt", list(not_understood)),
    ):
        if lines:
            console.print(f"\n{heading}", style="bold")
            for line in lines:
                console.print(f"· {line}", markup=False)


def _given(instructions: Instructions) -> dict[str, Any]:
    """The fields that the prompt set; sets as sorted lists."""
    return {
        name: sorted(value) if isinstance(value, frozenset) else value for name, value in instructions.given.items()
    }


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
