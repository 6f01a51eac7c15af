"""The content of the label file: facets with their labels, complete prompts and defaults filled in."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from bildtext.errors import UnknownFacet
from bildtext.labels.schema import did_you_mean

CATEGORY = "category"
"""The id of the facet whose labels decide which other facets apply."""

VERSION = 1
"""The version of the label file's format that this code reads."""


@dataclass(frozen=True)
class Name:
    """The display name in both languages."""

    de: str
    en: str


@dataclass(frozen=True)
class Label:
    """A value of a facet. `prompts` are complete sentences; `threshold` is the lowest accepted score, in [0, 1]."""

    id: str
    name: Name
    term: str
    prompts: tuple[str, ...]
    threshold: float
    group: str | None = None


@dataclass(frozen=True)
class Group:
    """A branch of the category tree; its score is the sum of the scores of its leaves."""

    id: str
    name: Name


@dataclass(frozen=True)
class Facet:
    """A property of a photo, such as its colour.

    `choose` is 1 for the one best label, k for up to k, None for every label that reaches its threshold. `margin`, in
    [0, 1], is how far the best must lead when choose is 1. `none` are sentences that compete with the labels.
    `applies_to` holds leaf category ids; None means every photo. `labels` are the leaves in the file's order.
    """

    id: str
    name: Name
    choose: int | None
    none: tuple[str, ...]
    threshold: float
    margin: float
    applies_to: frozenset[str] | None
    groups: tuple[Group, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class LabelSet:
    """All facets, in the file's order.

    `fingerprint` is the sha256 (hex) of the content's canonical JSON: comments, layout, order of keys and defaults
    written out do not change it; everything that can change a tag does.
    """

    facets: tuple[Facet, ...]
    fingerprint: str = field(init=False)

    def __post_init__(self) -> None:
        content = json.dumps([VERSION, self.facets], default=_plain, sort_keys=True, ensure_ascii=False)
        object.__setattr__(self, "fingerprint", hashlib.sha256(content.encode()).hexdigest())

    def facet(self, facet_id: str) -> Facet:
        """The facet with that id. Raises UnknownFacet, which suggests the nearest one."""
        for facet in self.facets:
            if facet.id == facet_id:
                return facet
        known = [facet.id for facet in self.facets]
        raise UnknownFacet(f"There is no facet {facet_id!r}: {did_you_mean(facet_id, known)}")


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else vars(value)
