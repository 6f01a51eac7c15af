"""The manifest of a model bundle: bundle.json describes the model and lists the sha256 of every other file."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from bildtext.errors import BundleError

MANIFEST = "bundle.json"

Task = Literal["tagging", "caption", "text"]
Runtime = Literal["openvino", "torch"]


class BundleManifest(BaseModel):
    """The fields of every bundle.json: the origin of the model, its licence and its files.

    `weights_prefix` is the prefix of a training framework ("module.") that was removed from the names of the weights.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    preset: str
    repository: str
    revision: str
    licence: str
    weights_prefix: str = ""
    files: dict[str, str]
    architecture: str
    runtime: Runtime
    precision: str

    @property
    def name(self) -> str:
        """Preset, revision and precision; vectors of models with the same name are comparable."""
        return f"{self.preset}@{self.revision[:12]}/{self.precision}"


F = TypeVar("F", bound=BundleManifest)


class _Kind(BaseModel):
    model_config = ConfigDict(extra="ignore")
    task: Task = "tagging"  # the first bundles have no task; all of them were for tagging


def read_manifest(folder: Path, kind: type[F]) -> F:
    """The manifest of a bundle; no other file is read. Raises BundleError: the folder or its bundle.json is missing, or
    has another format than this version's."""
    return _read(folder, kind)


def task_of(folder: Path) -> Task:
    """The task of the bundle in `folder`. Raises BundleError as `read_manifest` does."""
    return _read(folder, _Kind).task


def write_manifest(folder: Path, manifest: BundleManifest) -> None:
    """Write bundle.json."""
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")


def verified_path(
    folder: Path, manifest: BundleManifest, name: str, missing: str = "`bildtext models export` again"
) -> Path:
    """The path of the file `name`, after checking its checksum; `missing` is the command that creates a missing file.
    Raises BundleError: the file is not listed, missing or changed."""
    path = folder / name
    expected = manifest.files.get(name)
    if expected is None or not path.is_file():
        raise BundleError(f"{folder} has no {name}; run {missing}.")
    if sha256_of(path) != expected:
        raise BundleError(
            f"{path} does not have the checksum in {MANIFEST}: it is damaged or was edited; export it again."
        )
    return path


def verify_files(folder: Path, manifest: BundleManifest) -> None:
    """Check every file in the manifest. Raises BundleError as `verified_path` does."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # a gigabyte takes a second
        list(pool.map(partial(verified_path, folder, manifest), manifest.files))


def checksums(folder: Path) -> dict[str, str]:
    """The sha256 of every file below `folder` except bundle.json, by path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST)
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in paths}


def verified_manifest(folder: Path, kind: type[F]) -> F:
    """The manifest of a bundle, after checking every file. Raises BundleError, also for a torch bundle."""
    manifest = read_manifest(folder, kind)
    verify_files(folder, manifest)
    if manifest.runtime == "torch":
        raise BundleError(f"{folder} requires torch, which the functions lack: export it with `--runtime openvino`.")
    return manifest


def sha256_of(path: Path) -> str:
    """Hex digest of a file, read in chunks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


M = TypeVar("M", bound=BaseModel)


def _read(folder: Path, model: type[M]) -> M:
    path = folder / MANIFEST
    try:
        return model.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise BundleError(
            f"{folder} is no model bundle (no {MANIFEST}); run `bildtext models export PRESET`."
        ) from None
    except OSError as error:
        raise BundleError(f"{path} cannot be read ({error.strerror}).") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise BundleError(f"{path} does not fit: {where}: {first['msg']}; export the bundle again.") from error
