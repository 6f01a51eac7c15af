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
    """The facet that most of `asked` name a label of; "red dress" names a thing rather than a colour."""
    votes: Counter[str] = Counter()
    for name in asked:
        named = [facet.id for facet in facets if _named(name, facet)]
        votes.update(named[:1] if CATEGORY not in named else [CATEGORY])
    return max(votes, key=lambda facet: (votes[facet], facet == CATEGORY)) if votes else CATEGORY


def _family(asked: str, nearest: str, facet: Facet) -> frozenset[str]:
    """The labels of a facet that may well show what `asked` is."""
    named = _named(asked, facet) or {nearest}
    groups = {label.group for label in facet.labels if label.id in named} - {None}
    return frozenset(named | {label.id for label in facet.labels if label.group in groups})


def _named(asked: str, facet: Facet) -> set[str]:
    """The labels of a facet that `asked` names, itself or their group, alone or among other words; where several
    do, those of most words: "polo shirt" is no "shirt"."""
    words = _words(asked)
    groups = {group.id: _names(group.id, group.name) for group in facet.groups}
    found = {
        label.id: max((len(name) for name in names if _holds(words, name)), default=0)
        for label in facet.labels
        for names in [_names(label.id, label.name, label.term) | groups.get(label.group or "", set())]
    }
    longest = max(found.values(), default=0)
    return {label for label, length in found.items() if length == longest > 0}


def _names(identity: str, name: Name, term: str = "") -> set[tuple[str, ...]]:
    return {_words(text) for text in (identity.replace("-", " "), name.de, name.en, term) if text}


def _holds(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return any(words[at : at + len(name)] == name for at in range(len(words) - len(name) + 1))


def _words(text: str) -> tuple[str, ...]:
    """Lower-case words without the plural's "s", so that "boot" names "Boots"."""
    return tuple(word.removesuffix("s") if len(word) > 3 else word for word in re.findall(r"\w+", text.casefold()))
