"""`bildtext evaluate`: how right a model is on a folder of photos whose labels are known, by the product's own path.

Each photo goes through the tagging function's own code; then the scores of one facet are
compared with a CSV file. A map may group labels into classes, whose scores are added.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
import yaml
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bildtext.errors import InvalidRequest
from bildtext.images import DEFAULT_LIMITS
from bildtext.labels import LABELS_FILE, Facet
from tagging.flow import tag_images
from tagging.scoring import FacetScores
from tagging.steps import Tagger
from tagging.wiring import load_tagger
from tools.evaluate_report import write_report
from tools.models.presets import bundle_folder
from tools.train.photos import held_back

_BATCH = 32
_ENDINGS = ("", ".jpg", ".jpeg", ".png", ".webp", ".avif")


@dataclass(frozen=True)
class ClassFigures:
    """Of one class: `precision` of what was called so, `recall` of what is so, their harmonic mean, and how many are
    so."""

    name: str
    precision: float
    recall: float
    f1: float
    photos: int


@dataclass(frozen=True)
class Evaluation:
    """`confusion[i, j]`: photos of class i that were called class j. `abstained`: the share of photos about which the
    product would have said nothing in this facet. `left_out`: labels of the facet the model has no words for."""

    facet: str
    model: str
    photos: int
    top_1: float
    macro_f1: float
    abstained: float
    classes: tuple[ClassFigures, ...]
    confusion: NDArray[np.int64]
    left_out: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True)
class ClassMap:
    """`of_label`: the CSV's label → class. `members`: class → label ids of the facet whose scores are added."""

    of_label: Mapping[str, str]
    members: Mapping[str, frozenset[str]]


@click.command("evaluate")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--labels",
    "csv_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="CSV with the columns image and label.",
)
@click.option("--facet", "facet_id", required=True, help="The facet the labels belong to, e.g. category.")
@click.option(
    "--map",
    "map_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML: CSV label → label id(s), or classes.",
)
@click.option(
    "--model", default="mini-clip", show_default=True, help="A preset with an exported bundle, or a bundle folder."
)
@click.option("--label-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=LABELS_FILE)
@click.option(
    "--held-back", "only_held_back", is_flag=True, help="Only the photos that `bildtext train` keeps for figures."
)
@click.option(
    "--report",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for report.html with the confusion matrix.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line on stdout.")
def evaluate(
    folder: Path,
    csv_file: Path,
    facet_id: str,
    map_file: Path | None,
    model: str,
    label_file: Path,
    only_held_back: bool,
    report: Path | None,
    as_json: bool,
) -> None:
    """Compare what a model says of the photos in FOLDER with what a CSV file says."""
    tagger = load_tagger(bundle_folder(model), label_file, DEFAULT_LIMITS)
    facet = tagger.labels.facet(facet_id)
    rows = read_labels(csv_file)
    if only_held_back:
        kept = held_back([Path(name).stem for name, _ in rows])
        rows = [row for row, keep in zip(rows, kept, strict=True) if keep]
    result = measure(folder, rows, facet, read_map(map_file, facet), tagger)
    if report:
        click.echo(f"report: {write_report(result, report)}", err=True)
    if as_json:
        click.echo(json.dumps({**asdict(result), "confusion": result.confusion.tolist()}))
    else:
        show(result, Console())


def measure(
    folder: Path, rows: Sequence[tuple[str, str]], facet: Facet, classes: ClassMap, tagger: Tagger
) -> Evaluation:
    """Score the photos and count. Rows whose label has no class are not scored.

    Raises:
        InvalidRequest: no row has both a class and a photo.
    """
    wanted = [
        (name, find_photo(folder, name), classes.of_label[label]) for name, label in rows if label in classes.of_label
    ]
    found = [(path, truth) for _, path, truth in wanted if path is not None]
    refused = [f"{name}: no such photo" for name, path, _ in wanted if path is None]
    if not found:
        raise InvalidRequest(
            f"No photo in {folder} has a label that is scored; look at the CSV's image and label columns and at --map."
        )
    names = list(classes.members)
    confusion = np.zeros((len(names), len(names)), np.int64)
    abstained = 0
    for start in range(0, len(found), _BATCH):
        batch = found[start : start + _BATCH]
        photos = tag_images([path.read_bytes() for path, _ in batch], tagger)
        for (path, truth), photo in zip(batch, photos, strict=True):
            if photo.refusal is not None:
                refused.append(f"{path.name}: {photo.refusal}")
                continue
            guess = class_sums(photo.scores[facet.id], classes).argmax()
            confusion[names.index(truth), guess] += 1
            abstained += not any(tag.facet == facet.id for tag in photo.tags.tags)
    left_out = tagger.vectors.left_out.get(facet.id, ())
    return evaluation(facet.id, tagger.model, names, confusion, abstained, left_out, tuple(refused))


def evaluation(
    facet: str,
    model: str,
    names: Sequence[str],
    confusion: NDArray[np.int64],
    abstained: int,
    left_out: tuple[str, ...] = (),
    refused: tuple[str, ...] = (),
) -> Evaluation:
    """The figures that follow from a confusion matrix `[classes, classes]`; classes without photos do not count in
    macro F1."""
    right = np.diag(confusion).astype(float)
    called, so = confusion.sum(axis=0), confusion.sum(axis=1)
    precision, recall = right / np.maximum(called, 1), right / np.maximum(so, 1)
    f1 = 2 * right / np.maximum(called + so, 1)
    figures = tuple(
        ClassFigures(name, float(p), float(r), float(f), int(n))
        for name, p, r, f, n in zip(names, precision, recall, f1, so, strict=True)
    )
    photos = int(confusion.sum())
    return Evaluation(
        facet,
        model,
        photos,
        float(right.sum() / max(photos, 1)),
        float(f1[so > 0].mean()) if photos else 0.0,
        abstained / max(photos, 1),
        figures,
        confusion,
        left_out,
        refused,
    )


def class_sums(scores: FacetScores, classes: ClassMap) -> NDArray[np.float32]:
    """Scores `[n, labels]` → the sum of its labels' scores for each class, `[n, classes]`."""
    member = np.array([[label in members for label in scores.ids] for members in classes.members.values()], np.float32)
    return np.asarray(scores.labels @ member.reshape(len(classes.members), -1).T, dtype=np.float32)


def read_labels(path: Path) -> list[tuple[str, str]]:
    """The rows (image, label) of a CSV file. Raises InvalidRequest when a column is missing."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        if not {"image", "label"} <= set(reader.fieldnames or ()):
            there = ", ".join(reader.fieldnames or ()) or "none"
            raise InvalidRequest(f"{path.name} must have the columns image and label; it has {there}.")
        return [(row["image"], row["label"]) for row in reader]


def read_map(path: Path | None, facet: Facet) -> ClassMap:
    """Read a map, or make the one that goes without saying: a label by its id or its German or English name, and in the
    category facet also a group.

    A map is either `CSV label: label id` (or a list of ids), or has two parts, `labels` (CSV label: class) and
    `classes` (class: label ids). Raises InvalidRequest for ids that the facet does not have.
    """
    ids = {label.id for label in facet.labels}
    groups = {
        group.id: frozenset(label.id for label in facet.labels if label.group == group.id) for group in facet.groups
    }
    if path is None:
        names = {name: label.id for label in facet.labels for name in (label.name.de, label.name.en, label.id)}
        return ClassMap(names, {label.id: frozenset((label.id,)) for label in facet.labels})
    content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise InvalidRequest(f"{path.name} must map the CSV's labels to label ids.")
    if set(content) == {"labels", "classes"}:
        of_label, classes = content["labels"], content["classes"]
    else:
        of_label = {label: _class_name(to) for label, to in content.items()}
        classes = {_class_name(to): to for to in content.values()}
    members = {}
    for name, entries in classes.items():
        listed = [entries] if isinstance(entries, str) else list(entries)
        unknown = [entry for entry in listed if entry not in ids and entry not in groups]
        if unknown:
            raise InvalidRequest(f"{path.name}: the facet {facet.id} has no label {', '.join(map(repr, unknown))}.")
        members[str(name)] = frozenset().union(*(groups.get(entry, frozenset((entry,))) for entry in listed))
    missing = set(of_label.values()) - set(members)
    if missing:
        raise InvalidRequest(f"{path.name}: no class {', '.join(sorted(map(repr, missing)))} under `classes`.")
    return ClassMap(of_label, members)


def find_photo(folder: Path, name: str) -> Path | None:
    """The photo of that name, with or without its ending."""
    for ending in _ENDINGS:
        path = folder / f"{name}{ending}"
        if path.is_file():
            return path
    return None


def show(result: Evaluation, console: Console) -> None:
    """Print the figures as a table."""
    table = Table(title=f"{result.facet}: {result.model} on {result.photos} photos")
    for heading in ("class", "precision", "recall", "F1", "photos"):
        table.add_column(heading, justify="left" if heading == "class" else "right")
    for figures in sorted(result.classes, key=lambda each: -each.photos):
        if figures.photos:
            table.add_row(
                figures.name,
                f"{figures.precision:.1%}",
                f"{figures.recall:.1%}",
                f"{figures.f1:.1%}",
                str(figures.photos),
            )
    console.print(table)
    console.print(
        f"top-1 {result.top_1:.1%} · macro F1 {result.macro_f1:.1%} · the product abstains on {result.abstained:.1%}"
    )
    if result.left_out:
        console.print(f"[dim]no words for: {', '.join(result.left_out)}[/dim]")
    if result.refused:
        console.print(f"[yellow]{len(result.refused)} not scored: {'; '.join(result.refused[:3])}[/yellow]")


def _class_name(entry: Any) -> str:
    return entry if isinstance(entry, str) else " + ".join(entry)
