"""The interfaces of encoders, with two implementations: OpenVINO (Lambda, laptop) and torch (GPU endpoint, export)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Vectors = NDArray[np.float32]


class ImageEncoder(Protocol):
    """Encodes images, without labels."""

    def encode(self, pixels: Pixels) -> Vectors:
        """uint8 `[n, size, size, 3]` RGB → float32 `[n, d]`, each row of unit length. One call is one forward pass."""
        ...


class TextEncoder(Protocol):
    """Encodes texts to vectors in the space of the images."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """n texts → float32 `[n, d]`, each row of unit length."""
        ...

    def unknown_words(self, text: str) -> tuple[str, ...]:
        """The words of `text` that are not in the model's vocabulary, in order."""
        ...


def unknown_words(tokenizer: Any, text: str) -> tuple[str, ...]:
    """The words of `text` that become the tokenizer's unknown token; byte-level tokenizers know every word."""
    unknown = getattr(tokenizer.model, "unk_token", None)
    encoding = tokenizer.encode(text, add_special_tokens=False)
    spans = [span for token, span in zip(encoding.tokens, encoding.offsets, strict=True) if token == unknown]
    return tuple(text[start:end] for start, end in spans)
