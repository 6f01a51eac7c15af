"""The facts of a picture: for each facet of the label file the labels that are true of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Facts:
    """`labels`: facet id → label ids, one of which is right (possibly unknown which: a photo labelled "outwear" is a
    jacket or a coat). `shares`: label id of the colour facet → its share of the product, 0–1; empty if unknown.
    """

    labels: Mapping[str, tuple[str, ...]]
    shares: Mapping[str, float] = field(default_factory=dict)

    @property
    def category(self) -> str:
        """The category of a drawn picture."""
        return self.labels["category"][0]

    def sure(self) -> dict[str, str]:
        """Return the label of each facet with exactly one possible label; for the colour, the most frequent one."""
        known = {facet: labels[0] for facet, labels in self.labels.items() if len(labels) == 1}
        if self.shares:
            known["colour"] = max(self.shares, key=lambda colour: self.shares[colour])
        return known
