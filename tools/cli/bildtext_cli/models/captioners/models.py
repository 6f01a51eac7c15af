"""Loads a Hugging Face captioning model, complete (the reference) and in two halves (for export)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import (
    AutoConfig,
    BlipForConditionalGeneration,
    VisionEncoderDecoderModel,
)

from bildtext.captioners.greedy import Ending
from bildtext.errors import BundleError
from bildtext.hugging_face.folder import NO_REMOTE_CODE, load_errors, read_config
from bildtext.hugging_face.image_processor import Colours, read_preprocessor
from bildtext.hugging_face.tokenizer import load_tokenizer
from bildtext.hugging_face.weights import load_model
from bildtext.images import Preparation
from bildtext_cli.models.captioners.decoders import BlipStep, DecoderStep, Gpt2Step
from bildtext_cli.models.captioners.vision import BlipVision


@dataclass(frozen=True)
class CaptionModel:
    """A captioning model and the metadata of its bundle.

    `weights_prefix` was removed from the names of its weights.
    """

    transformers_model: Any  # transformers' own class
    features: nn.Module  # normalised pixels float [n, 3, s, s] → float [n, t, d], the text half's input
    step: DecoderStep
    tokenizer: str  # tokenizer.json
    ending: Ending
    preparation: Preparation
    mean: Colours
    std: Colours
    weights_prefix: str


def load_caption_model(folder: Path) -> CaptionModel:
    """Load BlipForConditionalGeneration, or VisionEncoderDecoderModel with GPT-2, from a local Hugging Face folder.

    Only safetensors are read, and code from the repository is never run.

    Raises:
        BundleError: it is not one of these, incomplete, or has unsupported settings; the message states which.
    """
    written = read_config(folder)
    kind = _kind(written)
    read = _READERS.get(kind)
    if read is None:
        raise BundleError(f"{folder} is a {kind!r} model; supported are {', '.join(sorted(_READERS))}.")
    with load_errors(folder, "configuration"):
        config = AutoConfig.from_pretrained(folder, **NO_REMOTE_CODE)
    loaded = load_model(_CLASSES[config.model_type], folder, dtype=torch.float32)
    with load_errors(folder, "settings"):
        halves = read(loaded.model)
        _refuse_what_greedy_ignores(folder, halves.generation)
        preparation, mean, std = read_preprocessor(folder, halves.size)
        tokenizer = _tokenizer(folder, config)
    return CaptionModel(
        transformers_model=loaded.model,
        features=halves.features.eval(),
        step=halves.step.eval(),
        tokenizer=tokenizer,
        ending=halves.ending,
        preparation=preparation,
        mean=mean,
        std=std,
        weights_prefix=loaded.prefix,
    )


class Normalisation(nn.Module):
    """uint8 `[n, size, size, 3]` → float `[n, 3, size, size]`."""

    scale: Tensor
    shift: Tensor

    def __init__(self, mean: Colours, std: Colours) -> None:
        super().__init__()
        scale = torch.tensor([1 / (255 * s) for s in std])
        shift = torch.tensor([-m / s for m, s in zip(mean, std, strict=True)])
        self.register_buffer("scale", scale.view(1, 3, 1, 1))
        self.register_buffer("shift", shift.view(1, 3, 1, 1))

    def forward(self, pixels: Tensor) -> Tensor:
        return pixels.permute(0, 3, 1, 2).to(self.scale.dtype) * self.scale + self.shift


class ImageHalf(nn.Module):
    """uint8 `[n, size, size, 3]` → keys and values for each layer of the text half (`ImageMemory`)."""

    def __init__(self, model: CaptionModel) -> None:
        super().__init__()
        self.normalise = Normalisation(model.mean, model.std)
        self.features = model.features
        self.memory = model.step.image_memory()

    def forward(self, pixels: Tensor) -> tuple[Tensor, ...]:
        features = self.features(self.normalise(pixels))
        return tuple(half for layer in self.memory for half in layer(features))


# -- the two architectures -------------------------------------------------------------------------


class _EncoderFeatures(nn.Module):
    def __init__(self, model: Any) -> None:
        super().__init__()
        self.encoder = model.encoder
        self.projection = getattr(model, "enc_to_dec_proj", None) or nn.Identity()

    def forward(self, normalised: Tensor) -> Tensor:
        features: Tensor = self.projection(self.encoder(pixel_values=normalised).last_hidden_state)
        return features


def _blip(model: Any) -> _Halves:
    text, generation = model.config.text_config, model.text_decoder.generation_config
    # The start token is [DEC] and the end is [SEP], regardless of the end token in the text half's settings.
    ending = Ending(int(text.bos_token_id), (int(text.sep_token_id),), int(text.pad_token_id), _max_length(generation))
    size = int(model.config.vision_config.image_size)
    return _Halves(BlipVision(model.vision_model), BlipStep(model.text_decoder), ending, size, generation)


def _vision_encoder_gpt2(model: Any) -> _Halves:
    generation = model.generation_config
    ends = generation.eos_token_id
    ends = tuple(int(end) for end in ends) if isinstance(ends, list) else (int(ends),)
    start = generation.decoder_start_token_id
    pad = generation.pad_token_id
    ending = Ending(
        int(generation.bos_token_id if start is None else start),
        ends,
        ends[0] if pad is None else int(pad),
        _max_length(generation),
    )
    size = int(model.config.encoder.image_size)
    return _Halves(_EncoderFeatures(model), Gpt2Step(model.decoder), ending, size, generation)


@dataclass(frozen=True)
class _Halves:
    """The two halves of a model, how captions end, the edge of its input, and its settings for generation."""

    features: nn.Module
    step: DecoderStep
    ending: Ending
    size: int
    generation: Any


_READERS: dict[str, Callable[[Any], _Halves]] = {
    "blip": _blip,
    "vision-encoder-decoder with gpt2": _vision_encoder_gpt2,
}
_CLASSES: dict[str, Any] = {
    "blip": BlipForConditionalGeneration,
    "vision-encoder-decoder": VisionEncoderDecoderModel,
}


def _kind(config: dict[str, Any]) -> str:
    kind, decoder = str(config["model_type"]), config.get("decoder")
    return f"{kind} with {decoder.get('model_type')}" if isinstance(decoder, dict) else kind


def _tokenizer(folder: Path, config: Any) -> str:
    tokenizer = load_tokenizer(folder, int(config.get_text_config(decoder=True).vocab_size)).backend_tokenizer
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return str(tokenizer.to_str())


_LONGEST = 20  # transformers' default, without the start token


def _max_length(generation: Any) -> int:
    """Return the maximum number of tokens of a caption, including the start token."""
    if generation.max_new_tokens is not None:
        return int(generation.max_new_tokens) + 1
    return int(generation.max_length or _LONGEST + 1)


# Settings that influence the choice of a token, and their values without effect.
_WITHOUT_EFFECT: dict[str, tuple[object, ...]] = {
    "repetition_penalty": (None, 1.0),
    "encoder_repetition_penalty": (None, 1.0),
    "no_repeat_ngram_size": (None, 0),
    "encoder_no_repeat_ngram_size": (None, 0),
    "min_length": (None, 0),
    "min_new_tokens": (None, 0),
    "bad_words_ids": (None,),
    "forced_bos_token_id": (None,),
    "forced_eos_token_id": (None,),
    "suppress_tokens": (None,),
    "begin_suppress_tokens": (None,),
    "sequence_bias": (None,),
    "exponential_decay_length_penalty": (None,),
}


def _refuse_what_greedy_ignores(folder: Path, generation: Any) -> None:
    for name, harmless in _WITHOUT_EFFECT.items():
        if getattr(generation, name, None) not in harmless:
            raise BundleError(
                f"{folder} sets {name} = {getattr(generation, name)}; captions are decoded greedily, "
                "without such settings. Remove it from generation_config.json."
            )
