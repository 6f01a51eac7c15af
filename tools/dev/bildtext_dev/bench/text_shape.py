"""The shape of the language model of `bench text`."""

from __future__ import annotations

from dataclasses import dataclass

from bildtext_dev.bench.products import Product


@dataclass(frozen=True)
class TextShape:
    """The dimensions of a Qwen2 decoder with tied embeddings; `name` is its folder in the cache."""

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
        """Return the products that the limit is measured with: a feed-forward layer's, for a typical prompt."""
        return ((600, self.width, self.feed_forward), (600, self.feed_forward, self.width))

    def matrices(self) -> int:
        """Return the parameters of the layers' matrices, which every token of a prompt is multiplied with."""
        attention = 2 * self.width**2 + 2 * self.width * self.kv_width
        return self.layers * (attention + 3 * self.width * self.feed_forward)

    def parameters(self) -> int:
        """Return the parameters read for one token of an answer: the layers, and the embeddings as the last layer."""
        return self.matrices() + self.words * self.width


QWEN2 = TextShape("qwen2-1.5b-shape", 1536, 28, 12, 2, 8960, 151936)
