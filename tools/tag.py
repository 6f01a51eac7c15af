"""`bildtext tag`: photos from files, tagged by the function's own code."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from bildtext.bundle import Bundle
from bildtext.images import Limits
from bildtext.labels import LABELS_FILE
from tagging.flow import tag_images
from tagging.steps import OnItsWay, Tagger
from tagging.wiring import load_tagger, with_labels
from tools.explain import write_explanation
from tools.models.presets import bundle_folder

_BATCH = 16


@click.command()
@click.argument("photos", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--facet", "facets", multiple=True, help="Only this facet of the label file; may be given several times.")
@click.option("--labels", help="Labels of your own, with commas: a,b,c.")
@click.option(
    "--model", default="mini-clip", show_default=True, help="A preset with a bundle here, or a bundle folder."
)
@click.option(
    "--explain",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a picture per photo: where the tag comes from.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per photo.")
def tag(
    photos: tuple[Path, ...],
    facets: tuple[str, ...],
    labels: str | None,
    model: str,
    explain: Path | None,
    as_json: bool,
) -> None:
    """Tag PHOTOS. Exits 1 when any was refused."""
    if labels and facets:
        raise click.UsageError("Give --facet or --labels, not both.")
    folder = bundle_folder(model)
    tagger = load_tagger(folder, LABELS_FILE, Limits())
    if labels:
        names = tuple(name.strip() for name in labels.split(","))
        tagger = with_labels(tagger, names, Bundle.open(folder).text_encoder())
    for facet in facets:
        tagger.labels.facet(facet)
    refused = 0
    for path, photo in _tagged(photos, tagger, facets or None):
        refused += photo.refusal is not None
        if as_json:
            click.echo(json.dumps({"photo": str(path), **_as_json(photo, tagger)}, ensure_ascii=False))
        else:
            _print(path, photo, tagger)
        if explain and photo.tags.tags:
            written = write_explanation(path.read_bytes(), photo, tagger, explain / f"{path.stem}.png")
            click.echo(f"{path}: explained in {written}", err=True)
    left_out = sum(map(len, tagger.vectors.left_out.values()))
    if left_out and not as_json:
        click.echo(f"{left_out} labels were not asked for: {tagger.model} never learned their words.", err=True)
    if refused:
        raise click.exceptions.Exit(1)


def _tagged(photos: Sequence[Path], tagger: Tagger, facets: Sequence[str] | None) -> Iterator[tuple[Path, OnItsWay]]:
    for at in range(0, len(photos), _BATCH):
        batch = photos[at : at + _BATCH]
        yield from zip(batch, tag_images([path.read_bytes() for path in batch], tagger, facets), strict=True)


def _as_json(photo: OnItsWay, tagger: Tagger) -> dict[str, Any]:
    if photo.refusal is not None:
        return {"error": {"code": photo.refusal.code, "detail": str(photo.refusal)}}
    return {
        "tags": [asdict(tag) for tag in photo.tags.tags],
        "abstentions": [asdict(abstention) for abstention in photo.tags.abstentions],
        "left_out": tagger.vectors.left_out,
        "model": tagger.model,
        "took_ms": dict(photo.took_ms),
    }


def _print(path: Path, photo: OnItsWay, tagger: Tagger) -> None:
    console = Console(highlight=False)
    if photo.refusal is not None:
        console.print(f"{path}: {photo.refusal}", style="red", markup=False)
        return
    click.secho(path, bold=True)
    table = Table("facet", "tag", "score", box=None, header_style="dim")
    names = {facet.id: facet.name.de for facet in tagger.labels.facets}
    for one in photo.tags.tags:
        table.add_row(names[one.facet], one.name.de, f"{one.score:.0%}")
    for silent in photo.tags.abstentions:
        table.add_row(names[silent.facet], f"– ({silent.reason})", "", style="dim")
    console.print(table)
