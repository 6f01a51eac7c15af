"""Locates the layer's YAML files: next to the folder `python` in the repository and on Lambda, in a wheel inside it."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def layer_file(name: str) -> Path:
    """The path of a file, whether it exists or not."""
    packaged = _PACKAGE / name
    return packaged if packaged.is_file() else _PACKAGE.parents[1] / name
