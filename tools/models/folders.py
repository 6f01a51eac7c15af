"""What exporters share: a bundle takes its place only when it is whole; stand-ins where photos are missing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from bildtext.images import Pixels


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """An empty folder that takes the place of `target` when the block ends well; else `target` stays as it was."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".export-") as scratch:
        folder = Path(scratch) / "bundle"
        folder.mkdir()
        yield folder
        if target.exists():
            shutil.rmtree(target)
        folder.rename(target)


def noise(size: int) -> Pixels:
    """Stand-in photos where none are given: good enough to trace, and named in what is measured on them."""
    return np.random.default_rng(0).integers(0, 256, (4, size, size, 3), dtype=np.uint8)
