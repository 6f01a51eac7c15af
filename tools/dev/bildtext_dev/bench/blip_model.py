"""The captioner to benchmark: BLIP-base's shape with random weights, cached in build/bench as folder and bundles."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import click

from bildtext.captioners.manifest import CaptionManifest
from bildtext.errors import BundleError
from bildtext.manifest import read_manifest
from bildtext_cli.models.presets import Precision
from bildtext_dev.bench.model import CACHE, random_preset, randomise, silence_transformers
from bildtext_dev.bench.pictures import SHOP, jpeg
from bildtext_dev.bench.products import Product, transformer_products, vision_flop

_PRECISIONS: tuple[Precision, ...] = ("fp16", "int8")


@dataclass(frozen=True)
class BlipShape:
    """The dimensions of a BLIP captioner's two halves; `name` is its folder in the cache."""

    name: str
    image: int
    patch: int
    width: int
    layers: int
    heads: int
    words: int

    @property
    def seen(self) -> int:
        """The number of image tokens that the text half attends to: the patches and one more."""
        return (self.image // self.patch) ** 2 + 1

    def products(self) -> tuple[Product, ...]:
        """Return the products that the limits are measured with: of the image half's size, for a batch of eight."""
        return transformer_products(8 * self.seen, self.width)

    def image_flop(self) -> float:
        """Return the multiplications and additions for one image: vision tower, keys and values."""
        keys_and_values = self.layers * 2 * self.seen * self.width**2
        return vision_flop(self.seen - 1, self.patch, self.width, self.layers) + 2.0 * keys_and_values

    def text_weights(self) -> int:
        """Return the weights read per token: six projections and two of fourfold width per layer, and the words."""
        return self.layers * 14 * self.width**2 + self.width**2 + self.words * self.width

    def image_memory(self) -> int:
        """Return the number of image keys and values read for each token."""
        return self.layers * 2 * self.seen * self.width


BLIP_BASE = BlipShape("blip-base-shape", 384, 16, 768, 12, 12, 30524)


@dataclass(frozen=True)
class BlipBench:
    """A Hugging Face folder and our bundles of it."""

    shape: BlipShape
    folder: Path

    @property
    def weights(self) -> Path:
        return self.folder / "weights"

    def bundle(self, precision: str) -> Path:
        return self.folder / precision


def blip_bench(shape: BlipShape = BLIP_BASE, cache: Path = CACHE) -> BlipBench:
    """Return the model of that shape, created on the first call (minutes for BLIP-base) and cached afterwards."""
    silence_transformers()
    model = BlipBench(shape, cache / shape.name)
    if not (model.weights / "preprocessor_config.json").is_file():
        click.echo("making random weights of a captioner …", err=True)
        _save_weights(shape, model.weights)
    for precision in _PRECISIONS:
        _ensure_bundle(model, precision)
    return model


def _ensure_bundle(model: BlipBench, precision: Precision) -> None:
    from bildtext_cli.models.caption_export import export_caption

    target = model.bundle(precision)
    try:
        read_manifest(target, CaptionManifest)
    except BundleError:
        click.echo(f"exporting the captioner as {precision} …", err=True)
        export_caption(
            random_preset("caption", precision),
            model.weights,
            target,
            [jpeg(SHOP, seed) for seed in range(4)],
            revision="seed-0",
        )


def _save_weights(shape: BlipShape, folder: Path) -> None:
    import torch
    from tokenizers import Tokenizer, models
    from transformers import BlipConfig, BlipForConditionalGeneration, PreTrainedTokenizerFast

    shutil.rmtree(folder.parent, ignore_errors=True)
    torch.manual_seed(0)
    same = {
        "hidden_size": shape.width,
        "intermediate_size": 4 * shape.width,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
    }
    text = {
        **same,
        "vocab_size": shape.words,
        "encoder_hidden_size": shape.width,
        "bos_token_id": shape.words - 2,
        "sep_token_id": 1,
    }
    vision = {**same, "image_size": shape.image, "patch_size": shape.patch}
    model = BlipForConditionalGeneration(BlipConfig(text_config=text, vision_config=vision)).eval()
    randomise(model)
    model.save_pretrained(folder)
    words = {f"word{number}": number for number in range(shape.words - 2)}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="word0"))  # noqa: S106
    PreTrainedTokenizerFast(tokenizer_object=tokenizer).save_pretrained(folder)
    preprocessor = {
        "image_processor_type": "BlipImageProcessor",
        "size": {"height": shape.image, "width": shape.image},
        "resample": 3,
    }
    (folder / "preprocessor_config.json").write_text(json.dumps(preprocessor), encoding="utf-8")
