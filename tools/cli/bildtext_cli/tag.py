"""`bildtext tag`: tag photos from files with the function's own code."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Collection, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from bildtext.bundle import Bundle
from bildtext.errors import InvalidRequest, TransientError
from bildtext_cli.explain import write_explanation
from bildtext_cli.models.presets import bundle_folder
from bildtext_cli.option_types import FILE, FOLDER, PATH
from bildtext_cli.photo_files import PhotoFiles, listed_paths, photo_files, shown, state_of
from bildtext_cli.resumable import Results, progress_bar
from bildtext_cli.show_tags import print_left_out, print_skipped, print_tags
from bildtext_cli.tagged_files import TaggedFile, tag_files, tagger_of
from tagging.batch import Tagger
from tagging.result import photo_result
from tagging.wiring import with_labels


@click.command()
@click.argument("photos", nargs=-1, required=True, type=PATH)
@click.option("--facet", "facets", multiple=True, help="Only this facet of the label file; can be repeated.")
@click.option("--labels", help="Your own labels, separated by commas: a,b,c.")
@click.option("--label-file", type=PATH, help="Another label file, compiled for the model on the fly.")
@click.option(
    "--model", default="mini-clip", show_default=True, help="A preset with a bundle here, or a bundle folder."
)
@click.option("--explain", type=FOLDER, help="Folder for a picture per photo that shows what its tags are based on.")
@click.option("--out", type=FILE, help="A .jsonl file that a later run continues.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per photo.")
def tag(
    photos: tuple[Path, ...],
    facets: tuple[str, ...],
    labels: str | None,
    label_file: Path | None,
    model: str,
    explain: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Tag PHOTOS: files, folders (recursively), or - for a list of paths on standard input, one per line or separated
    by NULs. Exits 1 if any was refused or could not be read.
    """
    if labels is not None and facets:
        raise click.UsageError("Give --facet or --labels, not both.")
    tagger = tagger_of(model, label_file)
    if labels is not None:
        names = tuple(name.strip() for name in labels.split(","))
        tagger = with_labels(tagger, names, Bundle.open(bundle_folder(model)).text_encoder())
    for facet in facets:
        tagger.labels.facet(facet)
    found = _found(photos, [path for path in (out, explain) if path])
    print_skipped(found)
    print_left_out(tagger, facets or None, labels is not None, as_json)
    question = json.dumps([tagger.model, tagger.labels.fingerprint, sorted(facets)])
    with ExitStack() as opened:
        results = opened.enter_context(Results(out, "photo")) if out else None
        states = [(shown(path), _input(state_of(path), question), path) for path in found.photos if results]
        waiting, failed = results.unfinished(states, "photos") if results else (found.photos, 0)
        # No bar where the results are printed to the same terminal.
        bar = opened.enter_context(progress_bar("photos", hidden=not out and sys.stdout.isatty()))
        task = bar.add_task("", total=len(found.photos), completed=len(found.photos) - len(waiting))
        for batch in tag_files(waiting, tagger, facets or None):
            if results:
                results.append(_line(tagged, tagger, question) for tagged in batch)
            for tagged in batch:
                failed += tagged.error is not None
                if not results and as_json:
                    click.echo(json.dumps(_answer(tagged, tagger), ensure_ascii=False))
                elif not results:
                    print_tags(tagged, tagger)
                if explain and tagged.photo and tagged.photo.tags.tags:
                    picture = write_explanation(tagged.file, tagged.photo, tagger, explain)
                    click.echo(f"{shown(tagged.file.path)}: explained in {shown(picture)}", err=True)
            bar.update(task, advance=len(batch))
    if len(found.photos) > 1 or out:
        click.echo(f"{len(found.photos) - failed} tagged, {failed} refused or not read.", err=True)
    if failed:
        raise click.exceptions.Exit(1)


def _found(photos: Iterable[Path], own: Collection[Path]) -> PhotoFiles:
    """Return the photos that are meant. Raises InvalidRequest if there are none."""
    named = [
        path
        for named_path in photos
        for path in (listed_paths(sys.stdin.buffer.read()) if str(named_path) == "-" else [named_path])
    ]
    found = photo_files(named, own)
    if not found.photos:
        where = ", ".join(map(shown, named[:3])) or "the list on standard input"
        raise InvalidRequest(f"There is no photo in {where}; name photos, or a folder that holds some.")
    return found


def _input(state: str, question: str) -> str:
    """Return a fingerprint of a file's state and of the options; empty for a file that does not exist."""
    return hashlib.sha256(f"{state}\n{question}".encode()).hexdigest()[:16] if state else ""


def _line(tagged: TaggedFile, tagger: Tagger, question: str) -> dict[str, Any]:
    lasting = not isinstance(tagged.error, TransientError)  # a retry may succeed otherwise
    return {**_answer(tagged, tagger), "input": _input(tagged.file.state, question) if lasting else ""}


def _answer(tagged: TaggedFile, tagger: Tagger) -> dict[str, Any]:
    answer: dict[str, Any] = {"photo": shown(tagged.file.path)}
    if tagged.photo is not None:
        return answer | photo_result(tagged.photo, tagger)
    return answer | {"error": tagged.error.as_json() if tagged.error else None}
