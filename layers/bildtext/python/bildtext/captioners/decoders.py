"""The text half of a captioning model, taken apart for export: one token in, logits out, everything else remembered.

transformers' own layers hold the weights; what is written here is the order of work for a single token per row: query,
key and value in one product, keys and values of earlier tokens from memory, those of the image computed once. That the
result is transformers' own, token for token, is held by tests/models/test_captioners.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional


class DecoderStep(nn.Module):
    """The next token's logits.

    `forward(tokens, position, *memory)`: int64 `[n, 1]`, int64 `[1]`, then per layer the image's keys and values as
    `ImageMemory` gives them, and those of the tokens so far, each float `[n, heads, length, width]`. Gives float
    `[n, vocabulary]` and, per layer, the keys and values of the tokens so far with this one's.
    """

    def __init__(self, layers: Sequence[nn.Module], heads: int, width: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.heads = heads
        self.width = width

    def forward(self, tokens: Tensor, position: Tensor, *memory: Tensor) -> tuple[Tensor, ...]:
        states, kept = self.embedded(tokens, position), []
        for at, layer in enumerate(self.layers):
            states, keys, values = layer(states, *memory[4 * at : 4 * at + 4])
            kept += [keys, values]
        return (self.logits(states[:, -1]), *kept)

    def embedded(self, tokens: Tensor, position: Tensor) -> Tensor:
        raise NotImplementedError

    def logits(self, states: Tensor) -> Tensor:
        raise NotImplementedError

    def image_memory(self) -> nn.ModuleList:
        """The `ImageMemory` of each layer."""
        return nn.ModuleList([layer.image_memory for layer in self.layers])


class ImageMemory(nn.Module):
    """Image features `[n, t, d]` → one layer's keys `[n, heads, width, t]` and values `[n, heads, t, width]`.

    The keys come scaled and turned, as the product with a query wants them: once per image instead of at every token,
    where it cost as much as half of all the weights.
    """

    def __init__(self, keys: nn.Linear, values: nn.Linear, heads: int, scale: float) -> None:
        super().__init__()
        self.keys = _of(keys.weight * scale, keys.bias * scale)
        self.values = values
        self.heads = heads

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        return _by_head(self.keys(features), self.heads).transpose(2, 3), _by_head(self.values(features), self.heads)


# -- BLIP ------------------------------------------------------------------------------------------


class BlipStep(DecoderStep):
    """`BlipTextLMHeadModel`: BERT's layers, normalised after each sum, with attention to the image in between."""

    def __init__(self, decoder: Any) -> None:
        config = decoder.config
        heads = config.num_attention_heads
        super().__init__(
            [_BlipLayer(layer, heads) for layer in decoder.bert.encoder.layer], heads, config.hidden_size // heads
        )
        self.embeddings = decoder.bert.embeddings
        self.head = decoder.cls

    def embedded(self, tokens: Tensor, position: Tensor) -> Tensor:
        embeddings = self.embeddings
        summed: Tensor = embeddings.word_embeddings(tokens) + embeddings.position_embeddings(position)
        normalised: Tensor = embeddings.LayerNorm(summed)
        return normalised

    def logits(self, states: Tensor) -> Tensor:
        logits: Tensor = self.head(states)
        return logits


class _BlipLayer(nn.Module):
    def __init__(self, layer: Any, heads: int) -> None:
        super().__init__()
        own, image = layer.attention.self, layer.crossattention.self
        self.heads = heads
        self.qkv = _stacked([own.query, own.key, own.value])
        self.own_output = layer.attention.output
        self.image_query = image.query
        self.image_memory = ImageMemory(image.key, image.value, heads, image.attention_head_size**-0.5)
        self.image_output = layer.crossattention.output
        self.widened = layer.intermediate
        self.output = layer.output

    def forward(
        self, states: Tensor, image_keys: Tensor, image_values: Tensor, keys: Tensor, values: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        context, keys, values = _own_attention(self.qkv(states), keys, values, self.heads)
        states = self.own_output(context, states)
        context = _image_attention(self.image_query(states), image_keys, image_values, self.heads)
        states = self.image_output(context, states)
        return self.output(self.widened(states), states), keys, values


# -- GPT-2 -----------------------------------------------------------------------------------------


class Gpt2Step(DecoderStep):
    """`GPT2LMHeadModel` with cross attention: normalised before each part, the parts added up."""

    def __init__(self, decoder: Any) -> None:
        body, config = decoder.transformer, decoder.config
        super().__init__(
            [_Gpt2Layer(block, config.n_head) for block in body.h], config.n_head, config.n_embd // config.n_head
        )
        self.words = body.wte
        self.positions = body.wpe
        self.final = body.ln_f
        self.head = decoder.lm_head

    def embedded(self, tokens: Tensor, position: Tensor) -> Tensor:
        summed: Tensor = self.words(tokens) + self.positions(position)
        return summed

    def logits(self, states: Tensor) -> Tensor:
        logits: Tensor = self.head(self.final(states))
        return logits


class _Gpt2Layer(nn.Module):
    def __init__(self, block: Any, heads: int) -> None:
        super().__init__()
        own, image = block.attn, block.crossattention
        self.heads = heads
        self.before_own = block.ln_1
        self.qkv = _scaled_query(_linear(own.c_attn), own.scaling * own.head_dim**0.5)
        self.own_output = _linear(own.c_proj)
        self.before_image = block.ln_cross_attn
        self.image_query = _linear(image.q_attn)
        self.image_memory = ImageMemory(*_halves(image.c_attn), heads, image.scaling)
        self.image_output = _linear(image.c_proj)
        self.before_mlp = block.ln_2
        self.widened = _linear(block.mlp.c_fc)
        self.act = block.mlp.act
        self.narrowed = _linear(block.mlp.c_proj)

    def forward(
        self, states: Tensor, image_keys: Tensor, image_values: Tensor, keys: Tensor, values: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        qkv = self.qkv(self.before_own(states))
        context, keys, values = _own_attention(qkv, keys, values, self.heads)
        states = states + self.own_output(context)
        query = self.image_query(self.before_image(states))
        states = states + self.image_output(_image_attention(query, image_keys, image_values, self.heads))
        states = states + self.narrowed(self.act(self.widened(self.before_mlp(states))))
        return states, keys, values


# -- shapes ----------------------------------------------------------------------------------------


def _own_attention(qkv: Tensor, keys: Tensor, values: Tensor, heads: int) -> tuple[Tensor, Tensor, Tensor]:
    """Attention of one token to itself and all before it; no mask is needed, because all of them lie before it."""
    query, key, value = (_by_head(part, heads) for part in qkv.chunk(3, dim=-1))
    keys, values = torch.cat([keys, key], dim=2), torch.cat([values, value], dim=2)
    return _joined(functional.scaled_dot_product_attention(query, keys, values)), keys, values


def _image_attention(query: Tensor, keys: Tensor, values: Tensor, heads: int) -> Tensor:
    """Attention of one token to the image, its keys scaled and turned."""
    return _joined((_by_head(query, heads) @ keys).softmax(dim=-1) @ values)


def _by_head(states: Tensor, heads: int) -> Tensor:
    """`[n, t, d]` → `[n, heads, t, d / heads]`."""
    return states.unflatten(-1, (heads, -1)).transpose(1, 2)


def _joined(context: Tensor) -> Tensor:
    """`[n, heads, t, width]` → `[n, t, heads · width]`."""
    return context.transpose(1, 2).flatten(2)


def _stacked(linears: Sequence[Any]) -> nn.Linear:
    """Linear layers of one input as a single one, their outputs side by side."""
    return _of(torch.cat([one.weight for one in linears]), torch.cat([one.bias for one in linears]))


def _linear(conv: Any) -> nn.Linear:
    """transformers' `Conv1D`, which keeps its weights the other way round, as a linear layer."""
    return _of(conv.weight.T.contiguous(), conv.bias)


def _scaled_query(qkv: nn.Linear, factor: float) -> nn.Linear:
    """Query, key and value side by side, the query times `factor`: for attention that divides otherwise than usual."""
    scale = torch.ones_like(qkv.bias)
    scale[: len(scale) // 3] = factor
    return _of(qkv.weight * scale[:, None], qkv.bias * scale)


def _halves(conv: Any) -> tuple[nn.Linear, nn.Linear]:
    """A `Conv1D` of two outputs side by side as two linear layers."""
    weights, biases = conv.weight.T.contiguous().chunk(2), conv.bias.chunk(2)
    first, second = (_of(weight, bias) for weight, bias in zip(weights, biases, strict=True))
    return first, second


def _of(weight: Tensor, bias: Tensor) -> nn.Linear:
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.weight, layer.bias = nn.Parameter(weight.detach()), nn.Parameter(bias.detach())
    return layer
