"""What a captioner is. Its runtime is OpenVINO; the exporter has another on torch, which bundles are compared with."""

from __future__ import annotations

from typing import Protocol

from bildtext.images import Pixels, Preparation

# The files of an OpenVINO bundle (`bildtext.captioners.bundle`).
IMAGE_ENCODER = "image_encoder.xml"
TEXT_DECODER = "text_decoder.xml"
TOKENIZER = "tokenizer.json"


class Captioner(Protocol):
    """Pixels to sentences in the model's language (English for the presets); knows no labels and no data."""

    @property
    def preparation(self) -> Preparation:
        """How `images.decode` prepares this model's photos."""
        ...

    def caption(self, pixels: Pixels) -> list[str]:
        """uint8 `[n, size, size, 3]` RGB → n captions, each the model's most likely words, one after the other."""
        ...
