"""The training set: real photos and drawn pictures, with their facts as tensors."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from bildtext_dev.train.captions import Question
from bildtext_dev.train.drawing import draw
from bildtext_dev.train.facts import Facts
from bildtext_dev.train.photos import STORED, Photos


@dataclass(frozen=True)
class Pictures:
    """`pixels` uint8 `[n, 3, STORED, STORED]`; `proportions` `[n]`; `possible` per facet a bool `[n, answers]`,
    but for the colour float32 `shares`; `photos` (with sampling weights) and `drawings` are indices to sample from."""

    pixels: Tensor
    proportions: Tensor
    facts: tuple[Facts, ...]
    possible: dict[str, Tensor]
    shares: Tensor
    photos: NDArray[np.intp]
    photo_weights: NDArray[np.float64]
    drawings: NDArray[np.intp]

    def batch(self, photos: int, drawings: int, rng: np.random.Generator) -> NDArray[np.intp]:
        """Sample the indices of photos (rare labels slightly more often) and drawings."""
        real = rng.choice(self.photos, photos, p=self.photo_weights)
        return np.concatenate([real, rng.choice(self.drawings, drawings)])


def gather(
    photos: Photos, drawn: tuple[NDArray[np.uint8], tuple[Facts, ...]], questions: Sequence[Question], everything: bool
) -> Pictures:
    """Combine photos and drawn pictures; held-out photos are only sampled if `everything` is set."""
    pixels, facts = np.concatenate([photos.pixels, drawn[0]]), photos.facts + drawn[1]
    usable = np.flatnonzero(~photos.held_out | everything)
    names = np.array(photos.labels)[usable]
    kinds, counts = np.unique(names, return_counts=True)
    often = dict(zip(kinds.tolist(), counts.tolist(), strict=True))
    weights = np.array([often[name] ** -0.3 for name in names.tolist()])
    colours = next(question.answers for question in questions if question.facet == "colour")
    shares = np.array([[fact.shares.get(colour, 0.0) for colour in colours] for fact in facts], np.float32)
    return Pictures(
        pixels=torch.from_numpy(pixels).permute(0, 3, 1, 2).contiguous(),
        proportions=torch.from_numpy(np.concatenate([photos.proportions, np.ones(len(drawn[1]), np.float32)])),
        facts=facts,
        possible={
            question.facet: torch.tensor([question.true_of(fact) for fact in facts])
            for question in questions
            if question.facet != "colour"
        },
        shares=torch.from_numpy(shares),
        photos=usable,
        photo_weights=weights / weights.sum(),
        drawings=np.arange(len(photos.ids), len(facts)),
    )


def drawn_pictures(count: int, seed: int, workers: int = 2) -> tuple[NDArray[np.uint8], tuple[Facts, ...]]:
    """Draw `count` pictures: uint8 `[count, STORED, STORED, 3]` and their facts."""
    seeds = range(seed * 1_000_000, seed * 1_000_000 + count)
    with ProcessPoolExecutor(workers) as pool:
        parts = list(pool.map(_draw_one, seeds, chunksize=64))
    return np.stack([pixels for pixels, _ in parts]), tuple(facts for _, facts in parts)


def _draw_one(seed: int) -> tuple[NDArray[np.uint8], Facts]:
    drawn = draw(seed, STORED)
    return np.asarray(drawn.image), drawn.facts
