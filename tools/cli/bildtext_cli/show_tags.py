"""The output of `bildtext tag`: a table per photo, progress, and what was skipped or left out."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from bildtext_cli.photo_files import PhotoFiles, shown
from bildtext_cli.tagged_files import TaggedFile
from tagging.answer import left_out, negatives
from tagging.steps import Tagger

_NAMED = 20  # skipped files that are listed by name; the rest is counted


def print_tags(tagged: TaggedFile, tagger: Tagger) -> None:
    """Print one photo's tags and abstentions, or why it has none."""
    console = Console(highlight=False)
    path = shown(tagged.file.path)
    if tagged.photo is None:
        console.print(f"{path}: {tagged.error}", style="red", markup=False, soft_wrap=True)
        return
    click.secho(path, bold=True)
    table = Table("facet", "tag", "score", box=None, header_style="dim")
    names = {facet.id: facet.name.de for facet in tagger.labels.facets}
    for one in tagged.photo.tags.tags:
        table.add_row(names[one.facet], one.name.de, f"{one.score:.0%}")
    for silent in tagged.photo.tags.abstentions:
        table.add_row(names[silent.facet], f"– ({silent.reason})", "", style="dim")
    console.print(table)


def progress(results_in_file: bool) -> Progress:
    """Return a progress bar on stderr, hidden if that is not a terminal or the results are printed to the same one."""
    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("photos"), TimeRemainingColumn())
    hidden = not console.is_terminal or (not results_in_file and sys.stdout.isatty())
    return Progress(*columns, console=console, transient=True, disable=hidden, redirect_stdout=False)


def print_skipped(found: PhotoFiles) -> None:
    """Print one line about the files of the given folders that are not photos."""
    if not found.skipped:
        return
    named = ", ".join(map(shown, found.skipped[:_NAMED]))
    more = f" and {len(found.skipped) - _NAMED} more" if len(found.skipped) > _NAMED else ""
    click.echo(f"No photos, and passed over ({len(found.skipped)}): {named}{more}", err=True)


def print_left_out(tagger: Tagger, facets: Collection[str] | None, own_labels: bool, as_json: bool) -> None:
    """Print, once for all photos, the labels whose words the model lacks, and what custom labels compete with."""
    missing, against = left_out(tagger, facets), negatives(tagger)
    if as_json:
        click.echo(json.dumps({"left_out": missing, "negatives": against}, ensure_ascii=False), err=True)
        return
    if unknown := [label for each in missing.values() for label in each["labels"]]:
        which = ", ".join(unknown) if own_labels else f"{len(unknown)} labels"
        click.echo(f"Not asked for, because {tagger.model} never learned the words: {which}.", err=True)
    for facet, each in missing.items():
        if each["none"] and len(each["labels"]) < len(tagger.labels.facet(facet).labels):
            forced = "; it takes one of its labels whatever a photo shows" if each["forced"] else ""
            prompts = ", ".join(f'"{prompt}"' for prompt in each["none"])
            click.echo(f'{facet}: no words for its "none" prompts {prompts}{forced}.', err=True)
    if against:
        terms = ", ".join(against["terms"])
        click.echo(f"Your labels compete with these of {against['facet']}: {terms}.", err=True)
    elif own_labels:
        click.echo("Nothing competes with your labels: one of them is always chosen, whatever a photo shows.", err=True)
