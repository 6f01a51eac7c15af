"""Encoders on torch: for the GPU endpoint, and the reference that exports are measured against."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from bildtext.encoders import Pixels, Vectors
from bildtext.encoders.towers import Towers, load_towers
from bildtext.encoders.words import unknown_words


class TorchImageEncoder:
    """The image tower of a Hugging Face folder, in fp32 on the CPU or on a GPU when there is one."""

    def __init__(self, weights: Path | Towers) -> None:
        towers = weights if isinstance(weights, Towers) else load_towers(weights)
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._tower = towers.image.to(self._device)

    @torch.inference_mode()
    def encode(self, pixels: Pixels) -> Vectors:
        vectors = self._tower(torch.from_numpy(np.ascontiguousarray(pixels)).to(self._device))
        return np.asarray(vectors.float().cpu().numpy())


class TorchTextEncoder:
    """The text tower of a Hugging Face folder with its tokenizer."""

    def __init__(self, weights: Path | Towers) -> None:
        towers = weights if isinstance(weights, Towers) else load_towers(weights)
        self._tower = towers.text
        self._tokenizer = Tokenizer.from_str(towers.tokenizer)

    @torch.inference_mode()
    def encode(self, texts: Sequence[str]) -> Vectors:
        encodings = self._tokenizer.encode_batch(list(texts))
        ids = torch.tensor([encoding.ids for encoding in encodings])
        mask = torch.tensor([encoding.attention_mask for encoding in encodings])
        return np.asarray(self._tower(ids, mask).numpy())

    def unknown_words(self, text: str) -> tuple[str, ...]:
        return unknown_words(self._tokenizer, text)
