"""BLIP's vision tower for export, with separate query, key and value as in CLIP.

transformers computes the three in one product and splits it in five dimensions. OpenVINO's 8-bit graph then spends as
much time transposing as computing: with separate layers a photo takes little more than half as long.
"""

from __future__ import annotations

from typing import Any

from torch import Tensor, nn

from bildtext_cli.models.captioners.layers import by_head, cut, joined, linear


class BlipVision(nn.Module):
    """Normalised pixels `[n, 3, s, s]` → features `[n, t, d]`, as `BlipVisionModel`'s last hidden state."""

    def __init__(self, vision: Any) -> None:
        super().__init__()
        self.embeddings = vision.embeddings
        self.layers = nn.ModuleList([_Layer(layer) for layer in vision.encoder.layers])
        self.final = vision.post_layernorm

    def forward(self, normalised: Tensor) -> Tensor:
        states: Tensor = self.embeddings(normalised)
        for layer in self.layers:
            states = layer(states)
        features: Tensor = self.final(states)
        return features


class _Layer(nn.Module):
    def __init__(self, layer: Any) -> None:
        super().__init__()
        attention = layer.self_attn
        query, self.key, self.value = cut(attention.qkv, 3)
        self.query = linear(query.weight, query.bias, attention.scale)
        self.output = attention.projection
        self.heads = attention.num_heads
        self.before_attention = layer.layer_norm1
        self.before_mlp = layer.layer_norm2
        self.mlp = layer.mlp

    def forward(self, states: Tensor) -> Tensor:
        normalised = self.before_attention(states)
        query, key, value = (by_head(part(normalised), self.heads) for part in (self.query, self.key, self.value))
        attended = (query @ key.transpose(2, 3)).softmax(dim=-1) @ value
        states = states + self.output(joined(attended))
        after: Tensor = states + self.mlp(self.before_mlp(states))
        return after
