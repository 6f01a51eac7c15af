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
    """The content of bundle.json. `reserved` are strings that the tokenizer reads as control tokens."""

    task: Literal["text"] = "text"
    kind: Literal["causal", "image-text"]
    precision: TextPrecision
    context_length: int
    reserved: tuple[str, ...]
