"""A captioner on OpenVINO, for Lambda and laptops. No torch, no transformers.

The image encoder runs once per photo. The text decoder receives its output without a copy, in the precision the CPU
computes in; it then runs once per token and has the keys and values of earlier tokens in its state.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import openvino as ov
from openvino.preprocess import PrePostProcessor
from tokenizers import Tokenizer

from bildtext.captioners import IMAGE_ENCODER, TEXT_DECODER, TOKENIZER
from bildtext.captioners.greedy import Ending, Logits, Tokens, decode_greedily, decode_texts
from bildtext.images import Pixels, Preparation
from bildtext.processor import Computed, this_processor

if TYPE_CHECKING:
    from bildtext.captioners.manifest import CaptionManifest

# More photos per pass are hardly faster on a CPU; the decoder's inputs take 20 MB per photo.
_PHOTOS_PER_PASS = 8


class OpenVinoCaptioner:
    """An exported captioning model. Threads may share it; their calls run one at a time."""

    def __init__(self, folder: Path, manifest: CaptionManifest) -> None:
        """Read and compile both models of the bundle in `folder`, whose files must have been checked."""
        self._manifest = manifest
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        core, computes_in = ov.Core(), this_processor().computes_in(manifest.precision)
        self._image = _compiled(core, folder / IMAGE_ENCODER, computes_in).create_infer_request()
        self._text = _compiled(core, folder / TEXT_DECODER, computes_in).create_infer_request()
        self._lock = Lock()

    @property
    def preparation(self) -> Preparation:
        return self._manifest.preparation

    def caption(self, pixels: Pixels) -> list[str]:
        return decode_texts(self.tokens(pixels), self._tokenizer, self._manifest.ending)

    def tokens(self, pixels: Pixels) -> Tokens:
        """int64 `[n, length]`: start token, the most likely tokens, the end, then padding."""
        ending = self._manifest.ending
        passes = [pixels[start : start + _PHOTOS_PER_PASS] for start in range(0, len(pixels), _PHOTOS_PER_PASS)]
        with self._lock:
            parts = [self._decode(part, ending) for part in passes]
        return _stacked(parts, ending)

    def _decode(self, pixels: Pixels, ending: Ending) -> Tokens:
        rows = len(pixels)
        self._image.infer({"pixels": np.ascontiguousarray(pixels)}, share_inputs=True)
        for output in self._image.model_outputs:
            self._text.set_tensor(output.any_name, self._image.get_tensor(output))
        self._text.reset_state()
        token, position = np.empty((rows, 1), np.int64), np.empty(1, np.int64)
        for name, value in (("tokens", token), ("position", position), ("rows", np.arange(rows, dtype=np.int32))):
            self._text.set_tensor(name, ov.Tensor(value, shared_memory=True))

        def step(tokens: Tokens, index: int) -> Logits:
            token[:, 0], position[0] = tokens, index
            self._text.infer()
            logits: Logits = self._text.get_tensor("logits").data
            return logits

        return decode_greedily(step, rows, ending)


def _compiled(core: Any, path: Path, computes_in: Computed) -> Any:
    """One stream over all cores. Tensors between both models have the precision that both compute in."""
    model, element_type = core.read_model(path), getattr(ov.Type, computes_in)
    processor = PrePostProcessor(model)
    for port in model.inputs:
        if port.any_name.startswith("image."):
            processor.input(port.any_name).tensor().set_element_type(element_type)
    for port in model.outputs:
        if port.any_name.startswith("image."):
            processor.output(port.any_name).tensor().set_element_type(element_type)
    hints = {
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_PRECISION_HINT": computes_in,
        "KV_CACHE_PRECISION": computes_in,  # twenty tokens need no compressed cache
    }
    if not this_processor().has("VNNI"):  # OpenVINO tries it even if oneDNN is restricted, and fails
        hints["DYNAMIC_QUANTIZATION_GROUP_SIZE"] = "0"
    return core.compile_model(processor.build(), "CPU", hints)


def _stacked(parts: list[Tokens], ending: Ending) -> Tokens:
    """Concatenate passes of different length."""
    if len(parts) == 1:
        return parts[0]
    length = max((part.shape[1] for part in parts), default=1)
    padded = [np.pad(part, ((0, 0), (0, length - part.shape[1])), constant_values=ending.pad) for part in parts]
    return np.concatenate(padded) if padded else np.empty((0, length), np.int64)
