"""Opens a captioner's bundle on OpenVINO, the runtime in the function's image and on laptops."""

from __future__ import annotations

from pathlib import Path

from bildtext.captioners import Captioner
from bildtext.captioners.manifest import CaptionManifest
from bildtext.manifest import verified_manifest


def open_captioner(folder: Path) -> Captioner:
    """Check every file of the bundle, then load the model. Raises BundleError as `verified_manifest` does."""
    manifest = verified_manifest(folder, CaptionManifest)
    from bildtext.captioners.openvino_runtime import OpenVinoCaptioner

    return OpenVinoCaptioner(folder, manifest)
