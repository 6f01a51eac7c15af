"""What travels through the flow, and how one step treats a batch."""

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
    """Pixels to vectors, and who encoded each: the function's own runtime (`openvino`), or `endpoint`."""

    def encode(self, pixels: Pixels) -> tuple[Vectors, Sequence[str]]:
        """uint8 `[n, size, size, 3]` → float32 `[n, d]` of unit length, and n names."""
        ...


@dataclass(frozen=True)
class OwnEncoder:
    """The function's own encoder, under the name of its runtime."""

    encoder: ImageEncoder
    runtime: str

    def encode(self, pixels: Pixels) -> tuple[Vectors, Sequence[str]]:
        return self.encoder.encode(pixels), (self.runtime,) * len(pixels)


@dataclass(frozen=True)
class Tagger:
    """A model and a label file, ready to tag. `model` names weights and precision (`Facts.name`).

    `negatives` compete with labels that a request named; the label file's own labels have its "none" prompts.
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
        """Whether scores are confidence. They are only with a calibration of this model for this label file, and there
        are no calibration files yet."""
        return False


@dataclass(frozen=True)
class Dependencies:
    """The outside world of `tag_arrivals`."""

    photos: Photos
    table: Table
    publisher: EventPublisher
    now: Callable[[], datetime]
    prices: Prices
    memory_mb: int


CALLS_AT_ONCE: Final = 16  # of AWS, for one batch
NO_TAGS = PhotoTags((), ())


@dataclass(frozen=True)
class InFlightPhoto:
    """A photo between two steps. `duration_ms` grows by one entry per step; a `refusal` is still stored.

    `item` is what the table held of it before; `encoder` says who made the `vector`.
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


_SHORTEST: Final = 0.5  # of vectors whose length is 1: what is far from it points nowhere


def usable(step: InFlightPhoto) -> InFlightPhoto:
    """The photo with its vector, or with the refusal of a vector that has no direction: NaN, infinite or nothing.

    Such a vector scores NaN against every label, which would look like a model that is unsure. Its photo alone is
    refused: the same pixels give the same vector, so there is nothing to try again.
    """
    if step.vector is None or (np.isfinite(step.vector).all() and np.linalg.norm(step.vector) > _SHORTEST):
        return step
    return replace(
        step,
        vector=None,
        refusal=InvalidVector(
            "The model's vector of this photo is no direction (NaN, infinite or zero), so nothing can be scored; give "
            "the photo to whoever runs the model, or tag it with another model."
        ),
    )


Status = Literal["tagged", "refused", "unchanged", "superseded", "gone", "removed", "failed"]


@dataclass(frozen=True)
class Outcome:
    """What became of an arrival. Only `failed` is worth another try, and `error` says why; `item` is what is stored,
    and `news` whether that has to be told."""

    change: ChangeEvent[PhotoKey]
    status: Status
    item: ImageItem | None = None
    error: BildtextError | None = None
    news: bool = False


def met_another(read: ImageItem | None, written: Written) -> bool:
    """Whether a write took the place of something else than was read: of what another invocation wrote in between, or
    of itself, by a call that was made again because its answer was lost. Either way nobody may have told it yet."""

    def look(item: ImageItem | None) -> object:
        return item and (item.version, item.status, item.sequencer)

    return look(read) != look(written.before)


def superseded(change: ChangeEvent[PhotoKey]) -> Outcome:
    """What a newer event's look leaves of an arrival: nothing to store, and nothing to tell that is not that event's.

    But a newer event that finds the result of this one's earlier try tells nothing, and that try may have told nothing
    either. So an event that was delivered before comes once more, and tells what stands then.
    """
    if change.redelivered:
        again = TransientError("A newer event was worked on at the same time; what it left is looked at once more.")
        return Outcome(change, "failed", error=again)
    return Outcome(change, "superseded")


Step = InFlightPhoto | Outcome


def each(
    steps: Sequence[Step], work: Callable[[InFlightPhoto], Step], at_once: int, until: float = NO_END
) -> list[Step]:
    """Do `work` for every photo still on its way, in parallel; an error, or the end of the time, ends only its own."""

    def guarded(step: InFlightPhoto) -> Step:
        try:
            return work(step)
        except ImageRejected as refusal:
            return replace(step, data=b"", refusal=refusal)
        except BildtextError as error:
            return Outcome(step.change, "failed", error=error)
        except Exception as error:  # noqa: BLE001 - a bug that one photo brings out must not fail the rest of its batch
            return Outcome(step.change, "failed", error=unexpected(error))

    under_way = [step for step in steps if isinstance(step, InFlightPhoto)]
    done = iter(finished(guarded, under_way, at_once, until))

    def after(step: Step) -> Step:
        if isinstance(step, Outcome):
            return step
        result = next(done)
        return Outcome(step.change, "failed", error=result) if isinstance(result, TransientError) else result

    return [after(step) for step in steps]


def ms_since(started: float) -> float:
    """Milliseconds since a time of `perf_counter()`."""
    return round((perf_counter() - started) * 1000, 3)
