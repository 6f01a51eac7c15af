"""The input files of new processes: a photo of each kind, the label matrix, a bundle without its text half."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bildtext.bundle import TEXT_ENCODER, TOKENIZER
from bildtext_dev.bench.model import BenchModel
from bildtext_dev.bench.pictures import CAMERA, SHOP, PhotoKind, jpeg

_TEXT_HALF = {TEXT_ENCODER, TEXT_ENCODER.replace(".xml", ".bin"), TOKENIZER}


@dataclass(frozen=True)
class FreshInputs:
    """Paths, all in the model's cache folder."""

    photos: Mapping[PhotoKind, Path]
    matrix: Path


def fresh_inputs(model: BenchModel) -> FreshInputs:
    """Write the files; they are small enough to do so each time."""
    folder = model.weights.parent
    photos = {kind: folder / f"{kind.width}x{kind.height}.jpg" for kind in (SHOP, CAMERA)}
    at = FreshInputs(photos, folder / "names.npy")
    for kind, path in photos.items():
        path.write_bytes(jpeg(kind, 0))
    np.save(at.matrix, model.label_matrix())
    return at


def without_text_half(bundle: Path) -> Path:
    """Return a copy of the bundle (hard links) without text encoder and tokenizer, which tagging does not need."""
    target = bundle.with_name(f"{bundle.name}-image-only")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for path in bundle.iterdir():
        if path.name not in _TEXT_HALF:
            (target / path.name).hardlink_to(path)
    return target
