"""The model presets of layers/bildtext/models.yaml, and where a preset's weights and bundle lie."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bildtext.bundle import Runtime
from bildtext.errors import BundleError
from bildtext.images import Fit
from bildtext.layer_files import layer_file
from bildtext.manifest import Task, sha256_of
from bildtext_cli.checkout import LAYERS

MODELS_FILE = layer_file("models.yaml")

Precision = Literal["fp32", "fp16", "int8", "int4"]


class Preset(BaseModel):
    """One model: where it comes from, under which licence, and how it is exported."""

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
        """Where its bundle is written unless told otherwise."""
        return LAYERS / "models" / self.name / "bundle"


class _ModelsFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    presets: tuple[Preset, ...]


def load_presets(path: Path = MODELS_FILE) -> tuple[Preset, ...]:
    """Raises BundleError, naming the place, when the file does not fit."""
    try:
        return _ModelsFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).presets
    except ValidationError as error:
        first = error.errors()[0]
        raise BundleError(f"{path.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from error


def preset(name: str) -> Preset:
    """The preset of that name. Raises BundleError, listing those there are."""
    presets = load_presets()
    for one in presets:
        if one.name == name:
            return one
    raise BundleError(f"There is no preset {name!r}; there are {', '.join(one.name for one in presets)}.")


def bundle_folder(preset_or_folder: str) -> Path:
    """The bundle meant by a preset's name or a folder's path."""
    folder = Path(preset_or_folder)
    return folder if folder.is_dir() else preset(preset_or_folder).bundle_folder


def fetch(wanted: Preset) -> tuple[Path, str]:
    """The preset's Hugging Face folder on this machine, downloaded if need be, and its resolved revision.

    Raises:
        BundleError: the folder is not there, or the repository cannot be reached.
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
    except (OSError, HTTPError) as error:  # huggingface_hub's own are OSErrors; no network is its HTTP client's
        raise BundleError(
            f"{wanted.repository} cannot be fetched ({type(error).__name__}); "
            "download it where there is a network and give its folder with --source."
        ) from error
    return Path(folder), str(resolved)


def content_revision(folder: Path) -> str:
    """A folder has no commit: its revision is the checksum of its weights, so that no two models share a name."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.safetensors")):
        digest.update(sha256_of(path).encode())
    return digest.hexdigest()
