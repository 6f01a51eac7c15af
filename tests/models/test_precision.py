"""Encoders compute in the CPU's native precision, and give the same vectors on a CPU with fewer features."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import openvino as ov
import pytest

pytest.importorskip("torch", reason="torch is not installed; `make test` installs it")

from bildtext.bundle import Bundle
from bildtext.encoders.openvino_runtime import OpenVinoImageEncoder
from bildtext.processor import this_processor
from bildtext_cli.models.presets import bundle_folder
from bildtext_dev.bench.model import BenchModel, Shape, bench_model

pytestmark = pytest.mark.torch
TINY = Shape("tiny", image=32, patch=8, vision=(64, 2, 2), text=(32, 1, 2), words=1000, dimensions=24)

# Prints the precision in which a new process computes the bundle, and its vectors.
ENCODE = """
import json, sys
from pathlib import Path
import numpy as np
from bildtext.bundle import Bundle
encoder = Bundle.open(Path(sys.argv[1])).image_encoder()
print(json.dumps([encoder.computes_in, encoder.encode(np.load(sys.argv[2])).tolist()]))
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> BenchModel:
    return bench_model(TINY, tmp_path_factory.mktemp("precision"))


def some_pixels(size: int) -> np.ndarray:
    small = np.random.default_rng(3).integers(0, 256, (6, 4, 4, 3), dtype=np.uint8)
    return small.repeat(size // 4, axis=1).repeat(size // 4, axis=2)


def encoded(bundle: Path, pixels: Path, **environment: str) -> tuple[str, np.ndarray]:
    answer = subprocess.run(
        [sys.executable, "-c", ENCODE, str(bundle), str(pixels)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    computes_in, vectors = json.loads(answer.stdout)
    return computes_in, np.array(vectors)


def test_a_bundle_is_computed_in_the_native_precision_of_this_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_model = ov.Core.compile_model

    def remembered(core: ov.Core, *arguments: object) -> object:
        model = compile_model(core, *arguments)
        compiled.append(model.get_property("INFERENCE_PRECISION_HINT").to_string())
        return model

    monkeypatch.setattr(ov.Core, "compile_model", remembered)
    model = bundle_folder("mini-clip") / "image_encoder.xml"
    expected = {"fp32": "f32", "fp16": this_processor().computes_in("fp16")}
    for precision, computed in expected.items():
        assert OpenVinoImageEncoder(model, precision).computes_in == computed
    assert compiled == list(expected.values())


@pytest.mark.parametrize(("precision", "alike"), [("fp16", 0.999), ("int8", 0.95)])  # see docs/benchmarks.md for int8
def test_a_cpu_with_avx2_only_computes_in_f32_and_gives_the_same_vectors(
    precision: str, alike: float, tiny: BenchModel, tmp_path: Path
) -> None:
    np.save(tmp_path / "pixels.npy", some_pixels(TINY.image))
    bundle = tiny.fp16 if precision == "fp16" else tiny.int8
    own, vectors = encoded(bundle, tmp_path / "pixels.npy")
    assert own == this_processor().computes_in(precision)
    avx2, restricted = encoded(bundle, tmp_path / "pixels.npy", ONEDNN_MAX_CPU_ISA="AVX2")
    assert avx2 == "f32"
    assert np.sum(vectors * restricted, axis=1).min() > alike


def test_int8_on_a_cpu_without_vnni_logs_a_warning(
    tiny: BenchModel, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("ONEDNN_MAX_CPU_ISA", "AVX2")
    Bundle.open(tiny.fp16).image_encoder()
    assert caplog.text == ""
    Bundle.open(tiny.int8).image_encoder()
    assert "no VNNI" in caplog.text
    assert "models export --precision fp16" in caplog.text


def test_the_demo_model_gives_the_same_answers_with_avx2_only(tmp_path: Path) -> None:
    bundle = Bundle.open(bundle_folder("mini-clip"))
    np.save(tmp_path / "pixels.npy", some_pixels(bundle.manifest.preparation.size))
    _, vectors = encoded(bundle.folder, tmp_path / "pixels.npy")
    _, restricted = encoded(bundle.folder, tmp_path / "pixels.npy", ONEDNN_MAX_CPU_ISA="AVX2")
    assert np.sum(vectors * restricted, axis=1).min() > 0.999
