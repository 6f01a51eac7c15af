"""What competes with labels named by a request, so that a photo of none of them need not be one of them.

A label file has its own "none" prompts; a request has none. So its labels are asked together with labels of the label
file that are of their kind but not of their family: for "sneaker, boots" everything in the category tree that is no
shoe. That rests on words and on the file's own tree, not on a bound for cosines, which would be another for each model.
Figures: docs/decisions.md, 2026-11-27.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bildtext.label_vectors import LabelVectors
from bildtext.labels import CATEGORY, Facet, LabelSet, Name


@dataclass(frozen=True)
class Negatives:
    """Competitors of request-time labels: the facet of the label file they come from, the words each was asked with
    (a label's term, or a "none" prompt), and their vectors, float32 `[n, d]` of unit length. `spared` says per label
    which of them do not compete with it."""

    facet: str
    terms: tuple[str, ...]
    vectors: NDArray[np.float32]
    spared: tuple[tuple[int, ...], ...]


def negatives_for(
    asked: Sequence[str], vectors: NDArray[np.float32], labels: LabelSet, compiled: LabelVectors
) -> Negatives | None:
    """The competitors of the labels `asked`, whose vectors are `[len(asked), d]`; None where the file offers none.

    Their kind is the facet most of them name a label of, else the category: a label nobody listed is most likely
    another thing. Each label is spared its own family: the labels it names (or else is nearest to), and in the category
    tree those of the same groups. What all of them are spared is left out.
    """
    facets = {facet.id: facet for facet in labels.facets}
    rows = {each.facet: each for each in compiled.facets if each.labels}
    kind = _kind(asked, [facet for facet in labels.facets if facet.id in rows])
    if kind not in rows:
        return None
    facet, own = facets[kind], rows[kind]
    terms = {label.id: label.term for label in facet.labels}
    words = [terms[name] for name in own.labels] + [p for p in facet.none if p not in own.nones_left_out]
    nearest = (vectors @ compiled.matrix[own.rows][: len(own.labels)].T).argmax(axis=1)
    families = [_family(name, own.labels[near], facet) for name, near in zip(asked, nearest, strict=True)]
    kept = [
        at
        for at in range(len(words))
        if at >= len(own.labels) or not all(own.labels[at] in family for family in families)
    ]
    spared = tuple(
        tuple(to for to, at in enumerate(kept) if at < len(own.labels) and own.labels[at] in family)
        for family in families
    )
    return Negatives(kind, tuple(words[at] for at in kept), compiled.matrix[own.rows][kept], spared) if kept else None


def _kind(asked: Sequence[str], facets: Sequence[Facet]) -> str:
    """The facet that most of `asked` name a label of."""
    votes: Counter[str] = Counter()
    for name in asked:
        named = {facet.id: _named(name, facet).clearly for facet in facets}
        best = max(named, key=lambda facet: (named[facet], facet == CATEGORY), default=CATEGORY)
        votes[best] += any(named.get(best, _NOT_AT_ALL))
    return max(votes, key=lambda facet: (votes[facet], facet == CATEGORY)) if votes.total() else CATEGORY


def _family(asked: str, nearest: str, facet: Facet) -> frozenset[str]:
    """The labels of a facet that may well show what `asked` is."""
    named = _named(asked, facet).labels or {nearest}
    groups = {label.group for label in facet.labels if label.id in named} - {None}
    return frozenset(named | {label.id for label in facet.labels if label.group in groups})


_Clearly = tuple[bool, int]  # whether a name ends the phrase, where its noun stands; how many words it has
_NOT_AT_ALL: _Clearly = (False, 0)


class _Named(NamedTuple):
    """The labels of a facet that a phrase names most clearly."""

    clearly: _Clearly
    labels: frozenset[str]


def _named(asked: str, facet: Facet) -> _Named:
    """What `asked` names, alone or among other words, of a facet's labels and groups: "polo shirt" is no "shirt", "red
    dress" a dress rather than something red, and "short sleeves" are no "shorts"."""
    words = _words(asked)
    groups = {group.id: _names(group.id, group.name) for group in facet.groups}
    found = {
        label.id: max(
            (_clearly(words, name) for name in names | groups.get(label.group or "", set())), default=_NOT_AT_ALL
        )
        for label in facet.labels
        for names in [_names(label.id, label.name, label.term)]
    }
    best = max(found.values(), default=_NOT_AT_ALL)
    return _Named(best, frozenset(label for label, clearly in found.items() if clearly == best and any(best)))


def _clearly(words: tuple[str, ...], name: tuple[str, ...]) -> _Clearly:
    size = len(name)
    if size and words[-size:] == name:
        return True, size
    return False, size if any(words[at : at + size] == name for at in range(len(words) - size)) else 0


def _names(identity: str, name: Name, term: str = "") -> set[tuple[str, ...]]:
    return {_words(text) for text in (identity.replace("-", " "), name.de, name.en, term) if text}


@lru_cache(maxsize=4096)  # the names of a label file, split once
def _words(text: str) -> tuple[str, ...]:
    """Lower-case words without the plural's "s", so that "boot" names "Boots"."""
    return tuple(word.removesuffix("s") if len(word) > 3 else word for word in re.findall(r"\w+", text.casefold()))
