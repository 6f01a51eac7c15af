"""A worker whose encoder fails, and the location of its model."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from encoder.settings import Settings

_BROKEN = """
import time
from pathlib import Path
from encoder.api import EncoderApi

class Broken:
    def encode(self, pixels):
        raise RuntimeError("CUDA error: an illegal memory access was encountered")

api = EncoderApi(Path(), 1)
api._encoder = Broken()
try:
    api.predict(b"pixels", [{"since": 0.0}])
except RuntimeError as error:
    print(error, flush=True)
time.sleep(60)
"""


def test_a_worker_that_cannot_encode_reports_the_error_and_exits() -> None:
    done = subprocess.run([sys.executable, "-c", _BROKEN], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "CUDA error: an illegal memory access was encountered\n"
    assert done.returncode == 1


def test_the_bundle_is_the_configured_one_or_sagemakers_or_the_images(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked, own = tmp_path / "ml" / "model", tmp_path / "model"
    monkeypatch.setattr("encoder.settings.FOLDERS", (unpacked, own))
    assert Settings(model_bundle=tmp_path).bundle == tmp_path
    assert Settings().bundle == own
    unpacked.mkdir(parents=True)
    assert Settings().bundle == own
    (unpacked / "bundle.json").touch()
    assert Settings().bundle == unpacked
