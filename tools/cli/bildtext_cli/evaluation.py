"""The figures that follow from who is what and who was called what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

_SHOWN = 3  # photos not scored that are named


@dataclass(frozen=True)
class ClassFigures:
    """Of one class: `precision` of what was called so, `recall` of what is so, their harmonic mean, and how many are
    so."""

    name: str
    precision: float
    recall: float
    f1: float
    photos: int


@dataclass(frozen=True)
class Evaluation:
    """`confusion[i, j]`: photos of class i that were called class j. `abstained`: the share of photos about which the
    product would have said nothing in this facet. `macro_f1` says nothing where all photos are of `one_class`, because
    nothing else is there that could be called so.

    What is not in the figures, or weighs on them: `left_out` are labels of the facet the model has no words for,
    `unanswerable` the photos of each class that has no other (always wrong), `unmapped` the CSV's rows of each label
    without a class, `refused` the photos that were not scored and why.
    """

    facet: str
    model: str
    photos: int
    top_1: float
    macro_f1: float
    abstained: float
    classes: tuple[ClassFigures, ...]
    confusion: NDArray[np.int64]
    left_out: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    unanswerable: Mapping[str, int] = field(default_factory=dict)
    unmapped: Mapping[str, int] = field(default_factory=dict)

    @property
    def one_class(self) -> bool:
        """Whether all photos are of the same class."""
        return sum(each.photos > 0 for each in self.classes) == 1


def evaluation(
    facet: str, model: str, names: Sequence[str], confusion: NDArray[np.int64], abstained: int
) -> Evaluation:
    """The figures that follow from a confusion matrix `[classes, classes]` of at least one photo; classes without
    photos do not count in macro F1."""
    right = np.diag(confusion).astype(float)
    called, so = confusion.sum(axis=0), confusion.sum(axis=1)
    precision, recall = right / np.maximum(called, 1), right / np.maximum(so, 1)
    f1 = 2 * right / np.maximum(called + so, 1)
    photos = int(confusion.sum())
    return Evaluation(
        facet=facet,
        model=model,
        photos=photos,
        top_1=float(right.sum() / photos),
        macro_f1=float(f1[so > 0].mean()),
        abstained=abstained / photos,
        classes=tuple(
            ClassFigures(name, float(p), float(r), float(f), int(n))
            for name, p, r, f, n in zip(names, precision, recall, f1, so, strict=True)
        ),
        confusion=confusion,
    )


def notes(result: Evaluation) -> Iterator[str]:
    """What is not in the figures, or weighs on them, a sentence each."""
    if result.one_class:
        yield "All photos are of one class, so precision and F1 say nothing; top-1 is its recall."
    if result.left_out:
        yield f"The model has no words for: {', '.join(result.left_out)}."
    if result.unanswerable:
        yield f"Always wrong, because the model has no words for the class: {_counted(result.unanswerable)}."
    if result.unmapped:
        yield f"Rows whose label belongs to no class: {_counted(result.unmapped)}."
    if result.refused:
        more = " …" if len(result.refused) > _SHOWN else ""
        yield f"{len(result.refused)} photos not scored: {'; '.join(result.refused[:_SHOWN])}{more}."


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name or '(empty)'} ({number})" for name, number in counts.items())
