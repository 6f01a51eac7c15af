"""`models export` and `models verify` for tagging bundles: the work and the report."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bildtext.bundle import LABEL_VECTORS, Bundle, ModelManifest
from bildtext.errors import BundleError
from bildtext.label_vectors import LabelVectors
from bildtext.labels import load_labels
from bildtext_cli.models.comparison import compare_tagging
from bildtext_cli.models.drift import far_from_reference
from bildtext_cli.models.export_job import ExportJob, calibrated, megabytes, notes, photos_of, shown
from bildtext_cli.models.folders import replacing
from bildtext_cli.models.sources import Source, source_of


def export_bundle(job: ExportJob) -> str:
    """Write a bundle, compile its labels, compare it, and move it to its place if all succeed; return the report."""
    from bildtext_cli.labels import compile_into
    from bildtext_cli.models.export import export

    photos, elsewhere = photos_of(job)
    with replacing(job.target) as folder:
        written = export(
            job.preset,
            job.source,
            folder,
            photos,
            elsewhere=elsewhere,
            fit=job.preset.fit,
            revision=job.revision,
        )
        bundle = compile_into(written, load_labels())
        _check_labels(bundle, job.source)
        compared = compare_tagging(folder, bundle.manifest, Source(job.source))
    lines = [
        *calibrated(bundle.manifest.calibrated_on, job.calibration),
        *notes(bundle.manifest, job.source),
        *compared,
    ]
    return "\n".join([_described(job.target, bundle.manifest), *lines, *_warnings(bundle.manifest)])


def verify_bundle(folder: Path, given: Path | None) -> str:
    """Check every file, then load the bundle in a new process and compare it with transformers if possible."""
    bundle = Bundle.open(folder)
    bundle.verify()
    bundle.label_vectors(load_labels())
    compared = compare_tagging(folder, bundle.manifest, source_of(folder, bundle.manifest, given))
    checked = "every file has its checksum, the label vectors fit the label file"
    lines = [*calibrated(bundle.manifest.calibrated_on, folder), *notes(bundle.manifest), checked, *compared]
    return "\n".join([_described(folder, bundle.manifest), *lines, *_warnings(bundle.manifest)])


def _check_labels(bundle: Bundle, source: Path) -> None:
    vectors = LabelVectors.from_bytes((bundle.folder / LABEL_VECTORS).read_bytes())
    if not vectors.matrix.size:
        raise BundleError(
            f"The tokenizer of {source} knows no word of the label file, so nothing could be tagged; "
            "take the tokenizer files of the model's own repository."
        )
    if not np.isfinite(vectors.matrix).all():
        raise BundleError(f"The label vectors made with {source} are not finite; export from a complete model.")


def _described(folder: Path, manifest: ModelManifest) -> str:
    drift = manifest.drift
    measured = (
        f"cosine to the fp32 reference {drift.cosine_mean:.5f} on average, {drift.cosine_min:.5f} at worst "
        f"({drift.images} images)"
        if drift
        else "drift not measured: no photos other than those for calibration"
        if manifest.calibrated_on
        else "drift not measured: no photos"
    )
    return (
        f"{shown(folder)}: {manifest.name}, {manifest.architecture}, {manifest.dimensions} numbers, "
        f"{manifest.preparation.size} px ({manifest.preparation.fit}), {manifest.licence}, {megabytes(folder):.1f} MB\n"
        f"{measured}"
    )


def _warnings(manifest: ModelManifest) -> list[str]:
    warnings = []
    if manifest.scoring == "sigmoid":
        warnings.append(
            "WARNING: this model scores each label by a sigmoid; the label file's thresholds were chosen for CLIP's "
            "softmax and fit none of its labels, so most facets will abstain until thresholds are set for it"
        )
    if far_from_reference(manifest.drift):
        warnings.append(
            "WARNING: this bundle is far from its model; measure what that costs with `bildtext evaluate`, "
            "calibrate on more of your own photos, or export fp16"
        )
    return warnings
