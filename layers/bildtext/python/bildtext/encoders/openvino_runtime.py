"""Encoders on OpenVINO, for Lambda and laptops. No torch, no transformers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import openvino as ov
from tokenizers import Tokenizer

from bildtext.encoders import Pixels, Vectors, unknown_words
from bildtext.processor import Computed, this_processor

# Limits memory while a label file is compiled.
_TEXTS_PER_PASS = 64
_SATURATES = (
    "%s is int8 and this CPU has no VNNI: sums of two products may saturate, and vectors be further from the reference "
    "than the bundle states. Compare `bildtext evaluate`, or take `bildtext models export --precision fp16`."
)
_logger = logging.getLogger(__name__)


class OpenVinoImageEncoder:
    """An exported image tower, whose graph normalises uint8 pixels; `computes_in` is the precision on this CPU."""

    def __init__(self, model: Path, precision: str) -> None:
        """Read and compile `model` (an OpenVINO IR .xml); `precision` is the bundle's: fp32, fp16 or int8."""
        processor = this_processor()
        self.computes_in = processor.computes_in(precision)
        if precision == "int8" and not processor.has("VNNI"):
            _logger.warning(_SATURATES, model)
        self._infer = _compile(model, self.computes_in)

    def encode(self, pixels: Pixels) -> Vectors:
        return _unit(self._infer(pixels))


class OpenVinoTextEncoder:
    """An exported text tower with its tokenizer."""

    def __init__(self, model: Path, tokenizer: Path, precision: str) -> None:
        self._infer = _compile(model, this_processor().computes_in(precision))
        self._tokenizer = Tokenizer.from_file(str(tokenizer))

    def encode(self, texts: Sequence[str]) -> Vectors:
        passes = [texts[start : start + _TEXTS_PER_PASS] for start in range(0, len(texts), _TEXTS_PER_PASS)]
        return np.concatenate([self._encode_pass(part) for part in passes])

    def unknown_words(self, text: str) -> tuple[str, ...]:
        return unknown_words(self._tokenizer, text)

    def _encode_pass(self, texts: Sequence[str]) -> Vectors:
        encodings = self._tokenizer.encode_batch(list(texts))
        ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
        mask = np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64)
        return _unit(self._infer([ids, mask]))


def _compile(model: Path, computes_in: Computed) -> Callable[[Any], Any]:
    """Compile with one stream over all cores. Calls run one at a time: a compiled model rejects concurrent ones."""
    hints = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": computes_in}
    compiled, lock = ov.Core().compile_model(str(model), "CPU", hints), Lock()

    def infer(inputs: Any) -> Any:
        with lock:
            return compiled(inputs)[0]

    return infer


def _unit(vectors: Any) -> Vectors:
    """Normalise again in float32, because the graph may have done so at lower precision."""
    exact = np.array(vectors, dtype=np.float32)
    unit: Vectors = exact / np.linalg.norm(exact, axis=1, keepdims=True)
    return unit
