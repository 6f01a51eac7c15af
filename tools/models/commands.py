"""`bildtext models list | export | verify`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bildtext.bundle import Bundle
from bildtext.captioners.bundle import CaptionFacts
from bildtext.errors import BundleError
from bildtext.labels import load_labels
from bildtext.language_models.bundle import TextFacts
from bildtext.sealed import Task, read_facts, task_of
from tools.models.presets import LAYERS, Preset, bundle_folder, fetch, load_presets, preset

_SAMPLES = Path(__file__).parents[1] / "samples"


@click.group()
def models() -> None:
    """Model presets and their bundles."""


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
def list_models(as_json: bool) -> None:
    """Show the presets of models.yaml and whether each has a bundle here."""
    table = Table("preset", "task", "repository", "licence", "runtime", "precision", "bundle")
    for one in load_presets():
        there = (one.bundle_folder / "bundle.json").is_file()
        if as_json:
            click.echo(json.dumps({**one.model_dump(), "exported": there}))
        table.add_row(
            one.name, one.task, one.repository, one.licence, one.runtime, one.precision, "yes" if there else "–"
        )
    if not as_json:
        Console().print(table)


@models.command("export")
@click.argument("name", metavar="PRESET")
@click.option(
    "--source", type=click.Path(path_type=Path), help="A Hugging Face folder to take instead of the preset's."
)
@click.option("--out", type=click.Path(path_type=Path), help="Bundle folder; default: layers/models/PRESET/bundle.")
@click.option("--precision", type=click.Choice(["fp32", "fp16", "int8", "int4"]), help="Instead of the preset's.")
@click.option("--runtime", type=click.Choice(["openvino", "torch"]), help="Instead of the preset's.")
@click.option(
    "--fit",
    type=click.Choice(["crop", "pad", "stretch"]),
    help="Tagging: instead of the preset's or the model's own.",
)
@click.option(
    "--calibration",
    type=click.Path(path_type=Path),
    default=_SAMPLES,
    show_default="the drawn samples",
    help="Tagging, captions: folder of photos that calibrate int8 and measure the drift; your own products are best.",
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
    """Turn a Hugging Face model into a bundle of the preset's task, and say what it holds."""
    _needs_torch()
    chosen = {"precision": precision, "runtime": runtime, "fit": fit}
    wanted = preset(name).model_copy(update={key: value for key, value in chosen.items() if value})
    folder, revision = (source, source.name) if source else fetch(wanted)
    click.echo(f"exporting {folder.name} as {wanted.runtime} {wanted.precision} …", err=True)
    click.echo(_EXPORTS[wanted.task](_Order(wanted, folder, revision, out or wanted.bundle_folder, calibration)))


@models.command("verify")
@click.argument("preset_or_folder", metavar="PRESET|FOLDER")
def verify_model(preset_or_folder: str) -> None:
    """Check a bundle: every checksum, and that what is in it loads and answers in the right shape."""
    folder = bundle_folder(preset_or_folder)
    click.echo(_CHECKS[task_of(folder)](folder))


@dataclass(frozen=True)
class _Order:
    """One export: the Hugging Face folder `source` at `revision` becomes the bundle folder `target`."""

    preset: Preset
    source: Path
    revision: str
    target: Path
    calibration: Path


def _photos(folder: Path) -> list[bytes]:
    photos = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.suffix in (".jpg", ".jpeg", ".png")]
    click.echo(f"{len(photos)} photos measure how far the bundle is from its reference", err=True)
    return photos


def _export_tagging(order: _Order) -> str:
    from tools.labels import compile_into
    from tools.models.export import export

    photos = _photos(order.calibration)
    bundle = export(order.preset, order.source, order.target, photos, fit=order.preset.fit, revision=order.revision)
    return _described(compile_into(bundle, load_labels()))


def _check_tagging(folder: Path) -> str:
    import numpy as np

    bundle = Bundle.open(folder)
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
    return (
        f"{_described(bundle)}\nevery file has its checksum, the label vectors fit the label file, both encoders answer"
    )


def _export_text(order: _Order) -> str:
    from tools.models.text_export import export_text

    return _text_described(order.target, export_text(order.preset, order.source, order.target, revision=order.revision))


def _check_text(folder: Path) -> str:
    from bildtext.language_models import Message, Sampling
    from bildtext.language_models.bundle import open_language_model

    pieces: list[str] = []

    def heard(piece: str) -> bool:
        pieces.append(piece)
        return True

    model = open_language_model(folder)
    model.answer([Message("user", "Hallo")], Sampling(16), heard)
    said = "".join(pieces)
    return (
        f"{_text_described(folder, read_facts(folder, TextFacts))}\n"
        f"every file has its checksum, the model answers (to “Hallo”: {json.dumps(said, ensure_ascii=False)})"
    )


def _export_caption(order: _Order) -> str:
    from tools.models.caption_export import export_caption

    photos = _photos(order.calibration)
    facts = export_caption(order.preset, order.source, order.target, photos, revision=order.revision)
    return _caption_described(order.target, facts)


def _check_caption(folder: Path) -> str:
    import numpy as np

    from bildtext.captioners.bundle import open_captioner

    captioner = open_captioner(folder)
    size = captioner.preparation.size
    said = captioner.caption(np.zeros((1, size, size, 3), np.uint8))
    return (
        f"{_caption_described(folder, read_facts(folder, CaptionFacts))}\n"
        f"every file has its checksum, the model answers (to a black picture: {json.dumps(said[0])})"
    )


# What makes and what checks a bundle, by its task. Both say what they found.
_EXPORTS: dict[Task, Callable[[_Order], str]] = {
    "tagging": _export_tagging,
    "caption": _export_caption,
    "text": _export_text,
}
_CHECKS: dict[Task, Callable[[Path], str]] = {
    "tagging": _check_tagging,
    "caption": _check_caption,
    "text": _check_text,
}


def _described(bundle: Bundle) -> str:
    facts, drift = bundle.facts, bundle.facts.drift
    measured = (
        f"cosine to the fp32 reference {drift.cosine_mean:.5f} on average, {drift.cosine_min:.5f} at worst "
        f"({drift.images} images)"
        if drift
        else "drift not measured"
    )
    return (
        f"{_shown(bundle.folder)}: {facts.name}, {facts.architecture}, {facts.dimensions} numbers, "
        f"{facts.preparation.size} px ({facts.preparation.fit}), {facts.licence}, {_megabytes(bundle.folder):.1f} MB\n"
        f"{measured}"
    )


def _text_described(folder: Path, facts: TextFacts) -> str:
    return (
        f"{_shown(folder)}: {facts.name}, {facts.architecture} ({facts.kind}, {facts.runtime}), "
        f"{facts.context_length} tokens, {facts.licence}, {_megabytes(folder):.1f} MB"
    )


def _caption_described(folder: Path, facts: CaptionFacts) -> str:
    agreement = facts.agreement
    measured = (
        f"{agreement.equal:.0%} of {agreement.images} photos have the captions of the fp32 reference, token for token"
        if agreement
        else "it is the reference itself"
    )
    return (
        f"{_shown(folder)}: {facts.name}, {facts.architecture} ({facts.runtime}), "
        f"{facts.preparation.size} px ({facts.preparation.fit}), {facts.licence}, {_megabytes(folder):.1f} MB\n"
        f"{measured}"
    )


def _shown(folder: Path) -> Path:
    where = folder.resolve()
    return where.relative_to(LAYERS.parent) if where.is_relative_to(LAYERS.parent) else where


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _needs_torch() -> None:
    try:
        import torch  # noqa: F401
    except ImportError:
        raise BundleError("Exporting needs torch and transformers; run `make dev` once.") from None
