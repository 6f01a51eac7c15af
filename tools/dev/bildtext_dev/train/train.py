"""`bildtext train mini-clip`: train the demo model from scratch, within a time budget, and print its accuracy.

The first part of the budget uses a smaller picture size, at which a step costs half as much; the rest the final size.
"""

from __future__ import annotations

import copy
import json
import math
import time
from pathlib import Path
from typing import Any, Final

import click
import numpy as np
import torch

from bildtext.labels import LABELS_FILE, load_labels
from bildtext.processor import this_processor
from bildtext_cli.option_types import EXISTING_FILE, EXISTING_FOLDER, FOLDER
from bildtext_dev.train import captions, figures, network, pictures
from bildtext_dev.train.objective import Mixture, Objective
from bildtext_dev.train.photos import read_photos
from bildtext_dev.train.views import random_views

_PHOTOS_PER_BATCH: Final = 56
_DRAWINGS_PER_BATCH: Final = 36
_RATE: Final = 2e-3
_DECAY: Final = 0.05
_TEXT_RATE: Final = 0.25
_SMALL_SIZE: Final = 88
_SMALL_UNTIL: Final = 0.6
_MIXED: Final = 0.25  # share of the steps that mix pictures
_AVERAGE_DECAY: Final = 0.998  # decay of the moving average of the weights, which is saved


@click.command("train")
@click.argument("preset", type=click.Choice(["mini-clip"]))
@click.option(
    "--photos",
    "folder",
    type=EXISTING_FOLDER,
    required=True,
    help="Folder of the clothing dataset (github.com/alexeygrigorev/clothing-dataset): images.csv and images/.",
)
@click.option(
    "--minutes", type=float, default=30.0, show_default=True, help="Training time, without drawing and evaluation."
)
@click.option("--seed", type=int, default=7, show_default=True)
@click.option("--drawn", type=int, default=6000, show_default=True, help="Number of pictures to draw.")
@click.option("--labels", type=EXISTING_FILE, default=LABELS_FILE, help="The label file to learn.")
@click.option("--everything", is_flag=True, help="Also train on the held-out photos; the figures are then meaningless.")
@click.option("--start", type=EXISTING_FOLDER, help="Weights of an earlier run with the same words to start from.")
@click.option("--out", type=FOLDER, required=True, help="Folder for the weights.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON line on stdout.")
def train(
    preset: str,
    folder: Path,
    minutes: float,
    seed: int,
    drawn: int,
    labels: Path,
    everything: bool,
    start: Path | None,
    out: Path,
    as_json: bool,
) -> None:
    """Train PRESET (mini-clip) on real photos and on drawn pictures, and write its weights.

    The same seed gives the same initial weights and pictures, but the number of steps depends on the machine, as the
    budget is time.
    """
    torch.manual_seed(seed)
    label_set = load_labels(labels)
    words = captions.vocabulary(label_set)
    questions = captions.questions(label_set, words)
    click.echo(
        f"{preset}: {len(words)} words, {sum(len(q.answers) for q in questions)} answers in {len(questions)} facets",
        err=True,
    )
    photos = read_photos(folder)
    click.echo(f"{len(photos.ids)} photos read, {int(photos.held_out.sum())} held out; drawing {drawn}", err=True)
    known = pictures.gather(photos, pictures.drawn_pictures(drawn, seed), questions, everything)
    model, tokenizer = network.build_model(len(words)), network.build_tokenizer(words)
    if start is not None:
        model, tokenizer = network.load(start)
        if set(tokenizer.get_vocab()) != set(network.build_tokenizer(words).get_vocab()):
            raise click.UsageError(f"The weights in {start} have another vocabulary than the label file requires.")
    objective = Objective(questions, captions.terms_of(label_set), tokenizer, np.random.default_rng(seed))
    averaged = fit(model, known, objective, minutes * 60.0, seed)
    network.save(averaged, tokenizer, out)
    found = figures.measure(out, folder, photos, label_set, seed)
    click.echo(json.dumps(found) if as_json else figures.readable(found), err=not as_json)


def fit(model: Any, known: pictures.Pictures, objective: Objective, seconds: float, seed: int) -> Any:
    """Train `model` in place for `seconds`; returns the moving average of its weights, in evaluation mode."""
    rng, torch_rng = np.random.default_rng([seed, 1]), torch.Generator().manual_seed(seed)
    model.train().to(memory_format=torch.channels_last)
    network.steady_statistics(model)
    averaged = copy.deepcopy(model).eval()
    head = torch.nn.Linear(model.config.vision_config.hidden_size, objective.answers)
    optimiser = torch.optim.AdamW(
        [*_groups(model), {"params": list(head.parameters()), "weight_decay": _DECAY, "rate": _RATE}],
        lr=_RATE,
        betas=(0.9, 0.98),
    )
    start, step, pictures_used, recent = time.monotonic(), 0, 0, 9.0
    reported, right = start, 0.0
    while (done := (time.monotonic() - start) / seconds) < 1.0:
        for group in optimiser.param_groups:
            group["lr"] = group["rate"] * min(1.0, done / 0.03 + 0.01) * (0.5 + 0.5 * math.cos(math.pi * done))
        size = _SMALL_SIZE if done < _SMALL_UNTIL else network.INPUT_SIZE
        first = known.batch(_PHOTOS_PER_BATCH, _DRAWINGS_PER_BATCH, rng)
        views = random_views(known.pixels[first], known.proportions[first], size, torch_rng)
        second, share = first, 1.0
        if rng.random() < _MIXED:
            share = float(rng.beta(0.4, 0.4))
            order = rng.permutation(len(first))
            second, views = first[order], share * views + (1.0 - share) * views[order]
        with torch.autocast("cpu", torch.bfloat16, enabled=this_processor().has("bf16")):
            features = model.vision_model(pixel_values=views).pooler_output
            images, direct = network.unit(model.visual_projection(features)), head(features).float()
        loss = objective.loss(model, images, direct, known, Mixture(first, second, share))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimiser.step()
        if share == 1.0:
            right = 0.97 * right + 0.03 * objective.right(known, first)
        step, pictures_used = step + 1, pictures_used + len(first)
        recent = 0.98 * recent + 0.02 * float(loss.detach())
        _update_average(averaged, model, min(_AVERAGE_DECAY, (step + 1) / (step + 10)))
        if time.monotonic() - reported > 30.0:
            reported = time.monotonic()
            click.echo(
                f"{done:4.0%}  step {step}  {pictures_used / (reported - start):.0f} pictures/s  loss {recent:.3f}  "
                f"categories right {right:.0%}",
                err=True,
            )
    return averaged


def _groups(model: torch.nn.Module) -> list[dict[str, Any]]:
    """Return the parameter groups. The text tower has a quarter of the learning rate: with the full one a post-norm
    transformer collapses to a single vector."""
    groups = []
    for texts in (False, True):
        named = [p for name, p in model.named_parameters() if name.startswith("text_model") == texts]
        rate = _RATE * (_TEXT_RATE if texts else 1.0)
        groups.append({"params": [p for p in named if p.ndim > 1], "weight_decay": _DECAY, "rate": rate})
        groups.append({"params": [p for p in named if p.ndim <= 1], "weight_decay": 0.0, "rate": rate})
    return groups


@torch.no_grad()
def _update_average(averaged: torch.nn.Module, model: torch.nn.Module, decay: float) -> None:
    torch._foreach_lerp_(list(averaged.parameters()), list(model.parameters()), 1.0 - decay)
    for average, current in zip(averaged.buffers(), model.buffers(), strict=True):
        if average.is_floating_point():
            average.lerp_(current, 1.0 - decay)
        else:
            average.copy_(current)
