"""The peers' image tower on torch, which ONNX Runtime's is exported from."""

from __future__ import annotations

import torch

from bildtext.bundle import Bundle
from bildtext.encoders.towers import ImageTower
from bildtext_dev.bench.model import BenchModel


def torch_tower(model: BenchModel, dtype: torch.dtype) -> ImageTower:
    """The image tower with transformers' own choice of attention; it normalises the pixels itself, as ours does."""
    from transformers import CLIPModel

    whole = CLIPModel.from_pretrained(model.weights, use_safetensors=True)
    manifest = Bundle.open(model.fp16).manifest
    return ImageTower(whole, manifest.mean, manifest.std, model.shape.image).eval().to(dtype)
