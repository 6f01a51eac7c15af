"""A language model's bundle: the folder that `bildtext models export` writes for presets of the task "text".

bundle.json            the manifest (below), with the sha256 of every other file
openvino_*.xml/.bin    the exported model and its tokenizer for OpenVINO GenAI, with its configuration
weights/…              in a torch bundle, instead of the above: the Hugging Face folder itself
"""

from __future__ import annotations

from typing import Literal

from bildtext.manifest import BundleManifest

WEIGHTS = "weights"

TextPrecision = Literal["fp32", "fp16", "int8", "int4"]


class LanguageModelManifest(BundleManifest):
    """The content of bundle.json. An image-text model is used for its text only.

    `reserved` are the strings that the tokenizer reads as control tokens; they are removed from every message.
    """

    task: Literal["text"] = "text"
    architecture: str
    kind: Literal["causal", "image-text"]
    runtime: Literal["openvino", "torch"]
    precision: TextPrecision
    context_length: int
    reserved: tuple[str, ...]

    @property
    def name(self) -> str:
        """Preset, revision and precision; descriptions state it as their model."""
        return f"{self.preset}@{self.revision[:12]}/{self.precision}"
