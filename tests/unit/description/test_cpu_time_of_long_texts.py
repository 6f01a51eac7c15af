"""Processing the longest allowed texts takes linear time, whatever pattern they repeat."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.pathological import LENGTH, texts


@pytest.mark.exhaustive
def test_every_pathological_text_is_described_or_refused_within_its_cpu_limit() -> None:
    assert len(texts()) > 60
    assert all(LENGTH * 0.9 < len(text) <= LENGTH for text in texts().values())
    done = subprocess.run([sys.executable, "-m", "tests.pathological"], capture_output=True, text=True)
    assert done.returncode == 0, f"stopped at {done.stdout.splitlines()[-1:]}: {done.stderr[-2000:]}"
