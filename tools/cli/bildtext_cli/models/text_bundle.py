"""`models export` and `models verify` for language model bundles: the work and the report."""

from __future__ import annotations

from pathlib import Path

from bildtext.language_models.manifest import LanguageModelManifest
from bildtext.manifest import read_manifest, verify_files
from bildtext_cli.models.comparison import compare_answers
from bildtext_cli.models.export_job import ExportJob, megabytes, notes, shown
from bildtext_cli.models.folders import replacing
from bildtext_cli.models.sources import Source, source_of


def export_bundle(job: ExportJob) -> str:
    """Write a bundle, ask it questions, and move it to its place if both succeed; return the report."""
    from bildtext_cli.models.text_export import export_text

    with replacing(job.target) as folder:
        manifest = export_text(job.preset, job.source, folder, revision=job.revision)
        compared = compare_answers(folder, manifest, Source(job.source))
    return "\n".join([_described(job.target, manifest), *notes(manifest, job.source), *compared])


def verify_bundle(folder: Path, given: Path | None) -> str:
    """Check every file, then load the bundle in a new process and compare it with transformers if possible."""
    manifest = read_manifest(folder, LanguageModelManifest)
    verify_files(folder, manifest)
    compared = compare_answers(folder, manifest, source_of(folder, manifest, given))
    return "\n".join([_described(folder, manifest), *notes(manifest), "every file has its checksum", *compared])


def _described(folder: Path, manifest: LanguageModelManifest) -> str:
    return (
        f"{shown(folder)}: {manifest.name}, {manifest.architecture} ({manifest.kind}, {manifest.runtime}), "
        f"{manifest.context_length} tokens, {manifest.licence}, {megabytes(folder):.1f} MB"
    )
