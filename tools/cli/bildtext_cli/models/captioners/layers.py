"""Helpers to rebuild both halves of a captioner: splitting and joining linear layers, and attention shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn


def by_head(states: Tensor, heads: int) -> Tensor:
    """`[n, t, d]` → `[n, heads, t, d / heads]`."""
    rows, length, _ = states.shape
    return states.view(rows, length, heads, -1).transpose(1, 2)


def joined(context: Tensor) -> Tensor:
    """`[n, heads, t, width]` → `[n, t, heads · width]`."""
    return context.transpose(1, 2).flatten(2)


def linear(weight: Tensor, bias: Tensor, factor: float = 1.0) -> nn.Linear:
    """Return a linear layer of weights `[out, in]` with its result scaled by `factor`."""
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.weight, layer.bias = nn.Parameter(weight.detach() * factor), nn.Parameter(bias.detach() * factor)
    return layer


def of_conv(conv: Any) -> nn.Linear:
    """Convert transformers' `Conv1D`, whose weights are transposed, to a linear layer."""
    return linear(conv.weight.T.contiguous(), conv.bias)


def stacked(parts: Sequence[Any]) -> nn.Linear:
    """Combine linear layers of the same input into one, with their outputs concatenated."""
    return linear(torch.cat([part.weight for part in parts]), torch.cat([part.bias for part in parts]))


def cut(combined: nn.Linear, parts: int) -> list[nn.Linear]:
    """Split a linear layer with concatenated outputs into one layer per output."""
    weights, biases = combined.weight.chunk(parts), combined.bias.chunk(parts)
    return [linear(weight, bias) for weight, bias in zip(weights, biases, strict=True)]
