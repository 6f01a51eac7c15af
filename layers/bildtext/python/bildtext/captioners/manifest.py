"""A captioner's bundle: the folder that `bildtext models export` writes for presets of the task "caption".

bundle.json              the manifest (below), with the sha256 of every other file
image_encoder.xml/.bin   pixels → cross-attention inputs of every decoder layer (OpenVINO)
text_decoder.xml/.bin    one token → the next token's logits; earlier tokens are in its state
tokenizer.json
weights/…                in a torch bundle, instead of the above: the Hugging Face folder itself
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
    """The share of `images` photos, excluding those for calibration, with the same tokens as the fp32 reference."""

    model_config = ConfigDict(frozen=True)
    images: int
    equal: float


class CaptionManifest(BundleManifest):
    """The content of bundle.json.

    `calibrated_on` is the number of photos that calibrated int8; None if there were none, and in older bundles.
    `agreement` is None for the reference itself, and if no photo was left to measure it on.
    """

    task: Literal["caption"] = "caption"
    precision: CaptionPrecision
    preparation: Preparation
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    ending: Ending
    calibrated_on: int | None = None
    agreement: Agreement | None
