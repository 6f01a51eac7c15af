"""Greedy decoding, numpy only: the same tokens as transformers' `generate(num_beams=1, do_sample=False)`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Tokens = NDArray[np.int64]
Logits = NDArray[np.float32]

# Tokens int64 `[n]` at a position (0 is the first) → float32 `[n, vocabulary]` for the token after them.
Step = Callable[[Tokens, int], Logits]


@dataclass(frozen=True)
class Ending:
    """The start and end tokens. `max_length` includes the start token; rows that end early are padded with `pad`."""

    start: int
    ends: tuple[int, ...]
    pad: int
    max_length: int


def decode_greedily(step: Step, rows: int, ending: Ending) -> Tokens:
    """int64 `[rows, length]`, each row with its start token; length is that of the longest row."""
    tokens = np.full((rows, ending.max_length), ending.pad, np.int64)
    tokens[:, 0] = ending.start
    active = np.ones(rows, bool)
    for index in range(ending.max_length - 1):
        best = step(tokens[:, index], index).argmax(axis=1)
        tokens[active, index + 1] = best[active]
        active &= ~np.isin(best, ending.ends)
        if not active.any():
            return tokens[:, : index + 2]
    return tokens


def decode_texts(tokens: Tokens, tokenizer: Any, ending: Ending) -> list[str]:
    """Each row as text, without start, end and other special tokens."""
    sentences = []
    for row in tokens[:, 1:].tolist():
        end = next((index for index, token in enumerate(row) if token in ending.ends), len(row))
        sentences.append(tokenizer.decode(row[:end], skip_special_tokens=True).strip())
    return sentences
