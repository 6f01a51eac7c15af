"""Presets of models that are made for the tests."""

from __future__ import annotations

from bildtext_cli.models.presets import Preset


def tiny_preset(task: str, name: str = "tiny", precision: str = "fp32", runtime: str = "openvino") -> Preset:
    """A valid preset of that task."""
    published = {"repository": f"tests/{name}", "revision": "main", "licence": "CC0-1.0"}
    return Preset.model_validate({"name": name, "task": task, "runtime": runtime, "precision": precision, **published})
