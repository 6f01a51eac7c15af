"""Finds mutants that the type checker rejects, as `make test` would."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bildtext_dev.mutate.mutants import Mutant


def refused_by_types(path: Path, mutants: Sequence[Mutant]) -> list[bool]:
    """Return whether mypy rejects each mutant of a file."""
    if not mutants:
        return []
    _mypy(path, path.read_text(encoding="utf-8"))  # fills the cache for the others
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda mutant: _mypy(path, mutant.source), mutants))


def _mypy(path: Path, source: str) -> bool:
    with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8") as changed:
        changed.write(source)
        changed.flush()
        options = ["--cache-dir", "build/mutate/mypy", "--shadow-file", str(path), changed.name]
        return subprocess.run([sys.executable, "-m", "mypy", *options, str(path)], capture_output=True).returncode == 1
