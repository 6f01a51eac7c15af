"""Photo → tags, in order: triage → fetch → decode → encode → score → store → publish.

`tag_changed_photos` is the complete flow for photos that changed in the bucket; `tag_photos` is its middle part, for
callers that already have the bytes. The first two steps, which read the bucket, are in triage.py. Each step takes the
complete batch and passes it on: a photo in progress is an `InFlightPhoto`, a finished one is an `Outcome`, which later
steps leave alone. So a bad photo never fails others, and a batch is decoded in parallel and encoded in one call.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from time import monotonic, perf_counter

import numpy as np

from bildtext.change_events import ChangeEvent
from bildtext.cost import result_cost
from bildtext.deadlines import NO_DEADLINE, call_with_deadline
from bildtext.domain_events import ARTICLE_TAGGED, ARTICLE_UNTAGGED, DomainEvent, EventPublisher, publish_outcomes
from bildtext.errors import TransientError
from bildtext.images import decode
from bildtext.storage.keys import PhotoKey
from bildtext.storage.photo_items import PhotoItem
from tagging.batch import (
    MAX_CONCURRENT_CALLS,
    Dependencies,
    InFlightPhoto,
    Outcome,
    PhotoState,
    Tagger,
    ms_since,
    overwrote_concurrent_write,
    process_each,
    reject_invalid_vector,
    superseded_outcome,
)
from tagging.scoring import score, select
from tagging.triage import fetch, triage

_DECODER_THREADS = os.cpu_count() or 2
# The share of the batch's time by which each step ends, so that a hanging call leaves time for the later steps. A call
# without a response takes 9 s (aws.py); encoding and scoring call no service (an endpoint has its own timeout).
_DEADLINE_SHARES = {"read": 0.2, "triage": 0.35, "fetch": 0.55, "decode": 0.7, "store": 0.85}


def tag_changed_photos(
    changes: Sequence[ChangeEvent[PhotoKey]], tagger: Tagger, dependencies: Dependencies, deadline: float = NO_DEADLINE
) -> list[Outcome]:
    """The complete flow for one batch, until `deadline` (of `time.monotonic()`).

    Exactly one outcome per change, in order; what is not done in time has `failed`. Raises TransientError,
    ConfigurationError: the table cannot be read; nothing was started.
    """
    started, now = perf_counter(), monotonic()
    deadlines = {step: now + share * (deadline - now) for step, share in _DEADLINE_SHARES.items()}
    stored = call_with_deadline(deadlines["read"], dependencies.table.read, [change.photo for change in changes])
    photos = triage(changes, stored, tagger, dependencies, deadlines["triage"])
    photos = fetch(photos, tagger, dependencies, deadlines["fetch"])
    photos = decode_all(photos, tagger, deadlines["decode"])
    photos = encode(photos, tagger)
    photos = score_all(photos, tagger)
    outcomes = store(photos, tagger, dependencies, started, deadlines["store"])
    return publish(outcomes, dependencies.publisher, deadline)


def tag_photos(photos: Sequence[bytes], tagger: Tagger, facets: Collection[str] | None = None) -> list[InFlightPhoto]:
    """Tag photos given as bytes, in order; nothing is stored or published. A photo that was refused, or triggered a
    bug, has a `refusal`."""
    batch: list[PhotoState] = [InFlightPhoto(ChangeEvent(PhotoKey("", "", ""), ""), data) for data in photos]
    batch = score_all(encode(decode_all(batch, tagger), tagger), tagger, facets)
    return [
        photo if isinstance(photo, InFlightPhoto) else InFlightPhoto(photo.change, refusal=photo.error)
        for photo in batch
    ]


# -- the steps ----------------------------------------------------------------------------------------


def decode_all(photos: Sequence[PhotoState], tagger: Tagger, deadline: float = NO_DEADLINE) -> list[PhotoState]:
    """Bytes → pixels, decoded in parallel, one photo per core."""

    def decode_one(photo: InFlightPhoto) -> PhotoState:
        if photo.vector is not None or photo.refusal is not None:
            return photo
        started = perf_counter()
        pixels = decode(photo.data, tagger.preparation, tagger.limits)
        return replace(photo, data=b"", pixels=pixels, duration_ms=photo.timed("decode", ms_since(started)))

    return process_each(photos, decode_one, _DECODER_THREADS, deadline)


def encode(photos: Sequence[PhotoState], tagger: Tagger) -> list[PhotoState]:
    """Pixels → vectors, the complete batch in one call; photos with an invalid vector are refused."""
    pixels = [photo.pixels for photo in photos if isinstance(photo, InFlightPhoto) and photo.pixels is not None]
    started = perf_counter()
    vectors, encoders = tagger.encoder.encode(np.stack(pixels)) if pixels else (np.empty((0, 0), np.float32), ())
    share_ms = ms_since(started) / max(1, len(pixels))
    encoded = iter(zip(vectors, encoders, strict=True))

    def with_vector(photo: InFlightPhoto) -> InFlightPhoto:
        if photo.pixels is not None:
            vector, encoder = next(encoded)
            duration_ms = photo.timed("encode", share_ms)
            photo = replace(photo, pixels=None, vector=vector, encoder=encoder, duration_ms=duration_ms)
        return reject_invalid_vector(photo)

    return [with_vector(photo) if isinstance(photo, InFlightPhoto) else photo for photo in photos]


def score_all(photos: Sequence[PhotoState], tagger: Tagger, facets: Collection[str] | None = None) -> list[PhotoState]:
    """Vectors → scores → tags, the complete batch in one matrix product."""
    vectors = [photo.vector for photo in photos if isinstance(photo, InFlightPhoto) and photo.vector is not None]
    if not vectors:
        return list(photos)
    started = perf_counter()
    scores = score(np.stack(vectors), tagger.vectors, tagger.scoring)
    selected = select(scores, tagger.labels, facets)
    share_ms = ms_since(started) / len(vectors)
    rows = iter(range(len(vectors)))

    def with_tags(photo: InFlightPhoto) -> InFlightPhoto:
        if photo.vector is None:
            return photo
        row = next(rows)
        photo_scores = {facet: facet_scores.of(row) for facet, facet_scores in scores.items()}
        return replace(photo, tags=selected[row], scores=photo_scores, duration_ms=photo.timed("score", share_ms))

    return [with_tags(photo) if isinstance(photo, InFlightPhoto) else photo for photo in photos]


def store(
    photos: Sequence[PhotoState],
    tagger: Tagger,
    dependencies: Dependencies,
    started: float,
    deadline: float = NO_DEADLINE,
) -> list[Outcome]:
    """Write each result or refusal, unless a newer event's is stored. `started` is when the batch started."""
    share = (perf_counter() - started) / max(1, len(photos))
    cost_usd = result_cost(share, dependencies.memory_mb, max(1, len(photos)), ITEM_BYTES, dependencies.prices)

    def store_one(photo: InFlightPhoto) -> Outcome:
        item = _item(photo, tagger, dependencies.now(), cost_usd)
        written = dependencies.table.write(item)
        if written is None:
            return superseded_outcome(photo.change)
        had_tags = photo.item is not None and photo.item.status == "tagged"
        must_publish = item.status == "tagged" or had_tags or overwrote_concurrent_write(photo.item, written)
        return Outcome(photo.change, item.status, item, photo.refusal, must_publish)

    stored = process_each(photos, store_one, MAX_CONCURRENT_CALLS, deadline)
    return [photo for photo in stored if isinstance(photo, Outcome)]


def publish(outcomes: Sequence[Outcome], publisher: EventPublisher, deadline: float = NO_DEADLINE) -> list[Outcome]:
    """Publish what was tagged, and which photos of an article no longer have tags or were refused.

    An unchanged result of a redelivered event is published again: an earlier attempt may have ended after storing it.
    """

    def send(events: Sequence[DomainEvent]) -> Sequence[TransientError | None]:
        try:
            return call_with_deadline(deadline, publisher.publish, events)
        except TransientError as late:
            return [late] * len(events)

    return publish_outcomes(outcomes, _domain_event, send)


# -- what is stored and published ---------------------------------------------------------------------

ITEM_BYTES = 3 * 1024  # an item with its vector and about ten tags


def _item(photo: InFlightPhoto, tagger: Tagger, now: datetime, cost_usd: float) -> PhotoItem:
    change, refusal = photo.change, photo.refusal
    return PhotoItem(
        photo=change.photo,
        version=change.version or "",
        sequencer=change.sequencer,
        status="tagged" if refusal is None else "refused",
        correlation_id=change.correlation_id,
        written_at=now.isoformat(timespec="milliseconds"),
        model=tagger.model,
        label_fingerprint=tagger.labels.fingerprint,
        tags=tuple(asdict(tag) for tag in photo.tags.tags),
        abstentions=tuple(asdict(abstention) for abstention in photo.tags.abstentions),
        runners_up=tuple(asdict(runner_up) for runner_up in photo.tags.runners_up),
        vector=None if photo.vector is None else photo.vector.astype(np.float16),
        duration_ms=photo.duration_ms,
        cost_usd=cost_usd,
        encoder=photo.encoder,
        refusal=None if refusal is None else refusal.as_json(),
        calibrated=tagger.calibrated,
    )


def _domain_event(outcome: Outcome) -> DomainEvent | None:
    change, item = outcome.change, outcome.item
    publish_again = change.redelivered and item is not None and outcome.status in ("refused", "unchanged", "gone")
    if not outcome.must_publish and not publish_again:
        return None
    if item is not None and item.status == "tagged":
        return DomainEvent(ARTICLE_TAGGED, _detail(item))
    if not change.photo.article:
        return None
    return DomainEvent(
        ARTICLE_UNTAGGED,
        {
            "article": change.photo.article,
            "key": change.photo.key,
            "view": change.photo.view,
            "reason": item.refusal["code"] if item is not None and item.refusal else "removed",
            "correlation_id": change.correlation_id,
        },
    )


def _detail(item: PhotoItem) -> dict[str, object]:
    return {
        "article": item.photo.article,
        "key": item.photo.key,
        "view": item.photo.view,
        "version": item.version,
        "model": item.model,
        "labels": item.label_fingerprint,
        "calibrated": item.calibrated,
        "correlation_id": item.correlation_id,
        "tags": [{name: tag[name] for name in ("facet", "label", "score", "rank")} for tag in item.tags],
    }
