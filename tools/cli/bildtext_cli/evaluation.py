"""The figures computed from labelled and predicted classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

_SHOWN = 3  # photos not scored that are named


@dataclass(frozen=True)
class ClassFigures:
    """Precision, recall and F1 of one class, and the number of photos labelled with it."""

    name: str
    precision: float
    recall: float
    f1: float
    photos: int


@dataclass(frozen=True)
class Evaluation:
    """`confusion[i, j]` counts the photos of class i predicted as class j; `abstained` is the share of photos for which
    the product abstains in this facet. `macro_f1` is meaningless if all photos are of `one_class`.

    Caveats: `left_out` are labels of the facet the model has no words for, `unanswerable` counts the photos of each
    class that has only such labels (always wrong), `unmapped` the CSV's rows of each label without a class, and
    `refused` lists the photos that were not scored and why.
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
        return sum(figures.photos > 0 for figures in self.classes) == 1


def evaluation(
    facet: str, model: str, names: Sequence[str], confusion: NDArray[np.int64], abstained: int
) -> Evaluation:
    """Compute the figures from a confusion matrix `[classes, classes]` of at least one photo. Classes without photos
    are not part of macro F1."""
    right = np.diag(confusion).astype(float)
    predicted, labelled = confusion.sum(axis=0), confusion.sum(axis=1)
    precision, recall = right / np.maximum(predicted, 1), right / np.maximum(labelled, 1)
    f1 = 2 * right / np.maximum(predicted + labelled, 1)
    photos = int(confusion.sum())
    return Evaluation(
        facet=facet,
        model=model,
        photos=photos,
        top_1=float(right.sum() / photos),
        macro_f1=float(f1[labelled > 0].mean()),
        abstained=abstained / photos,
        classes=tuple(
            ClassFigures(name, float(p), float(r), float(f), int(n))
            for name, p, r, f, n in zip(names, precision, recall, f1, labelled, strict=True)
        ),
        confusion=confusion,
    )


def notes(result: Evaluation) -> Iterator[str]:
    """Yield one sentence for each caveat of the figures."""
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
