"""Compares a bundle, loaded in a new process, with transformers on real photos and texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from bildtext.bundle import ModelManifest
from bildtext.captioners.manifest import CaptionManifest
from bildtext.encoders import Vectors
from bildtext.errors import BundleError
from bildtext.hugging_face.folder import load_errors
from bildtext.images import Preparation
from bildtext.language_models.manifest import LanguageModelManifest
from bildtext_cli.models.drift import LEAST_COSINE
from bildtext_cli.models.inference_process import infer
from bildtext_cli.models.probes import QUESTIONS, TEXTS, photos
from bildtext_cli.models.sources import Source

if TYPE_CHECKING:
    from bildtext_cli.models.reference import ImageTextReference

_LEAST_CAPTIONS: Final = 0.5


def compare_tagging(folder: Path, manifest: ModelManifest, source: Source) -> list[str]:
    """Load the bundle in a new process, compare its vectors with transformers', and return the findings as sentences.

    Raises:
        BundleError: it does not load, or its vectors have the wrong shape or differ from transformers'.
    """
    if source.folder is None:
        with photos() as photo_files:
            _vectors(folder, manifest, photo_files, manifest.preparation)
        return [f"it answers in a new process, but was not compared with transformers: {source.why_not}"]
    from bildtext_cli.models.reference import ImageTextReference

    reference = ImageTextReference(source.folder, manifest)
    with photos(square=reference.keeps_shapes) as photo_files:
        image, text = _vectors(folder, manifest, photo_files, reference.preparation)
        with load_errors(source.folder, "model"):
            their_image, their_text = reference.image_vectors(photo_files), reference.text_vectors(TEXTS)
    worst_image = _least(image, their_image, manifest.precision, f"image vectors of {folder}")
    text_precision = "fp16" if manifest.precision == "int8" else manifest.precision  # only images are quantised
    worst_text = _least(text, their_text, text_precision, f"text vectors of {folder}")
    finding = (
        f"in a new process it answers as transformers does: cosine {worst_image:.5f} at worst of {len(photo_files)} "
        f"photos and {worst_text:.5f} of {len(TEXTS)} texts"
    )
    return [finding, *_differences(manifest, reference)]


def _differences(manifest: ModelManifest, reference: ImageTextReference) -> Iterator[str]:
    """Yield the intended differences from transformers."""
    if reference.preparation != manifest.preparation:
        yield (
            f"photos are prepared with {_shown(manifest.preparation)} where the model's own processor does it with "
            f"{_shown(reference.preparation)}; its own was used to compare"
        )
    if reference.keeps_shapes:
        yield "the model's own processor keeps a photo's shape, here all are made square; square ones were compared"


def _vectors(
    folder: Path, manifest: ModelManifest, photo_files: Sequence[Path], preparation: Preparation
) -> tuple[Vectors, Vectors]:
    outputs = infer(folder, photos=photo_files, texts=TEXTS, preparation=preparation)
    return _checked(outputs["image"], len(photo_files), manifest), _checked(outputs["text"], len(TEXTS), manifest)


def compare_captions(folder: Path, manifest: CaptionManifest, source: Source) -> list[str]:
    """As `compare_tagging`, for a captioner: how many captions equal those of transformers, word for word."""
    with photos() as photo_files:
        outputs = infer(folder, photos=photo_files)["captions"]
        if source.folder is None:
            return [f"it answers in a new process, but was not compared with transformers: {source.why_not}"]
        from bildtext_cli.models.reference import captions

        expected = captions(source.folder, manifest.weights_prefix, photo_files)
    equal = sum(found == reference for found, reference in zip(outputs, expected, strict=True))
    if manifest.precision == "fp32" and equal < _LEAST_CAPTIONS * len(expected):
        raise BundleError(
            f"{folder} has other captions than transformers for {len(expected) - equal} of {len(expected)} photos "
            f"({outputs[0]!r} instead of {expected[0]!r}); export it again from a complete model."
        )
    return [f"in a new process {equal} of {len(expected)} photos have the caption of transformers in fp32"]


def compare_answers(folder: Path, manifest: LanguageModelManifest, source: Source) -> list[str]:
    """As `compare_tagging`, for a language model: how many answers begin like those of transformers."""
    outputs = infer(folder, texts=QUESTIONS)["answers"]
    if not any(outputs):
        raise BundleError(f"{folder} answers none of the questions; export it again from a complete model.")
    found = [f"it answers in a new process (to “{QUESTIONS[0]}”: {outputs[0]!r})"]
    if source.folder is None:
        return [*found, f"its answers were not compared with transformers: {source.why_not}"]
    from bildtext_cli.models.probes import answer
    from bildtext_cli.models.torch_language_model import TorchLanguageModel

    model = TorchLanguageModel(source.folder, manifest)
    expected = [answer(model, question) for question in QUESTIONS]
    equal = sum(found == reference for found, reference in zip(outputs, expected, strict=True))
    if manifest.precision == "fp32" and not equal:
        raise BundleError(
            f"{folder} answers every question differently from transformers ({outputs[0]!r} instead of "
            f"{expected[0]!r}); export it again from a complete model."
        )
    return [*found, f"{equal} of {len(expected)} answers begin as those of transformers"]


def _checked(outputs: Any, count: int, manifest: ModelManifest) -> Vectors:
    vectors = np.array(outputs, dtype=np.float32)
    if vectors.shape != (count, manifest.dimensions):
        raise BundleError(
            f"An encoder answers with shape {vectors.shape}, the bundle says ({count}, {manifest.dimensions}); "
            "export it again."
        )
    if not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3):  # also for NaN
        raise BundleError("An encoder answers with vectors that are not of unit length; export the bundle again.")
    return vectors


def _least(found: Vectors, expected: Vectors, precision: str, whose: str) -> float:
    cosines = np.sum(found * expected, axis=1)
    mean, worst = LEAST_COSINE[precision]
    if not (cosines.mean() >= mean and cosines.min() >= worst):
        raise BundleError(
            f"The {whose} are not those of transformers: their cosine is {cosines.min():.3f} at worst, and "
            f"{worst:g} is required; export it again from a complete model."
        )
    return float(cosines.min())


def _shown(preparation: Preparation) -> str:
    return f"{preparation.fit} and {preparation.resample} resampling"
