"""The folders of an export: replaces a bundle only once the new one is complete, and copies a model into one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Yield an empty folder that replaces `target` if the block succeeds; otherwise `target` is unchanged."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".export-") as scratch:
        folder = Path(scratch) / "bundle"
        folder.mkdir()
        yield folder
        if target.exists():
            shutil.rmtree(target)
        folder.rename(target)


def copy_model(source: Path, target: Path) -> None:
    """Copy what transformers loads of a Hugging Face folder."""

    def others(_folder: str, names: list[str]) -> list[str]:
        return [name for name in names if not name.endswith((".json", ".safetensors", ".txt", ".model", ".jinja"))]

    shutil.copytree(source, target, ignore=others)
