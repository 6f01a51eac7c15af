"""Code in a model repository is never run, and the user is not asked whether to run it."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="torch is not installed; `make test` installs it")

from click.testing import CliRunner

from bildtext.errors import BundleError
from bildtext_cli.models.captioners.models import load_caption_model
from bildtext_cli.models.commands import models
from tests.models import language_models, tiny_captioners

pytestmark = pytest.mark.torch
AUTO_CLASSES = ("AutoConfig", "AutoModel", "AutoModelForCausalLM", "AutoModelForImageTextToText", "AutoProcessor")


def with_code(folder: Path, marker: Path, model_type: str | None = None) -> Path:
    """A repository in which every part refers to custom code that creates `marker` when imported."""
    (folder / "own.py").write_text(f"from pathlib import Path\nPath({str(marker)!r}).touch()\n")
    (folder / "custom_generate").mkdir()
    (folder / "custom_generate" / "generate.py").write_text((folder / "own.py").read_text())
    changes = {
        "config.json": dict.fromkeys(AUTO_CLASSES, "own.Own"),
        "tokenizer_config.json": {"AutoTokenizer": ["own.Own", "own.Own"]},
        "preprocessor_config.json": {"AutoImageProcessor": "own.Own"},
    }
    for name, auto_map in changes.items():
        if (folder / name).is_file():
            read = json.loads((folder / name).read_text())
            if model_type and name == "config.json":
                read["model_type"] = model_type
            (folder / name).write_text(json.dumps({**read, "auto_map": auto_map}))
    return folder


@pytest.mark.parametrize(
    ("preset", "kind"),
    [
        ("fashion-clip", "CLIPModel"),
        ("blip-base", "BlipForConditionalGeneration"),
        ("eurollm-1.7b", "llama"),
    ],
)
def test_a_model_known_to_transformers_is_exported_without_its_custom_code(
    preset: str,
    kind: str,
    tiny_model: Callable[[str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("builtins.input", lambda *_: "y")  # a user who would agree
    folder, marker = tmp_path / "model", tmp_path / "ran"
    if preset == "fashion-clip":
        shutil.copytree(tiny_model(kind), folder)
    elif kind == "llama":
        language_models.save_tiny(kind, folder)
    else:
        tiny_captioners.save_tiny(kind, folder)
    with_code(folder, marker)
    runtime = "torch" if kind == "llama" else "openvino"
    arguments = ["--source", str(folder), "--out", str(tmp_path / "bundle"), "--runtime", runtime]
    run = CliRunner().invoke(models, ["export", preset, *arguments, "--precision", "fp32"], catch_exceptions=False)
    assert "code in the repository was not run (custom_generate/generate.py, own.py)" in run.stdout
    assert not marker.exists()


def test_a_model_that_needs_custom_code_is_refused(
    tiny_model: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda *_: "y")
    marker = tmp_path / "ran"
    folder = with_code(Path(shutil.copytree(tiny_model("CLIPModel"), tmp_path / "model")), marker, "shop-clip")
    for preset, known in (
        ("fashion-clip", "supported are clip"),
        ("vit-gpt2", "supported are blip"),
        ("qwen3.5-2b", ""),
    ):
        run = CliRunner().invoke(models, ["export", preset, "--source", str(folder), "--out", str(tmp_path / "bundle")])
        assert isinstance(run.exception, BundleError)
        assert "'shop-clip' model" in str(run.exception)
        assert known in str(run.exception)
    assert not marker.exists()


def test_an_image_processor_that_needs_custom_code_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda *_: "y")
    marker = tmp_path / "ran"
    folder = with_code(tiny_captioners.save_tiny("VisionEncoderDecoderModel", tmp_path / "model"), marker)
    with pytest.raises(BundleError, match=r"image processor of .* custom code"):
        load_caption_model(folder)
    assert not marker.exists()


def test_nothing_is_asked_on_a_terminal(tiny_model: Callable[[str], Path], tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    folder = with_code(Path(shutil.copytree(tiny_model("CLIPModel"), tmp_path / "model")), marker)
    (folder / "preprocessor_config.json").unlink()  # the last thing that is read
    terminal, end = pty.openpty()
    os.write(terminal, b"y\n" * 9)
    command = [sys.executable, "-c", "from bildtext_cli.cli import main; main()", "models", "export", "fashion-clip"]
    with subprocess.Popen(
        [*command, "--source", str(folder), "--out", str(tmp_path / "bundle")], stdin=end, stdout=end, stderr=end
    ) as process:
        os.close(end)
        output = b""
        try:
            while part := os.read(terminal, 4096):
                output += part
        except OSError:  # Linux's error when the other end is closed
            pass
    os.close(terminal)
    assert process.returncode == 1
    assert b"has no preprocessor_config.json" in output
    assert b"[y/N]" not in output
    assert b"Traceback" not in output
    assert not marker.exists()
