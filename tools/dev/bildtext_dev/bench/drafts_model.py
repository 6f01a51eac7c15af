"""A language model with random weights that can write any text, for what depends on decoding and not on training."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bildtext.errors import BundleError
from bildtext.language_models.manifest import LanguageModelManifest
from bildtext.manifest import read_manifest
from bildtext_dev.bench.model import CACHE, random_preset, silence_transformers
from bildtext_dev.quality.sets import articles

_CONTROL = ("<|endoftext|>", "<|im_end|>", "<|im_start|>")
_TEMPLATE = "{% for message in messages %}<|im_start|>{{ message['content'] }}<|im_end|>{% endfor %}<|im_start|>"
_WORDS = 4000


def random_writer(cache: Path = CACHE) -> Path:
    """The bundle of a Qwen2 of 2 layers and its tokenizer, created on the first call and cached afterwards."""
    silence_transformers()
    folder = cache / "random-writer"
    try:
        read_manifest(folder / "fp32", LanguageModelManifest)
    except BundleError:
        from bildtext_cli.models.text_export import export_text

        click.echo("making random weights of a writer …", err=True)
        _save(folder / "weights")
        export_text(random_preset("text", "fp32"), folder / "weights", folder / "fp32", revision="seed-0")
    return folder / "fp32"


def _save(folder: Path) -> None:
    import torch
    from transformers import Qwen2Config, Qwen2ForCausalLM

    tokenizer = _tokenizer()
    torch.manual_seed(0)
    config = Qwen2Config(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=8192,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=1,
        pad_token_id=0,
    )
    model: Any = Qwen2ForCausalLM(config).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() > 1:
                parameter.normal_(std=0.2)  # spread, so that different prompts have different answers
    model.generation_config.eos_token_id, model.generation_config.pad_token_id = 1, 0
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _tokenizer() -> Any:
    """Pieces of words of the sets' product data; any other text in bytes."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    pieces = Tokenizer(models.BPE())
    pieces.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    pieces.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=_WORDS,
        special_tokens=list(_CONTROL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    pieces.train_from_iterator((article.text for article in articles()), trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=pieces,
        pad_token=_CONTROL[0],
        eos_token=_CONTROL[1],
        chat_template=_TEMPLATE,
        clean_up_tokenization_spaces=False,
    )
