"""An exported bundle gives the same results as transformers, for every supported model class."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed; `make test` installs it")

from click.testing import CliRunner  # noqa: E402
from PIL import Image  # noqa: E402
from transformers import (  # noqa: E402
    AutoModel,
    AutoTokenizer,
    CLIPImageProcessorPil,
    Siglip2ImageProcessorPil,
    SiglipImageProcessorPil,
    pipeline,
)

from bildtext.bundle import Bundle, Precision  # noqa: E402
from bildtext.errors import BundleError  # noqa: E402
from bildtext.images import decode  # noqa: E402
from bildtext.label_vectors import compile_labels  # noqa: E402
from bildtext.labels import ad_hoc_labels  # noqa: E402
from bildtext.manifest import Runtime  # noqa: E402
from bildtext_cli.models.commands import models  # noqa: E402
from bildtext_cli.models.export import export  # noqa: E402
from tagging.scoring import Scoring, score  # noqa: E402
from tests.models.conftest import SIZE, TINY  # noqa: E402
from tests.models.tiny_presets import tiny_preset  # noqa: E402

pytestmark = pytest.mark.torch
PROCESSORS = {
    "CLIPModel": CLIPImageProcessorPil,
    "SiglipModel": SiglipImageProcessorPil,
    "Siglip2Model": Siglip2ImageProcessorPil,
    "VisionTextDualEncoderModel": CLIPImageProcessorPil,
}


def a_photo(seed: int) -> Image.Image:
    """Soft random colours, square, since NaFlex processors keep other shapes."""
    small = np.random.default_rng(seed).integers(0, 256, (6, 6, 3), dtype=np.uint8)
    return Image.fromarray(small).resize((SIZE * 2, SIZE * 2), Image.Resampling.BICUBIC)


def as_png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


PHOTOS = [as_png(a_photo(seed)) for seed in range(5)]


def exported(folder: Path, target: Path, precision: Precision = "fp32", runtime: Runtime = "openvino") -> Bundle:
    return export(
        tiny_preset("tagging", precision=precision, runtime=runtime),
        folder,
        target,
        PHOTOS,
        revision="0123456789abcdef",
    )


def reference_logits(architecture: str, folder: Path, texts: list[str]) -> np.ndarray:
    """Logits per image from transformers' own model, processor and tokenizer."""
    model = AutoModel.from_pretrained(folder).eval()
    images = PROCESSORS[architecture].from_pretrained(folder)(
        images=[a_photo(seed) for seed in range(5)], return_tensors="pt"
    )
    padding = {"padding": "max_length", "max_length": 64} if architecture.startswith("Siglip") else {"padding": True}
    tokens = AutoTokenizer.from_pretrained(folder)(texts, return_tensors="pt", **padding)
    with torch.inference_mode():
        return np.asarray(model(**images, **tokens).logits_per_image.numpy())


@pytest.mark.parametrize("architecture", TINY)
def test_an_fp32_bundle_gives_the_logits_of_transformers(
    architecture: str, tiny_model: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = tiny_model(architecture)
    texts = ["a photo of a red dress", "shoe", "the blue hat of the t-shirt"]
    bundle = exported(folder, tmp_path / "bundle")
    pixels = np.stack([decode(photo, bundle.manifest.preparation) for photo in PHOTOS])
    cosines = bundle.image_encoder().encode(pixels) @ bundle.text_encoder().encode(texts).T
    logits = cosines * bundle.manifest.logit_scale + (bundle.manifest.logit_bias or 0)
    np.testing.assert_allclose(logits, reference_logits(architecture, folder, texts), atol=1e-3)


@pytest.mark.parametrize("architecture", ["CLIPModel", "SiglipModel"])
def test_a_single_facet_and_prompt_scores_like_the_zero_shot_pipeline(
    architecture: str, tiny_model: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = tiny_model(architecture)
    names = ["red dress", "blue hat", "shoe", "green t-shirt"]
    pipe = pipeline(
        "zero-shot-image-classification",
        model=AutoModel.from_pretrained(folder),
        tokenizer=AutoTokenizer.from_pretrained(folder),
        image_processor=PROCESSORS[architecture].from_pretrained(folder),
    )
    bundle = exported(folder, tmp_path / "bundle")
    labels = compile_labels(ad_hoc_labels(names, ["this is a photo of {label} ."]), bundle.text_encoder())
    scoring = Scoring(bundle.manifest.logit_scale, bundle.manifest.logit_bias, bundle.manifest.scoring)
    for seed, photo in enumerate(PHOTOS):
        expected = {
            one["label"]: one["score"]
            for one in pipe(a_photo(seed), candidate_labels=names, hypothesis_template="this is a photo of {} .")
        }
        vector = bundle.image_encoder().encode(decode(photo, bundle.manifest.preparation)[None])
        found = score(vector, labels, scoring)["labels"]
        ours = dict(zip(found.ids, found.labels[0].tolist(), strict=True))
        assert ours == pytest.approx(expected, abs=1e-3)


def test_both_runtimes_and_all_precisions_agree_within_their_measured_drift(
    tiny_model: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = tiny_model("CLIPModel")
    pixels = None
    vectors = {}
    for name, precision, runtime in [
        ("reference", "fp32", "torch"),
        ("fp32", "fp32", "openvino"),
        ("fp16", "fp16", "openvino"),
        ("int8", "int8", "openvino"),
    ]:
        bundle = exported(folder, tmp_path / name, precision, runtime)  # type: ignore[arg-type]
        pixels = np.stack([decode(photo, bundle.manifest.preparation) for photo in PHOTOS])
        vectors[name] = bundle.image_encoder().encode(pixels)
        if precision == "int8":  # five photos are too few to hold some back
            assert (bundle.manifest.calibrated_on, bundle.manifest.drift) == (5, None)
            continue
        assert bundle.manifest.calibrated_on is None
        assert bundle.manifest.drift is not None
        assert bundle.manifest.drift.images == 5
        cosines = np.sum(vectors["reference"] * vectors[name], axis=1)
        # one photo at a time (as measured) and a batch may round differently in bf16
        assert cosines.min() == pytest.approx(bundle.manifest.drift.cosine_min, abs=2e-3)
    assert np.sum(vectors["reference"] * vectors["fp32"], axis=1).min() > 0.99999
    assert np.sum(vectors["reference"] * vectors["fp16"], axis=1).min() > 0.999
    assert np.sum(vectors["reference"] * vectors["int8"], axis=1).min() > 0.97


def test_a_bundle_is_refused_when_a_file_was_changed_after_export(
    tiny_model: Callable[[str], Path], tmp_path: Path
) -> None:
    bundle = exported(tiny_model("CLIPModel"), tmp_path / "bundle")
    weights = tmp_path / "bundle" / "image_encoder.bin"
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 1
    weights.write_bytes(data)
    with pytest.raises(BundleError, match=r"image_encoder\.bin does not have the checksum"):
        bundle.image_encoder()
    bundle.text_encoder()  # the other half is untouched and still loads


def test_only_safetensors_are_read(tiny_model: Callable[[str], Path], tmp_path: Path) -> None:
    folder = tmp_path / "pickled"
    shutil.copytree(tiny_model("CLIPModel"), folder)
    (folder / "model.safetensors").unlink()
    torch.save({}, folder / "pytorch_model.bin")
    with pytest.raises(BundleError, match="no safetensors"):
        exported(folder, tmp_path / "bundle")


def test_another_architecture_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "bert"}))
    with pytest.raises(BundleError, match="'bert' model; supported are clip"):
        exported(tmp_path, tmp_path / "bundle")


def test_the_command_exports_with_the_requested_fit(tiny_model: Callable[[str], Path], tmp_path: Path) -> None:
    arguments = ["--source", str(tiny_model("CLIPModel")), "--out", str(tmp_path / "bundle"), "--precision", "fp32"]
    run = CliRunner().invoke(models, ["export", "fashion-clip", *arguments, "--fit", "pad"], catch_exceptions=False)
    assert "32 px (pad)" in run.stdout
    assert Bundle.open(tmp_path / "bundle").manifest.preparation.fit == "pad"


def test_a_failed_export_keeps_the_existing_bundle(tiny_model: Callable[[str], Path], tmp_path: Path) -> None:
    target = tmp_path / "bundle"
    exported(tiny_model("CLIPModel"), target)
    before = (target / "bundle.json").read_bytes()
    with pytest.raises(BundleError):
        exported(tmp_path / "nowhere", target)
    assert (target / "bundle.json").read_bytes() == before
