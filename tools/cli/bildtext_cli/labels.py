"""`bildtext labels`: check the label file and print it as a tree; compile its vectors for a model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bildtext.errors import LabelFileError
from bildtext.labels import CATEGORY, LABELS_FILE, Facet, Label, LabelSet, load_labels
from bildtext_cli.option_types import PATH

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree

    from bildtext.bundle import Bundle
    from bildtext.label_vectors import LabelVectors


@click.group()
def labels() -> None:
    """The label file: facets, labels, prompts, thresholds."""


@labels.command()
@click.argument("file", type=PATH, default=LABELS_FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line: facets, or problems.")
def check(file: Path, as_json: bool) -> None:
    """Check FILE (default: the layer's label file) and print its tree, or list every problem and exit 1."""
    try:
        label_set = load_labels(file)
    except LabelFileError as error:
        for problem in error.problems:
            click.echo(json.dumps(vars(problem), ensure_ascii=False) if as_json else str(problem))
        count = len(error.problems)
        click.echo(f"{file}: {count} problem{'s' if count > 1 else ''}", err=True)
        raise click.exceptions.Exit(1) from error
    if as_json:
        for line in _lines(label_set):
            click.echo(json.dumps(line, ensure_ascii=False))
    else:
        _print_tree(file, label_set)


@labels.command("compile")
@click.argument("file", type=PATH, default=LABELS_FILE)
@click.option(
    "--model", default="mini-clip", show_default=True, help="A preset with a bundle here, or a bundle folder."
)
def compile_vectors(file: Path, model: str) -> None:
    """Encode FILE's prompts with a model and store the vectors in its bundle; photos are not encoded again."""
    from bildtext.bundle import Bundle
    from bildtext_cli.models.presets import bundle_folder

    compile_into(Bundle.open(bundle_folder(model)), load_labels(file))


def compile_into(bundle: Bundle, label_set: LabelSet) -> Bundle:
    """Compile a label set into a bundle and list the labels whose words the model does not know."""
    from bildtext.label_vectors import compile_labels

    vectors = compile_labels(label_set, bundle.text_encoder())
    known = sum(len(rows.labels) for rows in vectors.facets)
    click.echo(f"{bundle.manifest.name} knows the words of {known} of {_count(label_set)} labels", err=True)
    for line in left_out_lines(label_set, vectors):
        click.echo(line, err=True)
    return bundle.with_label_vectors(vectors)


def left_out_lines(label_set: LabelSet, vectors: LabelVectors) -> Iterator[str]:
    """Yield the labels and prompts whose words a model does not know, as the Markdown list of its model card."""
    for rows in vectors.facets:
        facet = label_set.facet(rows.facet)
        if not rows.labels:
            yield f"- `{facet.id}`: all {len(facet.labels)}"
        elif rows.left_out:
            yield f"- `{facet.id}` ({len(rows.left_out)} of {len(facet.labels)}): {', '.join(rows.left_out)}"
        if rows.nones_left_out:
            quoted = ", ".join(f'"{prompt}"' for prompt in rows.nones_left_out)
            forced = "; it takes one of its labels whatever a photo shows" if rows.forced else ""
            yield f"- `{facet.id}`, {len(rows.nones_left_out)} of {len(facet.none)} `none` prompts: {quoted}{forced}"
        if rows.prompts_left_out:
            yield f"- `{facet.id}`, {rows.prompts_left_out} wordings of labels that keep others"


def _lines(label_set: LabelSet) -> Iterator[dict[str, object]]:
    yield {"fingerprint": label_set.fingerprint, "facets": len(label_set.facets), "labels": _count(label_set)}
    for facet in label_set.facets:
        yield {
            **vars(facet),
            "name": vars(facet.name),
            "applies_to": None if facet.applies_to is None else sorted(facet.applies_to),
            "groups": [vars(group) | {"name": vars(group.name)} for group in facet.groups],
            "labels": [vars(label) | {"name": vars(label.name)} for label in facet.labels],
        }


def _print_tree(file: Path, label_set: LabelSet) -> None:
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    root = Tree(Text(file.name, style="bold"), guide_style="dim")
    for facet in label_set.facets:
        branch = root.add(_facet_line(facet, label_set))
        for group in facet.groups:
            members = [label for label in facet.labels if label.group == group.id]
            line = Text.assemble(
                (group.name.de, "bold"), f" · {group.name.en}", (f"  {group.id}, {len(members)}", "dim")
            )
            _add_labels(branch.add(line), facet, members)
        _add_labels(branch, facet, [label for label in facet.labels if label.group is None])
    console = Console(highlight=False)
    console.print(root)
    counts = f"{len(label_set.facets)} facets, {_count(label_set)} labels"
    console.print(f"{counts}, no problems. Fingerprint {label_set.fingerprint[:12]}", soft_wrap=True)


def _facet_line(facet: Facet, label_set: LabelSet) -> Text:
    from rich.text import Text

    choose = "any" if facet.choose is None else "one" if facet.choose == 1 else f"up to {facet.choose}"
    rules = [f"choose {choose}", f"threshold {facet.threshold:g}"]
    rules += [f"margin {facet.margin:g}"] if facet.choose == 1 else []
    rules += [f"{len(facet.labels)} labels"]
    rules += [f"{len(facet.none)} none prompts"] if facet.none else []
    applies = "every photo" if facet.applies_to is None else ", ".join(_covering(facet.applies_to, label_set))
    return Text.assemble(
        (facet.name.de, "bold cyan"),
        f" · {facet.name.en}",
        (f"  {facet.id}", "dim"),
        ("\n" + " · ".join(rules), "yellow"),
        ("\napplies to " + applies, "green"),
    )


def _add_labels(branch: Tree, facet: Facet, members: list[Label]) -> None:
    from rich.text import Text

    columns = [(label.name.de, label.name.en, label.id) for label in members]
    german, english, ids = (max(map(len, column)) for column in zip(*columns, strict=True)) if columns else (0, 0, 0)
    for label in members:
        line = Text(f"{label.name.de:{german}}  {label.name.en:{english}}  ")
        line.append(f"{label.id:{ids}}", "dim")
        if label.term != label.name.en.lower():
            line.append(f'  "{label.term}"', "magenta")
        if label.threshold != facet.threshold:
            line.append(f"  threshold {label.threshold:g}", "yellow")
        line.rstrip()
        branch.add(line)


def _covering(leaves: frozenset[str], label_set: LabelSet) -> Iterator[str]:
    """Yield ids equivalent to `leaves`, with a group's id in place of all of its leaves."""
    category = label_set.facet(CATEGORY)
    groups = [
        group.id
        for group in category.groups
        if leaves.issuperset(label.id for label in category.labels if label.group == group.id)
    ]
    yield from groups
    yield from (label.id for label in category.labels if label.id in leaves and label.group not in groups)


def _count(label_set: LabelSet) -> int:
    return sum(len(facet.labels) for facet in label_set.facets)
