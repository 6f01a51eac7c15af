"""What is known of a picture: for each facet of the label file the labels that are true of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Facts:
    """`labels`: facet id → label ids, one of which is right (which one may be unknown: a photo called "outwear" is a
    jacket or a coat). `shares`: label id of the colour facet → its share of the product, 0–1; empty when not known.
    """

    labels: Mapping[str, tuple[str, ...]]
    shares: Mapping[str, float] = field(default_factory=dict)

    @property
    def category(self) -> str:
        """The one category a drawn picture has."""
        return self.labels["category"][0]

    def sure(self) -> dict[str, str]:
        """The facets of which exactly one label is possible; for the colour, the one of which there is most."""
        known = {facet: labels[0] for facet, labels in self.labels.items() if len(labels) == 1}
        if self.shares:
            known["colour"] = max(self.shares, key=lambda colour: self.shares[colour])
        return known
