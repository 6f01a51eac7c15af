"""A broken Hugging Face folder is refused in one sentence, before the existing bundle is replaced."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed; `make test` installs it")

from bildtext.encoders.torch_runtime import TorchImageEncoder, TorchTextEncoder  # noqa: E402
from bildtext.encoders.towers import load_towers  # noqa: E402
from bildtext.errors import BundleError  # noqa: E402
from bildtext_cli.cli import main  # noqa: E402
from bildtext_cli.models.captioners.models import load_caption_model  # noqa: E402
from bildtext_cli.models.text_export import export_text  # noqa: E402
from tests.models import language_models, tiny_captioners  # noqa: E402
from tests.models.broken_folders import (  # noqa: E402
    POINTER,
    Break,
    cut,
    dangling,
    folder_instead,
    leaving_out,
    renamed,
    replaced,
    setting,
    sharded,
    text,
    tokenizer,
    weights,
    without,
)
from tests.models.conftest import SIZE  # noqa: E402
from tests.models.tiny_presets import tiny_preset  # noqa: E402

pytestmark = pytest.mark.torch
PROJECTION = "visual_projection.weight"
INDEX = '{"weight_map": {"a": "../elsewhere.safetensors"}}'

# The fault → how to create it, and a pattern of the error message.
WEIGHTS: dict[str, tuple[Break, str]] = {
    "a scale is missing": (weights(leaving_out("logit_scale")), r"1 missing \(logit_scale\)"),
    "a projection is missing": (weights(leaving_out(PROJECTION)), rf"1 missing \({PROJECTION}\)"),
    "half of a model": (weights(leaving_out("text_model")), r"\d+ missing \(text_model\..*, text_model\..* …\)"),
    "one weight too many": (
        weights(lambda read: {**read, "visual_projection.bias": torch.ones(24)}),
        r"1 unexpected \(visual_projection\.bias\)",
    ),
    "a layer too many": (setting("config.json", text_config={"num_hidden_layers": 1, "hidden_size": 32}), "unexpected"),
    "another shape": (
        weights(replaced(PROJECTION, lambda values: values[:-1])),
        rf"1 of another shape \({PROJECTION} \[23, 32\] instead of \[24, 32\]\)",
    ),
    "a prefix before some names": (
        weights(lambda read: {f"module.{key}" if "text" in key else key: read[key] for key in read}),
        r"missing \(text_model.*unexpected \(module\.text_model",
    ),
    "an unknown prefix": (
        weights(lambda read: {f"backbone.{key}": values for key, values in read.items()}),
        r"unexpected \(backbone\.",
    ),
    "open_clip's names": (
        weights(lambda read: {"visual.conv1.weight": torch.ones(3, 3), "logit_scale": read["logit_scale"]}),
        r"as open_clip names them \(visual\.conv1\.weight\)",
    ),
    "open_clip's file": (renamed("model.safetensors", "open_clip_model.safetensors"), "as open_clip names them"),
    "not a number": (
        weights(replaced(PROJECTION, lambda values: values * float("nan"))),
        rf"not finite \({PROJECTION}",
    ),
    "infinite": (weights(replaced("logit_scale", lambda values: values * float("inf"))), r"not finite \(logit_scale"),
    "nothing but zeros": (weights(replaced(PROJECTION, torch.zeros_like)), r"nothing but zeros \(visual_projection\)"),
    "an adapter beside them": (text("adapter_config.json", '{"peft_type": "LORA"}'), "LoRA adapter .*merge_and_unload"),
    "an adapter's weights": (text("adapter_model.safetensors", "…"), "LoRA adapter .*merge_and_unload"),
    "an adapter among them": (
        weights(lambda read: {**read, "text_model.q_proj.lora_A.weight": torch.ones(2, 2)}),
        r"LoRA adapter \(text_model\.q_proj\.lora_A\.weight\).*merge_and_unload",
    ),
    "integers": (weights(replaced(PROJECTION, lambda values: values.to(torch.int8))), r"quantised \(visual_.* is I8\)"),
    "quantised by its settings": (
        setting("config.json", quantization_config={"quant_method": "bitsandbytes"}),
        r"quantised \(quantization_config: bitsandbytes\)",
    ),
    "a pointer to LFS": (text("model.safetensors", POINTER), "model.safetensors is a Git LFS pointer"),
    "cut off at the end": (cut("model.safetensors"), "model.safetensors has .* bytes of .*: it is cut off"),
    "cut off at the beginning": (cut("model.safetensors", 40), "model.safetensors is no safetensors file"),
    "empty": (cut("model.safetensors", 0), "model.safetensors is no safetensors file"),
    "a page of a web site": (text("model.safetensors", "<!doctype html><title>404"), "is no safetensors file"),
    "a link to nothing": (dangling("model.safetensors"), "model.safetensors is a link to a file that is not there"),
    "a part is missing": (sharded(missing=True), r"lacks 1 of the 2 files .*\(model-00002-of-00002\.safetensors\)"),
    "parts without a list": (
        renamed("model.safetensors", "model-00001-of-00001.safetensors"),
        "without model.safetensors.index.json",
    ),
    "a list of files elsewhere": (
        lambda folder: (without("model.safetensors")(folder), text("model.safetensors.index.json", INDEX)(folder)),
        r"lacks 1 of the 1 files .*\(\.\./elsewhere\.safetensors\)",
    ),
    "only a variant": (renamed("model.safetensors", "model.fp16.safetensors"), "only as model.fp16.safetensors"),
    "pickled": (renamed("model.safetensors", "pytorch_model.bin"), "has no safetensors weights"),
}
SETTINGS: dict[str, tuple[Break, str]] = {
    "no config.json": (without("config.json"), r"holds no config\.json"),
    "a folder called config.json": (folder_instead("config.json"), r"holds no config\.json"),
    "an empty config.json": (text("config.json", ""), r"config\.json cannot be read as a JSON object"),
    "half a config.json": (cut("config.json", 99), r"config\.json cannot be read as a JSON object"),
    "a list as config.json": (
        text("config.json", "[]"),
        r"config\.json cannot be read as a JSON object \(it holds a list",
    ),
    "no model_type": (setting("config.json", model_type=None), "names no model_type"),
    "a model_type that is a number": (setting("config.json", model_type=5), "names no model_type"),
    "another task": (setting("config.json", model_type="blip"), "'blip' model; supported are clip, "),
    "values of another kind": (setting("config.json", text_config="none"), "configuration of .* cannot be used"),
    "no tokenizer": (without("tokenizer.json", "tokenizer_config.json"), "has no tokenizer files"),
    "a pointer for a tokenizer": (text("tokenizer.json", POINTER), r"tokenizer\.json is a Git LFS pointer"),
    "half a tokenizer": (cut("tokenizer.json", 200), r"tokenizer\.json cannot be read as a JSON object"),
    "another file as tokenizer": (text("tokenizer.json", '{"model": {}}'), "tokenizer of .* cannot be used"),
    "a tokenizer without words": (
        tokenizer(lambda read: read["model"].update(vocab={"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3})),
        "has an empty vocabulary",
    ),
    "a tokenizer of another model": (
        tokenizer(lambda read: read["model"]["vocab"].update({"sandal": 32})),
        r"tokens that the model does not know \('sandal' is number 32, the model has 32\)",
    ),
    "a tokenizer without an end": (
        tokenizer(lambda read: read.update(post_processor=None)),
        "does not put the end token 3",
    ),
    "another token at the end": (
        tokenizer(lambda read: read["post_processor"]["special_tokens"]["[SEP]"].update(ids=[5])),
        "does not put the end token 3 last",
    ),
    "no image processor": (without("preprocessor_config.json"), r"has no preprocessor_config\.json"),
    "half an image processor": (cut("preprocessor_config.json", 50), "cannot be read as a JSON object"),
}


@pytest.fixture
def clip(tiny_model: Callable[[str], Path], tmp_path: Path) -> Path:
    """A complete folder to break."""
    return Path(shutil.copytree(tiny_model("CLIPModel"), tmp_path / "clip"))


@pytest.mark.parametrize("what", [*WEIGHTS, *SETTINGS])
def test_a_broken_folder_is_refused_in_one_sentence(what: str, clip: Path) -> None:
    broken, sentence = {**WEIGHTS, **SETTINGS}[what]
    broken(clip)
    with pytest.raises(BundleError, match=sentence) as refused:
        load_towers(clip)
    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_complete_sharded_model_is_read(clip: Path, tiny_model: Callable[[str], Path]) -> None:
    sharded(missing=False)(clip)
    assert np.array_equal(_vectors(clip), _vectors(tiny_model("CLIPModel")))


@pytest.mark.parametrize("prefix", ["module.", "model.", "_orig_mod.", "module._orig_mod.", "clip."])
def test_the_weight_prefix_of_a_wrapper_class_is_removed_and_reported(
    prefix: str, clip: Path, tiny_model: Callable[[str], Path]
) -> None:
    weights(lambda read: {prefix + name: values for name, values in read.items()})(clip)
    assert load_towers(clip).weights_prefix == prefix
    assert np.array_equal(_vectors(clip), _vectors(tiny_model("CLIPModel")))


def test_buffers_that_older_versions_saved_are_no_reason_to_refuse(clip: Path) -> None:
    weights(lambda read: {**read, "text_model.embeddings.position_ids": torch.arange(20)[None]})(clip)
    assert load_towers(clip).weights_prefix == ""


def _vectors(folder: Path) -> np.ndarray:
    towers = load_towers(folder)
    pixels = np.random.default_rng(1).integers(0, 256, (2, SIZE, SIZE, 3), dtype=np.uint8)
    texts = TorchTextEncoder(towers).encode(["a photo of the red dress", "a shoe"])
    return np.concatenate([TorchImageEncoder(towers).encode(pixels), texts])


@pytest.mark.parametrize("architecture", tiny_captioners.ARCHITECTURES)
def test_an_incomplete_captioner_is_refused_without_complaints_about_tied_weights(
    architecture: str, tmp_path: Path
) -> None:
    folder = tiny_captioners.save_tiny(architecture, tmp_path / "captioner")
    load_caption_model(folder)
    part = "text_decoder.bert.encoder" if architecture.startswith("Blip") else "decoder.transformer.h"
    weights(leaving_out(part))(folder)
    with pytest.raises(BundleError, match=rf"\d+ missing \({part}"):
        load_caption_model(folder)


def test_a_captioner_without_a_tokenizer_is_refused(tmp_path: Path) -> None:
    folder = tiny_captioners.save_tiny(tiny_captioners.ARCHITECTURES[1], tmp_path / "captioner")
    without("tokenizer.json", "tokenizer_config.json")(folder)
    with pytest.raises(BundleError, match="has no tokenizer files"):
        load_caption_model(folder)


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (weights(leaving_out("layers.1.mlp.up_proj")), r"1 missing \(model\.layers\.1\.mlp\.up_proj"),
        (weights(replaced("model.norm.weight", lambda values: values * float("nan"))), r"not finite \(model\.norm"),
        (weights(lambda read: {f"module.{name}": values for name, values in read.items()}), r"unexpected \(module\."),
        (text("adapter_config.json", "{}"), "LoRA adapter"),
        (without("chat_template.jinja"), "has no chat template"),
        (setting("config.json", quantization_config={"quant_method": "gptq"}), "quantised"),
        (setting("config.json", vocab_size=100), "of another shape"),
    ],
)
def test_an_incomplete_language_model_is_refused(broken: Break, sentence: str, tmp_path: Path) -> None:
    folder = language_models.save_tiny("qwen2", tmp_path / "qwen2")
    broken(folder)
    preset = tiny_preset("text", runtime="torch")
    with pytest.raises(BundleError, match=sentence):
        export_text(preset, folder, tmp_path / "bundle", revision="seed-3")


def test_the_command_reports_it_in_one_line_and_keeps_the_existing_bundle(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights(leaving_out("logit_scale"))(clip)
    target = tmp_path / "bundle"
    target.mkdir()
    (target / "bundle.json").write_text("existing bundle")
    monkeypatch.setattr(
        sys, "argv", ["bildtext", "models", "export", "fashion-clip", "--source", str(clip), "--out", str(target)]
    )
    with pytest.raises(SystemExit) as ended:
        main()
    assert str(ended.value).startswith("bildtext: The weights of ")
    assert "\n" not in str(ended.value)  # a text as its status: Python prints it and exits with 1
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert (target / "bundle.json").read_text() == "existing bundle"
