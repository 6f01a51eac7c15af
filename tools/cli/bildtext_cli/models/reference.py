"""The reference: photos and texts through transformers' own model, processor and tokenizer, without our code."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from transformers import (
    AutoConfig,
    AutoModel,
    AutoTokenizer,
    BlipForConditionalGeneration,
    VisionEncoderDecoderModel,
)

from bildtext.bundle import ModelManifest
from bildtext.encoders import Vectors
from bildtext.hugging_face.folder import NO_REMOTE_CODE, load_errors
from bildtext.hugging_face.image_processor import keeps_shapes, load_image_processor, read_preprocessor
from bildtext.hugging_face.weights import rename_option


class ImageTextReference:
    """An image-text model of transformers with its own image processor and tokenizer, in fp32."""

    def __init__(self, source: Path, manifest: ModelManifest) -> None:
        """`source` is the Hugging Face folder that the bundle of `manifest` was made from."""
        with load_errors(source, "model"):
            self._model: Any = _model(AutoModel, source, manifest.weights_prefix)
            self._tokenizer: Any = AutoTokenizer.from_pretrained(source, **NO_REMOTE_CODE)
        self._processor = load_image_processor(source)
        self._siglip = self._model.config.model_type.startswith("siglip")
        self._length = manifest.context_length
        self.preparation = read_preprocessor(source, manifest.preparation.size)[0]
        self.keeps_shapes = keeps_shapes(self._processor)

    @torch.inference_mode()
    def image_vectors(self, photos: Sequence[Path]) -> Vectors:
        """float32 `[n, d]`, each row of unit length."""
        found = []
        for photo in photos:
            inputs = self._processor(images=[_opened(photo)], return_tensors="pt")
            if self._model.config.model_type == "vision-text-dual-encoder":
                # Its own method only supports flat pooled outputs; a CNN's may be [n, c, 1, 1].
                pooled = self._model.vision_model(**inputs).pooler_output.flatten(1)
                found.append(self._model.visual_projection(pooled))
            else:
                found.append(self._model.get_image_features(**inputs).pooler_output)
        return _unit(torch.cat(found))

    @torch.inference_mode()
    def text_vectors(self, texts: Sequence[str]) -> Vectors:
        """float32 `[n, d]`, each row of unit length; one text at a time, so that none needs padding.

        SigLIP gets lower case padded to its full length, as its model card requires.
        """
        options: dict[str, Any] = {"truncation": True, "max_length": self._length, "return_tensors": "pt"}
        if self._siglip:
            options["padding"] = "max_length"
            texts = [text.lower() for text in texts]
        found = [self._model.get_text_features(**self._tokenizer(text, **options)).pooler_output for text in texts]
        return _unit(torch.cat(found))


@torch.inference_mode()
def captions(source: Path, prefix: str, photos: Sequence[Path]) -> list[str]:
    """Return the greedy captions of transformers' own class, image processor and tokenizer."""
    with load_errors(source, "model"):
        config: Any = AutoConfig.from_pretrained(source, **NO_REMOTE_CODE)
        loads = BlipForConditionalGeneration if config.model_type == "blip" else VisionEncoderDecoderModel
        model = _model(loads, source, prefix)
        tokenizer: Any = AutoTokenizer.from_pretrained(source, **NO_REMOTE_CODE)
    processor = load_image_processor(source)
    found = []
    for photo in photos:
        pixels = processor(images=[_opened(photo)], return_tensors="pt")["pixel_values"]
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Using the model-agnostic default `max_length`")
            tokens = model.generate(pixel_values=pixels, num_beams=1, do_sample=False)
        found.append(str(tokenizer.decode(tokens[0], skip_special_tokens=True)).strip())
    return found


def _model(loads: Any, source: Path, prefix: str) -> Any:
    options = {"use_safetensors": True, "dtype": torch.float32, **NO_REMOTE_CODE, **rename_option(prefix)}
    return loads.from_pretrained(source, **options).eval()


def _opened(photo: Path) -> Image.Image:
    with Image.open(photo) as opened:
        return opened.convert("RGB")


def _unit(vectors: torch.Tensor) -> Vectors:
    return np.asarray(torch.nn.functional.normalize(vectors.float(), dim=-1).numpy())
