"""The two halves of a Hugging Face image-text model as plain torch modules: pixels → unit vector, tokens → unit vector.

Normalisation and the final unit length are inside, so what is exported and what runs under torch cannot differ in them.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from torch import Tensor, nn
from transformers import (
    AutoConfig,
    AutoTokenizer,
    CLIPModel,
    Siglip2Model,
    SiglipModel,
    VisionTextDualEncoderModel,
)

from bildtext.errors import BundleError
from bildtext.images import Preparation

_CLASSES: dict[str, Any] = {
    "clip": CLIPModel,
    "siglip": SiglipModel,
    "siglip2": Siglip2Model,
    "vision-text-dual-encoder": VisionTextDualEncoderModel,
}


Colours = tuple[float, float, float]


@dataclass(frozen=True)
class Towers:
    """An image-text model taken apart, with everything a bundle must know about it."""

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


def load_towers(folder: Path) -> Towers:
    """Load CLIPModel, SiglipModel, Siglip2Model or VisionTextDualEncoderModel from a local Hugging Face folder.

    Only safetensors are read, and no code that a repository brings along is run.

    Raises:
        BundleError: no such folder, another architecture, no safetensors, or a preprocessor that has no equal here.
    """
    if not (folder / "config.json").is_file():
        raise BundleError(f"{folder} holds no config.json; give the folder of a Hugging Face image-text model.")
    config = AutoConfig.from_pretrained(folder)
    try:
        model_class = _CLASSES[config.model_type]
    except KeyError:
        raise BundleError(
            f"{folder} is a {config.model_type!r} model; supported are {', '.join(sorted(_CLASSES))}."
        ) from None
    if not any(folder.glob("*.safetensors")):
        raise BundleError(f"{folder} has no safetensors weights; other formats can run code and are not read.")
    model = model_class.from_pretrained(
        folder, use_safetensors=True, attn_implementation="eager", dtype=torch.float32
    ).eval()
    sizes = _input_size(config)
    preparation, mean, std = read_preprocessor(folder, sizes)
    context_length = min(config.text_config.max_position_embeddings, 77)
    tokenizer, uses_mask = _tokenizer(folder, context_length, pad_to_full=config.model_type.startswith("siglip"))
    bias = getattr(model, "logit_bias", None)
    image_class = _NaflexImageTower if config.model_type == "siglip2" else ImageTower
    with torch.inference_mode():
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
            # A CNN's pooled output may come as [n, c, 1, 1], which the class itself would not flatten.
            pooled = self.model.vision_model(pixel_values=normalised).pooler_output.flatten(1)
            features: Tensor = self.model.visual_projection(pooled)
        else:
            features = self.model.get_image_features(pixel_values=normalised).pooler_output
        return features


class _NaflexImageTower(ImageTower):
    """Siglip2Model takes patches of any grid; here it is one fixed square, its position embeddings resized once."""

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


# -- reading a repository --------------------------------------------------------------------------


def _input_size(config: Any) -> int | None:
    """The square input the vision tower was built for; None where the preprocessor decides (any tower, a CNN too)."""
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


def read_preprocessor(folder: Path, built_for: int | None) -> tuple[Preparation, Colours, Colours]:
    """How the published model prepares its images, from preprocessor_config.json."""
    path = folder / "preprocessor_config.json"
    if not path.is_file():
        path = folder / "processor_config.json"
    if not path.is_file():
        raise BundleError(f"{folder} has no preprocessor_config.json, so nothing says how its images are prepared.")
    read = json.loads(path.read_text(encoding="utf-8"))
    read = read.get("image_processor", read)
    size = read.get("size", built_for)
    edges = [int(edge) for edge in size.values()] if isinstance(size, dict) else [int(size or 0)]
    crops = read.get("do_center_crop", "crop_size" in read)
    if crops:
        crop = read.get("crop_size", edges[0])
        edges += [int(edge) for edge in crop.values()] if isinstance(crop, dict) else [int(crop)]
    if "patch_size" in read and built_for is not None:  # NaFlex: the grid decides
        edges = [built_for]
    if built_for is not None:
        edges.append(built_for)
    if len(set(edges)) != 1:
        raise BundleError(
            f"{path} resizes, crops and encodes at different sizes {sorted(set(edges))}; one size is supported."
        )
    keeps_shape = crops or (isinstance(size, dict) and "shortest_edge" in size)
    resample = _RESAMPLING.get(int(read.get("resample", 3)))
    if resample is None:
        raise BundleError(f"{path} resamples by method {read['resample']}; bilinear (2) and bicubic (3) are supported.")
    mean, std = read.get("image_mean", _CLIP_MEAN), read.get("image_std", _CLIP_STD)
    preparation = Preparation(size=edges[0], fit="crop" if keeps_shape else "stretch", resample=resample)
    return preparation, _colours(mean), _colours(std)


_RESAMPLING: dict[int, Literal["bilinear", "bicubic"]] = {2: "bilinear", 3: "bicubic"}

# openai/CLIP's own constants, the default of transformers' CLIP image processor.
_CLIP_MEAN = (0.48145466, 0.4578275, 0.40821073)
_CLIP_STD = (0.26862954, 0.26130258, 0.27577711)


def _colours(values: Any) -> Colours:
    red, green, blue = map(float, values)
    return red, green, blue


def _tokenizer(folder: Path, context_length: int, *, pad_to_full: bool) -> tuple[str, bool]:
    """The fast tokenizer as tokenizer.json, cutting at `context_length` and padding as the model was trained.

    The second value says whether the model is given the attention mask. SigLIP's published tokenizers leave it out:
    the model was trained on texts padded to full length, and looks at the padding.
    """
    wrapper = AutoTokenizer.from_pretrained(folder)
    backend = getattr(wrapper, "backend_tokenizer", None)
    if backend is None:
        raise BundleError(f"{folder} has no fast tokenizer (tokenizer.json); save one with transformers first.")
    backend.enable_truncation(context_length)
    backend.enable_padding(
        direction=wrapper.padding_side,
        pad_id=wrapper.pad_token_id or 0,
        pad_token=wrapper.pad_token or "",
        length=context_length if pad_to_full else None,
    )
    return str(backend.to_str()), "attention_mask" in wrapper.model_input_names
