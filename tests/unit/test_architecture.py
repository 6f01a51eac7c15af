"""The architecture rules: what may import what."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
LAYER = REPOSITORY / "layers/bildtext/python/bildtext"
FUNCTIONS = REPOSITORY / "functions"
PURE = [
    "bildtext.labels",
    "bildtext.label_vectors",
    "bildtext.errors",
    "bildtext.storage.keys",
    "tagging.scoring",
    "tagging.occlusion",
    "tagging.negatives",
    "description.ingest",
    "description.claims",
    "description.legal",
    "description.language.vocabulary",
    "description.alt_text",
    "description.realise",
    "description.writers.prompt",
    "description.writers.answer",
    "description.writers.local",
    "description.caption",
    "bildtext.language_models",
]
OUTSIDE = {
    "boto3",
    "botocore",
    "openvino",
    "openvino_genai",
    "torch",
    "transformers",
    "onnxruntime",
    "tokenizers",
    "requests",
}


def loaded_by(module: str) -> set[str]:
    """The top-level modules that a fresh interpreter holds after importing `module`."""
    code = f"import sys, {module}; print(' '.join({{name.partition('.')[0] for name in sys.modules}}))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(answer.stdout.split())


def imported_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("module", PURE)
def test_pure_packages_load_neither_aws_nor_a_model_runtime(module: str) -> None:
    assert loaded_by(module) & OUTSIDE == set()


@pytest.mark.parametrize("handler", ["tagging.app", "description.app", "encoder.app"])
def test_importing_a_handler_loads_no_model_runtime(handler: str) -> None:
    assert loaded_by(handler) & {"torch", "transformers", "openvino", "openvino_genai", "tokenizers"} == set()


def test_functions_share_one_logger_metrics_and_http_app() -> None:
    """The layer does, once: observability.py and http_app.py."""
    for path in FUNCTIONS.rglob("*.py"):
        assert "aws_lambda_powertools" not in imported_in(path), path
        assert "APIGatewayHttpResolver" not in path.read_text(encoding="utf-8"), path


def test_real_adapters_are_made_in_one_place_per_function() -> None:
    for function in FUNCTIONS.iterdir():
        makers = [path.name for path in function.rglob("*.py") if "boto3" in imported_in(path)]
        assert makers in ([], ["wiring.py"]), function


def test_only_one_module_decodes_images() -> None:
    decoders = {
        path.parent
        for room in (LAYER, FUNCTIONS)
        for path in room.rglob("*.py")
        if {"PIL", "PIL.Image"} & imported_in(path)
    }
    assert decoders == {LAYER / "images"}


@pytest.mark.parametrize("room", ["layers", "functions", "tools"])
def test_no_file_is_too_long(room: str) -> None:
    long = {
        path.name: lines
        for path in (REPOSITORY / room).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}


@pytest.mark.parametrize("module", ["bildtext.encoders.openvino_runtime", "bildtext.language_models.openvino_runtime"])
def test_no_runtime_sends_telemetry(module: str, tmp_path: Path) -> None:
    code = f"import {module}, sys; print(sys.modules['openvino_telemetry'])"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    assert answer.stdout == "None\n"
    assert list(tmp_path.iterdir()) == []
