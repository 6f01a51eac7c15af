"""Vectors × label vectors → scores → tags and abstentions. Pure functions of numpy arrays and label types.

A score is a probability within its facet: for CLIP-like models a softmax over the facet's labels and the "none" prompts
that compete with the label (Radford et al. 2021, section 3.1), for SigLIP-like models a sigmoid per label (Zhai et al.
2023, equation 1).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bildtext.errors import UnknownLabel, UnknownWords
from bildtext.label_vectors import FacetRows, LabelVectors
from bildtext.labels import CATEGORY, Facet, Label, LabelSet, Name
from bildtext.labels.schema import did_you_mean

Scores = NDArray[np.float32]
Powers = NDArray[np.floating]
Scored = tuple[Label, float]
Reason = Literal["none", "threshold", "margin", "category-unknown", "unknown-words"]


@dataclass(frozen=True)
class Scoring:
    """How a model turns cosines into probabilities; part of its bundle. `logit_scale` is the factor, not its log."""

    logit_scale: float
    logit_bias: float | None = None
    kind: Literal["softmax", "sigmoid"] = "softmax"


@dataclass(frozen=True)
class Tag:
    """One stated label. `score` is a probability within the facet; `rank` starts at 1 per photo and facet."""

    facet: str
    label: str
    name: Name
    score: float
    rank: int


@dataclass(frozen=True)
class Abstention:
    """A facet without a tag, the reason, and its best label (`label` is None if the facet had no scores)."""

    facet: str
    reason: Reason
    label: str | None = None
    score: float | None = None


@dataclass(frozen=True)
class RunnerUp:
    """One of a facet's best labels that are not tags."""

    facet: str
    label: str
    score: float


@dataclass(frozen=True)
class PhotoTags:
    """All tags and abstentions of one photo, and per facet the best label that is no tag, two where it abstained."""

    tags: tuple[Tag, ...]
    abstentions: tuple[Abstention, ...]
    runners_up: tuple[RunnerUp, ...] = ()


@dataclass(frozen=True)
class FacetScores:
    """A facet's scores for n photos: `labels` `[n, k]` in the order of `ids`, `none` `[n]` of the strongest "none"."""

    ids: tuple[str, ...]
    labels: Scores
    none: Scores

    def of(self, photo: int) -> FacetScores:
        """The scores of one photo, as a batch of one."""
        return FacetScores(self.ids, self.labels[photo : photo + 1], self.none[photo : photo + 1])


def score(vectors: NDArray[np.float32], labels: LabelVectors, scoring: Scoring) -> dict[str, FacetScores]:
    """Score n photos, `vectors` float32 `[n, d]` of unit length, against every facet in one matrix product.

    By facet id. Facets whose words the model does not know have scores of shape `[n, 0]`.
    """
    cosines = vectors @ labels.matrix.T if labels.matrix.size else np.zeros((len(vectors), 0), np.float32)
    logits = cosines * scoring.logit_scale + (scoring.logit_bias or 0.0)
    return {rows.facet: _facet_scores(logits[:, rows.rows], rows, scoring.kind) for rows in labels.facets}


def select(
    scores: Mapping[str, FacetScores], labels: LabelSet, facets: Collection[str] | None = None
) -> list[PhotoTags]:
    """Apply thresholds and margins per photo, and only the facets that apply to the photo's category.

    `facets` limits the result. The category is determined anyway, because it decides which facets apply.
    """
    photos = len(next(iter(scores.values())).none) if scores else 0
    return [_tags_of(photo, scores, labels, facets) for photo in range(photos)]


def leaves_of(facet: Facet, chosen: str) -> frozenset[str]:
    """The labels of a chosen label or group. Raises UnknownLabel."""
    found = frozenset(label.id for label in facet.labels if chosen in (label.id, label.group))
    if not found:
        known = [*(group.id for group in facet.groups), *(label.id for label in facet.labels)]
        raise UnknownLabel(f"The facet {facet.id!r} has no label {chosen!r}: {did_you_mean(chosen, known)}")
    return found


def label_scores(scores: FacetScores, leaves: Collection[str]) -> Scores:
    """`[n]`: the scores of a label, or of a group with these labels. Raises UnknownWords: none of them has a score."""
    columns = [column for column, label in enumerate(scores.ids) if label in leaves]
    if not columns:
        raise UnknownWords(f"The model does not know the words of {', '.join(sorted(leaves))}, so it has no score.")
    summed: Scores = scores.labels[:, columns].sum(axis=1)
    return summed


# -- scores ----------------------------------------------------------------------------------------


def _facet_scores(logits: NDArray[np.float32], rows: FacetRows, kind: str) -> FacetScores:
    k = len(rows.labels)
    if kind == "softmax" and logits.shape[1] < 2:
        # A softmax over one alternative is always 1, which says nothing about the photo.
        return FacetScores((), logits[:, :0], np.zeros(len(logits), np.float32))
    powers, competes = _powers(logits) if kind == "softmax" else 1 / (1 + np.exp(-logits)), _competition(rows)
    totals: Powers = np.ones((len(logits), k))  # the denominator of each label's score
    if kind == "softmax":
        totals = powers[:, :k].sum(axis=1, keepdims=True) + powers[:, k:] @ competes.T
    return FacetScores(rows.labels, (powers[:, :k] / totals).astype(np.float32), _none(powers, totals, competes))


def _competition(rows: FacetRows) -> NDArray[np.float32]:
    """`[labels, nones]`: 1 where a "none" competes with a label, 0 where the label is spared it."""
    competes = np.ones((len(rows.labels), rows.nones), np.float32)
    for label, nones in enumerate(rows.spared):
        competes[label, list(nones)] = 0
    return competes


def _none(powers: Powers, totals: Powers, competes: NDArray[np.float32]) -> Scores:
    """`[n]`: the strongest "none" that competes with a photo's best label, over the same denominator."""
    k = len(competes)
    if not competes.size:
        return np.zeros(len(powers), np.float32)
    best = (powers[:, :k] / totals).argmax(axis=1)
    return np.asarray((powers[:, k:] * competes[best]).max(axis=1) / totals[np.arange(len(powers)), best])


def _powers(logits: NDArray[np.float32]) -> Powers:
    """exp(logits) up to a common factor that keeps them in range; float64, so that none underflows to 0."""
    return np.asarray(np.exp((logits - logits.max(axis=1, keepdims=True)).astype(np.float64)))


# -- decisions -------------------------------------------------------------------------------------

FacetResult = tuple[Tag, ...] | Abstention


def _tags_of(
    photo: int, scores: Mapping[str, FacetScores], labels: LabelSet, facets: Collection[str] | None
) -> PhotoTags:
    tags: list[Tag] = []
    abstentions: list[Abstention] = []
    runners_up: list[RunnerUp] = []
    category: FacetResult | None = None
    leaves: frozenset[str] = frozenset()
    for facet in sorted(labels.facets, key=lambda facet: facet.id != CATEGORY):  # the category first
        result: FacetResult | None
        if facet.applies_to is not None and isinstance(category, Abstention):
            result = Abstention(facet.id, "category-unknown")
        elif facet.applies_to is not None and category is not None and not leaves <= facet.applies_to:
            continue
        else:
            result = _choose(facet, scores[facet.id], photo)
        if facet.id == CATEGORY:
            category = result
            leaves = frozenset() if isinstance(result, Abstention) else leaves_of(facet, result[0].label)
        if facets is not None and facet.id not in facets:
            continue
        if isinstance(result, Abstention):
            abstentions.append(result)
        else:
            tags.extend(result)
        runners_up += _runners_up(facet, scores[facet.id], photo, result)
    return PhotoTags(tuple(tags), tuple(abstentions), tuple(runners_up))


def _runners_up(facet: Facet, scores: FacetScores, photo: int, result: FacetResult) -> list[RunnerUp]:
    if isinstance(result, Abstention) and result.label is None:
        return []
    row, most = scores.labels[photo], 2 if isinstance(result, Abstention) else 1
    stated = set() if isinstance(result, Abstention) else {tag.label for tag in result}
    ranked = (scores.ids[index] for index in np.argsort(-row, kind="stable"))
    others = [label for label in ranked if label not in stated][:most]
    return [RunnerUp(facet.id, label, round(float(row[scores.ids.index(label)]), 4)) for label in others]


def _choose(facet: Facet, scores: FacetScores, photo: int) -> FacetResult:
    row, none = scores.labels[photo], float(scores.none[photo])
    if not len(row):
        return Abstention(facet.id, "unknown-words")
    by_id = {label.id: label for label in facet.labels}
    ranked = [(by_id[scores.ids[index]], float(row[index])) for index in np.argsort(-row, kind="stable")]
    if facet.choose == 1:
        return _clear_winner(facet, ranked, none) or _clear_group(facet, ranked, none) or _why_not(facet, ranked, none)
    stated = [(label, value) for label, value in ranked if value >= max(label.threshold, none)][: facet.choose]
    return _as_tags(facet, stated) if stated else _why_not(facet, ranked, none)


def _clear_winner(facet: Facet, ranked: Sequence[Scored], none: float) -> tuple[Tag, ...] | None:
    """The best label, if it reaches its threshold and exceeds both the second and "none" by the margin."""
    (best, value), *others = ranked
    second = max(none, others[0][1] if others else 0.0)
    clear = value >= max(best.threshold, none) and value - second >= facet.margin
    return _as_tags(facet, [(best, value)]) if clear else None


def _clear_group(facet: Facet, ranked: Sequence[Scored], none: float) -> tuple[Tag, ...] | None:
    """A group that is clear although no leaf is: "shoes" for a photo between slippers and loafers."""
    sums = [(group, sum(value for label, value in ranked if label.group == group.id)) for group in facet.groups]
    groups = [
        (Label(group.id, group.name, term="", prompts=(), threshold=facet.threshold), value)
        for group, value in sorted(sums, key=lambda pair: -pair[1])
    ]
    return _clear_winner(facet, groups, none) if groups else None


def _why_not(facet: Facet, ranked: Sequence[Scored], none: float) -> Abstention:
    best, value = ranked[0]
    reason: Reason = "none" if none >= value else "threshold" if value < best.threshold else "margin"
    return Abstention(facet.id, reason, best.id, round(value, 4))


def _as_tags(facet: Facet, stated: Sequence[Scored]) -> tuple[Tag, ...]:
    return tuple(
        Tag(facet.id, label.id, label.name, round(value, 4), rank)
        for rank, (label, value) in enumerate(stated, start=1)
    )
