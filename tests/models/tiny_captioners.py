"""Tiny captioning models with random weights, saved as Hugging Face folders like the published ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import (
    BlipConfig,
    BlipForConditionalGeneration,
    GPT2Config,
    PreTrainedTokenizerFast,
    VisionEncoderDecoderConfig,
    VisionEncoderDecoderModel,
    ViTConfig,
)

from bildtext.images import Pixels
from tests.models.conftest import CLIP_COLOURS, HALF_COLOURS, SIZE, VISION

ARCHITECTURES = ("BlipForConditionalGeneration", "VisionEncoderDecoderModel")
WORDS = ("a", "photo", "of", "the", "red", "blue", "green", "t-shirt", "dress", "shoe", "hat", "on", "white", "table")
# Of the models from these seeds some captions end at once, some later and some not at all.
SEEDS = {ARCHITECTURES[0]: (0, 2, 8), ARCHITECTURES[1]: (0, 4, 6)}
MODELS = tuple((architecture, seed) for architecture, seeds in SEEDS.items() for seed in seeds)
_SPECIAL = ("[PAD]", "[UNK]", "[SEP]", "<|endoftext|>")
_VOCABULARY = (*_SPECIAL, *WORDS)


def save_tiny(architecture: str, folder: Path, seed: int = 0, **generation: Any) -> Path:
    """Save a model of that class in `folder`; `generation` are generation settings."""
    torch.manual_seed(seed)
    model = _blip() if architecture == ARCHITECTURES[0] else _vit_gpt2()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            _spread(name, parameter)
            if name.endswith("predictions.bias"):  # otherwise BLIP rarely generates the end token
                parameter[_VOCABULARY.index("[SEP]")] += 1.5
    model.save_pretrained(folder)
    _move_to_config(folder, architecture, generation)
    _tokenizer().save_pretrained(folder)
    (folder / "preprocessor_config.json").write_text(json.dumps(_preprocessor(architecture)))
    return folder


def photos(count: int, seed: int = 0, size: int = SIZE) -> Pixels:
    """Random photos, different enough for different captions."""
    rng = np.random.default_rng(seed)
    grounds = rng.integers(0, 256, (count, 1, 1, 3))
    noisy = grounds + rng.integers(-90, 90, (count, size, size, 3))
    return np.asarray(np.clip(noisy, 0, 255), np.uint8)


def _blip() -> Any:
    text = {
        "vocab_size": len(_VOCABULARY) + 2,  # [DEC] and [ENC] have no word in the published tokenizer either
        "hidden_size": 48,
        "encoder_hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 3,
        "num_attention_heads": 4,
        "max_position_embeddings": 40,
        "bos_token_id": len(_VOCABULARY),
        "eos_token_id": 3,
        "sep_token_id": 2,
        "pad_token_id": 0,
    }
    return BlipForConditionalGeneration(BlipConfig(text_config=text, vision_config=dict(VISION)))


def _vit_gpt2() -> Any:
    """As published, one token starts, ends and pads a caption. The text decoder is wider than the image encoder."""
    end = _VOCABULARY.index("<|endoftext|>")
    decoder = GPT2Config(
        vocab_size=len(_VOCABULARY),
        n_embd=48,
        n_layer=3,
        n_head=4,
        n_positions=40,
        bos_token_id=end,
        eos_token_id=end,
        scale_attn_by_inverse_layer_idx=True,
        add_cross_attention=True,
        is_decoder=True,
    )
    config = VisionEncoderDecoderConfig.from_encoder_decoder_configs(ViTConfig(**VISION), decoder)
    config.decoder_start_token_id = config.eos_token_id = config.bos_token_id = config.pad_token_id = end
    return VisionEncoderDecoderModel(config)


def _move_to_config(folder: Path, architecture: str, generation: dict[str, Any]) -> None:
    """Both published models predate generation_config.json and have these settings in config.json."""
    (folder / "generation_config.json").unlink(missing_ok=True)
    path = folder / "config.json"
    config = json.loads(path.read_text())
    (config["text_config"] if architecture == ARCHITECTURES[0] else config).update(generation)
    path.write_text(json.dumps(config))


def _spread(name: str, parameter: Any) -> None:
    """Spread a weight so that wrong order, scale or bias is detected and captions depend on image and position."""
    if parameter.dim() == 1:
        parameter.add_(torch.randn_like(parameter) * 0.3)
    elif "position" in name or "wpe" in name:
        parameter.normal_(std=1.0)
    else:
        parameter.normal_(std=(2.0 if "cross" in name else 1.0) * min(parameter.shape[0], parameter[0].numel()) ** -0.5)


def _tokenizer() -> PreTrainedTokenizerFast:
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(_VOCABULARY)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token="[UNK]",
        pad_token="[PAD]",
        sep_token="[SEP]",
        eos_token="<|endoftext|>",
    )


def _preprocessor(architecture: str) -> dict[str, object]:
    """As in the two repositories: BLIP's size has height and width, ViT's is a number."""
    if architecture == ARCHITECTURES[0]:
        kind = {"image_processor_type": "BlipImageProcessor", "size": {"height": SIZE, "width": SIZE}, "resample": 3}
        return {"do_normalize": True, "do_resize": True, **kind, **CLIP_COLOURS}
    kind = {"feature_extractor_type": "ViTFeatureExtractor", "size": SIZE, "resample": 2}
    return {"do_normalize": True, "do_resize": True, **kind, **HALF_COLOURS}
