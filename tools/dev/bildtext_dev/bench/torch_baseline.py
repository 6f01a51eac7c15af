"""The baselines' image tower on torch, from which ONNX Runtime's is exported."""

from __future__ import annotations

import torch

from bildtext.bundle import Bundle
from bildtext.encoders.towers import ImageTower
from bildtext_dev.bench.model import BenchModel


def torch_tower(model: BenchModel, dtype: torch.dtype) -> ImageTower:
    """Return the image tower with transformers' default attention; it normalises the pixels itself, as ours does."""
    from transformers import CLIPModel

    clip = CLIPModel.from_pretrained(model.weights, use_safetensors=True)
    manifest = Bundle.open(model.fp16).manifest
    return ImageTower(clip, manifest.mean, manifest.std, model.shape.image).eval().to(dtype)
