"""What training minimises: the product's own question, facet by facet, and agreement with free captions.

Facet by facet, a picture is asked as the product asks it: a softmax over the facet's answers. Where a picture's facts leave
several labels open (a photo called "outwear"), their probabilities are added before the logarithm. Captions of a batch that
are equally true of a picture are all right answers (the multi-positive form of CLIP's loss, as in Khosla et al. 2020).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from tools.train import captions
from tools.train.captions import Question
from tools.train.network import text_vectors
from tools.train.pictures import Pictures

_SMOOTHING: Final = 0.05
_WEIGHTS: Final = {"category": 1.0, "colour": 0.35, "pattern": 0.3}
_OTHER_WEIGHT: Final = 0.15
_CAPTION_WEIGHT: Final = 0.25


class Objective:
    """The loss of a batch, with a fresh choice of wordings at every call."""

    def __init__(self, questions: Sequence[Question], terms: dict[str, dict[str, str]], tokenizer: Any, rng: np.random.Generator) -> None:
        self._questions = questions
        self._terms = terms
        self._tokenizer = tokenizer
        self._rng = rng

    def loss(self, model: Any, images: Tensor, pictures: Pictures, first: np.ndarray, second: np.ndarray, share: float) -> Tensor:
        """Loss of unit image vectors `[n, d]` whose pictures are a mixture: `share` of `first`, the rest of `second`."""
        asked = [str(self._rng.choice(prompts)) for question in self._questions for prompts in question.prompts]
        said, claims = zip(*(captions.caption(pictures.facts[i], self._terms, self._rng) for i in first), strict=True)
        texts = text_vectors(model, self._tokenizer, [*asked, *said])
        scale = model.logit_scale.exp().clamp(max=50.0)
        logits = scale * images @ texts.T
        total, start = torch.zeros(()), 0
        for question in self._questions:
            part = logits[:, start : start + len(question.answers)].log_softmax(dim=1)
            start += len(question.answers)
            loss = share * self._asked(question, part, pictures, first)
            if share < 1.0:
                loss = loss + (1.0 - share) * self._asked(question, part, pictures, second)
            total = total + _WEIGHTS.get(question.facet, _OTHER_WEIGHT) * loss
        if share > 0.7:
            total = total + _CAPTION_WEIGHT * self._agreement(logits[:, start:], pictures, first, claims)
        return total

    def _asked(self, question: Question, logs: Tensor, pictures: Pictures, chosen: np.ndarray) -> Tensor:
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
        return (losses * known).sum() / len(chosen) if question.facet == "category" else (losses * known).sum() / known.sum().clamp(min=8)

    @staticmethod
    def _agreement(logits: Tensor, pictures: Pictures, chosen: np.ndarray, claims: Sequence[dict[str, frozenset[str]]]) -> Tensor:
        truth = torch.tensor([[captions.agreement(pictures.facts[i], claim) for claim in claims] for i in chosen])
        open_ = truth == 0.5
        losses = []
        for view, right, left_open in ((logits, truth == 1.0, open_), (logits.T, (truth == 1.0).T, open_.T)):
            has = right.any(dim=1)
            every = view.masked_fill(left_open & ~right, -30.0).logsumexp(dim=1)
            losses.append(((every - view.masked_fill(~right, -30.0).logsumexp(dim=1)) * has).sum() / has.sum().clamp(min=1))
        return torch.stack(losses).mean()
