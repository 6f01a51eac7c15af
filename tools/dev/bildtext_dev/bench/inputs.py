"""The input files of new processes: a photo of each kind, the label matrix, a bundle without its text half."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from bildtext.bundle import TEXT_ENCODER, TOKENIZER
from bildtext_dev.bench.model import BenchModel
from bildtext_dev.bench.pictures import PhotoKind, jpeg

_TEXT_HALF = {TEXT_ENCODER, TEXT_ENCODER.replace(".xml", ".bin"), TOKENIZER}


def photo_file(model: BenchModel, kind: PhotoKind) -> Path:
    """Write a photo of this kind into the model's cache folder."""
    path = model.weights.parent / f"{kind.width}x{kind.height}.jpg"
    path.write_bytes(jpeg(kind, 0))
    return path


def label_matrix_file(model: BenchModel) -> Path:
    """Write the label matrix into the model's cache folder."""
    path = model.weights.parent / "names.npy"
    np.save(path, model.label_matrix())
    return path


def without_text_half(bundle: Path) -> Path:
    """Return a copy of the bundle (hard links) without text encoder and tokenizer, which tagging does not need."""
    target = bundle.with_name(f"{bundle.name}-image-only")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for path in bundle.iterdir():
        if path.name not in _TEXT_HALF:
            (target / path.name).hardlink_to(path)
    return target
