"""The text half of a captioning model, rewritten for export: takes one token, returns logits, caches everything else.

The weights are those of transformers' layers; only the computation for a single token per row is written here: query,
key and value in one product, keys and values of earlier tokens from a cache, those of the image computed once.
tests/models/test_captioners.py checks that the result equals transformers' own, token for token.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from bildtext_cli.models.captioners.layers import by_head, cut, joined, linear, of_conv, stacked


class DecoderStep(nn.Module, ABC):
    """The next token's logits.

    `forward(tokens, position, *memory)`: int64 `[n, 1]`, int64 `[1]`, then per layer the image's keys and values as
    `ImageMemory` returns them, and those of earlier tokens, each float `[n, heads, length, width]`. Returns float
    `[n, vocabulary]` and, per layer, the keys and values extended by this token's.
    """

    def __init__(self, layers: Sequence[nn.Module], heads: int, width: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.heads = heads
        self.width = width

    def forward(self, tokens: Tensor, position: Tensor, *memory: Tensor) -> tuple[Tensor, ...]:
        states, cache = self.embedded(tokens, position), []
        for index, layer in enumerate(self.layers):
            states, keys, values = layer(states, *memory[4 * index : 4 * index + 4])
            cache += [keys, values]
        return (self.logits(states[:, -1]), *cache)

    @abstractmethod
    def embedded(self, tokens: Tensor, position: Tensor) -> Tensor:
        """Return the first layer's input, `[n, 1, width]`."""

    @abstractmethod
    def logits(self, states: Tensor) -> Tensor:
        """Map the last states `[n, width]` to logits `[n, vocabulary]`."""

    def image_memory(self) -> nn.ModuleList:
        """Return the `ImageMemory` of each layer."""
        memories: list[Any] = [layer.image_memory for layer in self.layers]
        return nn.ModuleList(memories)


class ImageMemory(nn.Module):
    """Image features `[n, t, d]` → one layer's keys `[n, heads, width, t]` and values `[n, heads, t, width]`.

    The keys are scaled and transposed for the product with a query, once per image: at every token this cost as much as
    half of all the weights.
    """

    def __init__(self, keys: nn.Linear, values: nn.Linear, heads: int, scale: float) -> None:
        super().__init__()
        self.keys = linear(keys.weight, keys.bias, scale)
        self.values = values
        self.heads = heads

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        return by_head(self.keys(features), self.heads).transpose(2, 3), by_head(self.values(features), self.heads)


# -- BLIP ------------------------------------------------------------------------------------------


class BlipStep(DecoderStep):
    """`BlipTextLMHeadModel`: BERT's layers, normalised after each sum, with cross attention to the image."""

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
        self.qkv = stacked([own.query, own.key, own.value])
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
    """`GPT2LMHeadModel` with cross attention: normalised before each sublayer, with residual sums."""

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
        query, key, value = cut(of_conv(own.c_attn), 3)
        # attention divides by the root of a head's width; any other scaling of this layer goes into the query
        query = linear(query.weight, query.bias, own.scaling * own.head_dim**0.5)
        self.qkv = stacked([query, key, value])
        self.own_output = of_conv(own.c_proj)
        self.before_image = block.ln_cross_attn
        self.image_query = of_conv(image.q_attn)
        keys, values = cut(of_conv(image.c_attn), 2)
        self.image_memory = ImageMemory(keys, values, heads, image.scaling)
        self.image_output = of_conv(image.c_proj)
        self.before_mlp = block.ln_2
        self.widened = of_conv(block.mlp.c_fc)
        self.act = block.mlp.act
        self.narrowed = of_conv(block.mlp.c_proj)

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


# -- attention -------------------------------------------------------------------------------------


def _own_attention(qkv: Tensor, keys: Tensor, values: Tensor, heads: int) -> tuple[Tensor, Tensor, Tensor]:
    """Attention of one token to itself and all earlier ones, which needs no mask."""
    query, key, value = (by_head(part, heads) for part in qkv.chunk(3, dim=-1))
    keys, values = torch.cat([keys, key], dim=2), torch.cat([values, value], dim=2)
    return joined(functional.scaled_dot_product_attention(query, keys, values)), keys, values


def _image_attention(query: Tensor, keys: Tensor, values: Tensor, heads: int) -> Tensor:
    """Attention of one token to the image, whose keys are scaled and transposed."""
    return joined((by_head(query, heads) @ keys).softmax(dim=-1) @ values)
