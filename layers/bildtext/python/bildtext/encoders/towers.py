"""The image and text towers of a Hugging Face image-text model as torch modules: pixels or tokens → unit vectors.

They include normalisation of pixels and vectors, so that exported models and torch cannot differ in it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import (
    AutoConfig,
    CLIPModel,
    Siglip2Model,
    SiglipModel,
    VisionTextDualEncoderModel,
)

from bildtext.errors import BundleError
from bildtext.hugging_face.folder import NO_REMOTE_CODE, load_errors, read_config
from bildtext.hugging_face.image_processor import Colours, read_preprocessor
from bildtext.hugging_face.tokenizer import text_tokenizer
from bildtext.hugging_face.weights import LoadedModel, load_model
from bildtext.images import Preparation

_CLASSES: dict[str, Any] = {
    "clip": CLIPModel,
    "siglip": SiglipModel,
    "siglip2": Siglip2Model,
    "vision-text-dual-encoder": VisionTextDualEncoderModel,
}


@dataclass(frozen=True)
class Towers:
    """The towers of an image-text model, with the fields of its manifest."""

    image: ImageTower
    text: TextTower
    tokenizer: str  # tokenizer.json, padding and truncation set
    architecture: str
    preparation: Preparation
    mean: Colours
    std: Colours
    dimensions: int
    logit_scale: float
    logit_bias: float | None
    context_length: int
    weights_prefix: str


def load_towers(folder: Path) -> Towers:
    """Load CLIPModel, SiglipModel, Siglip2Model or VisionTextDualEncoderModel from a local Hugging Face folder.

    Only safetensors are read, and no code from the repository is run. Raises BundleError: not one of these, incomplete,
    or with unsupported settings, which the message names.
    """
    kind = read_config(folder)["model_type"]
    if kind not in _CLASSES:
        raise BundleError(f"{folder} is a {kind!r} model; supported are {', '.join(sorted(_CLASSES))}.")
    with load_errors(folder, "configuration"):
        config = AutoConfig.from_pretrained(folder, **NO_REMOTE_CODE)
    loaded = load_model(_CLASSES[kind], folder, attn_implementation="eager", dtype=torch.float32)
    with load_errors(folder, "model"), torch.inference_mode():
        return _apart(folder, config, loaded)


def _apart(folder: Path, config: Any, loaded: LoadedModel) -> Towers:
    model = loaded.model
    preparation, mean, std = read_preprocessor(folder, _input_size(config))
    context_length = min(config.text_config.max_position_embeddings, 77)
    tokenizer, uses_mask = text_tokenizer(folder, config, context_length)
    bias = getattr(model, "logit_bias", None)
    image_class = _NaflexImageTower if config.model_type == "siglip2" else ImageTower
    return Towers(
        image=image_class(model, mean, std, preparation.size).eval(),
        text=TextTower(model, uses_mask).eval(),
        tokenizer=tokenizer,
        architecture=type(model).__name__,
        preparation=preparation,
        mean=mean,
        std=std,
        dimensions=_dimensions(config),
        logit_scale=math.exp(float(model.logit_scale)),
        logit_bias=None if bias is None else float(bias),
        context_length=context_length,
        weights_prefix=loaded.prefix,
    )


class ImageTower(nn.Module):
    """uint8 `[n, size, size, 3]` → float `[n, d]` of unit length."""

    model: Any
    scale: Tensor
    shift: Tensor

    def __init__(self, model: Any, mean: Colours, std: Colours, size: int) -> None:
        super().__init__()
        self.model = model
        self.size = size
        scale = torch.tensor([1 / (255 * s) for s in std])
        shift = torch.tensor([-m / s for m, s in zip(mean, std, strict=True)])
        self.register_buffer("scale", scale.view(1, 3, 1, 1))
        self.register_buffer("shift", shift.view(1, 3, 1, 1))

    def forward(self, pixels: Tensor) -> Tensor:
        normalised = pixels.permute(0, 3, 1, 2).to(self.scale.dtype) * self.scale + self.shift
        return nn.functional.normalize(self.features(normalised), dim=-1)

    def features(self, normalised: Tensor) -> Tensor:
        if isinstance(self.model, VisionTextDualEncoderModel):
            # A CNN's pooled output may be [n, c, 1, 1], which the class itself would not flatten.
            pooled = self.model.vision_model(pixel_values=normalised).pooler_output.flatten(1)
            features: Tensor = self.model.visual_projection(pooled)
        else:
            features = self.model.get_image_features(pixel_values=normalised).pooler_output
        return features


class _NaflexImageTower(ImageTower):
    """Siglip2Model with a fixed square grid of patches, whose position embeddings are resized once."""

    def __init__(self, model: Any, mean: Colours, std: Colours, size: int) -> None:
        super().__init__(model, mean, std, size)
        embeddings = model.vision_model.embeddings
        self.patch = model.config.vision_config.patch_size
        self.grid = size // self.patch
        side = embeddings.position_embedding_size
        table = embeddings.position_embedding.weight.reshape(side, side, -1)
        shape = torch.tensor([[self.grid, self.grid]])
        positions = embeddings.resize_positional_embeddings(table, shape, max_length=self.grid**2)
        model.vision_model.embeddings = _FixedGridEmbeddings(embeddings.patch_embedding, positions)

    def features(self, normalised: Tensor) -> Tensor:
        n, grid, patch = normalised.shape[0], self.grid, self.patch
        cells = normalised.reshape(n, 3, grid, patch, grid, patch).permute(0, 2, 4, 3, 5, 1)
        patches = cells.reshape(n, grid * grid, patch * patch * 3)
        mask = torch.ones_like(patches[:, :, 0], dtype=torch.int64)
        shapes = torch.ones_like(mask[:, :2]) * grid
        outputs = self.model.get_image_features(pixel_values=patches, pixel_attention_mask=mask, spatial_shapes=shapes)
        features: Tensor = outputs.pooler_output
        return features


class _FixedGridEmbeddings(nn.Module):
    positions: Tensor

    def __init__(self, patch_embedding: nn.Module, positions: Tensor) -> None:
        super().__init__()
        self.patch_embedding = patch_embedding
        self.register_buffer("positions", positions.detach())

    def forward(self, pixel_values: Tensor, spatial_shapes: Tensor) -> Tensor:  # noqa: ARG002 - the model passes it
        embedded: Tensor = self.patch_embedding(pixel_values) + self.positions
        return embedded


class TextTower(nn.Module):
    """int64 token ids and attention mask, each `[n, length]` → float `[n, d]` of unit length."""

    model: Any

    def __init__(self, model: Any, uses_mask: bool) -> None:
        super().__init__()
        self.model = model
        self.uses_mask = uses_mask

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        mask = {"attention_mask": attention_mask} if self.uses_mask else {}
        outputs = self.model.get_text_features(input_ids=input_ids, **mask)
        return nn.functional.normalize(outputs.pooler_output, dim=-1)


# -- reading the configuration ---------------------------------------------------------------------


def _input_size(config: Any) -> int | None:
    """The square input size of the vision tower; None if the preprocessor decides (any tower, including CNNs)."""
    vision = config.vision_config
    if config.model_type == "vision-text-dual-encoder":
        return None
    if config.model_type == "siglip2":
        return int(vision.patch_size * math.isqrt(vision.num_patches))
    return int(vision.image_size)


def _dimensions(config: Any) -> int:
    if hasattr(config, "projection_dim"):
        return int(config.projection_dim)
    return int(config.vision_config.hidden_size)
