"""The output of `bildtext tag`: a table per photo, and what was skipped or left out."""

from __future__ import annotations

import json
from collections.abc import Collection

import click
from rich.console import Console
from rich.table import Table

from bildtext_cli.photo_files import PhotoFiles, shown
from bildtext_cli.tagged_files import TaggedFile
from tagging.batch import Tagger
from tagging.result import left_out, negatives

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
    for tag in tagged.photo.tags.tags:
        table.add_row(names[tag.facet], tag.name.de, f"{tag.score:.0%}")
    for silent in tagged.photo.tags.abstentions:
        table.add_row(names[silent.facet], f"– ({silent.reason})", "", style="dim")
    console.print(table)


def print_skipped(found: PhotoFiles) -> None:
    """Print one line about the files of the given folders that are not photos."""
    if not found.skipped:
        return
    named = ", ".join(map(shown, found.skipped[:_NAMED]))
    more = f" and {len(found.skipped) - _NAMED} more" if len(found.skipped) > _NAMED else ""
    click.echo(f"Skipped, because they are not photos ({len(found.skipped)}): {named}{more}", err=True)


def print_left_out(tagger: Tagger, facets: Collection[str] | None, own_labels: bool, as_json: bool) -> None:
    """Print, once for all photos, the labels whose words the model lacks, and what custom labels compete with."""
    missing, against = left_out(tagger, facets), negatives(tagger)
    if as_json:
        click.echo(json.dumps({"left_out": missing, "negatives": against}, ensure_ascii=False), err=True)
        return
    if unknown := [label for words in missing.values() for label in words["labels"]]:
        which = ", ".join(unknown) if own_labels else f"{len(unknown)} labels"
        click.echo(f"Not asked for, because {tagger.model} never learned the words: {which}.", err=True)
    for facet, words in missing.items():
        if words["none"] and len(words["labels"]) < len(tagger.labels.facet(facet).labels):
            forced = "; it takes one of its labels whatever a photo shows" if words["forced"] else ""
            prompts = ", ".join(f'"{prompt}"' for prompt in words["none"])
            click.echo(f'{facet}: no words for its "none" prompts {prompts}{forced}.', err=True)
    if against:
        terms = ", ".join(against["terms"])
        click.echo(f"Your labels compete with these of {against['facet']}: {terms}.", err=True)
    elif own_labels:
        click.echo("Nothing competes with your labels: one of them is always chosen, whatever a photo shows.", err=True)
