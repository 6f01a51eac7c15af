"""layers/models/check.py, which image builds run: each mistake ends in one sentence, never in a traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]
LAYERS = REPOSITORY / "layers"
CHECK = LAYERS / "models" / "check.py"
NO_SUCH = "neither a preset nor a folder of layers/models with a bundle"
TAGGING = "choose fashion-clip, clip-vit-base-patch32, siglip2-base or mini-clip."
TEXT = "choose qwen3.5-2b or eurollm-1.7b."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """As in a build: the bundle's files and the check in one folder, which is not where the bundle comes from."""
    shutil.copytree(LAYERS / "models" / "mini-clip" / "bundle", tmp_path / "model")
    shutil.copy(CHECK, tmp_path / "model")
    return tmp_path / "model"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """As in a build: a copy of the layer, as it lies in /opt."""
    return Path(shutil.copytree(LAYERS / "bildtext", tmp_path / "opt", ignore=shutil.ignore_patterns("__pycache__")))


def check(
    folder: Path, name: str, task: str = "tagging", layer: Path = LAYERS / "bildtext"
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", str(folder / "check.py"), task, name]
    python_path = {"PYTHONPATH": str(layer / "python")}
    return subprocess.run(command, env={**os.environ, **python_path}, capture_output=True, text=True, check=False)


def refusal(*arguments: Any, **named: Any) -> str:
    done = check(*arguments, **named)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    return done.stderr.strip()


def _no_bundle(name: str) -> str:
    return f"{name} has no bundle in layers/models/{name}/bundle: run `bildtext models export {name}`."


def empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name != "check.py":
            path.unlink()


def rewrite(folder: Path, **changed: Any) -> None:
    path = folder / "bundle.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changed}))


def test_a_valid_bundle_passes(folder: Path) -> None:
    done = check(folder, "mini-clip")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("mini-clip@")


def test_a_valid_bundle_without_a_preset_passes(folder: Path) -> None:
    assert check(folder, "our-shop.v2").returncode == 0


@pytest.mark.parametrize("name", ["../x", "a b", "mini-*", "/etc", ".", "-h", "clip\nclip", "ü"])
def test_an_impossible_folder_name_is_refused_even_if_a_bundle_was_found(folder: Path, name: str) -> None:
    assert refusal(folder, name).startswith("MODEL is ")


@pytest.mark.parametrize(
    ("task", "name", "sentence"),
    [
        ("tagging", "", f"MODEL is empty; {TAGGING}"),
        ("caption", "", "CAPTION_MODEL is empty; choose blip-base or vit-gpt2."),
        ("tagging", "fashoin-clip", f"MODEL is 'fashoin-clip', {NO_SUCH} (did you mean fashion-clip?); {TAGGING}"),
        ("text", "gpt", f"TEXT_MODEL is 'gpt', {NO_SUCH}; {TEXT}"),
        ("text", "blip-base", f"blip-base is a model for caption, but TEXT_MODEL must be one for text; {TEXT}"),
        ("text", "eurollm-1.7b", _no_bundle("eurollm-1.7b")),
    ],
)
def test_a_name_without_a_bundle_is_refused(folder: Path, task: str, name: str, sentence: str) -> None:
    empty(folder)
    assert refusal(folder, name, task) == sentence


def test_a_changed_file_is_refused(folder: Path) -> None:
    with (folder / "tokenizer.json").open("a") as file:
        file.write("\n")
    assert refusal(folder, "mini-clip") == (
        "layers/models/mini-clip/bundle/tokenizer.json does not have the checksum in bundle.json: "
        "it is damaged or was edited; export it again."
    )


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "text_encoder.bin").unlink()
    assert refusal(folder, "mini-clip") == (
        "layers/models/mini-clip/bundle has no text_encoder.bin; run `bildtext models export` again."
    )


def test_an_additional_file_is_refused(folder: Path) -> None:
    (folder / "notes").mkdir()
    (folder / "notes" / "old.txt").write_text("old")
    assert refusal(folder, "mini-clip") == (
        "layers/models/mini-clip/bundle holds notes/old.txt, which its bundle.json does not list: "
        "remove it, or run `bildtext models export mini-clip`."
    )


@pytest.mark.parametrize("length", [0, 1, 300])
def test_a_truncated_bundle_json_is_refused(folder: Path, length: int) -> None:
    path = folder / "bundle.json"
    path.write_bytes(path.read_bytes()[:length])
    said = refusal(folder, "mini-clip")
    assert said.startswith("layers/models/mini-clip/bundle/bundle.json does not fit: the file: Invalid JSON")
    assert said.endswith("export the bundle again.")


def test_files_without_a_bundle_json_are_refused(folder: Path) -> None:
    (folder / "bundle.json").unlink()
    assert refusal(folder, "mini-clip") == _no_bundle("mini-clip")


def test_a_bundle_of_another_task_is_refused(folder: Path) -> None:
    assert refusal(folder, "qwen3.5-2b", "text") == (
        f"qwen3.5-2b is a model for tagging, but TEXT_MODEL must be one for text; {TEXT}"
    )


def test_a_bundle_of_another_preset_is_refused(folder: Path) -> None:
    assert refusal(folder, "fashion-clip") == (
        "layers/models/fashion-clip/bundle is a bundle of mini-clip, not of fashion-clip: "
        "run `bildtext models export fashion-clip`."
    )


def test_a_bundle_that_requires_torch_is_refused(folder: Path) -> None:
    rewrite(folder, runtime="torch")
    assert refusal(folder, "mini-clip") == (
        "layers/models/mini-clip/bundle wants torch, which the images do not hold: "
        "run `bildtext models export mini-clip` with `--runtime openvino`."
    )


def _edited(labels: str) -> str:
    return labels.replace("a photo of", "a picture of")


def _broken(labels: str) -> str:
    return labels + "\nfacets: 3\n"


@pytest.mark.parametrize(("name", "model"), [("mini-clip", "mini-clip"), ("ours", "layers/models/ours/bundle")])
def test_labels_edited_after_compilation_are_refused(folder: Path, content: Path, name: str, model: str) -> None:
    _change(content / "labels.yaml", _edited)
    assert refusal(folder, name, layer=content) == (
        f"The label vectors in layers/models/{name}/bundle are not those of layers/bildtext/labels.yaml as it is now: "
        f"run `bildtext labels compile --model {model}`."
    )


def test_the_encoder_knows_no_labels(folder: Path, content: Path) -> None:
    _change(content / "labels.yaml", _edited)
    assert check(folder, "mini-clip", "encoder", layer=content).returncode == 0


def test_the_encoder_accepts_a_bundle_that_requires_torch_where_torch_is_installed(folder: Path) -> None:
    rewrite(folder, runtime="torch")
    assert check(folder, "mini-clip", "encoder").returncode == (0 if find_spec("torch") else 1)


def test_a_label_file_with_problems_is_refused(folder: Path, content: Path) -> None:
    _change(content / "labels.yaml", _broken)
    done = check(folder, "mini-clip", layer=content)
    assert done.returncode == 1
    assert "labels.yaml" in done.stderr and "Traceback" not in done.stderr


def test_missing_label_vectors_are_refused(folder: Path) -> None:
    (folder / "label_vectors.npz").unlink()
    files = json.loads((folder / "bundle.json").read_text())["files"]
    rewrite(folder, files={name: files[name] for name in files if name != "label_vectors.npz"})
    assert refusal(folder, "mini-clip").endswith("run `bildtext labels compile --model mini-clip`.")


def test_unreadable_presets_are_refused(folder: Path, content: Path) -> None:
    _change(content / "models.yaml", lambda presets: presets.replace("presets:", "presets: ["))
    assert refusal(folder, "mini-clip", layer=content) == (
        "layers/bildtext/models.yaml cannot be read: `bildtext models list` says why."
    )


def _change(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text("utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, "utf-8")
