"""What both halves of a captioner are rebuilt with: linear layers cut and joined, and attention's shapes."""

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
    """A linear layer of these weights `[out, in]` whose result is `factor` times as large."""
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.weight, layer.bias = nn.Parameter(weight.detach() * factor), nn.Parameter(bias.detach() * factor)
    return layer


def of_conv(conv: Any) -> nn.Linear:
    """transformers' `Conv1D`, which keeps its weights the other way round, as a linear layer."""
    return linear(conv.weight.T.contiguous(), conv.bias)


def stacked(parts: Sequence[Any]) -> nn.Linear:
    """Linear layers of one input as a single one, their outputs side by side."""
    return linear(torch.cat([part.weight for part in parts]), torch.cat([part.bias for part in parts]))


def cut(whole: nn.Linear, parts: int) -> list[nn.Linear]:
    """A linear layer of several outputs side by side as one layer each."""
    weights, biases = whole.weight.chunk(parts), whole.bias.chunk(parts)
    return [linear(weight, bias) for weight, bias in zip(weights, biases, strict=True)]
