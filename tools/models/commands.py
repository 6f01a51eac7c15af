"""`bildtext models list | export | verify`."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bildtext.bundle import Bundle
from bildtext.errors import BundleError
from bildtext.labels import load_labels
from tools.models.presets import LAYERS, bundle_folder, fetch, load_presets, preset

_SAMPLES = Path(__file__).parents[1] / "samples"


@click.group()
def models() -> None:
    """Model presets and their bundles."""


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
def list_models(as_json: bool) -> None:
    """Show the presets of models.yaml and whether each has a bundle here."""
    table = Table("preset", "repository", "licence", "runtime", "precision", "bundle")
    for one in load_presets():
        there = (one.bundle_folder / "bundle.json").is_file()
        if as_json:
            click.echo(json.dumps({**one.model_dump(), "exported": there}))
        table.add_row(one.name, one.repository, one.licence, one.runtime, one.precision, "yes" if there else "–")
    if not as_json:
        Console().print(table)


@models.command("export")
@click.argument("name", metavar="PRESET")
@click.option(
    "--source", type=click.Path(path_type=Path), help="A Hugging Face folder to take instead of the preset's."
)
@click.option("--out", type=click.Path(path_type=Path), help="Bundle folder; default: layers/models/PRESET/bundle.")
@click.option("--precision", type=click.Choice(["fp32", "fp16", "int8"]), help="Instead of the preset's.")
@click.option("--runtime", type=click.Choice(["openvino", "torch"]), help="Instead of the preset's.")
@click.option(
    "--fit", type=click.Choice(["crop", "pad", "stretch"]), help="Instead of the preset's or the model's own."
)
@click.option(
    "--calibration",
    type=click.Path(path_type=Path),
    default=_SAMPLES,
    show_default="the drawn samples",
    help="Folder of photos that calibrate int8 and measure the drift; your own products are best.",
)
def export_model(
    name: str,
    source: Path | None,
    out: Path | None,
    precision: str | None,
    runtime: str | None,
    fit: str | None,
    calibration: Path,
) -> None:
    """Turn a Hugging Face model into a bundle, with its label vectors and its measured drift."""
    _needs_torch()
    from tools.labels import compile_into
    from tools.models.export import export

    chosen = {"precision": precision, "runtime": runtime, "fit": fit}
    wanted = preset(name).model_copy(update={key: value for key, value in chosen.items() if value})
    folder, revision = (source, source.name) if source else fetch(wanted)
    photos = [path.read_bytes() for path in sorted(calibration.rglob("*")) if path.suffix in (".jpg", ".jpeg", ".png")]
    click.echo(f"exporting {folder.name} as {wanted.runtime} {wanted.precision}, {len(photos)} photos …", err=True)
    bundle = export(wanted, folder, out or wanted.bundle_folder, photos, revision=revision)
    click.echo(_described(compile_into(bundle, load_labels())))


@models.command("verify")
@click.argument("preset_or_folder", metavar="PRESET|FOLDER")
def verify_model(preset_or_folder: str) -> None:
    """Check a bundle: every checksum, the label vectors, and that the encoders load and answer in the right shape."""
    import numpy as np

    from bildtext.labels import load_labels

    bundle = Bundle.open(bundle_folder(preset_or_folder))
    bundle.verify()
    bundle.label_vectors(load_labels())
    size, dimensions = bundle.facts.preparation.size, bundle.facts.dimensions
    image = bundle.image_encoder().encode(np.zeros((1, size, size, 3), np.uint8))
    text = bundle.text_encoder().encode(["a photo"])
    for shape in (image.shape, text.shape):
        if shape != (1, dimensions):
            raise BundleError(
                f"An encoder answers with shape {shape}, the bundle says (1, {dimensions}); export it again."
            )
    click.echo(_described(bundle))
    click.echo("every file has its checksum, the label vectors fit the label file, both encoders answer")


def _described(bundle: Bundle) -> str:
    facts, drift = bundle.facts, bundle.facts.drift
    size = sum(path.stat().st_size for path in bundle.folder.rglob("*") if path.is_file()) / 1e6
    where = bundle.folder.resolve()
    shown = where.relative_to(LAYERS.parent) if where.is_relative_to(LAYERS.parent) else where
    measured = (
        f"cosine to the fp32 reference {drift.cosine_mean:.5f} on average, {drift.cosine_min:.5f} at worst "
        f"({drift.images} images)"
        if drift
        else "drift not measured"
    )
    return (
        f"{shown}: {facts.name}, {facts.architecture}, {facts.dimensions} numbers, "
        f"{facts.preparation.size} px ({facts.preparation.fit}), {facts.licence}, {size:.1f} MB\n{measured}"
    )


def _needs_torch() -> None:
    try:
        import torch  # noqa: F401
    except ImportError:
        raise BundleError("Exporting needs torch and transformers; run `make dev` once.") from None
