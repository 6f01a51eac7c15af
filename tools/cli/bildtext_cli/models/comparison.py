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
from bildtext.hugging_face.folder import reading
from bildtext.images import Preparation
from bildtext.language_models.manifest import LanguageModelManifest
from bildtext_cli.models.drift import LEAST_COSINE
from bildtext_cli.models.fresh import ask
from bildtext_cli.models.questions import QUESTIONS, TEXTS, photos
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
        with photos() as asked:
            _vectors(folder, manifest, asked, manifest.preparation)
        return [f"it answers in a fresh process, but was not compared with transformers: {source.why_not}"]
    from bildtext_cli.models.reference import ImageTextReference

    reference = ImageTextReference(source.folder, manifest)
    with photos(square=reference.keeps_shapes) as asked:
        image, text = _vectors(folder, manifest, asked, reference.preparation)
        with reading(source.folder, "model"):
            their_image, their_text = reference.image_vectors(asked), reference.text_vectors(TEXTS)
    worst_image = _least(image, their_image, manifest.precision, f"image vectors of {folder}")
    worst_text = _least(text, their_text, _of_text(manifest.precision), f"text vectors of {folder}")
    finding = (
        f"in a fresh process it answers as transformers does: cosine {worst_image:.5f} at worst of {len(asked)} photos "
        f"and {worst_text:.5f} of {len(TEXTS)} texts"
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
    folder: Path, manifest: ModelManifest, asked: Sequence[Path], preparation: Preparation
) -> tuple[Vectors, Vectors]:
    answered = ask(folder, photos=asked, texts=TEXTS, preparation=preparation)
    return _checked(answered["image"], len(asked), manifest), _checked(answered["text"], len(TEXTS), manifest)


def compare_captions(folder: Path, manifest: CaptionManifest, source: Source) -> list[str]:
    """As `compare_tagging`, for a captioner: how many captions equal those of transformers, word for word."""
    with photos() as asked:
        answered = ask(folder, photos=asked)["captions"]
        if source.folder is None:
            return [f"it answers in a fresh process, but was not compared with transformers: {source.why_not}"]
        from bildtext_cli.models.reference import captions

        expected = captions(source.folder, manifest.weights_prefix, asked)
    equal = sum(one == other for one, other in zip(answered, expected, strict=True))
    if manifest.precision == "fp32" and equal < _LEAST_CAPTIONS * len(expected):
        raise BundleError(
            f"{folder} has other captions than transformers for {len(expected) - equal} of {len(expected)} photos "
            f"({answered[0]!r} instead of {expected[0]!r}); export it again from a complete model."
        )
    return [f"in a fresh process {equal} of {len(expected)} photos have the caption of transformers in fp32"]


def compare_answers(folder: Path, manifest: LanguageModelManifest, source: Source) -> list[str]:
    """As `compare_tagging`, for a language model: how many answers begin like those of transformers."""
    answered = ask(folder, texts=QUESTIONS)["answers"]
    if not any(answered):
        raise BundleError(f"{folder} answers none of the questions; export it again from a complete model.")
    found = [f"it answers in a fresh process (to “{QUESTIONS[0]}”: {answered[0]!r})"]
    if source.folder is None:
        return [*found, f"its answers were not compared with transformers: {source.why_not}"]
    from bildtext_cli.models.questions import answer
    from bildtext_cli.models.torch_language_model import TorchLanguageModel

    model = TorchLanguageModel(source.folder, manifest)
    expected = [answer(model, question) for question in QUESTIONS]
    equal = sum(one == other for one, other in zip(answered, expected, strict=True))
    if manifest.precision == "fp32" and not equal:
        raise BundleError(
            f"{folder} answers every question differently from transformers ({answered[0]!r} instead of "
            f"{expected[0]!r}); export it again from a complete model."
        )
    return [*found, f"{equal} of {len(expected)} answers begin as those of transformers"]


def _checked(answered: Any, count: int, manifest: ModelManifest) -> Vectors:
    vectors = np.array(answered, dtype=np.float32)
    if vectors.shape != (count, manifest.dimensions):
        raise BundleError(
            f"An encoder answers with shape {vectors.shape}, the bundle says ({count}, {manifest.dimensions}); "
            "export it again."
        )
    if not np.allclose(
        np.linalg.norm(vectors, axis=1), 1, atol=1e-3
    ):  # which also fails for values that are not finite
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


def _of_text(precision: str) -> str:
    """The text half of an int8 bundle is fp16."""
    return "fp16" if precision == "int8" else precision


def _shown(preparation: Preparation) -> str:
    return f"{preparation.fit} and {preparation.resample} resampling"
