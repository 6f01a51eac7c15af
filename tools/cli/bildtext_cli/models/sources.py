"""Finds the Hugging Face folder of a bundle on this machine, so that the two can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from bildtext.manifest import BundleManifest
from bildtext_cli.checkout import LAYERS
from bildtext_cli.models.presets import content_revision

_WEIGHTS: Final = "weights"  # a torch bundle contains the folder itself


@dataclass(frozen=True)
class Source:
    """The folder a bundle was made from; `folder` is None if unavailable, and `why_not` states the reason."""

    folder: Path | None
    why_not: str = ""


def source_of(bundle: Path, manifest: BundleManifest, given: Path | None) -> Source:
    """Return the folder `given`, else the copy in the bundle, in the repository or in Hugging Face's cache."""
    if missing := [name for name in ("torch", "transformers") if find_spec(name) is None]:
        return Source(None, f"{' and '.join(missing)} cannot be imported here (`make dev` installs both)")
    if given is not None:
        return Source(given)
    if (bundle / _WEIGHTS).is_dir():
        return Source(bundle / _WEIGHTS)
    local = LAYERS / manifest.repository
    if local.is_dir():
        if content_revision(local) == manifest.revision:
            return Source(local)
        return Source(None, f"the weights in {local} are not those the bundle was made from")
    return _cached(manifest)


def _cached(manifest: BundleManifest) -> Source:
    from huggingface_hub import snapshot_download

    try:
        return Source(Path(snapshot_download(manifest.repository, revision=manifest.revision, local_files_only=True)))
    except (OSError, ValueError):  # missing, or not the name of a repository
        return Source(
            None, f"{manifest.repository} at {manifest.revision[:12]} is not on this machine; give it with --source"
        )
