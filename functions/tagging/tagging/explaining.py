"""A photo of the bucket and a label → its heat map: fetch → decode → cover → encode → compare. Nothing is stored."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Final, TypeVar

import numpy as np

from bildtext.deadlines import NO_DEADLINE, call_with_deadline
from bildtext.errors import InvalidVector, TransientError
from bildtext.images import Box, Pixels, decode_part
from bildtext.storage.keys import photo_key
from bildtext.storage.photo_bucket import PhotoBucket
from tagging.batch import Tagger, ms_since
from tagging.occlusion import HeatMap, heat_map, with_covered
from tagging.scoring import FacetScores, label_scores, leaves_of, score

_AT_ONCE: Final = 16  # images per call of the encoder, as in a batch of the queue: no more memory, and it ends in time

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Explanation:
    """The heat map of a photo's `version`, over `part` of it. `encoders` counts the images that each has encoded;
    `duration_ms` has one entry per step."""

    version: str
    part: Box
    heat: HeatMap
    encoders: Mapping[str, int]
    duration_ms: Mapping[str, float]


def explain(key: str, facet: str, label: str, tagger: Tagger, photos: PhotoBucket, deadline: float) -> Explanation:
    """Explain the score of a label, or of a group of labels, for the photo that is stored under `key` now.

    Raises:
        InvalidKey, UnknownFacet, UnknownLabel, UnknownWords: the request can never be answered.
        NotFound, ImageRejected: there is no such photo, or it cannot be read.
        TransientError: not done by `deadline` (of `time.monotonic()`).
        InvalidVector: the model fails on this photo.
    """
    leaves = leaves_of(tagger.labels.facet(facet), label)
    duration_ms: dict[str, float] = {}

    def timed(step: str, work: Callable[[T], R], item: T) -> R:
        started = perf_counter()
        try:
            return _in_time(deadline, work, item)
        finally:
            duration_ms[step] = ms_since(started)

    photo = timed("fetch", photos.fetch, photo_key(key).key)
    pixels, part = timed("decode", lambda data: decode_part(data, tagger.preparation, tagger.limits), photo.data)
    started = perf_counter()
    scores, encoders = scores_when_covered(pixels, tagger, deadline)
    duration_ms["encode"] = ms_since(started)
    return Explanation(photo.version, part, heat_map(label_scores(scores[facet], leaves)), encoders, duration_ms)


def scores_when_covered(
    pixels: Pixels, tagger: Tagger, deadline: float = NO_DEADLINE
) -> tuple[dict[str, FacetScores], Mapping[str, int]]:
    """The scores, by facet, of the images of `with_covered`, and how many each encoder has encoded.

    Raises TransientError, InvalidVector.
    """
    images = with_covered(pixels)
    vectors, encoders = [], Counter[str]()
    for start in range(0, len(images), _AT_ONCE):
        encoded, names = _in_time(deadline, tagger.encoder.encode, images[start : start + _AT_ONCE])
        vectors.append(encoded)
        encoders.update(names)
    found = np.concatenate(vectors)
    if not np.isfinite(found).all():
        raise InvalidVector("The model's vectors of this photo are not all numbers; report it to its operator.")
    return score(found, tagger.vectors, tagger.scoring), encoders


def _in_time(deadline: float, work: Callable[[T], R], item: T) -> R:
    try:
        return call_with_deadline(deadline, work, item)
    except TransientError as error:
        if time.monotonic() < deadline:
            raise
        raise TransientError(
            "There was not enough time to encode the photo with each of its parts covered; try again. If it happens "
            "often, give the tagging function more memory, or an encoder's endpoint."
        ) from error
