"""The shape of the language model that `bench text` measures."""

from __future__ import annotations

from dataclasses import dataclass

from bildtext_dev.bench.products import Product


@dataclass(frozen=True)
class TextShape:
    """The numbers of a Qwen2 decoder with tied embeddings; the name is its folder's in the cache."""

    name: str
    width: int
    layers: int
    heads: int
    kv_heads: int
    feed_forward: int
    words: int

    @property
    def kv_width(self) -> int:
        return self.width // self.heads * self.kv_heads

    def products(self) -> tuple[Product, ...]:
        """What the limit is measured with: products of a feed-forward layer for a prompt of the writer's length."""
        return ((600, self.width, self.feed_forward), (600, self.feed_forward, self.width))

    def matrices(self) -> int:
        """Parameters of the layers' matrices, which every token of a prompt is multiplied with."""
        attention = 2 * self.width**2 + 2 * self.width * self.kv_width
        return self.layers * (attention + 3 * self.width * self.feed_forward)

    def parameters(self) -> int:
        """All that is read for one token of an answer: the layers, and the embeddings once more as the last layer."""
        return self.matrices() + self.words * self.width


QWEN2 = TextShape("qwen2-1.5b-shape", 1536, 28, 12, 2, 8960, 151936)
