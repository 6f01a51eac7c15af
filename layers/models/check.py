"""Checks during an image build that the image can use the model bundle copied next to this file.

    python check.py TASK NAME [FOLDER]     TASK: tagging, encoder, caption or text; NAME: a folder of layers/models

If not, a message on stderr says what to do, and the build fails. Models that are not in models.yaml are accepted if
their bundle is valid. Paths in messages are those of the repository.

The encoder's images contain a tagging bundle for their only runtime, and no labels.
"""

from __future__ import annotations

import re
import sys
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

import yaml
from pydantic import BaseModel, ValidationError

from bildtext.errors import BundleError, ConfigurationError
from bildtext.layer_files import layer_file
from bildtext.manifest import MANIFEST, Task, read_manifest, task_of, verify_files

if TYPE_CHECKING:
    from bildtext.bundle import ModelManifest
    from bildtext.captioners.manifest import CaptionManifest
    from bildtext.language_models.manifest import LanguageModelManifest

MODELS_FILE = layer_file("models.yaml")
ARGUMENTS: dict[Task, str] = {"tagging": "MODEL", "caption": "CAPTION_MODEL", "text": "TEXT_MODEL"}
_FOLDER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class _Preset(BaseModel):
    name: str
    task: Task


class _ModelsFile(BaseModel):
    presets: tuple[_Preset, ...]


def check(task: Task, name: str, folder: Path, *, for_encoder: bool = False) -> str:
    """The name of the model in `folder`. Raises ConfigurationError, which names the mistake and how to fix it."""
    presets = {preset.name: preset.task for preset in _presets()}
    bundle = f"layers/models/{name}/bundle"
    if not _FOLDER_NAME.fullmatch(name) or not (folder / MANIFEST).is_file():
        raise BundleError(_missing(task, name, presets))
    found = task_of(folder)
    if found != task:
        raise BundleError(_other_task(task, name, found, presets))
    manifest = _facts(task, folder)
    again = f"run `bildtext models export {name}`" if name in presets else "export it again"
    if name in presets and manifest.preset != name:
        raise BundleError(f"{bundle} is a bundle of {manifest.preset}, not of {name}: {again}.")
    if for_encoder and find_spec(manifest.runtime) is None:
        other = "openvino" if manifest.runtime == "torch" else "torch"
        raise BundleError(
            f"{bundle} wants {manifest.runtime}, which this image does not hold: {again} with `--runtime {other}`."
        )
    if manifest.runtime == "torch" and not for_encoder:
        raise BundleError(f"{bundle} wants torch, which the images do not hold: {again} with `--runtime openvino`.")
    verify_files(folder, manifest)
    for path in sorted(folder.rglob("*")):
        file = path.relative_to(folder).as_posix()
        if path.is_file() and file not in {*manifest.files, MANIFEST} and path != Path(__file__):
            raise BundleError(f"{bundle} holds {file}, which its {MANIFEST} does not list: remove it, or {again}.")
    if task == "tagging" and not for_encoder:
        _check_labels(bundle, name if name in presets else bundle, folder)
    return manifest.name


def _presets() -> tuple[_Preset, ...]:
    try:
        return _ModelsFile.model_validate(yaml.safe_load(MODELS_FILE.read_text(encoding="utf-8"))).presets
    except (yaml.YAMLError, ValidationError):
        raise BundleError("layers/bildtext/models.yaml cannot be read: `bildtext models list` says why.") from None


def _facts(task: Task, folder: Path) -> ModelManifest | CaptionManifest | LanguageModelManifest:
    # Imports this task's only, because an image may lack the dependencies of others.
    if task == "tagging":
        from bildtext.bundle import ModelManifest

        return read_manifest(folder, ModelManifest)
    if task == "caption":
        from bildtext.captioners.manifest import CaptionManifest

        return read_manifest(folder, CaptionManifest)
    from bildtext.language_models.manifest import LanguageModelManifest

    return read_manifest(folder, LanguageModelManifest)


def _check_labels(bundle: str, model: str, folder: Path) -> None:
    from bildtext.bundle import Bundle
    from bildtext.labels import load_labels

    labels = load_labels()
    try:
        Bundle.open(folder).label_vectors(labels)
    except BundleError as error:
        raise BundleError(
            f"The label vectors in {bundle} are not those of layers/bildtext/labels.yaml as it is now: "
            f"run `bildtext labels compile --model {model}`."
        ) from error


def _missing(task: Task, name: str, presets: dict[str, Task]) -> str:
    argument, known = ARGUMENTS[task], _named(task, presets)
    if not name:
        return f"{argument} is empty; choose {known}."
    if presets.get(name, task) != task:
        return _other_task(task, name, presets[name], presets)
    if name in presets:
        return f"{name} has no bundle in layers/models/{name}/bundle: run `bildtext models export {name}`."
    close = get_close_matches(name, [preset for preset in presets if presets[preset] == task], n=1)
    meant = f" (did you mean {close[0]}?)" if close else ""
    return (
        f"{argument} is {name!r}, neither a preset nor a folder of layers/models with a bundle{meant}; choose {known}."
    )


def _other_task(task: Task, name: str, found: Task, presets: dict[str, Task]) -> str:
    return (
        f"{name} is a model for {found}, but {ARGUMENTS[task]} must be one for {task}; choose {_named(task, presets)}."
    )


def _named(task: Task, presets: dict[str, Task]) -> str:
    *most, last = [name for name in presets if presets[name] == task]
    return f"{', '.join(most)} or {last}" if most else last


if __name__ == "__main__":
    encoder = sys.argv[1] == "encoder"
    wanted = cast(Task, "tagging" if encoder else sys.argv[1])
    where = Path(sys.argv[3]).resolve() if len(sys.argv) > 3 else Path(__file__).parent
    try:
        sys.stdout.write(f"{check(wanted, sys.argv[2], where, for_encoder=encoder)} is sound\n")
    except ConfigurationError as error:
        sys.exit(re.sub(rf"(?<!\w){re.escape(str(where))}\b", f"layers/models/{sys.argv[2]}/bundle", str(error)))
