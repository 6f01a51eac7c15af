"""Competitors for labels named by a request, so that a photo that shows none of them can be left untagged.

A label file has "none" prompts; a request has not. So its labels are scored together with labels of the label file that
are of the same kind but not of the same family: for "sneaker, boots" everything in the category tree except shoes. This
uses words and the file's tree instead of a cosine threshold, which would differ between models.
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
    """Competitors of request-time labels: the facet of the label file they come from, their terms (a label's term or a
    "none" prompt), and their vectors, float32 `[n, d]` of unit length. `spared` lists, per requested label, the
    competitors that do not compete with it."""

    facet: str
    terms: tuple[str, ...]
    vectors: NDArray[np.float32]
    spared: tuple[tuple[int, ...], ...]


def negatives_for(
    requested: Sequence[str], vectors: NDArray[np.float32], labels: LabelSet, compiled: LabelVectors
) -> Negatives | None:
    """The competitors of the labels `requested`, whose vectors are `[len(requested), d]`; None if the file has none.

    Their kind is the facet in which most of them name a label, or else the category: an unlisted label is most likely
    another kind of article. Each label is spared its own family: the labels it names (or else is nearest to), and in
    the category tree those of the same groups. A label that all of them are spared is left out.
    """
    facets = {facet.id: facet for facet in labels.facets}
    rows_of = {rows.facet: rows for rows in compiled.facets if rows.labels}
    kind = _kind(requested, [facet for facet in labels.facets if facet.id in rows_of])
    if kind not in rows_of:
        return None
    facet, rows = facets[kind], rows_of[kind]
    terms = {label.id: label.term for label in facet.labels}
    words = [terms[name] for name in rows.labels] + [
        prompt for prompt in facet.none if prompt not in rows.nones_left_out
    ]
    nearest = (vectors @ compiled.matrix[rows.rows][: len(rows.labels)].T).argmax(axis=1)
    families = [_family(name, rows.labels[near], facet) for name, near in zip(requested, nearest, strict=True)]
    kept = [
        index
        for index in range(len(words))
        if index >= len(rows.labels) or not all(rows.labels[index] in family for family in families)
    ]
    spared = tuple(
        tuple(new for new, old in enumerate(kept) if old < len(rows.labels) and rows.labels[old] in family)
        for family in families
    )
    return (
        Negatives(kind, tuple(words[index] for index in kept), compiled.matrix[rows.rows][kept], spared)
        if kept
        else None
    )


def _kind(requested: Sequence[str], facets: Sequence[Facet]) -> str:
    """The facet in which most of `requested` name a label."""
    votes: Counter[str] = Counter()
    for name in requested:
        named = {facet.id: _named(name, facet).clarity for facet in facets}
        best = max(named, key=lambda facet: (named[facet], facet == CATEGORY), default=CATEGORY)
        votes[best] += any(named.get(best, _NOT_NAMED))
    return max(votes, key=lambda facet: (votes[facet], facet == CATEGORY)) if votes.total() else CATEGORY


def _family(requested: str, nearest: str, facet: Facet) -> frozenset[str]:
    """The labels of a facet that may apply to the same photos as `requested`."""
    named = _named(requested, facet).labels or {nearest}
    groups = {label.group for label in facet.labels if label.id in named} - {None}
    return frozenset(named | {label.id for label in facet.labels if label.group in groups})


_Clarity = tuple[bool, int]  # whether the name ends the phrase, like its noun; number of words
_NOT_NAMED: _Clarity = (False, 0)


class _Named(NamedTuple):
    """The labels of a facet that a phrase names most clearly."""

    clarity: _Clarity
    labels: frozenset[str]


def _named(requested: str, facet: Facet) -> _Named:
    """The labels and groups of a facet that `requested` names, alone or among other words: "polo shirt" is not "shirt",
    "red dress" is a dress rather than red, and "short sleeves" are not "shorts"."""
    words = _words(requested)
    groups = {group.id: _names(group.id, group.name) for group in facet.groups}
    found = {
        label.id: max(
            (_clarity(words, name) for name in names | groups.get(label.group or "", set())), default=_NOT_NAMED
        )
        for label in facet.labels
        for names in [_names(label.id, label.name, label.term)]
    }
    best = max(found.values(), default=_NOT_NAMED)
    return _Named(best, frozenset(label for label, clarity in found.items() if clarity == best and any(best)))


def _clarity(words: tuple[str, ...], name: tuple[str, ...]) -> _Clarity:
    size = len(name)
    if size and words[-size:] == name:
        return True, size
    return False, size if any(words[start : start + size] == name for start in range(len(words) - size)) else 0


def _names(identity: str, name: Name, term: str = "") -> set[tuple[str, ...]]:
    return {_words(text) for text in (identity.replace("-", " "), name.de, name.en, term) if text}


@lru_cache(maxsize=4096)  # the names of a label file, split once
def _words(text: str) -> tuple[str, ...]:
    """Lower-case words without the plural's "s", so that "boot" names "Boots"."""
    return tuple(word.removesuffix("s") if len(word) > 3 else word for word in re.findall(r"\w+", text.casefold()))
