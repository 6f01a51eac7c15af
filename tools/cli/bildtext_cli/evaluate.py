"""`bildtext evaluate`: measure a model's accuracy on a folder of labelled photos, with the tagging function's own code.

The scores of one facet are compared with the labels of a CSV file. A map can group labels into classes, whose scores
are added.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bildtext.errors import InvalidRequest
from bildtext.labels import Facet
from bildtext_cli.evaluate_input import ClassMap, Row, match_rows, read_labels, read_map
from bildtext_cli.evaluate_report import write_report
from bildtext_cli.evaluation import Evaluation, evaluation, notes
from bildtext_cli.holdout import is_held_out
from bildtext_cli.option_types import EXISTING_FILE, EXISTING_FOLDER, FOLDER
from bildtext_cli.photo_files import shown
from bildtext_cli.tagged_files import tag_files, tagger_of
from tagging.batch import Tagger
from tagging.scoring import FacetScores


@click.command("evaluate")
@click.argument("folder", type=EXISTING_FOLDER)
@click.option(
    "--labels",
    "csv_file",
    type=EXISTING_FILE,
    required=True,
    help="CSV with the columns image and label, and facet if it is about several.",
)
@click.option("--facet", "facet_id", required=True, help="The facet the labels belong to, e.g. category.")
@click.option("--map", "map_file", type=EXISTING_FILE, help="YAML file that maps CSV labels to label ids or classes.")
@click.option(
    "--model", default="mini-clip", show_default=True, help="A preset with an exported bundle, or a bundle folder."
)
@click.option("--label-file", type=EXISTING_FILE, help="Another label file, compiled for the model on the fly.")
@click.option(
    "--held-out", "only_held_out", is_flag=True, help="Only the photos that `bildtext train` does not train on."
)
@click.option("--report", type=FOLDER, help="Folder for report.html with the confusion matrix.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line on stdout.")
def evaluate(
    folder: Path,
    csv_file: Path,
    facet_id: str,
    map_file: Path | None,
    model: str,
    label_file: Path | None,
    only_held_out: bool,
    report: Path | None,
    as_json: bool,
) -> None:
    """Compare the tags of the photos in FOLDER with the labels of a CSV file."""
    tagger = tagger_of(model, label_file)
    facet = tagger.labels.facet(facet_id)
    classes = read_map(map_file, facet)
    rows = read_labels(csv_file, facet_id)
    if only_held_out:
        mask = is_held_out([Path(name).stem for name, _ in rows])
        rows = [row for row, keep in zip(rows, mask, strict=True) if keep]
    result = measure(folder, rows, facet, classes, tagger)
    if report:
        click.echo(f"report: {write_report(result, report)}", err=True)
    if as_json:
        macro_f1 = None if result.one_class else result.macro_f1
        line = {**asdict(result), "macro_f1": macro_f1, "confusion": result.confusion.tolist()}
        click.echo(json.dumps({**line, "notes": list(notes(result))}, ensure_ascii=False))
    else:
        show(result, Console())


def measure(folder: Path, rows: Sequence[Row], facet: Facet, classes: ClassMap, tagger: Tagger) -> Evaluation:
    """Score the photos and count the predictions. Rows whose label has no class are skipped.

    Raises:
        InvalidRequest: nothing can be measured: no row has both a class and a photo, no photo can be tagged, or the
            model knows the words of fewer than two classes.
    """
    answerable = _answerable(facet, classes, tagger)
    given = match_rows(folder, rows, classes)
    wanted = dict.fromkeys(truth for _, truth in given.scored)
    if not answerable & set(wanted):
        raise InvalidRequest(f"{tagger.model} has no words for any of the CSV's classes ({', '.join(wanted)}).")
    names, refused = list(classes.members), list(given.refused)
    confusion = np.zeros((len(names), len(names)), np.int64)
    abstained = 0
    tagged = (tagged_file for batch in tag_files([path for path, _ in given.scored], tagger) for tagged_file in batch)
    for (path, truth), found in zip(given.scored, tagged, strict=True):
        if found.photo is None:
            refused.append(f"{shown(path.relative_to(folder))}: {found.error}")
            continue
        guess = class_sums(found.photo.scores[facet.id], classes).argmax()
        confusion[names.index(truth), guess] += 1
        abstained += not any(tag.facet == facet.id for tag in found.photo.tags.tags)
    if not confusion.sum():
        raise InvalidRequest(f"None of the photos could be scored; the first: {refused[0]}")
    counts = zip(names, confusion.sum(axis=1).tolist(), strict=True)
    left_out = tagger.vectors.left_out
    return replace(
        evaluation(facet.id, tagger.model, names, confusion, abstained),
        left_out=left_out[facet.id].left_out if facet.id in left_out else (),
        refused=tuple(refused),
        unanswerable={name: photos for name, photos in counts if photos and name not in answerable},
        unmapped=given.unmapped,
    )


def class_sums(scores: FacetScores, classes: ClassMap) -> NDArray[np.float32]:
    """Scores `[n, labels]` → the sum of its labels' scores for each class, `[n, classes]`."""
    member = np.array([[label in members for label in scores.ids] for members in classes.members.values()], np.float32)
    return np.asarray(scores.labels @ member.reshape(len(classes.members), -1).T, dtype=np.float32)


def _answerable(facet: Facet, classes: ClassMap, tagger: Tagger) -> set[str]:
    """Return the classes whose words the model knows. Raises InvalidRequest for fewer than two."""
    (rows,) = (rows for rows in tagger.vectors.facets if rows.facet == facet.id)
    found = {name for name, members in classes.members.items() if members & set(rows.labels)}
    if len(found) < 2:
        words = f"words for one class of {facet.id} only ({', '.join(found)})" if found else f"no words for {facet.id}"
        raise InvalidRequest(f"{tagger.model} has {words}, so no figure would mean anything; choose another facet.")
    return found


def show(result: Evaluation, console: Console) -> None:
    """Print the figures as a table."""
    table = Table(title=f"{result.facet}: {result.model} on {result.photos} photos")
    for heading in ("class", "precision", "recall", "F1", "photos"):
        table.add_column(heading, justify="left" if heading == "class" else "right")
    for figures in sorted(result.classes, key=lambda figures: -figures.photos):
        if figures.photos:
            shares = [f"{share:.1%}" for share in (figures.precision, figures.recall, figures.f1)]
            table.add_row(figures.name, *shares, str(figures.photos))
    console.print(table)
    macro = "–" if result.one_class else f"{result.macro_f1:.1%}"
    console.print(f"top-1 {result.top_1:.1%} · macro F1 {macro} · the product abstains on {result.abstained:.1%}")
    for note in notes(result):
        console.print(note, style="yellow", markup=False)
