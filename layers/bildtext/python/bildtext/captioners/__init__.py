"""The interface of captioners. Functions use OpenVINO; the exporter has a torch implementation as the reference."""

from __future__ import annotations

from typing import Protocol

from bildtext.images import Pixels, Preparation

# The files of an OpenVINO bundle (`bildtext.captioners.bundle`).
IMAGE_ENCODER = "image_encoder.xml"
TEXT_DECODER = "text_decoder.xml"
TOKENIZER = "tokenizer.json"


class Captioner(Protocol):
    """Captions images in the model's language (English for the presets), without labels or product data."""

    @property
    def preparation(self) -> Preparation:
        """How `images.decode` prepares this model's photos."""
        ...

    def caption(self, pixels: Pixels) -> list[str]:
        """uint8 `[n, size, size, 3]` RGB → n captions, decoded greedily."""
        ...
