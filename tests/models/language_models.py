"""Tiny language models with random weights, saved as Hugging Face folders with a tokenizer and a chat template."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen2ForCausalLM,
    Qwen3_5Config,
    Qwen3_5ForConditionalGeneration,
)

CONTROL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>"]
_PAD, _END = CONTROL[0], CONTROL[2]
_TEXTS = (
    "Weißer Slipper von Gemini. Das Besondere ist die Antirutschsohle, die weiche Polsterung und das Wechselfußbett.",
    "Du schreibst Produktbeschreibungen. Obermaterial aus Glattleder, Innensohle aus Leder, Laufsohle aus TR.",
)
# As Qwen's: turns between control tokens, and an empty thought where thinking is not wanted.
_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n"
    "{% if enable_thinking is defined and enable_thinking is false %}<think>\n\n</think>\n\n{% endif %}{% endif %}"
)
_LAYERS = {
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 4096,
    "tie_word_embeddings": True,
}


def _qwen2(tokens: dict[str, int]) -> Any:
    return Qwen2ForCausalLM(Qwen2Config(**_LAYERS, num_hidden_layers=2, **tokens))


def _llama(tokens: dict[str, int]) -> Any:
    return LlamaForCausalLM(LlamaConfig(**_LAYERS, num_hidden_layers=2, **tokens))


def _qwen3_5(tokens: dict[str, int]) -> Any:
    """Three layers of linear attention to one of full attention, as in Qwen3.5, and a vision tower that is not used."""
    text = {
        **_LAYERS,
        **tokens,
        "num_hidden_layers": 4,
        "head_dim": 16,
        "linear_key_head_dim": 16,
        "linear_value_head_dim": 16,
        "linear_num_key_heads": 2,
        "linear_num_value_heads": 4,
        "layer_types": ["linear_attention"] * 3 + ["full_attention"],
        "rope_parameters": {
            "rope_type": "default",
            "rope_theta": 10000.0,
            "partial_rotary_factor": 0.25,
            "mrope_section": [1, 1, 0],
            "mrope_interleaved": True,
        },
    }
    vision = {
        "depth": 1,
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_heads": 2,
        "out_hidden_size": 64,
        "patch_size": 16,
        "num_position_embeddings": 64,
    }
    images = {"vision_start_token_id": 3, "vision_end_token_id": 4, "image_token_id": 5, "video_token_id": 5}
    return Qwen3_5ForConditionalGeneration(
        Qwen3_5Config(text_config=text, vision_config=vision, tie_word_embeddings=True, **images)
    )


TINY: dict[str, Callable[[dict[str, int]], Any]] = {"qwen2": _qwen2, "llama": _llama, "qwen3_5": _qwen3_5}


def save_tiny(kind: str, folder: Path) -> Path:
    """Save a model of that kind with spread weights, so that the likeliest tokens are clearly separated."""
    tokenizer = _tokenizer()
    torch.manual_seed(3)
    model = TINY[kind]({"vocab_size": len(tokenizer), "eos_token_id": 2, "pad_token_id": 0}).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() > 1 and "conv" not in name:
                parameter.normal_(std=0.2)
    model.generation_config.eos_token_id, model.generation_config.pad_token_id = 2, 0
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    if kind == "qwen3_5":
        (folder / "preprocessor_config.json").write_text(json.dumps(_PREPROCESSOR), encoding="utf-8")
    return folder


def _tokenizer() -> Any:
    """A byte-level tokenizer with some merges; it can encode any text."""
    bytes_and_pairs = Tokenizer(models.BPE())
    bytes_and_pairs.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytes_and_pairs.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    bytes_and_pairs.train_from_iterator(
        _TEXTS * 2,
        trainers.BpeTrainer(vocab_size=400, special_tokens=CONTROL, initial_alphabet=alphabet, show_progress=False),
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=bytes_and_pairs,
        eos_token=_END,
        pad_token=_PAD,
        chat_template=_TEMPLATE,
        clean_up_tokenization_spaces=False,
    )


_PREPROCESSOR = {
    "image_processor_type": "Qwen2VLImageProcessorFast",
    "processor_class": "Qwen3VLProcessor",
    "patch_size": 16,
    "temporal_patch_size": 2,
    "merge_size": 2,
    "image_mean": [0.5, 0.5, 0.5],
    "image_std": [0.5, 0.5, 0.5],
    "size": {"longest_edge": 16777216, "shortest_edge": 65536},
}
