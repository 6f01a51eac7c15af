"""`bildtext models list | export | verify`."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from bildtext.errors import BundleError
from bildtext.manifest import Task, task_of
from bildtext_cli.checkout import IN_CHECKOUT
from bildtext_cli.models.presets import bundle_folder, load_presets, preset
from bildtext_cli.option_types import PATH


@click.group()
def models() -> None:
    """Model presets and their bundles."""


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
def list_models(as_json: bool) -> None:
    """List the presets of models.yaml and whether each has a bundle here."""
    columns = ("name", "task", "repository", "licence", "runtime", "precision")
    table = Table("preset", *columns[1:], "bundle")
    for listed in load_presets():
        exported = (listed.bundle_folder / "bundle.json").is_file()
        if as_json:
            click.echo(json.dumps({**listed.model_dump(), "exported": exported}))
        table.add_row(*(getattr(listed, column) for column in columns), "yes" if exported else "–")
    if not as_json:
        Console().print(table)


@models.command("export")
@click.argument("name", metavar="PRESET")
@click.option("--source", type=PATH, help="A Hugging Face folder to use instead of the preset's.")
@click.option("--out", type=PATH, help="Bundle folder; default: layers/models/PRESET/bundle.")
@click.option("--precision", type=click.Choice(["fp32", "fp16", "int8", "int4"]), help="Instead of the preset's.")
@click.option("--runtime", type=click.Choice(["openvino", "torch"]), help="Instead of the preset's.")
@click.option(
    "--fit",
    type=click.Choice(["crop", "pad", "stretch"]),
    help="Tagging: instead of the preset's or the model's own.",
)
@click.option(
    "--calibration",
    type=PATH,
    help="Tagging, captions: folder of photos, preferably of your own products, to calibrate int8 with and to measure "
    "the deviation of the bundle from its model. Default: the drawn samples.",
)
def export_model(
    name: str,
    source: Path | None,
    out: Path | None,
    precision: str | None,
    runtime: str | None,
    fit: str | None,
    calibration: Path | None,
) -> None:
    """Export a Hugging Face model as a bundle for the preset's task, compare both, and print a summary."""
    _needs_torch()
    from bildtext_cli.models.export_job import ExportJob, found

    chosen = {"precision": precision, "runtime": runtime, "fit": fit}
    wanted = preset(name).model_copy(update={key: value for key, value in chosen.items() if value})
    if fit and wanted.task != "tagging":
        raise BundleError(f"--fit is for tagging; {name} prepares its photos as its own processor says.")
    if calibration and wanted.task == "text":
        raise BundleError(f"--calibration is for photos; {name} is a language model, whose weights need none.")
    if out is None and not IN_CHECKOUT:
        raise BundleError("There is no checkout here whose layers/models would take the bundle; say where with --out.")
    folder, revision = found(wanted, source)
    click.echo(f"exporting {folder.name} as {wanted.runtime} {wanted.precision} …", err=True)
    job = ExportJob(wanted, folder, revision, out or wanted.bundle_folder, calibration)
    click.echo(_task(wanted.task).export_bundle(job))


@models.command("verify")
@click.argument("preset_or_folder", metavar="PRESET|FOLDER")
@click.option("--source", type=PATH, help="The Hugging Face folder it was made from, if it is not found automatically.")
def verify_model(preset_or_folder: str, source: Path | None) -> None:
    """Check a bundle: verify every checksum, and compare its output in a new process with transformers."""
    folder = bundle_folder(preset_or_folder)
    click.echo(_task(task_of(folder)).verify_bundle(folder, source))


def _task(task: Task) -> Any:
    """Return the module with `export_bundle` and `verify_bundle` for a task; both return a report."""
    name = {"tagging": "tagging_bundle", "caption": "caption_bundle", "text": "text_bundle"}[task]
    return importlib.import_module(f"bildtext_cli.models.{name}")


def _needs_torch() -> None:
    try:
        import torch  # noqa: F401
        import transformers  # noqa: F401
    except ImportError:
        raise BundleError("Exporting needs torch and transformers; run `make dev` once.") from None
