"""`models export` and `models verify` for captioner bundles: the work and the report."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from bildtext.captioners.manifest import CaptionManifest
from bildtext.manifest import read_manifest, verify_files
from bildtext_cli.models.comparison import compare_captions
from bildtext_cli.models.export_job import ExportJob, calibrated, megabytes, notes, photos_of, shown
from bildtext_cli.models.folders import replacing
from bildtext_cli.models.sources import Source, source_of

_LITTLE_AGREEMENT: Final = 0.5


def export_bundle(job: ExportJob) -> str:
    """Write a bundle, compare it with its model, and move it to its place if both succeed; return the report."""
    from bildtext_cli.models.caption_export import export_caption

    photos, elsewhere = photos_of(job)
    with replacing(job.target) as folder:
        manifest = export_caption(job.preset, job.source, folder, photos, elsewhere=elsewhere, revision=job.revision)
        compared = compare_captions(folder, manifest, Source(job.source))
    lines = [*calibrated(manifest.calibrated_on, job.calibration), *notes(manifest, job.source), *compared]
    return "\n".join([_described(job.target, manifest), *lines, *_warnings(manifest)])


def verify_bundle(folder: Path, given: Path | None) -> str:
    """Check every file, then load the bundle in a new process and compare it with transformers if possible."""
    manifest = read_manifest(folder, CaptionManifest)
    verify_files(folder, manifest)
    compared = compare_captions(folder, manifest, source_of(folder, manifest, given))
    lines = [*calibrated(manifest.calibrated_on, folder), *notes(manifest), "every file has its checksum", *compared]
    return "\n".join([_described(folder, manifest), *lines, *_warnings(manifest)])


def _described(folder: Path, manifest: CaptionManifest) -> str:
    agreement = manifest.agreement
    measured = (
        f"{agreement.equal:.0%} of {agreement.images} photos have the captions of the fp32 reference, token for token"
        if agreement
        else "it is the reference itself"
        if manifest.runtime == "torch"
        else "agreement not measured: no photos"
    )
    return (
        f"{shown(folder)}: {manifest.name}, {manifest.architecture} ({manifest.runtime}), "
        f"{manifest.preparation.size} px ({manifest.preparation.fit}), {manifest.licence}, {megabytes(folder):.1f} MB\n"
        f"{measured}"
    )


def _warnings(manifest: CaptionManifest) -> list[str]:
    if manifest.agreement is None or manifest.agreement.equal >= _LITTLE_AGREEMENT:
        return []
    return ["WARNING: most captions are not those of the model itself; read some of them, or export fp16"]
