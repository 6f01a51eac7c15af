"""Photo → tags, top to bottom: triage → fetch → decode → encode → score → store → announce.

`tag_arrivals` is the whole flow for photos that arrived in the bucket; `tag_images` its middle, for whoever has the
bytes in hand. The first two steps, which follow the bucket, are in triage.py. Each step takes the whole batch and hands
it on: a photo still on its way is `InFlightPhoto`, one that is done is an `Outcome` and passes through the later steps
untouched. So one bad photo never fails its neighbours, and a batch is decoded in parallel and encoded in one call.
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
# Where in the batch's time each step has ended, so that whatever hangs leaves time for what comes after it. A call that
# is never answered takes 9 s (aws.py); encoding and scoring call nobody (an endpoint has a time of its own).
_ENDS = {"read": 0.2, "triage": 0.35, "fetch": 0.55, "decode": 0.7, "store": 0.85}


def tag_arrivals(
    changes: Sequence[ChangeEvent[PhotoKey]], tagger: Tagger, dependencies: Dependencies, until: float = NO_END
) -> list[Outcome]:
    """The whole flow for one batch, in the time until `until` (of `time.monotonic()`).

    Every arrival gets exactly one outcome, in order; what is not done in time has `failed`.

    Raises:
        TransientError, ConfigurationError: the table cannot be read; nothing was begun.
    """
    started, begun = perf_counter(), monotonic()
    ends = {step: begun + share * (until - begun) for step, share in _ENDS.items()}
    known = within(ends["read"], dependencies.table.read, [change.photo for change in changes])
    steps = triage(changes, known, tagger, dependencies, ends["triage"])
    steps = fetch(steps, tagger, dependencies, ends["fetch"])
    steps = decode_all(steps, tagger, ends["decode"])
    steps = encode(steps, tagger)
    steps = score_all(steps, tagger)
    outcomes = store(steps, tagger, dependencies, started, ends["store"])
    return publish(outcomes, dependencies.publisher, until)


def tag_images(images: Sequence[bytes], tagger: Tagger, facets: Collection[str] | None = None) -> list[InFlightPhoto]:
    """Tag photos whose bytes are at hand; nothing is stored or announced.

    One entry for each, in order. A photo that was refused, or brought out a mistake in the code, carries its `refusal`.
    """
    steps: list[Step] = [InFlightPhoto(ChangeEvent(PhotoKey("", "", ""), ""), data) for data in images]
    steps = score_all(encode(decode_all(steps, tagger), tagger), tagger, facets)
    return [
        step if isinstance(step, InFlightPhoto) else InFlightPhoto(step.change, refusal=step.error) for step in steps
    ]


# -- the steps ----------------------------------------------------------------------------------------


def decode_all(steps: Sequence[Step], tagger: Tagger, until: float = NO_END) -> list[Step]:
    """Bytes to pixels, one decode per photo, as many at once as there are cores."""

    def decode_one(step: InFlightPhoto) -> Step:
        if step.vector is not None or step.refusal is not None:
            return step
        started = perf_counter()
        pixels = decode(step.data, tagger.preparation, tagger.limits)
        return replace(step, data=b"", pixels=pixels, duration_ms={**step.duration_ms, "decode": ms_since(started)})

    return each(steps, decode_one, _DECODES_AT_ONCE, until)


def encode(steps: Sequence[Step], tagger: Tagger) -> list[Step]:
    """Pixels to vectors, the whole batch in one call; a photo whose vector is none is refused, whoever made it."""
    return [usable(step) if isinstance(step, InFlightPhoto) else step for step in _encoded(steps, tagger)]


def _encoded(steps: Sequence[Step], tagger: Tagger) -> list[Step]:
    batch = [step.pixels for step in steps if isinstance(step, InFlightPhoto) and step.pixels is not None]
    if not batch:
        return list(steps)
    started = perf_counter()
    vectors, encoders = tagger.encoder.encode(np.stack(batch))
    took = ms_since(started) / len(batch)
    encoded = iter(zip(vectors, encoders, strict=True))

    def with_vector(step: InFlightPhoto) -> InFlightPhoto:
        if step.pixels is None:
            return step
        vector, encoder = next(encoded)
        return replace(
            step, pixels=None, vector=vector, encoder=encoder, duration_ms={**step.duration_ms, "encode": took}
        )

    return [with_vector(step) if isinstance(step, InFlightPhoto) else step for step in steps]


def score_all(steps: Sequence[Step], tagger: Tagger, facets: Collection[str] | None = None) -> list[Step]:
    """Vectors to scores to tags, the whole batch in one matrix product."""
    vectors = [step.vector for step in steps if isinstance(step, InFlightPhoto) and step.vector is not None]
    if not vectors:
        return list(steps)
    started = perf_counter()
    scores = score(np.stack(vectors), tagger.vectors, tagger.scoring)
    selected = select(scores, tagger.labels, facets)
    took = ms_since(started) / len(vectors)
    rows = iter(range(len(vectors)))

    def with_tags(step: InFlightPhoto) -> InFlightPhoto:
        if step.vector is None:
            return step
        row = next(rows)
        own = {facet: of_all.of(row) for facet, of_all in scores.items()}
        return replace(step, tags=selected[row], scores=own, duration_ms={**step.duration_ms, "score": took})

    return [with_tags(step) if isinstance(step, InFlightPhoto) else step for step in steps]


def store(
    steps: Sequence[Step], tagger: Tagger, dependencies: Dependencies, started: float, until: float = NO_END
) -> list[Outcome]:
    """Write each result, or its refusal, unless a newer event's is there. `started` is when the batch began."""
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
    """Tell the bus what was tagged, and which photos of an article have no tags (any more).

    What a redelivered event changes no more is told again: the earlier try may have ended between store and here.
    """
    news = {at: told for at, outcome in enumerate(outcomes) if (told := _news(outcome)) is not None}
    if not news:
        return list(outcomes)
    try:
        answers = within(until, publisher.publish, list(news.values()))
    except TransientError as late:
        answers = [late] * len(news)
    failures = dict(zip(news, answers, strict=True))
    return [
        outcome if (failure := failures.get(at)) is None else replace(outcome, status="failed", error=failure)
        for at, outcome in enumerate(outcomes)
    ]


# -- what is stored and told --------------------------------------------------------------------------

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


def _news(outcome: Outcome) -> DomainEvent | None:
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
