"""Encoders on torch, for the GPU endpoint and as the fp32 reference for exports."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from bildtext.encoders import Pixels, Vectors, unknown_words
from bildtext.encoders.towers import Towers, load_towers

_logger = logging.getLogger(__name__)


class TorchImageEncoder:
    """The image tower of a Hugging Face folder in fp32, the reference."""

    def __init__(self, weights: Path | Towers) -> None:
        towers = weights if isinstance(weights, Towers) else load_towers(weights)
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._tower = towers.image.to(self._device)

    @torch.inference_mode()
    def encode(self, pixels: Pixels) -> Vectors:
        vectors = self._tower(torch.from_numpy(np.ascontiguousarray(pixels)).to(self._device))
        return _numpy(vectors)


class HalfImageEncoder:
    """The image tower in half precision, for the endpoint's GPU: bf16, or fp16 on a GPU too old for it.

    Pixels and vectors are normalised in fp32 on the device. On a GPU each batch size is recorded as a CUDA graph on
    first use, so callers should use few sizes (`torch.compile` would need a C compiler in the image). The CPU runs the
    same passes without graphs, for tests.
    """

    def __init__(self, weights: Path | Towers, device: str = "cuda") -> None:
        towers = weights if isinstance(weights, Towers) else load_towers(weights)
        self._device = torch.device(device)
        fp16 = device != "cpu" and not torch.cuda.is_bf16_supported(including_emulation=False)
        self._type = torch.float16 if fp16 else torch.bfloat16
        self._tower = towers.image.to(self._device)
        with suppress(ValueError):  # a CNN has no attention
            # Avoids the attention matrix in memory; the towers are loaded with the attention that can be exported.
            self._tower.model.set_attn_implementation("sdpa")
        # Pixels are channels-last already, which convolutions on tensor cores prefer.
        self._tower.model.to(dtype=self._type, memory_format=torch.channels_last)
        self._graphs: dict[int, _Graph | None] = {}
        self._pool: Any = None if device == "cpu" else torch.cuda.graph_pool_handle()  # memory shared by the graphs

    @torch.inference_mode()
    def encode(self, pixels: Pixels) -> Vectors:
        """uint8 `[n, size, size, 3]` → float32 `[n, d]`, each row of unit length."""
        contiguous = torch.from_numpy(np.ascontiguousarray(pixels))
        if self._device.type == "cpu":
            return _numpy(self._pass(contiguous))
        if len(pixels) not in self._graphs:
            self._graphs[len(pixels)] = self._recorded(contiguous.shape)
        graph = self._graphs[len(pixels)]
        return graph.run(contiguous) if graph else _numpy(self._pass(contiguous.to(self._device)))

    def _recorded(self, shape: torch.Size) -> _Graph | None:
        try:
            return _Graph(self._pass, shape, self._device, self._pool)
        except RuntimeError:
            _logger.warning("A batch of %d cannot be recorded as a CUDA graph.", shape[0], exc_info=True)
            return None

    def _pass(self, pixels: Tensor) -> Tensor:
        normalised = pixels.permute(0, 3, 1, 2).float() * self._tower.scale + self._tower.shift
        return nn.functional.normalize(self._tower.features(normalised.to(self._type)).float(), dim=-1)


class _Graph:
    """A forward pass for one batch size, recorded once and replayed."""

    def __init__(
        self, forward: Callable[[Tensor], Tensor], shape: Sequence[int], device: torch.device, pool: Any
    ) -> None:
        self._host = torch.zeros(*shape, dtype=torch.uint8, pin_memory=True)
        self._pixels = torch.zeros(*shape, dtype=torch.uint8, device=device)
        # Warm-up on a separate stream: libraries choose kernels and allocate memory, which graphs cannot record.
        stream: Any = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
        stream.wait_stream(torch.cuda.current_stream(device))
        with torch.cuda.stream(stream):
            for _ in range(3):
                forward(self._pixels)
        torch.cuda.current_stream(device).wait_stream(stream)
        self._graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self._graph, pool=pool):
            self._vectors = forward(self._pixels)

    def run(self, pixels: Tensor) -> Vectors:
        self._host.copy_(pixels)
        self._pixels.copy_(self._host, non_blocking=True)
        self._graph.replay()
        return _numpy(self._vectors)


def image_encoder(weights: Path) -> TorchImageEncoder | HalfImageEncoder:
    """The image encoder of a torch bundle on this machine: half precision on a GPU, else fp32."""
    return HalfImageEncoder(weights) if torch.cuda.is_available() else TorchImageEncoder(weights)


def _numpy(vectors: Tensor) -> Vectors:
    return np.asarray(vectors.float().cpu().numpy())  # waits for the GPU


class TorchTextEncoder:
    """The text tower of a Hugging Face folder with its tokenizer."""

    def __init__(self, weights: Path | Towers) -> None:
        towers = weights if isinstance(weights, Towers) else load_towers(weights)
        self._tower = towers.text
        self._tokenizer = Tokenizer.from_str(towers.tokenizer)

    @torch.inference_mode()
    def encode(self, texts: Sequence[str]) -> Vectors:
        encodings = self._tokenizer.encode_batch(list(texts))
        ids = torch.tensor([encoding.ids for encoding in encodings])
        mask = torch.tensor([encoding.attention_mask for encoding in encodings])
        return np.asarray(self._tower(ids, mask).numpy())

    def unknown_words(self, text: str) -> tuple[str, ...]:
        return unknown_words(self._tokenizer, text)
