"""A captioner's bundle: the folder that `bildtext models export` writes for presets of the task "caption".

bundle.json              facts (below), and the sha256 of every other file
image_encoder.xml/.bin   pixels → what every layer of the text half looks at (OpenVINO)
text_decoder.xml/.bin    one token → the next token's logits; it remembers the tokens before
tokenizer.json
weights/…                instead of those for a torch bundle: the Hugging Face folder itself
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from bildtext.captioners.greedy import Ending
from bildtext.images import Preparation
from bildtext.manifest import BundleManifest

WEIGHTS = "weights"

CaptionPrecision = Literal["fp32", "fp16", "int8"]


class Agreement(BaseModel):
    """Of `images` photos, none of which calibrated it, the share whose greedy tokens are all the fp32 reference's."""

    model_config = ConfigDict(frozen=True)
    images: int
    equal: float


class CaptionManifest(BundleManifest):
    """The content of bundle.json.

    `calibrated_on` counts the photos that calibrated int8; None where there are none, or from before it was written.
    `agreement` is None for the reference itself, and where no photo was left to measure it on.
    """

    task: Literal["caption"] = "caption"
    architecture: str
    runtime: Literal["openvino", "torch"]
    precision: CaptionPrecision
    preparation: Preparation
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    ending: Ending
    calibrated_on: int | None = None
    agreement: Agreement | None

    @property
    def name(self) -> str:
        """Preset, revision and precision: what a description says wrote its caption."""
        return f"{self.preset}@{self.revision[:12]}/{self.precision}"
