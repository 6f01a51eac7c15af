"""The implementations of `bench tag`: each takes pixels and returns the best label of every photo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from bildtext.bundle import Bundle
from bildtext.encoders import Pixels, Vectors
from bildtext_dev.bench.model import TEMPLATE, BenchModel
from bildtext_dev.bench.onnx_baseline import onnx_models, run, session
from bildtext_dev.bench.torch_baseline import torch_tower
from tagging.scoring import score

TopLabels = Callable[[Pixels], list[str]]


def ours(model: BenchModel, bundle: Path) -> TopLabels:
    """The bundle's encoder and the tagging function's own scoring."""
    encoder = Bundle.open(bundle).image_encoder()
    _, vectors = model.label_vectors()
    scoring = model.scoring()

    def top(pixels: Pixels) -> list[str]:
        found = score(encoder.encode(pixels), vectors, scoring)["labels"]
        return [found.ids[index] for index in found.labels.argmax(axis=1)]

    return top


def hugging_face_pipeline(model: BenchModel) -> TopLabels:
    """transformers' zero-shot-image-classification as documented: it encodes the texts at every call."""
    from transformers import AutoTokenizer, CLIPImageProcessorPil, pipeline

    pipe: Any = pipeline(
        "zero-shot-image-classification",
        model=str(model.weights),
        image_processor=CLIPImageProcessorPil.from_pretrained(model.weights),
        tokenizer=AutoTokenizer.from_pretrained(model.weights),
        device="cpu",
    )

    def top(pixels: Pixels) -> list[str]:
        photos = [Image.fromarray(image) for image in pixels]
        found = pipe(photos, candidate_labels=list(model.names), hypothesis_template=TEMPLATE)
        return [str(ranked[0]["label"]) for ranked in found]

    return top


def torch_cached(model: BenchModel, dtype: torch.dtype) -> TopLabels:
    """torch with precomputed label vectors, in fp32 or bf16."""
    tower = torch_tower(model, dtype)
    labels = torch.from_numpy(model.label_matrix()).T
    scale = model.scoring().logit_scale

    @torch.inference_mode()
    def top(pixels: Pixels) -> list[str]:
        vectors: Tensor = tower(torch.from_numpy(pixels))
        best = (vectors.float() @ labels * scale).softmax(dim=1).argmax(dim=1)
        return [model.names[index] for index in best.tolist()]

    return top


def onnx_cached(model: BenchModel, name: str) -> TopLabels:
    """ONNX Runtime with precomputed label vectors."""
    of = session(onnx_models(model) / name)
    labels = model.label_matrix().T
    scale = model.scoring().logit_scale

    def top(pixels: Pixels) -> list[str]:
        vectors: Vectors = run(of, pixels)
        logits = vectors @ labels * scale
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return [model.names[index] for index in (powers / powers.sum(axis=1, keepdims=True)).argmax(axis=1)]

    return top
