"""The state of a batch between two steps of the flow, and how a step processes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import perf_counter
from typing import Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from bildtext.change_events import ChangeEvent
from bildtext.cost import Prices
from bildtext.deadlines import NO_DEADLINE, map_with_deadline
from bildtext.domain_events import EventPublisher
from bildtext.encoders import ImageEncoder, Pixels, Vectors
from bildtext.errors import BildtextError, ImageRejected, InvalidVector, TransientError, as_bildtext_error
from bildtext.images import Limits, Preparation
from bildtext.label_vectors import LabelVectors
from bildtext.labels import LabelSet
from bildtext.storage.keys import PhotoKey
from bildtext.storage.photo_bucket import PhotoBucket
from bildtext.storage.photo_items import PhotoItem
from bildtext.storage.photo_table import PhotoTable, WriteResult
from tagging.negatives import Negatives
from tagging.scoring import FacetScores, PhotoTags, Scoring


class Encoder(Protocol):
    """Pixels → vectors, and what encoded each: the function's own runtime (`openvino`) or `endpoint`."""

    def encode(self, pixels: Pixels) -> tuple[Vectors, Sequence[str]]:
        """uint8 `[n, size, size, 3]` → float32 `[n, d]` of unit length, and n names."""
        ...


@dataclass(frozen=True)
class LocalEncoder:
    """The encoder in this container, named after its runtime."""

    encoder: ImageEncoder
    runtime: str

    def encode(self, pixels: Pixels) -> tuple[Vectors, Sequence[str]]:
        return self.encoder.encode(pixels), (self.runtime,) * len(pixels)


@dataclass(frozen=True)
class Tagger:
    """A model and a label file, ready to tag. `model` names weights and precision (`BundleManifest.name`).

    `negatives` compete with labels named by a request; the label file's labels have its "none" prompts.
    """

    model: str
    encoder: Encoder
    preparation: Preparation
    limits: Limits
    labels: LabelSet
    vectors: LabelVectors
    scoring: Scoring
    negatives: Negatives | None = None

    @property
    def calibrated(self) -> bool:
        """Whether scores are calibrated for this model and label file; there are no calibration files yet."""
        return False


@dataclass(frozen=True)
class Dependencies:
    """The services that `tag_changed_photos` calls."""

    photos: PhotoBucket
    table: PhotoTable
    publisher: EventPublisher
    now: Callable[[], datetime]
    prices: Prices
    memory_mb: int


MAX_CONCURRENT_CALLS: Final = 16  # concurrent AWS calls per batch
NO_TAGS = PhotoTags((), ())


@dataclass(frozen=True)
class InFlightPhoto:
    """A photo between two steps. `duration_ms` has one entry per finished step; a `refusal` is stored too.

    `item` is the photo's previous table item; `encoder` names what made the `vector`.
    """

    change: ChangeEvent[PhotoKey]
    data: bytes = b""
    pixels: Pixels | None = None
    vector: NDArray[np.float32] | None = None
    encoder: str = ""
    tags: PhotoTags = NO_TAGS
    scores: Mapping[str, FacetScores] = field(default_factory=dict)
    refusal: BildtextError | None = None
    duration_ms: Mapping[str, float] = field(default_factory=dict)
    item: PhotoItem | None = None

    def timed(self, step: str, milliseconds: float) -> Mapping[str, float]:
        """`duration_ms` with one more step."""
        return {**self.duration_ms, step: milliseconds}


Status = Literal["tagged", "refused", "unchanged", "superseded", "gone", "removed", "failed"]


@dataclass(frozen=True)
class Outcome:
    """The result for one change. Only `failed` is retried, because of `error`; `item` is what is stored."""

    change: ChangeEvent[PhotoKey]
    status: Status
    item: PhotoItem | None = None
    error: BildtextError | None = None
    must_publish: bool = False


PhotoState = InFlightPhoto | Outcome

_MIN_LENGTH: Final = 0.5  # vectors have length 1; a much shorter one has no direction


def reject_invalid_vector(photo: InFlightPhoto) -> InFlightPhoto:
    """The photo, refused if its vector has no direction: NaN, infinite or zero.

    Such a vector scores NaN against every label, which would look like an uncertain model. The photo is refused rather
    than retried, because the same pixels give the same vector.
    """
    if photo.vector is None or (np.isfinite(photo.vector).all() and np.linalg.norm(photo.vector) > _MIN_LENGTH):
        return photo
    return replace(
        photo,
        vector=None,
        refusal=InvalidVector(
            "The model's vector of this photo has no direction (NaN, infinite or zero), so nothing can be scored; "
            "report it to the model's operator, or tag it with another model."
        ),
    )


def overwrote_concurrent_write(read: PhotoItem | None, written: WriteResult) -> bool:
    """Whether a write replaced something other than what was read: an item written by another invocation in between, or
    its own, by a retried call whose response was lost. Either may not have been published yet."""

    def identity(item: PhotoItem | None) -> object:
        return item and (item.version, item.status, item.sequencer)

    return identity(read) != identity(written.previous)


def superseded_outcome(change: ChangeEvent[PhotoKey]) -> Outcome:
    """The outcome of a change that a newer event has superseded: nothing to store or publish.

    But if the newer event found this one's result unchanged it published nothing, and the attempt that stored the
    result may have ended before publishing. So a redelivered event is retried, and publishes what is stored by then.
    """
    if change.redelivered:
        retry = TransientError("A newer event was processed concurrently; its result is checked again.")
        return Outcome(change, "failed", error=retry)
    return Outcome(change, "superseded")


def process_each(
    photos: Sequence[PhotoState],
    work: Callable[[InFlightPhoto], PhotoState],
    threads: int,
    deadline: float = NO_DEADLINE,
) -> list[PhotoState]:
    """Run `work` for every in-flight photo, in parallel; an error or a timeout fails only its own photo."""

    def guarded(photo: InFlightPhoto) -> PhotoState:
        try:
            return work(photo)
        except ImageRejected as refusal:
            return replace(photo, data=b"", refusal=refusal)
        except Exception as error:  # noqa: BLE001 - a bug triggered by one photo must not fail its batch
            return Outcome(photo.change, "failed", error=as_bildtext_error(error))

    in_flight = [photo for photo in photos if isinstance(photo, InFlightPhoto)]
    results = iter(map_with_deadline(guarded, in_flight, threads, deadline))

    def processed(photo: PhotoState) -> PhotoState:
        if isinstance(photo, Outcome):
            return photo
        result = next(results)
        return Outcome(photo.change, "failed", error=result) if isinstance(result, TransientError) else result

    return [processed(photo) for photo in photos]


def ms_since(started: float) -> float:
    """Milliseconds since `started`, a value of `perf_counter()`."""
    return round((perf_counter() - started) * 1000, 3)
