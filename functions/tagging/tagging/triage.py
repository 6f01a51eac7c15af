"""An event only triggers a check of its key; the current content of the bucket decides what happens.

Whatever was created or deleted (a photo, an older version, a delete marker), and however late or often its event is
delivered, the result follows the bucket: an existing photo is tagged unless its result is current, and the result of a
deleted photo is removed. S3's sequencers only order concurrent events: each result has the sequencer of the newest
event after which the bucket was read, and is not overwritten on the basis of an older read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import perf_counter

import numpy as np

from bildtext.change_events import ChangeEvent
from bildtext.deadlines import NO_END
from bildtext.errors import EmptyImage, ImageRejected, NotFound
from bildtext.storage.keys import PhotoKey, flaw_of
from bildtext.storage.photo_items import ImageItem
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
)


def triage(
    changes: Sequence[ChangeEvent[PhotoKey]],
    known: Mapping[str, ImageItem],
    tagger: Tagger,
    dependencies: Dependencies,
    until: float = NO_END,
) -> list[Step]:
    """Settle what needs no photo (deleted photos, current results) and reuse vectors that are still valid.

    Most events need no separate check of the bucket: the photo is fetched next, or its result is current.
    """
    newest = {change.photo.key: change for change in sorted(changes, key=lambda change: change.sequencer)}
    redelivered = {change.photo.key for change in changes if change.redelivered}

    def decide(step: InFlightPhoto) -> Step:
        change, item = step.change, known.get(step.change.photo.key)
        if newest[change.photo.key] is not change:
            return Outcome(change, "superseded")
        flaw = flaw_of(change.photo)
        check = flaw is not None or (item is not None and _likely_unchanged(item, change))
        if item is not None:  # a read from now on is newer than the event of the item, too
            change = replace(change, sequencer=max(change.sequencer, item.sequencer))
        change = replace(change, redelivered=change.photo.key in redelivered)  # also for superseded ones
        step = replace(step, change=change, item=item)
        if check:
            try:
                change = replace(change, version=dependencies.photos.version(change.photo.key))
            except NotFound as error:
                return _deleted(step, error, dependencies)
            step = replace(step, change=change)
        if flaw is not None:
            refused_before = item is not None and (item.version, item.status) == (change.version, "refused")
            return _unchanged(step, dependencies) if refused_before else replace(step, refusal=flaw)
        return _reused(step, tagger, dependencies)

    return each([InFlightPhoto(change) for change in changes], decide, CALLS_AT_ONCE, until)


def fetch(steps: Sequence[Step], tagger: Tagger, dependencies: Dependencies, until: float = NO_END) -> list[Step]:
    """Read the photos' current versions; results are stored for the version that was read."""

    def fetch_one(step: InFlightPhoto) -> Step:
        if step.vector is not None or step.refusal is not None:
            return step
        started = perf_counter()
        change = step.change
        try:
            photo = dependencies.photos.fetch(change.photo.key)
        except NotFound as error:
            return _deleted(step, error, dependencies)
        except ImageRejected as refusal:
            return replace(step, change=replace(change, version=refusal.version), refusal=refusal)
        duration_ms = {"fetch": ms_since(started)}
        step = replace(step, change=replace(change, version=photo.version), data=photo.data, duration_ms=duration_ms)
        if not photo.data and change.photo.key.endswith("/"):
            return replace(
                step, refusal=EmptyImage("The key marks a folder and holds no file; there is nothing to tag.")
            )
        return _reused(step, tagger, dependencies)

    return each(steps, fetch_one, CALLS_AT_ONCE, until)


def _likely_unchanged(item: ImageItem, change: ChangeEvent[PhotoKey]) -> bool:
    """Whether the event is late, or of a kind that often changes nothing: then a check is cheaper than a fetch."""
    return change.version != item.version and (change.version is None or change.sequencer < item.sequencer)


def _reused(step: InFlightPhoto, tagger: Tagger, dependencies: Dependencies) -> Step:
    """Reuse what is still valid of the stored result for this version: all of it, its vector, or nothing."""
    item = step.item
    if item is None or (item.version, item.model) != (step.change.version, tagger.model):
        return step
    if item.labels == tagger.labels.fingerprint:
        return _unchanged(step, dependencies)
    if item.vector is None:
        return step
    return replace(step, data=b"", vector=item.vector.astype(np.float32), encoder=item.encoder)


def _unchanged(step: InFlightPhoto, dependencies: Dependencies) -> Outcome:
    """The stored result is still valid; raise its sequencer so that no older read overwrites it."""
    change, item = step.change, step.item
    if item is None or item.sequencer >= change.sequencer:
        return Outcome(change, "unchanged", item)
    raised = replace(item, sequencer=change.sequencer)
    written = dependencies.table.write(raised)
    if written is None:
        return superseded(change)
    return Outcome(change, "unchanged", raised, news=met_another(item, written))


def _deleted(step: InFlightPhoto, error: NotFound, dependencies: Dependencies) -> Outcome:
    """The photo does not exist (any more), so its result is removed."""
    change, item = step.change, step.item
    if item is None and not change.sequencer:  # requested by key: no event to compare older ones with
        return Outcome(change, "gone", error=error)
    written = dependencies.table.remove(change.photo, change.sequencer)
    if written is not None and (_is_result(written.before) or met_another(item, written)):
        return Outcome(change, "removed", news=True)
    if _is_result(item):
        return superseded(change)
    return Outcome(change, "gone", item, error)


def _is_result(item: ImageItem | None) -> bool:
    return item is not None and item.status != "removed"
