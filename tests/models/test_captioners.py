"""Captions are those of transformers' own greedy decoding, token for token, for both architectures."""

from __future__ import annotations

import io
import json
import shutil
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed; `make test` installs it")

from click.testing import CliRunner  # noqa: E402
from PIL import Image  # noqa: E402
from transformers import (  # noqa: E402
    AutoTokenizer,
    BlipForConditionalGeneration,
    BlipImageProcessorPil,
    VisionEncoderDecoderModel,
    ViTImageProcessorPil,
)

from bildtext.captioners.manifest import CaptionManifest  # noqa: E402
from bildtext.errors import BundleError  # noqa: E402
from bildtext.images import Preparation, decode  # noqa: E402
from bildtext.manifest import read_manifest  # noqa: E402
from bildtext_cli.models.caption_export import export_caption  # noqa: E402
from bildtext_cli.models.captioners.models import load_caption_model  # noqa: E402
from bildtext_cli.models.commands import models  # noqa: E402
from bildtext_cli.models.open_bundle import open_captioner  # noqa: E402
from bildtext_cli.models.presets import Precision  # noqa: E402
from tests.models.tiny_captioners import ARCHITECTURES, MODELS, SEEDS, photos, save_tiny  # noqa: E402
from tests.models.tiny_presets import tiny_preset  # noqa: E402

pytestmark = pytest.mark.torch
CLASSES: dict[str, tuple[Any, Any]] = {
    "BlipForConditionalGeneration": (BlipForConditionalGeneration, BlipImageProcessorPil),
    "VisionEncoderDecoderModel": (VisionEncoderDecoderModel, ViTImageProcessorPil),
}
PNGS = 11  # more than are decoded together


@cache
def pngs() -> tuple[bytes, ...]:
    """Photos of several shapes."""
    found = []
    for at, pixels in enumerate(photos(PNGS, seed=7)):
        buffer = io.BytesIO()
        Image.fromarray(pixels).resize((60 + 9 * at, 150 - 7 * at), Image.Resampling.NEAREST).save(buffer, "PNG")
        found.append(buffer.getvalue())
    return tuple(found)


def exported(
    source: Path, precision: Precision = "fp32", runtime: str = "openvino", measured_on: int = PNGS
) -> tuple[CaptionManifest, Any]:
    """The manifest and captioner of the bundle beside the model; exported on first use."""
    target = source.with_name(f"{source.name}-{runtime}-{precision}")
    if not target.exists():
        preset = tiny_preset("caption", precision=precision, runtime=runtime)
        export_caption(preset, source, target, pngs()[:measured_on], revision="0123456789abcdef")
    return read_manifest(target, CaptionManifest), open_captioner(target)


def theirs(architecture: str, source: Path, images: tuple[bytes, ...]) -> tuple[np.ndarray, list[str]]:
    """Tokens and texts from transformers' own model, image processor and tokenizer."""
    model_class, processor = CLASSES[architecture]
    model = model_class.from_pretrained(source).eval()
    opened = [Image.open(io.BytesIO(image)) for image in images]
    pixels = processor.from_pretrained(source)(images=opened, return_tensors="pt")["pixel_values"]
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Using the model-agnostic default `max_length`")  # as in the published models
        found = model.generate(pixel_values=pixels, num_beams=1, do_sample=False)
    texts = AutoTokenizer.from_pretrained(source).batch_decode(found, skip_special_tokens=True)
    return np.asarray(found.numpy()), [text.strip() for text in texts]


def ours(captioner: Any, images: tuple[bytes, ...]) -> np.ndarray:
    return np.stack([decode(image, captioner.preparation) for image in images])


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    @cache
    def made(architecture: str, seed: int = 0, **generation: Any) -> Path:
        return save_tiny(architecture, tmp_path_factory.mktemp("tiny"), seed, **generation)

    return made


@pytest.mark.parametrize(("architecture", "seed"), MODELS)
def test_tokens_and_texts_are_those_of_transformers_greedy_decoding(
    architecture: str, seed: int, tiny: Callable[..., Path]
) -> None:
    _, captioner = exported(tiny(architecture, seed), measured_on=1 if seed else PNGS)
    for images in (pngs()[:1], pngs()[2:5], pngs()):
        tokens, texts = theirs(architecture, tiny(architecture, seed), images)
        np.testing.assert_array_equal(captioner.tokens(ours(captioner, images)), tokens)
        assert captioner.caption(ours(captioner, images)) == texts


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_captions_of_these_models_differ_and_end_early_late_or_never(
    architecture: str, tiny: Callable[..., Path]
) -> None:
    lengths, captions = set(), set()
    for seed in SEEDS[architecture]:
        ending = load_caption_model(tiny(architecture, seed)).ending
        for row in theirs(architecture, tiny(architecture, seed), pngs())[0].tolist():
            captions.add(tuple(row))
            lengths.add(next((at for at, token in enumerate(row) if at and token in ending.ends), None))
    assert len(captions) > 10
    assert None in lengths
    assert len(lengths - {None}) >= 4


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_caption_does_not_depend_on_its_batch(architecture: str, tiny: Callable[..., Path]) -> None:
    _, captioner = exported(tiny(architecture))
    pixels = ours(captioner, pngs())
    assert captioner.caption(pixels) == [captioner.caption(one[None])[0] for one in pixels]
    assert captioner.caption(pixels[:0]) == []


@pytest.mark.parametrize(("architecture", "longest"), [(ARCHITECTURES[0], 21), (ARCHITECTURES[1], 7)])
def test_caption_length_matches_transformers_which_ignores_blips_own_setting(
    architecture: str, longest: int, tiny: Callable[..., Path]
) -> None:
    source = tiny(architecture, 1, max_length=7)
    manifest, captioner = exported(source, measured_on=1)
    tokens, _ = theirs(architecture, source, pngs())
    assert manifest.ending.max_length == tokens.shape[1] == longest
    np.testing.assert_array_equal(captioner.tokens(ours(captioner, pngs())), tokens)


# Settings that transformers 4 wrote into the text model's part of config.json, still present in both published models.
AS_TRANSFORMERS_4_WROTE_IT = {
    "max_length": 20,
    "min_length": 0,
    "do_sample": False,
    "num_beams": 1,
    "num_beam_groups": 1,
    "temperature": 1.0,
    "top_k": 50,
    "repetition_penalty": 1.0,
    "no_repeat_ngram_size": 0,
    "bad_words_ids": None,
    "decoder_start_token_id": None,
    "task_specific_params": {"text-generation": {"do_sample": True, "max_length": 50}},
    "torchscript": False,
}


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_old_configurations_are_read_as_transformers_reads_them(architecture: str, tmp_path: Path) -> None:
    source = save_tiny(architecture, tmp_path / "model", SEEDS[architecture][1])
    config = json.loads((source / "config.json").read_text())
    config["text_config" if architecture == ARCHITECTURES[0] else "decoder"].update(AS_TRANSFORMERS_4_WROTE_IT)
    (source / "config.json").write_text(json.dumps(config))
    _, captioner = exported(source, measured_on=1)
    tokens, _ = theirs(architecture, source, pngs())
    np.testing.assert_array_equal(captioner.tokens(ours(captioner, pngs())), tokens)


def test_several_ends_and_another_padding_are_taken_from_the_generation_config(
    tiny: Callable[..., Path], tmp_path: Path
) -> None:
    source = save_tiny("VisionEncoderDecoderModel", tmp_path / "model", 4, eos_token_id=[3, 16, 7], pad_token_id=0)
    manifest, captioner = exported(source, measured_on=1)
    tokens, _ = theirs("VisionEncoderDecoderModel", source, pngs())
    assert (manifest.ending.ends, manifest.ending.pad) == ((3, 16, 7), 0)
    np.testing.assert_array_equal(captioner.tokens(ours(captioner, pngs())), tokens)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_threads_can_share_one_captioner(architecture: str, tiny: Callable[..., Path]) -> None:
    _, captioner = exported(tiny(architecture))
    pixels = ours(captioner, pngs())
    alone = captioner.caption(pixels)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda at: captioner.caption(pixels[at : at + 1])[0], range(PNGS))) == alone


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_both_runtimes_give_the_same_captions(architecture: str, tiny: Callable[..., Path]) -> None:
    _, on_openvino = exported(tiny(architecture))
    _, on_torch = exported(tiny(architecture), runtime="torch")
    pixels = ours(on_torch, pngs())
    assert on_torch.preparation == on_openvino.preparation
    assert on_torch.caption(pixels) == on_openvino.caption(pixels)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_agreement_of_a_smaller_bundle_is_measured_and_recorded(
    architecture: str, tiny: Callable[..., Path]
) -> None:
    held_back = pngs()[::4]  # of what calibrates int8
    precisions: tuple[Precision, ...] = ("fp32", "fp16", "int8")
    for precision in precisions:
        measured = held_back if precision == "int8" else pngs()
        reference, _ = theirs(architecture, tiny(architecture), measured)
        manifest, captioner = exported(tiny(architecture), precision)
        assert manifest.agreement is not None
        assert manifest.agreement.images == len(measured)
        assert manifest.calibrated_on == (PNGS - len(held_back) if precision == "int8" else None)
        one_by_one = [captioner.tokens(one[None])[0] for one in ours(captioner, measured)]
        equal = [np.array_equal(row, wanted[: len(row)]) for row, wanted in zip(one_by_one, reference, strict=True)]
        assert manifest.agreement.equal == pytest.approx(sum(equal) / len(measured), abs=1e-4)
        assert manifest.agreement.equal == 1 or precision != "fp32"


@pytest.mark.parametrize(
    ("processor", "preparation"),
    [
        (BlipImageProcessorPil, Preparation(384, "stretch", "bicubic")),
        (ViTImageProcessorPil, Preparation(224, "stretch", "bilinear")),
    ],
)
def test_photos_are_prepared_as_the_models_own_processor_does(processor: Any, preparation: Preparation) -> None:
    for image in pngs():
        opened = Image.open(io.BytesIO(image))
        expected = processor(do_normalize=False, do_rescale=False)(images=opened, return_tensors="np")["pixel_values"]
        difference = decode(image, preparation).astype(float) - expected[0].transpose(1, 2, 0)
        assert np.abs(difference).mean() < 0.05


def test_a_file_that_was_changed_after_export_is_refused(tiny: Callable[..., Path], tmp_path: Path) -> None:
    exported(tiny(ARCHITECTURES[0]))
    shutil.copytree(f"{tiny(ARCHITECTURES[0])}-openvino-fp32", tmp_path / "bundle")
    weights = tmp_path / "bundle" / "text_decoder.bin"
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 1
    weights.write_bytes(data)
    with pytest.raises(BundleError, match=r"text_decoder\.bin does not have the checksum"):
        open_captioner(tmp_path / "bundle")


@pytest.mark.parametrize(("precision", "runtime"), [("int4", "openvino"), ("int8", "torch"), ("fp16", "torch")])
def test_a_precision_not_supported_for_captions_is_refused(
    precision: Precision, runtime: str, tiny: Callable[..., Path]
) -> None:
    with pytest.raises(BundleError, match=f"cannot be {precision} on {runtime}"):
        exported(tiny(ARCHITECTURES[0]), precision, runtime)


def test_bildtext_models_exports_and_verifies_a_captioner(tiny: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.png").write_bytes(pngs()[0])
    bundle = str(tmp_path / "bundle")
    source = ["--source", str(tiny(ARCHITECTURES[1])), "--calibration", str(tmp_path / "photos")]
    result = CliRunner().invoke(models, ["export", "vit-gpt2", *source, "--out", bundle, "--precision", "fp32"])
    assert result.exit_code == 0, result.output
    assert "100% of 1 photos have the captions of the fp32 reference" in result.stdout
    manifest = read_manifest(Path(bundle), CaptionManifest)
    assert (manifest.licence, manifest.architecture) == ("Apache-2.0", "VisionEncoderDecoderModel")
    checked = CliRunner().invoke(models, ["verify", bundle])
    assert checked.exit_code == 0, checked.output
    assert "every file has its checksum" in checked.stdout
    assert "was not compared with transformers: nlpconnect/vit-gpt2-image-captioning at " in checked.stdout
    compared = CliRunner().invoke(models, ["verify", bundle, *source[:2]])
    assert "in a new process 8 of 8 photos have the caption of transformers in fp32" in compared.stdout
