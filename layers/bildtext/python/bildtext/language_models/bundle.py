"""Opens a language model's bundle on OpenVINO GenAI, the runtime in the function's image and on laptops."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bildtext.errors import BundleError
from bildtext.language_models import LanguageModel, first_line
from bildtext.language_models.manifest import LanguageModelManifest
from bildtext.manifest import verified_manifest


def open_language_model(folder: Path) -> LanguageModel:
    """Check every file of the bundle, then load the model. Raises BundleError: not a bundle, of another task, for
    torch, with a damaged file, or OpenVINO is not installed."""
    manifest = verified_manifest(folder, LanguageModelManifest)
    with loading_errors(folder):
        from bildtext.language_models.openvino_runtime import OpenVinoLanguageModel

        return OpenVinoLanguageModel(folder, manifest)


@contextmanager
def loading_errors(folder: Path) -> Iterator[None]:
    """Raises BundleError if the runtime is not installed or cannot load the model."""
    try:
        yield
    except ImportError as error:
        raise BundleError(f"{folder} needs {error.name}, which is not installed here; run `make dev`.") from error
    except RuntimeError as error:  # GenAI and torch raise it for a model that they cannot build
        raise BundleError(f"{folder} cannot be loaded: {first_line(error)}") from error
