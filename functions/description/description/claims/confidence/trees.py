"""Gradient boosted trees, as `bildtext weigh` stores them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# A node is (feature, threshold, place of the node for values up to the threshold, for others); a leaf is a number.
Node = tuple[int, float, int, int] | float


@dataclass(frozen=True, slots=True)
class Model:
    """`prior` is the log-odds without any feature. `known` is how often a stem or lemma was seen, and in how many of
    these cases it was wrong. A finding of at least `threshold` is reported."""

    features: Sequence[str]
    prior: float
    trees: Sequence[Sequence[Node]]
    known: Mapping[str, tuple[int, int]]
    base: float
    threshold: float

    def probability(self, found: Mapping[str, float]) -> float:
        """How likely it is that what has these features is wrong; a feature that is not there is 0."""
        values = [found.get(name, 0.0) for name in self.features]
        total = self.prior
        for tree in self.trees:
            node = tree[0]
            while not isinstance(node, float):
                feature, threshold, left, right = node
                node = tree[left if values[feature] <= threshold else right]
            total += node
        return 1 / (1 + math.exp(-total))


@cache
def model() -> Model:
    """The model that is shipped."""
    return read_model(Path(__file__).with_name("model.json"))


def read_model(path: Path) -> Model:
    """A model from its file."""
    stored = json.loads(path.read_text("utf-8"))
    trees = [[float(node) if not isinstance(node, list) else tuple(node) for node in tree] for tree in stored["trees"]]
    known = {word: (count, wrong) for word, (count, wrong) in stored["known"].items()}
    return Model(stored["features"], stored["prior"], trees, known, stored["base"], stored["threshold"])
