"""Photo → tags, in order: triage → fetch → decode → encode → score → store → publish.

`tag_arrivals` is the complete flow for photos that changed in the bucket; `tag_images` is its middle part, for callers
that already have the bytes. The first two steps, which read the bucket, are in triage.py. Each step takes the complete
batch and passes it on: a photo in progress is an `InFlightPhoto`, a finished one is an `Outcome`, which later steps
leave alone. So a bad photo never fails others, and a batch is decoded in parallel and encoded in one call.
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
from bildtext.deadlines import NO_END, within
from bildtext.domain_events import ARTICLE_TAGGED, ARTICLE_UNTAGGED, DomainEvent, EventPublisher
from bildtext.errors import TransientError
from bildtext.images import decode
from bildtext.storage.keys import PhotoKey
from bildtext.storage.photo_items import ImageItem
from tagging.scoring import score, select
from tagging.steps import (
    CALLS_AT_ONCE,
    Dependencies,
    InFlightPhoto,
    Outcome,
    Step,
    Tagger,
    each,
    met_another,
    ms_since,
    superseded,
    usable,
)
from tagging.triage import fetch, triage

_DECODES_AT_ONCE = os.cpu_count() or 2
# The share of the batch's time by which each step ends, so that a hanging call leaves time for the later steps. A call
# without an answer takes 9 s (aws.py); encoding and scoring call no service (an endpoint has its own timeout).
_ENDS = {"read": 0.2, "triage": 0.35, "fetch": 0.55, "decode": 0.7, "store": 0.85}


def tag_arrivals(
    changes: Sequence[ChangeEvent[PhotoKey]], tagger: Tagger, dependencies: Dependencies, until: float = NO_END
) -> list[Outcome]:
    """The complete flow for one batch, until `until` (of `time.monotonic()`).

    Exactly one outcome per change, in order; what is not done in time has `failed`.

    Raises:
        TransientError, ConfigurationError: the table cannot be read; nothing was started.
    """
    started, now = perf_counter(), monotonic()
    ends = {step: now + share * (until - now) for step, share in _ENDS.items()}
    known = within(ends["read"], dependencies.table.read, [change.photo for change in changes])
    steps = triage(changes, known, tagger, dependencies, ends["triage"])
    steps = fetch(steps, tagger, dependencies, ends["fetch"])
    steps = decode_all(steps, tagger, ends["decode"])
    steps = encode(steps, tagger)
    steps = score_all(steps, tagger)
    outcomes = store(steps, tagger, dependencies, started, ends["store"])
    return publish(outcomes, dependencies.publisher, until)


def tag_images(images: Sequence[bytes], tagger: Tagger, facets: Collection[str] | None = None) -> list[InFlightPhoto]:
    """Tag photos given as bytes; nothing is stored or published.

    One entry per photo, in order. A photo that was refused, or triggered a bug, has a `refusal`.
    """
    steps: list[Step] = [InFlightPhoto(ChangeEvent(PhotoKey("", "", ""), ""), data) for data in images]
    steps = score_all(encode(decode_all(steps, tagger), tagger), tagger, facets)
    return [
        step if isinstance(step, InFlightPhoto) else InFlightPhoto(step.change, refusal=step.error) for step in steps
    ]


# -- the steps ----------------------------------------------------------------------------------------


def decode_all(steps: Sequence[Step], tagger: Tagger, until: float = NO_END) -> list[Step]:
    """Bytes → pixels, decoded in parallel, one photo per core."""

    def decode_one(step: InFlightPhoto) -> Step:
        if step.vector is not None or step.refusal is not None:
            return step
        started = perf_counter()
        pixels = decode(step.data, tagger.preparation, tagger.limits)
        return replace(step, data=b"", pixels=pixels, duration_ms={**step.duration_ms, "decode": ms_since(started)})

    return each(steps, decode_one, _DECODES_AT_ONCE, until)


def encode(steps: Sequence[Step], tagger: Tagger) -> list[Step]:
    """Pixels → vectors, the complete batch in one call; photos with an unusable vector are refused."""
    return [usable(step) if isinstance(step, InFlightPhoto) else step for step in _encoded(steps, tagger)]


def _encoded(steps: Sequence[Step], tagger: Tagger) -> list[Step]:
    batch = [step.pixels for step in steps if isinstance(step, InFlightPhoto) and step.pixels is not None]
    if not batch:
        return list(steps)
    started = perf_counter()
    vectors, encoders = tagger.encoder.encode(np.stack(batch))
    share_ms = ms_since(started) / len(batch)
    encoded = iter(zip(vectors, encoders, strict=True))

    def with_vector(step: InFlightPhoto) -> InFlightPhoto:
        if step.pixels is None:
            return step
        vector, encoder = next(encoded)
        return replace(
            step, pixels=None, vector=vector, encoder=encoder, duration_ms={**step.duration_ms, "encode": share_ms}
        )

    return [with_vector(step) if isinstance(step, InFlightPhoto) else step for step in steps]


def score_all(steps: Sequence[Step], tagger: Tagger, facets: Collection[str] | None = None) -> list[Step]:
    """Vectors → scores → tags, the complete batch in one matrix product."""
    vectors = [step.vector for step in steps if isinstance(step, InFlightPhoto) and step.vector is not None]
    if not vectors:
        return list(steps)
    started = perf_counter()
    scores = score(np.stack(vectors), tagger.vectors, tagger.scoring)
    selected = select(scores, tagger.labels, facets)
    share_ms = ms_since(started) / len(vectors)
    rows = iter(range(len(vectors)))

    def with_tags(step: InFlightPhoto) -> InFlightPhoto:
        if step.vector is None:
            return step
        row = next(rows)
        own = {facet: facet_scores.of(row) for facet, facet_scores in scores.items()}
        return replace(step, tags=selected[row], scores=own, duration_ms={**step.duration_ms, "score": share_ms})

    return [with_tags(step) if isinstance(step, InFlightPhoto) else step for step in steps]


def store(
    steps: Sequence[Step], tagger: Tagger, dependencies: Dependencies, started: float, until: float = NO_END
) -> list[Outcome]:
    """Write each result or refusal, unless a newer event's is stored. `started` is when the batch started."""
    share = (perf_counter() - started) / max(1, len(steps))

    def store_one(step: InFlightPhoto) -> Outcome:
        item = _item(step, tagger, dependencies.now())
        cost = result_cost(share, dependencies.memory_mb, len(steps), ITEM_BYTES, dependencies.prices)
        item = replace(item, cost_usd=float(f"{cost:.3g}"))
        written = dependencies.table.write(item)
        if written is None:
            return superseded(step.change)
        had_tags = step.item is not None and step.item.status == "tagged"
        news = item.status == "tagged" or had_tags or met_another(step.item, written)
        return Outcome(step.change, item.status, item, step.refusal, news)

    return [step for step in each(steps, store_one, CALLS_AT_ONCE, until) if isinstance(step, Outcome)]


def publish(outcomes: Sequence[Outcome], publisher: EventPublisher, until: float = NO_END) -> list[Outcome]:
    """Publish what was tagged, and which photos of an article no longer have tags or were refused.

    An unchanged result of a redelivered event is published again: an earlier attempt may have ended after storing it.
    """
    events = {at: event for at, outcome in enumerate(outcomes) if (event := _domain_event(outcome)) is not None}
    if not events:
        return list(outcomes)
    try:
        answers = within(until, publisher.publish, list(events.values()))
    except TransientError as late:
        answers = [late] * len(events)
    failures = dict(zip(events, answers, strict=True))
    return [
        outcome if (failure := failures.get(at)) is None else replace(outcome, status="failed", error=failure)
        for at, outcome in enumerate(outcomes)
    ]


# -- what is stored and published ---------------------------------------------------------------------

ITEM_BYTES = 3 * 1024  # an item with its vector and about ten tags


def _item(step: InFlightPhoto, tagger: Tagger, now: datetime) -> ImageItem:
    change, refusal = step.change, step.refusal
    return ImageItem(
        photo=change.photo,
        version=change.version or "",
        sequencer=change.sequencer,
        status="tagged" if refusal is None else "refused",
        correlation_id=change.correlation_id,
        written_at=now.isoformat(timespec="milliseconds"),
        model=tagger.model,
        labels=tagger.labels.fingerprint,
        tags=tuple(asdict(tag) for tag in step.tags.tags),
        abstentions=tuple(asdict(abstention) for abstention in step.tags.abstentions),
        vector=None if step.vector is None else step.vector.astype(np.float16),
        duration_ms=step.duration_ms,
        encoder=step.encoder,
        refusal=None if refusal is None else refusal.as_json(),
        calibrated=tagger.calibrated,
    )


def _domain_event(outcome: Outcome) -> DomainEvent | None:
    change, item = outcome.change, outcome.item
    again = change.redelivered and item is not None and outcome.status in ("refused", "unchanged", "gone")
    if not outcome.news and not again:
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


def _detail(item: ImageItem) -> dict[str, object]:
    return {
        "article": item.photo.article,
        "key": item.photo.key,
        "view": item.photo.view,
        "version": item.version,
        "model": item.model,
        "labels": item.labels,
        "calibrated": item.calibrated,
        "correlation_id": item.correlation_id,
        "tags": [{name: tag[name] for name in ("facet", "label", "score", "rank")} for tag in item.tags],
    }
