"""Opens the bundle of a captioner or language model with the runtime that it was exported for.

The functions and the layer only contain OpenVINO; torch is installed where models are exported.
"""

from __future__ import annotations

from pathlib import Path

from bildtext.captioners import Captioner, bundle
from bildtext.captioners.manifest import WEIGHTS as CAPTION_WEIGHTS
from bildtext.captioners.manifest import CaptionManifest
from bildtext.language_models import LanguageModel
from bildtext.language_models import bundle as text_bundle
from bildtext.language_models.manifest import WEIGHTS as TEXT_WEIGHTS
from bildtext.language_models.manifest import LanguageModelManifest
from bildtext.manifest import read_manifest, verify_files


def open_captioner(folder: Path) -> Captioner:
    """Check every file of the bundle, then load the model. Raises BundleError, as the layer's own does."""
    manifest = read_manifest(folder, CaptionManifest)
    if manifest.runtime != "torch":
        return bundle.open_captioner(folder)
    verify_files(folder, manifest)
    from bildtext_cli.models.captioners.torch_runtime import TorchCaptioner

    return TorchCaptioner(folder / CAPTION_WEIGHTS)


def open_language_model(folder: Path) -> LanguageModel:
    """Check every file of the bundle, then load the model. Raises BundleError, as the layer's own does."""
    manifest = read_manifest(folder, LanguageModelManifest)
    if manifest.runtime != "torch":
        return text_bundle.open_language_model(folder)
    verify_files(folder, manifest)
    with text_bundle.loading_errors(folder):
        from bildtext_cli.models.torch_language_model import TorchLanguageModel

        return TorchLanguageModel(folder / TEXT_WEIGHTS, manifest)
