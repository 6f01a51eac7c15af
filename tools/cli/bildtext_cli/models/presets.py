"""The model presets of layers/bildtext/models.yaml, and the locations of their weights and bundles."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bildtext.errors import BundleError
from bildtext.images import Fit
from bildtext.layer_files import layer_file
from bildtext.manifest import Runtime, Task, sha256_of
from bildtext_cli.checkout import LAYERS

MODELS_FILE = layer_file("models.yaml")

Precision = Literal["fp32", "fp16", "int8", "int4"]


class Preset(BaseModel):
    """One model: its source, its licence, and how it is exported."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    task: Task
    repository: str
    revision: str
    licence: str
    runtime: Runtime
    precision: Precision
    fit: Fit | None = None

    @property
    def bundle_folder(self) -> Path:
        """The default folder of its bundle."""
        return LAYERS / "models" / self.name / "bundle"


class _ModelsFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    presets: tuple[Preset, ...]


def load_presets(path: Path = MODELS_FILE) -> tuple[Preset, ...]:
    """Raises BundleError with the location if the file is invalid."""
    try:
        return _ModelsFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).presets
    except ValidationError as error:
        first = error.errors()[0]
        raise BundleError(f"{path.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from error


def preset(name: str) -> Preset:
    """Return the preset of that name. Raises BundleError with the existing names."""
    presets = load_presets()
    for candidate in presets:
        if candidate.name == name:
            return candidate
    raise BundleError(f"There is no preset {name!r}; there are {', '.join(candidate.name for candidate in presets)}.")


def bundle_folder(preset_or_folder: str) -> Path:
    """Return the bundle folder given by a preset's name or a path."""
    folder = Path(preset_or_folder)
    return folder if folder.is_dir() else preset(preset_or_folder).bundle_folder


def fetch(wanted: Preset) -> tuple[Path, str]:
    """Return the preset's Hugging Face folder, downloaded if necessary, and its resolved revision.

    Raises:
        BundleError: the folder does not exist, or the repository cannot be reached.
    """
    local = LAYERS / wanted.repository
    if local.is_dir():
        return local, content_revision(local)
    from httpx2 import HTTPError
    from huggingface_hub import HfApi, snapshot_download

    wanted_files = ["*.json", "*.jinja", "*.safetensors", "*.txt", "*.model"]
    try:
        resolved = HfApi().model_info(wanted.repository, revision=wanted.revision).sha
        folder = snapshot_download(wanted.repository, revision=resolved, allow_patterns=wanted_files)
    except (OSError, HTTPError) as error:  # HTTPError: no network
        raise BundleError(
            f"{wanted.repository} cannot be fetched ({type(error).__name__}); "
            "download it where there is a network and give its folder with --source."
        ) from error
    return Path(folder), str(resolved)


def content_revision(folder: Path) -> str:
    """Return a checksum of a folder's weights as its revision, so that no two models share a name."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.safetensors")):
        digest.update(sha256_of(path).encode())
    return digest.hexdigest()
