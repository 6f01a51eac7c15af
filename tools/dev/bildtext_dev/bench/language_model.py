"""The language model of `bench text`: Qwen2 1.5B's shape with random weights, cached in build/bench.

Speed depends only on the shape. The tokenizer has one token per word, so that a prompt has an exact number of tokens
and is the same for every implementation.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bildtext.errors import BundleError
from bildtext.language_models.manifest import LanguageModelManifest
from bildtext.manifest import read_manifest
from bildtext_dev.bench.llama_baseline import write_gguf
from bildtext_dev.bench.model import CACHE, random_preset, silence_transformers
from bildtext_dev.bench.text_shape import QWEN2, TextShape

PAD, END, TURN, UNKNOWN = range(4)
FIRST_WORD = 4
_CONTROL = ("<pad>", "<end>", "turn", "<unk>")
_TEMPLATE = "{% for message in messages %}turn {{ message['content'] }} <end> {% endfor %}turn "


@dataclass(frozen=True)
class BenchText:
    """A Hugging Face folder, our int4 bundle of it, and the same shape as GGUF if that can be written."""

    shape: TextShape
    weights: Path
    bundle: Path
    gguf: Path | None


def bench_text_model(shape: TextShape = QWEN2, cache: Path = CACHE) -> BenchText:
    """Return the model of that shape, created on the first call (minutes for Qwen2 1.5B) and cached afterwards."""
    silence_transformers()
    folder = cache / shape.name
    with_gguf = importlib.util.find_spec("gguf") and importlib.util.find_spec("llama_cpp")
    model = BenchText(shape, folder / "weights", folder / "int4", folder / "q4_0.gguf" if with_gguf else None)
    if not (model.weights / "tokenizer.json").is_file():
        click.echo(f"making random weights of {shape.name} …", err=True)
        _save_weights(shape, model.weights)
    try:
        read_manifest(model.bundle, LanguageModelManifest)
    except BundleError:
        from bildtext_cli.models.text_export import export_text

        click.echo(f"exporting {shape.name} as int4 …", err=True)
        export_text(random_preset("text", "int4"), model.weights, model.bundle, revision="seed-0")
    if model.gguf and not model.gguf.is_file():
        write_gguf(shape, model.gguf)
    return model


def _save_weights(shape: TextShape, folder: Path) -> None:
    import torch
    from transformers import Qwen2Config, Qwen2ForCausalLM

    torch.manual_seed(0)
    config = Qwen2Config(
        vocab_size=shape.words,
        hidden_size=shape.width,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        num_key_value_heads=shape.kv_heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=32768,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=END,
        pad_token_id=PAD,
    )
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    try:
        model: Any = Qwen2ForCausalLM(config)
    finally:
        torch.set_default_dtype(before)
    model.generation_config.eos_token_id, model.generation_config.pad_token_id = END, PAD
    model.save_pretrained(folder)
    _tokenizer(shape.words).save_pretrained(folder)


def _tokenizer(words: int) -> Any:
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    tokens = [*_CONTROL, *(f"w{number}" for number in range(FIRST_WORD, words))]
    tokenizer = Tokenizer(models.WordLevel({token: number for number, token in enumerate(tokens)}, unk_token="<unk>"))  # noqa: S106
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="<pad>",  # noqa: S106
        eos_token="<end>",  # noqa: S106
        unk_token="<unk>",  # noqa: S106
        chat_template=_TEMPLATE,
        clean_up_tokenization_spaces=False,
    )
