"""The training loss: the product's own classification, facet by facet, and agreement with free captions.

For each facet the loss is a softmax over its answers, as in the product. If a picture's facts leave several labels open
(a photo labelled "outwear"), their probabilities are added before the logarithm. All captions of a batch that are true
of a picture are positives (the multi-positive form of CLIP's loss, as in Khosla et al. 2020).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from bildtext_dev.train import captions
from bildtext_dev.train.captions import Question
from bildtext_dev.train.network import text_vectors
from bildtext_dev.train.pictures import Pictures

_SMOOTHING: Final = 0.05
# Colour has the highest weight: a tower that learns shapes first discards the colour.
_WEIGHTS: Final = {"category": 1.0, "colour": 1.2, "pattern": 0.7}
_OTHER_WEIGHT: Final = 0.25
_CAPTION_WEIGHT: Final = 0.25
_DIRECT_WEIGHT: Final = 0.7


@dataclass(frozen=True)
class Mixture:
    """The pictures of a batch by index: each is `share` of `first` plus the rest of its partner in `second`."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    share: float


class Objective:
    """The loss of a batch, with randomly chosen wordings at every call."""

    def __init__(
        self, questions: Sequence[Question], terms: dict[str, dict[str, str]], tokenizer: Any, rng: np.random.Generator
    ) -> None:
        self._questions = questions
        self._terms = terms
        self._tokenizer = tokenizer
        self._rng = rng
        self._categories = torch.zeros(0, 0)

    @property
    def answers(self) -> int:
        """The total number of answers of all facets."""
        return sum(len(question.answers) for question in self._questions)

    def loss(self, model: Any, images: Tensor, direct: Tensor, pictures: Pictures, mixed: Mixture) -> Tensor:
        """Return the loss of unit image vectors `[n, d]`, and of a classification head's logits `[n, answers]`.

        The head is discarded after training; it guides the image tower while the text vectors are still alike.
        """
        asked = [str(self._rng.choice(prompts)) for question in self._questions for prompts in question.prompts]
        captioned = [captions.caption(pictures.facts[i], self._terms, self._rng) for i in mixed.first]
        texts = text_vectors(model, self._tokenizer, [*asked, *(caption for caption, _ in captioned)])
        logits = model.logit_scale.exp().clamp(max=50.0) * images @ texts.T
        self._categories = logits.detach()[:, : len(self._questions[0].answers)]
        total = self._facets(logits, pictures, mixed) + _DIRECT_WEIGHT * self._facets(direct, pictures, mixed)
        if mixed.share > 0.7:
            claims = [claim for _, claim in captioned]
            total = total + _CAPTION_WEIGHT * self._agreement(logits[:, self.answers :], pictures, mixed.first, claims)
        return total

    def right(self, pictures: Pictures, chosen: NDArray[np.intp]) -> float:
        """Return the share of the last batch whose best category, the first facet, may be true."""
        best = self._categories.argmax(dim=1)
        possible = pictures.possible[self._questions[0].facet][torch.from_numpy(chosen)]
        return float(possible[torch.arange(len(best)), best].float().mean())

    def _facets(self, logits: Tensor, pictures: Pictures, mixed: Mixture) -> Tensor:
        total, start = torch.zeros(()), 0
        for question in self._questions:
            part = logits[:, start : start + len(question.answers)].log_softmax(dim=1)
            start += len(question.answers)
            loss = mixed.share * self._asked(question, part, pictures, mixed.first)
            if mixed.share < 1.0:
                loss = loss + (1.0 - mixed.share) * self._asked(question, part, pictures, mixed.second)
            total = total + _WEIGHTS.get(question.facet, _OTHER_WEIGHT) * loss
        return total

    def _asked(self, question: Question, logs: Tensor, pictures: Pictures, chosen: NDArray[np.intp]) -> Tensor:
        index = torch.from_numpy(chosen)
        if question.facet == "colour":
            shares = pictures.shares[index]
            known = shares.sum(dim=1) > 0
            losses = -(shares * logs).sum(dim=1)
        else:
            possible = pictures.possible[question.facet][index]
            known = possible.any(dim=1)
            right = logs.masked_fill(~possible, -30.0).logsumexp(dim=1)
            losses = -(1.0 - _SMOOTHING) * right - _SMOOTHING * logs.mean(dim=1)
        return (
            (losses * known).sum() / len(chosen)
            if question.facet == "category"
            else (losses * known).sum() / known.sum().clamp(min=8)
        )

    @staticmethod
    def _agreement(
        logits: Tensor, pictures: Pictures, chosen: NDArray[np.intp], claims: Sequence[dict[str, frozenset[str]]]
    ) -> Tensor:
        truth = torch.tensor([[captions.agreement(pictures.facts[i], claim) for claim in claims] for i in chosen])
        open_ = truth == 0.5
        losses = []
        for view, right, left_open in ((logits, truth == 1.0, open_), (logits.T, (truth == 1.0).T, open_.T)):
            has = right.any(dim=1)
            every = view.masked_fill(left_open & ~right, -30.0).logsumexp(dim=1)
            losses.append(
                ((every - view.masked_fill(~right, -30.0).logsumexp(dim=1)) * has).sum() / has.sum().clamp(min=1)
            )
        return torch.stack(losses).mean()
