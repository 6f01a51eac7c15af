"""The German names of facets and labels, also of those that the label file does not have any more."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bildtext.labels import CATEGORY, Facet, Group, Label, LabelSet
from catalogue.sentences import NONE_OF_THEM

VIEW = "view"
"""The id of the facet that describes the photograph, not the article: from the front, a detail."""


@dataclass(frozen=True)
class FoldedNames:
    """A facet's own names, and those of its labels and groups with their ids, the longest first; see `folded_text`."""

    own: frozenset[str]
    labels: tuple[tuple[str, str], ...]


_KNOWN: dict[str, LabelNames] = {}


def label_names(labels: LabelSet) -> LabelNames:
    """The names in a label file; made once for each content."""
    return _KNOWN.setdefault(labels.fingerprint, LabelNames(labels))


@dataclass(frozen=True, eq=False)
class LabelNames:
    """Looks up names in a label file."""

    labels: LabelSet

    @cached_property
    def facets(self) -> dict[str, Facet]:
        """Facets by id, in the file's order."""
        return {facet.id: facet for facet in self.labels.facets}

    @cached_property
    def _labels(self) -> dict[tuple[str, str], Label]:
        return {(facet.id, label.id): label for facet in self.labels.facets for label in facet.labels}

    @cached_property
    def _names(self) -> dict[tuple[str, str], str]:
        own = {place: label.name.de for place, label in self._labels.items()}
        return own | {(facet.id, group.id): group.name.de for facet in self.labels.facets for group in facet.groups}

    def facet(self, facet: str) -> str:
        """The name of a facet, or its id."""
        return self.facets[facet].name.de if facet in self.facets else facet

    def label(self, facet: str, label: str) -> str:
        """The name of a label or group, or its id."""
        return self._names.get((facet, label), label)

    def labels_of(self, facet: str, labels: Iterable[str]) -> str:
        """The names of chosen labels, „Rot, Blau“; „keins davon“ for none."""
        return ", ".join(self.label(facet, label) for label in labels) or NONE_OF_THEM

    @cached_property
    def folded(self) -> dict[str, FoldedNames]:
        """The names of each facet, as texts are compared with them."""
        return {facet.id: _folded_names(facet) for facet in self.labels.facets}

    @cached_property
    def _ranks(self) -> dict[str, int]:
        ordered = sorted(self.facets, key=lambda facet: facet != CATEGORY)
        return {facet: rank for rank, facet in enumerate(ordered)}

    def ordered(self, facets: set[str]) -> list[str]:
        """Facets in the file's order, the category first; then those the file does not have."""
        return sorted(facets, key=lambda facet: (self._ranks.get(facet, len(self._ranks)), facet))

    def single(self, facet: str) -> bool:
        """Whether only one label of the facet can apply."""
        return facet in self.facets and self.facets[facet].choose == 1

    def choose(self, facet: str) -> int | None:
        """The most labels of the facet that can apply; None without limit, 1 for a facet that the file does not
        have."""
        return self.facets[facet].choose if facet in self.facets else 1

    def label_of(self, facet: str, label: str) -> Label | None:
        """A label; None for a group, and for what the file does not have."""
        return self._labels.get((facet, label))

    def group_of(self, facet: str, label: str) -> str | None:
        """The group of a label, None if it has none or is one."""
        found = self.label_of(facet, label)
        return found.group if found else None

    def threshold(self, facet: str, label: str) -> float:
        """The lowest score of a tag; 0 for what the file does not have."""
        found = self.label_of(facet, label) or self.facets.get(facet)
        return found.threshold if found else 0.0

    def agree(self, facet: str, first: str, second: str) -> bool:
        """Whether two labels can be about the same: equal, or one is the group of the other."""
        return first == second or self.group_of(facet, first) == second or self.group_of(facet, second) == first


def folded_text(text: str) -> str:
    """Words between single spaces, without case; "ß" is "ss"."""
    return f" {re.sub(r'[^0-9a-zà-ÿ]+', ' ', unicodedata.normalize('NFKC', text).casefold()).strip()} "


def _folded_names(facet: Facet) -> FoldedNames:
    everything: tuple[Label | Group, ...] = (*facet.labels, *facet.groups)
    names = [(folded_text(name), one.id) for one in everything for name in (one.name.de, one.name.en)]
    own = frozenset(map(folded_text, (facet.name.de, facet.name.en)))
    return FoldedNames(own, tuple(sorted(names, key=lambda pair: -len(pair[0]))))
