"""Evaluates trained weights: ten classes on held-out photos, with the product's decoding and the label file's prompts,
and every facet on drawn pictures with unseen seeds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
import yaml
from numpy.typing import NDArray

from bildtext.images import Fit, Preparation, decode
from bildtext.labels import LabelSet
from bildtext_dev.train import captions, network
from bildtext_dev.train.captions import Question
from bildtext_dev.train.drawing import draw
from bildtext_dev.train.photos import Photos
from bildtext_dev.train.views import normalised

CLASS_MAP: Final = Path(__file__).with_name("clothing_map.yaml")
FRESH_SEED: Final = 900_000_000  # seeds from here on are only for evaluation
_FRESH: Final = 1200

Vectors = NDArray[np.float32]


def measure(weights: Path, folder: Path, photos: Photos, labels: LabelSet, seed: int) -> dict[str, float]:
    """Return top-1 accuracies by name: ten classes on held-out photos (padded and centre crop), facets on drawn
    pictures."""
    model, tokenizer = network.load(weights)
    words = captions.vocabulary(labels)
    questions = {question.facet: question for question in captions.questions(labels, words)}
    answers = {facet: answer_vectors(model, tokenizer, question) for facet, question in questions.items()}
    classes = yaml.safe_load(CLASS_MAP.read_text(encoding="utf-8"))
    chosen = [i for i, back in enumerate(photos.held_out) if back and photos.labels[i] in classes["labels"]]
    truth = [classes["labels"][photos.labels[i]] for i in chosen]
    found: dict[str, float] = {}
    for fit in ("pad", "crop"):
        pixels = photo_pixels([folder / "images" / f"{photos.ids[i]}.jpg" for i in chosen], fit)
        guessed = ten_classes(
            encode(model, pixels), answers["category"], questions["category"], classes["classes"], model
        )
        right = {
            name: [g == t for g, t in zip(guessed, truth, strict=True) if t == name] for name in sorted(set(truth))
        }
        found[f"photos {fit} top-1"] = float(np.mean([g == t for g, t in zip(guessed, truth, strict=True)]))
        found[f"photos {fit} macro recall"] = float(np.mean([np.mean(hits) for hits in right.values()]))
    drawn = [draw(FRESH_SEED + seed + index, network.INPUT_SIZE) for index in range(_FRESH)]
    vectors = encode(model, np.stack([np.asarray(picture.image) for picture in drawn]))
    for facet, question in questions.items():
        best = (vectors @ answers[facet].T).argmax(axis=1)
        asked = [(question.answers[i], picture.facts.sure().get(facet)) for i, picture in zip(best, drawn, strict=True)]
        hits = [answer == fact for answer, fact in asked if fact]
        found[f"drawn {facet} top-1"] = float(np.mean(hits)) if hits else float("nan")
    return found


def answer_vectors(model: Any, tokenizer: Any, question: Question) -> Vectors:
    """Return a unit vector per answer: the normalised mean of its prompts' vectors, as in the product."""
    with torch.no_grad():
        means = [network.text_vectors(model, tokenizer, prompts).mean(dim=0) for prompts in question.prompts]
    return np.asarray(torch.nn.functional.normalize(torch.stack(means), dim=-1))


def encode(model: Any, pixels: NDArray[np.uint8]) -> Vectors:
    """uint8 `[n, s, s, 3]` → unit vectors `[n, d]`."""
    with torch.no_grad():
        parts = [
            network.image_vectors(model, normalised(torch.from_numpy(pixels[i : i + 64].copy())))
            for i in range(0, len(pixels), 64)
        ]
    return np.asarray(torch.cat(parts))


def photo_pixels(paths: Sequence[Path], fit: Fit) -> NDArray[np.uint8]:
    """Return the photos as prepared by the product, uint8 `[n, s, s, 3]`."""
    preparation = Preparation(network.INPUT_SIZE, fit)
    return np.stack([decode(path.read_bytes(), preparation) for path in paths])


def ten_classes(
    images: Vectors, answers: Vectors, question: Question, classes: Mapping[str, Sequence[str]], model: Any
) -> list[str]:
    """Return the class of each photo with the highest sum of its labels' probabilities."""
    logits = float(model.logit_scale.detach().exp()) * images @ answers.T
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    members = np.array([[answer in leaves for leaves in classes.values()] for answer in question.answers], np.float32)
    names = list(classes)
    return [names[index] for index in (odds @ members).argmax(axis=1)]


def readable(found: Mapping[str, float]) -> str:
    """Format the figures as lines."""
    return "\n".join(f"{name:<32} {value:6.1%}" for name, value in found.items())
