"""The llama.cpp baseline: the same shape as a Q4_0 GGUF file with random weights. Requires llama-cpp-python."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np

from bildtext_dev.bench.text_shape import TextShape

_BLOCK, _BYTES = 32, 18  # Q4_0: one fp16 scale and 32 weights of four bits
_SCALE = np.float16(0.005)


def write_gguf(shape: TextShape, path: Path) -> None:
    """Write every matrix as Q4_0, including the embeddings: the fewest bytes that llama.cpp reads per token."""
    import gguf

    click.echo(f"writing {path.name} of {shape.name} …", err=True)
    writer = gguf.GGUFWriter(str(path), "qwen2")
    writer.add_context_length(32768)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q4_0)
    writer.add_tokenizer_model("no_vocab")
    writer.add_vocab_size(shape.words)
    random = np.random.default_rng(0)

    def matrix(name: str, rows: int, columns: int) -> None:
        blocks = random.integers(0, 256, (rows, columns // _BLOCK, _BYTES), dtype=np.uint8)
        blocks[:, :, :2] = np.frombuffer(_SCALE.tobytes(), np.uint8)
        writer.add_tensor(name, blocks.reshape(rows, -1), raw_dtype=gguf.GGMLQuantizationType.Q4_0)

    def vector(name: str, size: int, value: float) -> None:
        writer.add_tensor(name, np.full(size, value, np.float32))

    matrix("token_embd.weight", shape.words, shape.width)
    vector("output_norm.weight", shape.width, 1)
    for layer in range(shape.layers):
        for norm in ("attn_norm", "ffn_norm"):
            vector(f"blk.{layer}.{norm}.weight", shape.width, 1)
        for name, rows in (("q", shape.width), ("k", shape.kv_width), ("v", shape.kv_width)):
            matrix(f"blk.{layer}.attn_{name}.weight", rows, shape.width)
            vector(f"blk.{layer}.attn_{name}.bias", rows, 0)
        matrix(f"blk.{layer}.attn_output.weight", shape.width, shape.width)
        for name in ("ffn_gate", "ffn_up"):
            matrix(f"blk.{layer}.{name}.weight", shape.feed_forward, shape.width)
        matrix(f"blk.{layer}.ffn_down.weight", shape.width, shape.feed_forward)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


class LlamaCpp:
    """llama-cpp-python on all cores; it reuses the common prefix of consecutive prompts by itself."""

    def __init__(self, path: Path) -> None:
        import llama_cpp

        cores = len(os.sched_getaffinity(0))
        self._model: Any = llama_cpp.Llama(
            str(path), n_ctx=2048, n_batch=1024, n_threads=cores, n_threads_batch=cores, verbose=False
        )

    def seconds(self, prompt: Sequence[int], tokens: int) -> float:
        started = time.perf_counter()
        for count, _ in enumerate(self._model.generate(list(prompt), temp=0.0, repeat_penalty=1.0), start=1):
            if count == tokens:
                break
        return time.perf_counter() - started
