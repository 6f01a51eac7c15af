"""Opens a captioner's bundle on OpenVINO, the runtime in the function's image and on laptops."""

from __future__ import annotations

from pathlib import Path

from bildtext.captioners import Captioner
from bildtext.captioners.manifest import CaptionManifest
from bildtext.manifest import check_files, read_manifest, refuse_torch


def open_captioner(folder: Path) -> Captioner:
    """Check every file of the bundle, then load the model.

    Raises:
        BundleError: not a bundle, of another task, for torch, or with a missing or damaged file.
    """
    manifest = read_manifest(folder, CaptionManifest)
    check_files(folder, manifest)
    refuse_torch(folder, manifest.runtime)
    from bildtext.captioners.openvino_runtime import OpenVinoCaptioner

    return OpenVinoCaptioner(folder, manifest)
