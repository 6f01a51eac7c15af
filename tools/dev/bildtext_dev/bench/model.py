"""The model to benchmark: FashionCLIP's shape with random weights, cached in build/bench as folder, bundles and ONNX.

Speed and memory depend only on the shape; accuracy and the drift of int8 need trained weights and are not measured.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bildtext.bundle import Bundle
from bildtext.encoders import Vectors
from bildtext.errors import BundleError
from bildtext.label_vectors import LabelVectors, compile_labels
from bildtext.labels import LabelSet, ad_hoc_labels, load_labels
from bildtext.manifest import Runtime, Task
from bildtext_cli.checkout import BUILD, ROOT
from bildtext_cli.models.presets import Precision, Preset
from bildtext_dev.bench.pictures import SHOP, jpeg
from bildtext_dev.bench.products import Product, transformer_products, vision_flop
from tagging.scoring import Scoring

CACHE = BUILD / "bench"
LABELS = 80
TEMPLATE = "This is a photo of {}."  # the pipeline's own


@dataclass(frozen=True)
class Shape:
    """The dimensions of a CLIP's two towers; `name` is its folder in the cache."""

    name: str
    image: int
    patch: int
    vision: tuple[int, int, int]  # width, layers, heads
    text: tuple[int, int, int]
    words: int
    dimensions: int

    def products(self) -> tuple[Product, ...]:
        """Return the products that the limits are measured with: of the image tower's size, for a batch of 32."""
        return transformer_products(32 * ((self.image // self.patch) ** 2 + 1), self.vision[0])

    def image_flop(self) -> float:
        """Return the multiplications and additions of the vision tower's matrix products for one image."""
        width, layers, _ = self.vision
        tower = vision_flop((self.image // self.patch) ** 2, self.patch, width, layers)
        return tower + 2.0 * width * self.dimensions


FASHION_CLIP = Shape("fashion-clip-shape", 224, 32, (768, 12, 12), (512, 12, 8), 49408, 512)
VIT_L_14 = Shape("vit-l-14-shape", 224, 14, (1024, 24, 16), (64, 1, 1), 49408, 768)  # its text half is not measured


@dataclass(frozen=True)
class BenchModel:
    """A Hugging Face folder, our bundles of it, and the label names that every implementation scores."""

    shape: Shape
    weights: Path
    fp16: Path
    int8: Path
    names: tuple[str, ...]

    @property
    def onnx(self) -> Path:
        return self.weights.parent / "onnx"

    def label_vectors(self) -> tuple[LabelSet, LabelVectors]:
        """Return the names as a label set of one facet, and its vectors, which are cached."""
        labels = ad_hoc_labels(self.names, [TEMPLATE.replace("{}", "{label}")])
        stored = self.weights.parent / "names.npz"
        try:
            return labels, LabelVectors.from_bytes(stored.read_bytes())
        except (FileNotFoundError, BundleError):  # not created yet, or by another version
            vectors = compile_labels(labels, Bundle.open(self.fp16).text_encoder())
            stored.write_bytes(vectors.to_bytes())
            return labels, vectors

    def label_matrix(self) -> Vectors:
        """float32 `[labels, d]`, unit rows: the "cached labels" of every implementation."""
        return self.label_vectors()[1].matrix

    def scoring(self) -> Scoring:
        return Scoring(Bundle.open(self.fp16).manifest.logit_scale)


def bench_model(shape: Shape = FASHION_CLIP, cache: Path = CACHE) -> BenchModel:
    """Return the model of that shape, created on the first call (minutes for FashionCLIP) and cached afterwards."""
    folder, labels = cache / shape.name, load_labels()
    terms = dict.fromkeys(label.term for facet in labels.facets for label in facet.labels)
    model = BenchModel(shape, folder / "weights", folder / "fp16", folder / "int8", tuple(terms)[:LABELS])
    _ensure_weights(shape, labels, model.weights)
    _ensure_compiled(_ensure_bundle(model.weights, model.fp16, "fp16"), labels)
    _ensure_compiled(_ensure_bundle(model.weights, model.int8, "int8"), labels)
    return model


def encoder_bundle(shape: Shape, runtime: Runtime, cache: Path = CACHE) -> Bundle:
    """Return the endpoint's bundle of that shape, without label vectors; created on the first call."""
    weights = cache / shape.name / "weights"
    _ensure_weights(shape, load_labels(), weights)
    if runtime == "openvino":
        return _ensure_bundle(weights, weights.parent / "fp16", "fp16")
    return _ensure_bundle(weights, weights.parent / "torch", "fp32", runtime)


def silence_transformers() -> None:
    """Turn off warnings and progress bars of transformers."""
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()


def random_preset(task: Task, precision: Precision, runtime: Runtime = "openvino") -> Preset:
    """Return the preset of a model with random weights."""
    return Preset(
        name=f"random-{task}",
        task=task,
        repository="random",
        revision="seed-0",
        licence="none",
        runtime=runtime,
        precision=precision,
    )


def randomise(model: Any) -> None:
    """Draw wider weights than transformers' initialisation, with which all photos have nearly the same output."""
    import torch

    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() > 1:
                parameter.normal_(std=parameter[0].numel() ** -0.5)


def _ensure_weights(shape: Shape, labels: LabelSet, weights: Path) -> None:
    silence_transformers()
    if not (weights / "config.json").is_file():
        click.echo(f"making random weights in {_shown(weights)} …", err=True)
        _save_weights(shape, labels, weights)


def _ensure_bundle(weights: Path, target: Path, precision: Precision, runtime: Runtime = "openvino") -> Bundle:
    from bildtext_cli.models.export import export

    try:
        return Bundle.open(target)
    except BundleError:
        click.echo(f"exporting {_shown(target)} …", err=True)
        preset = random_preset("tagging", precision, runtime)
        return export(preset, weights, target, [jpeg(SHOP, seed) for seed in range(8)], revision="seed-0")


def _ensure_compiled(bundle: Bundle, labels: LabelSet) -> None:
    from bildtext_cli.labels import compile_into

    try:
        bundle.label_vectors(labels)
    except BundleError:  # never compiled, or the label file has changed since
        compile_into(bundle, labels)


# -- a Hugging Face folder with random weights --------------------------------------------------------------


def _save_weights(shape: Shape, labels: LabelSet, folder: Path) -> None:
    import torch
    from transformers import CLIPConfig, CLIPModel

    shutil.rmtree(folder.parent, ignore_errors=True)
    torch.manual_seed(0)
    special = {"pad_token_id": 0, "bos_token_id": 2, "eos_token_id": 3}
    text = {**_tower(shape.text), "vocab_size": shape.words, "max_position_embeddings": 77, **special}
    vision = {**_tower(shape.vision), "image_size": shape.image, "patch_size": shape.patch}
    config = CLIPConfig(text_config=text, vision_config=vision, projection_dim=shape.dimensions)
    model = CLIPModel(config).eval()
    randomise(model)
    model.save_pretrained(folder)
    _tokenizer(labels).save_pretrained(folder)
    (folder / "preprocessor_config.json").write_text(json.dumps(_preprocessor(shape.image)), encoding="utf-8")


def _tower(numbers: Sequence[int]) -> dict[str, int]:
    width, layers, heads = numbers
    return {
        "hidden_size": width,
        "intermediate_size": 4 * width,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
    }


def _tokenizer(labels: LabelSet) -> Any:
    """Return a tokenizer with one token per word of the label file; texts are about as long as with CLIP's own."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    split = pre_tokenizers.Whitespace()
    prompts = [prompt for facet in labels.facets for label in facet.labels for prompt in label.prompts]
    prompts += [prompt for facet in labels.facets for prompt in facet.none]
    prompts += [TEMPLATE.format(label.term) for facet in labels.facets for label in facet.labels]
    words = {word for prompt in prompts for word, _ in split.pre_tokenize_str(prompt.lower())}
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *sorted(words)]
    tokenizer = Tokenizer(models.WordLevel({token: index for index, token in enumerate(tokens)}, unk_token="[UNK]"))  # noqa: S106
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = split
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        **_SPECIAL,
        model_input_names=["input_ids", "attention_mask"],
    )


_SPECIAL = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}


def _preprocessor(size: int) -> dict[str, object]:
    """Return CLIP's own configuration with the shape's input size."""
    return {
        "image_processor_type": "CLIPImageProcessor",
        "size": {"shortest_edge": size},
        "crop_size": {"height": size, "width": size},
        "do_center_crop": True,
        "resample": 3,
        "image_mean": [0.48145466, 0.4578275, 0.40821073],
        "image_std": [0.26862954, 0.26130258, 0.27577711],
    }


def _shown(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
