"""The longest texts there may be take time in proportion to their length, whatever repeats in them."""

from __future__ import annotations

import subprocess
import sys

from tests.pathological import LENGTH, texts


def test_every_pathological_text_is_described_or_refused_before_its_cpu_seconds_are_up() -> None:
    assert len(texts()) > 60
    assert all(LENGTH * 0.9 < len(text) <= LENGTH for text in texts().values())
    done = subprocess.run([sys.executable, "-m", "tests.pathological"], capture_output=True, text=True)
    assert done.returncode == 0, f"stopped at {done.stdout.splitlines()[-1:]}: {done.stderr[-2000:]}"
