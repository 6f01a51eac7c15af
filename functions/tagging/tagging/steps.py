"""The values that pass through the flow, and how a step processes a batch."""

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
from bildtext.deadlines import NO_END, finished
from bildtext.domain_events import EventPublisher
from bildtext.encoders import ImageEncoder, Pixels, Vectors
from bildtext.errors import (
    BildtextError,
    ImageRejected,
    InvalidVector,
    TransientError,
    unexpected,
)
from bildtext.images import Limits, Preparation
from bildtext.label_vectors import LabelVectors
from bildtext.labels import LabelSet
from bildtext.storage.keys import PhotoKey
from bildtext.storage.photo_bucket import Photos
from bildtext.storage.photo_items import ImageItem
from bildtext.storage.photo_table import Table, Written
from tagging.negatives import Negatives
from tagging.scoring import FacetScores, PhotoTags, Scoring


class Encoder(Protocol):
    """Pixels → vectors, and what encoded each: the function's own runtime (`openvino`) or `endpoint`."""

    def encode(self, pixels: Pixels) -> tuple[Vectors, Sequence[str]]:
        """uint8 `[n, size, size, 3]` → float32 `[n, d]` of unit length, and n names."""
        ...


@dataclass(frozen=True)
class OwnEncoder:
    """The function's own encoder, named after its runtime."""

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
        """Whether scores are calibrated for this model and label file; always False, there are no calibration files
        yet."""
        return False


@dataclass(frozen=True)
class Dependencies:
    """What `tag_arrivals` calls."""

    photos: Photos
    table: Table
    publisher: EventPublisher
    now: Callable[[], datetime]
    prices: Prices
    memory_mb: int


CALLS_AT_ONCE: Final = 16  # concurrent AWS calls per batch
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
    item: ImageItem | None = None


_SHORTEST: Final = 0.5  # vectors have length 1; a much shorter one has no direction


def usable(step: InFlightPhoto) -> InFlightPhoto:
    """The photo, refused if its vector has no direction: NaN, infinite or zero.

    Such a vector scores NaN against every label, which would look like an uncertain model. The photo is refused rather
    than retried, because the same pixels give the same vector.
    """
    if step.vector is None or (np.isfinite(step.vector).all() and np.linalg.norm(step.vector) > _SHORTEST):
        return step
    return replace(
        step,
        vector=None,
        refusal=InvalidVector(
            "The model's vector of this photo has no direction (NaN, infinite or zero), so nothing can be scored; "
            "report it to the model's operator, or tag it with another model."
        ),
    )


Status = Literal["tagged", "refused", "unchanged", "superseded", "gone", "removed", "failed"]


@dataclass(frozen=True)
class Outcome:
    """The result for one change. Only `failed` is retried, because of `error`; `item` is what is stored, and `news` is
    whether it has to be published."""

    change: ChangeEvent[PhotoKey]
    status: Status
    item: ImageItem | None = None
    error: BildtextError | None = None
    news: bool = False


def met_another(read: ImageItem | None, written: Written) -> bool:
    """Whether a write replaced something other than what was read: an item written by another invocation in between, or
    its own, by a retried call whose response was lost. Either may not have been published yet."""

    def identity(item: ImageItem | None) -> object:
        return item and (item.version, item.status, item.sequencer)

    return identity(read) != identity(written.before)


def superseded(change: ChangeEvent[PhotoKey]) -> Outcome:
    """The outcome of a change that a newer event has superseded: nothing to store or publish.

    But if the newer event found this one's result unchanged it published nothing, and the attempt that stored the
    result may have ended before publishing. So a redelivered event is retried, and publishes what is stored by then.
    """
    if change.redelivered:
        retry = TransientError("A newer event was processed concurrently; its result is checked again.")
        return Outcome(change, "failed", error=retry)
    return Outcome(change, "superseded")


Step = InFlightPhoto | Outcome


def each(
    steps: Sequence[Step], work: Callable[[InFlightPhoto], Step], at_once: int, until: float = NO_END
) -> list[Step]:
    """Run `work` for every in-flight photo, in parallel; an error or a timeout fails only its own photo."""

    def guarded(step: InFlightPhoto) -> Step:
        try:
            return work(step)
        except ImageRejected as refusal:
            return replace(step, data=b"", refusal=refusal)
        except BildtextError as error:
            return Outcome(step.change, "failed", error=error)
        except Exception as error:  # noqa: BLE001 - a bug triggered by one photo must not fail its batch
            return Outcome(step.change, "failed", error=unexpected(error))

    in_flight = [step for step in steps if isinstance(step, InFlightPhoto)]
    done = iter(finished(guarded, in_flight, at_once, until))

    def after(step: Step) -> Step:
        if isinstance(step, Outcome):
            return step
        result = next(done)
        return Outcome(step.change, "failed", error=result) if isinstance(result, TransientError) else result

    return [after(step) for step in steps]


def ms_since(started: float) -> float:
    """Milliseconds since `started`, a value of `perf_counter()`."""
    return round((perf_counter() - started) * 1000, 3)
