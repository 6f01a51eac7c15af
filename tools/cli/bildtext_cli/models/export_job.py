"""The parameters of an export, and the parts of the report that exports and checks of every task share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from bildtext.hugging_face.folder import read_config, shipped_code
from bildtext.manifest import BundleManifest
from bildtext_cli.checkout import ROOT, SAMPLES
from bildtext_cli.models.calibration import MOST_PHOTOS, find_photos
from bildtext_cli.models.presets import Preset, content_revision, fetch
from bildtext_cli.models.probes import sample_photos


@dataclass(frozen=True)
class ExportJob:
    """One export: the Hugging Face folder `source` at `revision` becomes the bundle folder `target`.

    `calibration` is a folder of photos; None means the drawn samples.
    """

    preset: Preset
    source: Path
    revision: str
    target: Path
    calibration: Path | None


def found(preset: Preset, given: Path | None) -> tuple[Path, str]:
    """Return the Hugging Face folder of an export and its revision: the commit if known, else a checksum.

    Raises:
        BundleError: it does not exist, or is not a complete model.
    """
    if given is None:
        return fetch(preset)
    read_config(given)
    return given, given.name if _COMMIT.fullmatch(given.name) else content_revision(given)


_COMMIT: Final = re.compile(r"[0-9a-f]{40}")  # the folder name in Hugging Face's cache


def photos_of(job: ExportJob) -> tuple[list[bytes], list[bytes]]:
    """Return the photos to calibrate or measure on, and others to measure on; skipped files are reported on stderr."""
    if job.calibration is None:
        return sample_photos(), []
    read = find_photos(job.calibration)
    for sentence in read.unreadable:
        click.echo(f"  skipped: {sentence}", err=True)
    more = ", enough of them" if len(read.photos) == MOST_PHOTOS else ""
    others = f", {read.others} files that are no photos" if read.others else ""
    click.echo(f"{len(read.photos)} photos found in {job.calibration}{more}{others}", err=True)
    return list(read.photos), sample_photos()


def notes(manifest: BundleManifest, source: Path | None = None) -> list[str]:
    """Return what a user of the bundle must know about its origin."""
    lines = []
    if manifest.weights_prefix:
        lines.append(
            f"{manifest.weights_prefix!r} was removed from the names of the weights, so that they match the model's"
        )
    if source is not None and (code := shipped_code(source)):
        lines.append(f"code in the repository was not run ({', '.join(code[:3])})")
    return lines


def calibrated(facts_on: int | None, folder: Path | None = None) -> list[str]:
    """Return how many photos, and which, a bundle was calibrated on."""
    if facts_on is None:
        return []
    own = "" if folder else f", of the drawn samples in {shown(SAMPLES)}: your own products are better (--calibration)"
    return [f"calibrated on {facts_on} photos{own}"]


def shown(folder: Path) -> Path:
    """Return a path relative to the repository if it is inside."""
    where = folder.resolve()
    return where.relative_to(ROOT) if where.is_relative_to(ROOT) else where


def megabytes(folder: Path) -> float:
    """Return the total size of the files below a folder, in 10⁶ bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
