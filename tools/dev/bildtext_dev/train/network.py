"""The demo model: a convolutional image tower and a tiny text tower in transformers' own dual encoder class.

MobileNet v1, because it learns fastest from few photos among those whose pooled output `VisionTextDualEncoderModel`
supports (ResNet's and RegNet's still have two spatial axes; ConvNeXt needs far more pictures).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import torch
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import (
    BertConfig,
    MobileNetV1Config,
    PreTrainedTokenizerFast,
    VisionTextDualEncoderConfig,
    VisionTextDualEncoderModel,
)

from bildtext_dev.train.captions import WORD_BREAK

INPUT_SIZE: Final = 112
DIMENSIONS: Final = 192
CONTEXT_LENGTH: Final = 24
MEAN: Final = (0.5, 0.5, 0.5)
STD: Final = (0.25, 0.25, 0.25)
_WIDTH: Final = 0.75
_SPECIAL: Final = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def build_model(words: int) -> Any:
    """Return an untrained `VisionTextDualEncoderModel` for a vocabulary of `words` words."""
    vision: Any = MobileNetV1Config(image_size=INPUT_SIZE, depth_multiplier=_WIDTH, tf_padding=False)
    vision.hidden_size = int(1024 * _WIDTH)  # the dual encoder needs it, MobileNet's config lacks it
    text = BertConfig(
        vocab_size=words + len(_SPECIAL),
        hidden_size=96,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=256,
        max_position_embeddings=CONTEXT_LENGTH,
        type_vocab_size=1,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        initializer_range=0.2,  # with BERT's 0.02 all sentences start, and stay, at cosine 0.9999
    )
    config = VisionTextDualEncoderConfig.from_vision_text_configs(
        vision, text, projection_dim=DIMENSIONS, logit_scale_init_value=3.0
    )
    return VisionTextDualEncoderModel(config)


def steady_statistics(model: torch.nn.Module) -> None:
    """Let batch normalisation average over many batches: with torch's definition of momentum, transformers' 0.9997,
    taken from TensorFlow, would only keep the last batch."""
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = 0.03


def build_tokenizer(words: Sequence[str]) -> Any:
    """Return a lower-case word-level tokenizer with exactly these words."""
    tokenizer = Tokenizer(
        models.WordLevel({word: index for index, word in enumerate((*_SPECIAL, *words))}, unk_token=_SPECIAL[1])
    )
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(WORD_BREAK), "removed")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    make: Any = PreTrainedTokenizerFast
    return make(
        tokenizer_object=tokenizer,
        model_max_length=CONTEXT_LENGTH,
        **dict(zip(("pad_token", "unk_token", "cls_token", "sep_token"), _SPECIAL, strict=True)),
        model_input_names=["input_ids", "attention_mask"],
    )


def unit(vectors: torch.Tensor) -> torch.Tensor:
    """Scale each row to length 1."""
    return torch.nn.functional.normalize(vectors.float(), dim=-1)


def image_vectors(model: Any, pixels: torch.Tensor) -> torch.Tensor:
    """Normalised pixels `[n, 3, s, s]` → unit vectors `[n, DIMENSIONS]`."""
    return unit(model.get_image_features(pixel_values=pixels).pooler_output)


def text_vectors(model: Any, tokenizer: Any, sentences: Sequence[str]) -> torch.Tensor:
    """Sentences → unit vectors `[n, DIMENSIONS]`."""
    batch = tokenizer(list(sentences), padding=True, truncation=True, return_tensors="pt")
    output = model.get_text_features(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    return unit(output.pooler_output)


def save(model: Any, tokenizer: Any, folder: Path) -> None:
    """Write a Hugging Face folder: config, half-precision safetensors, tokenizer, preprocessing."""
    folder.mkdir(parents=True, exist_ok=True)
    model.half().save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    preparation = {
        "image_processor_type": "CLIPImageProcessor",
        "do_convert_rgb": True,
        "do_resize": True,
        "size": {"shortest_edge": INPUT_SIZE},
        "resample": 3,
        "do_center_crop": True,
        "crop_size": {"height": INPUT_SIZE, "width": INPUT_SIZE},
        "do_rescale": True,
        "rescale_factor": 1 / 255,
        "do_normalize": True,
        "image_mean": MEAN,
        "image_std": STD,
    }
    for path in folder.iterdir():
        path.chmod(0o644)  # safetensors makes files readable only by the owner
    (folder / "preprocessor_config.json").write_text(json.dumps(preparation, indent=2) + "\n", encoding="utf-8")


def load(folder: Path) -> tuple[Any, Any]:
    """Load the model in float32, in evaluation mode, and its tokenizer from a folder written by `save`."""
    model: Any = VisionTextDualEncoderModel.from_pretrained(folder, dtype=torch.float32)
    return model.eval(), PreTrainedTokenizerFast.from_pretrained(folder)
