"""Opens a captioner's bundle on OpenVINO, which is what the function's image and a laptop hold."""

from __future__ import annotations

from pathlib import Path

from bildtext.captioners import Captioner
from bildtext.captioners.manifest import CaptionManifest
from bildtext.manifest import check_files, read_manifest, refuse_torch


def open_captioner(folder: Path) -> Captioner:
    """Check every file of the bundle, then load the model.

    Raises:
        BundleError: no bundle, one of another task or for torch, or a file that is missing or damaged.
    """
    manifest = read_manifest(folder, CaptionManifest)
    check_files(folder, manifest)
    refuse_torch(folder, manifest.runtime)
    from bildtext.captioners.openvino_runtime import OpenVinoCaptioner

    return OpenVinoCaptioner(folder, manifest)
