"""`models verify` and `models export` load a bundle in a new process and compare it with transformers."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed; `make test` installs it")

from click.testing import CliRunner  # noqa: E402

from bildtext.bundle import Bundle  # noqa: E402
from bildtext.encoders.torch_runtime import TorchTextEncoder  # noqa: E402
from bildtext.encoders.towers import load_towers  # noqa: E402
from bildtext.errors import BundleError  # noqa: E402
from bildtext.manifest import checksums  # noqa: E402
from bildtext_cli.models.commands import models  # noqa: E402
from bildtext_cli.models.export_job import found  # noqa: E402
from bildtext_cli.models.presets import preset  # noqa: E402
from tests.models.broken_folders import tokenizer, weights  # noqa: E402

pytestmark = pytest.mark.torch


def run(*arguments: object) -> str:
    result = CliRunner().invoke(models, [str(one) for one in arguments], catch_exceptions=False)
    return result.stdout


@pytest.fixture
def exported(tiny_model: Callable[[str], Path], tmp_path: Path) -> Callable[..., tuple[Path, str]]:
    """A bundle of a tiny model, and the command's output."""

    def export(source: str | Path, *arguments: str) -> tuple[Path, str]:
        folder = tiny_model(source) if isinstance(source, str) else source
        output = run("export", "clip-vit-base-patch32", "--source", folder, "--out", tmp_path / "bundle", *arguments)
        return tmp_path / "bundle", output

    return export


def test_the_committed_demo_bundle_matches_transformers() -> None:
    output = run("verify", "mini-clip")
    compared = re.search(r"answers as transformers does: cosine ([\d.]+) at worst of 8 photos and ([\d.]+)", output)
    assert compared is not None, output
    assert min(map(float, compared.groups())) >= 0.999  # where a CPU has bf16, it computes in it


@pytest.mark.parametrize(
    ("architecture", "precision"),
    [
        ("CLIPModel", "fp16"),
        ("SiglipModel", "fp32"),
        ("Siglip2Model", "fp16"),
        ("VisionTextDualEncoderModel", "fp32"),
    ],
)
def test_every_architecture_answers_as_transformers_does(
    architecture: str, precision: str, exported: Callable[..., tuple[Path, str]]
) -> None:
    _, output = exported(architecture, "--precision", precision)
    assert "in a new process it answers as transformers does" in output
    assert ("keeps a photo's shape" in output) == (architecture == "Siglip2Model")
    assert ("thresholds were chosen for CLIP's softmax" in output) == architecture.startswith("Siglip")


def test_a_removed_prefix_is_recorded_and_reported(
    exported: Callable[..., tuple[Path, str]], tiny_model: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(tiny_model("CLIPModel"), tmp_path / "wrapped"))
    weights(lambda read: {f"module.{name}": values for name, values in read.items()})(folder)
    bundle, output = exported(folder, "--precision", "fp32")
    assert "'module.' was removed from the names of the weights" in output
    assert "answers as transformers does" in output
    assert Bundle.open(bundle).manifest.weights_prefix == "module."


def test_two_models_from_folders_of_one_name_do_not_share_a_revision(
    tiny_model: Callable[[str], Path], tmp_path: Path
) -> None:
    revisions = set()
    for factor in (1.0, 1.01):
        folder = Path(shutil.copytree(tiny_model("CLIPModel"), tmp_path / str(factor) / "model"))
        weights(lambda read, by=factor: {name: values * by for name, values in read.items()})(folder)  # type: ignore[misc]
        revisions.add(found(preset("fashion-clip"), folder)[1])
    assert len(revisions) == 2


@pytest.fixture(scope="module")
def padded(tiny_model: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A bundle that pads where its model crops, and the output of the export."""
    bundle = tmp_path_factory.mktemp("padded") / "bundle"
    arguments = ("--source", tiny_model("CLIPModel"), "--out", bundle, "--precision", "fp32", "--fit", "pad")
    return bundle, run("export", "clip-vit-base-patch32", *arguments)


def test_another_fit_is_compared_with_the_models_own_and_reported(padded: tuple[Path, str]) -> None:
    bundle, output = padded
    assert "answers as transformers does" in output
    assert "photos are prepared with pad and bicubic resampling where the model's own" in output
    assert Bundle.open(bundle).manifest.preparation.fit == "pad"


def test_a_missing_source_is_reported(padded: tuple[Path, str]) -> None:
    output = run("verify", padded[0])
    assert "it answers in a new process, but was not compared with transformers: openai/clip-vit-base-patch32" in output


def test_a_bundle_of_other_weights_is_refused(
    padded: tuple[Path, str], tiny_model: Callable[[str], Path], tmp_path: Path
) -> None:
    other = Path(shutil.copytree(tiny_model("CLIPModel"), tmp_path / "other"))
    weights(lambda read: {name: values.roll(1) if "proj" in name else values for name, values in read.items()})(other)
    result = CliRunner().invoke(models, ["verify", str(padded[0]), "--source", str(other)])
    assert isinstance(result.exception, BundleError)
    assert "are not those of transformers" in str(result.exception)


def test_an_encoder_with_a_valid_checksum_that_does_not_load_is_refused(
    padded: tuple[Path, str], tmp_path: Path
) -> None:
    bundle = Path(shutil.copytree(padded[0], tmp_path / "bundle"))
    (bundle / "text_encoder.xml").write_text("<net/>")
    manifest = json.loads((bundle / "bundle.json").read_text())
    (bundle / "bundle.json").write_text(json.dumps({**manifest, "files": checksums(bundle)}))
    result = CliRunner().invoke(models, ["verify", str(bundle)])
    assert isinstance(result.exception, BundleError)
    assert "does not answer in a new process" in str(result.exception)


@pytest.mark.parametrize("architecture", ["SiglipModel", "Siglip2Model"])
def test_siglip_reads_capitals_as_it_was_trained_to(
    architecture: str, tiny_model: Callable[[str], Path], tmp_path: Path
) -> None:
    """The fixed sizes of SigLIP 2 are published as SiglipModel, with a tokenizer that keeps capitals."""
    folder = Path(shutil.copytree(tiny_model(architecture), tmp_path / "siglip2"))
    tokenizer(_keeping_capitals)(folder)
    towers = load_towers(folder)
    vectors = TorchTextEncoder(towers).encode(["A PHOTO of the Red dress", "a photo of the red dress", "a blue hat"])
    assert np.array_equal(vectors[0], vectors[1])
    assert not np.allclose(vectors[0], vectors[2])


def _keeping_capitals(read: dict[str, Any]) -> None:
    if read["normalizer"]["type"] == "Sequence":
        read["normalizer"] = read["normalizer"]["normalizers"][-1]
    else:
        read["normalizer"] = None


def test_other_models_keep_their_tokenizers_capitals(tiny_model: Callable[[str], Path], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_model("CLIPModel"), tmp_path / "cased"))
    tokenizer(_keeping_capitals)(folder)
    vectors = TorchTextEncoder(folder).encode(["a Dress", "a dress"])
    assert not np.allclose(vectors[0], vectors[1])
