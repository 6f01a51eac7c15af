"""A captioner on torch, which needs transformers; also the reference that exports are compared with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from bildtext.captioners.greedy import Tokens, decode_texts
from bildtext.images import Pixels, Preparation
from bildtext_cli.models.captioners.models import CaptionModel, Normalisation, load_caption_model


class TorchCaptioner:
    """transformers' own class and `generate`, in fp32, on a GPU if available, else on the CPU."""

    def __init__(self, weights: Path | CaptionModel) -> None:
        self._model = weights if isinstance(weights, CaptionModel) else load_caption_model(weights)
        self._tokenizer = Tokenizer.from_str(self._model.tokenizer)
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._transformers_model = self._model.transformers_model.to(self._device)
        self._normalise = Normalisation(self._model.mean, self._model.std).to(self._device)

    @property
    def preparation(self) -> Preparation:
        return self._model.preparation

    def caption(self, pixels: Pixels) -> list[str]:
        return decode_texts(self.tokens(pixels), self._tokenizer, self._model.ending)

    @torch.inference_mode()
    def tokens(self, pixels: Pixels) -> Tokens:
        """int64 `[n, length]`: start token, the most likely tokens, the end, then padding."""
        if not len(pixels):
            return np.empty((0, 1), np.int64)
        normalised = self._normalise(torch.from_numpy(np.ascontiguousarray(pixels)).to(self._device))
        found = self._transformers_model.generate(
            pixel_values=normalised, num_beams=1, do_sample=False, max_length=self._model.ending.max_length
        )
        return np.asarray(found.cpu().numpy())
